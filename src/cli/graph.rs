//! `deps`, `path`, `cycles`, `impact`, `why` and `graph`.

use clap::{Args, ValueEnum};

use super::{Context, Failure, Format, Outcome};
use crate::graph::{Change, Dependencies, Direction, GraphError, NodeKind};
use crate::query::{self, CyclesAnswer, DepsAnswer, ImpactAnswer, PathAnswer, WhyAnswer};
use crate::registry::Registry;
use crate::render::graph as render;

impl From<GraphError> for Failure {
    fn from(error: GraphError) -> Self {
        // What may have been meant is told apart from what was wrong.
        let text = error.to_string();
        let message = text.split("; did you mean").next().unwrap_or(&text).to_owned();
        match &error {
            GraphError::UnknownNode { name, suggestions } => {
                let kind = name.split_once(':').and_then(|(kind, _)| NodeKind::named(kind));
                let code = format!("unknown_{}", kind.unwrap_or(NodeKind::Resource));
                Self::new(&code, message)
                    .suggest(suggestions.clone())
                    .advise("A bare name is a resource; others are middleware:auth, function:String.slugify, 'route:GET /posts/:id'.")
            }
            GraphError::UnknownEdgeKind { name, valid } | GraphError::UnknownNodeKind { name, valid } => {
                Self::new(error.code(), message).suggest(query::near(name, valid.iter().map(String::as_str)))
            }
            GraphError::UnknownRoute { suggestions, .. } => Self::new(error.code(), message)
                .suggest(suggestions.clone())
                .advise("`routes` lists them; the path is the template, as in /posts/:id."),
            _ => Self::new(error.code(), message).suggest(error.suggestions().to_vec()),
        }
    }
}

/// How a walk over dependencies is narrowed.
#[derive(Args, Clone, Debug)]
struct Walk {
    /// Go at most this many steps; 0 is no limit
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    depth: Option<u32>,
    /// Walk edges of these kinds only: belongs_to, has_many, uses, calls, serves, ...
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Walk to nodes of these kinds only: resource, middleware, function, route
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    node_kind: Vec<String>,
}

impl Walk {
    fn run(&self, registry: &Registry, name: &str, direction: Direction, depth: u32) -> Result<Dependencies, Failure> {
        let depth = self.depth.unwrap_or(depth) as usize;
        let walk = registry.dependencies(name).direction(direction).depth(depth);
        Ok(walk.edge_kinds(&self.kind).node_kinds(&self.node_kind).run()?)
    }
}

/// Show what something depends on, or what depends on it
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched deps Order                       what Order depends on, as a tree
  etched deps Order --depth 1 --kind belongs_to,has_many
  etched deps Order --reverse             what depends on Order
  etched deps middleware:auth --reverse --node-kind resource
  etched deps 'route:GET /api/orders/:id' --format json

In parentheses stands on_delete: what happens to this side when the other is deleted.")]
pub struct Deps {
    /// A resource, or middleware:NAME, function:NAME, 'route:METHOD PATH'
    name: String,
    #[command(flatten)]
    walk: Walk,
    /// Walk against the edges: what depends on it
    #[arg(long, conflicts_with = "both")]
    reverse: bool,
    /// Walk both ways
    #[arg(long)]
    both: bool,
}

impl Deps {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let direction = match (self.reverse, self.both) {
            (true, _) => Direction::Reverse,
            (_, true) => Direction::Both,
            _ => Direction::Forward,
        };
        let answer = self.walk.run(registry, &self.name, direction, 0)?;
        context.answer_as(&DepsAnswer::new(registry, &answer), &render::Tree { registry, answer: &answer })
    }
}

/// Show a shortest chain of dependencies between two things
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched path Review User
  etched path Order function:Email.send_confirmation --format json")]
pub struct Path {
    /// Where it starts: a resource, or middleware:NAME and so on
    #[arg(value_name = "FROM")]
    start: String,
    /// Where it ends
    #[arg(value_name = "TO")]
    end: String,
}

impl Path {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let path = registry.path(&self.start, &self.end)?;
        context.answer_as(&PathAnswer::new(&path), &path)
    }
}

/// List the cycles of the dependency graph
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched cycles
  etched cycles --inverses                associations declared from both ends count, too
  etched cycles --format json | jq .largest

An association and its inverse (has_many and the belongs_to back) are one association and no cycle.")]
pub struct Cycles {
    /// Take an association and its inverse for a cycle
    #[arg(long)]
    inverses: bool,
}

impl Cycles {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let cycles = registry.cycles();
        let cycles = if self.inverses { cycles.with_inverses() } else { cycles };
        context.answer_as(&CyclesAnswer::new(&cycles), &cycles)
    }
}

/// Show what a change would do to everything that depends on it
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched impact Product --change delete   what is deleted with it, what blocks, what is nulled
  etched impact User --change rename
  etched impact auth --change remove      a middleware, taken off everything that uses it
  etched impact Product --format json | jq .counts")]
pub struct Impact {
    /// A resource, or middleware:NAME and so on
    name: String,
    /// The change: delete, rename or remove (of a middleware)
    #[arg(long, value_enum, default_value = "delete", value_name = "CHANGE", hide_possible_values = true)]
    change: ChangeName,
}

/// A change by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ChangeName {
    Delete,
    Rename,
    Remove,
}

impl Impact {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let change = match self.change {
            ChangeName::Delete => Change::Delete,
            ChangeName::Rename => Change::Rename,
            ChangeName::Remove => Change::RemoveMiddleware,
        };
        let impact = registry.impact(&self.name, change)?;
        context.answer_as(&ImpactAnswer::new(&impact), &impact)
    }
}

/// Show why a route runs the middleware it runs
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched why POST /api/orders
  etched why GET /api/orders/:id --format json")]
pub struct Why {
    /// Method
    method: String,
    /// Path template, as `routes` shows it
    path: String,
}

impl Why {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let why = registry.why(&self.method, &self.path)?;
        context.answer_as(&WhyAnswer::new(&why), &why)
    }
}

/// Draw the dependency graph, or the part around one thing
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched graph --format svg > graph.svg   all resources and how they refer to each other
  etched graph Order --format svg > order.svg
  etched graph Order --depth 2 --format mermaid
  etched graph --kind belongs_to --format dot | dot -Tpdf > graph.pdf
  etched graph --node-kind resource,middleware --format json

Without --node-kind only resources are drawn.")]
pub struct Graph {
    /// A resource, or middleware:NAME and so on; the whole graph without it
    name: Option<String>,
    #[command(flatten)]
    walk: Walk,
}

impl Graph {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let mut walk = self.walk.clone();
        if walk.node_kind.is_empty() {
            walk.node_kind.push("resource".to_owned());
        }
        let part = match &self.name {
            Some(name) => render::Part::around(registry, &walk.run(registry, name, Direction::Both, 1)?),
            None => {
                // The kinds are checked by a walk, from any node; an empty graph has no kinds to be wrong about.
                if let Some(first) = registry.graph().nodes().next() {
                    first.dependencies().depth(1).edge_kinds(&walk.kind).node_kinds(&walk.node_kind).run()?;
                }
                render::Part::whole(registry, &walk.kind, &walk.node_kind)
            }
        };
        match context.format() {
            Format::Text | Format::Json => context.answer(&part),
            Format::Dot => context.write(render::dot(&part).as_bytes()),
            Format::Mermaid => context.write(render::mermaid(&part).as_bytes()),
            Format::Svg if part.nodes.len() > render::MOST_NODES => {
                let message = format!("a picture of {} nodes cannot be read", part.nodes.len());
                Err(Failure::new("too_large", message)
                    .advise("Name a resource and a --depth, narrow it with --kind, or take `--format dot`."))
            }
            Format::Svg => context.write(render::svg(&part).as_bytes()),
        }
    }
}
