//! `deps`, `path`, `cycles`, `depth`, `impact`, `why` and `graph`.

use clap::{Args, ValueEnum};

use super::options::Paging;
use crate::graph::{Change, Direction};
use crate::query::{cycles, deps, depth, graph, impact, path, why};

/// How a walk over dependencies is narrowed.
#[derive(Args, Clone, Debug)]
struct Walk {
    /// Follow at most this many edges; 0 for no limit
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    depth: Option<u32>,
    /// Follow only edges of these kinds: belongs_to, has_many, uses, calls, serves, ...
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Visit only nodes of these kinds: resource, middleware, function, route
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    node_kind: Vec<String>,
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
    /// Follow edges backwards: what depends on it
    #[arg(long, conflicts_with = "both")]
    reverse: bool,
    /// Follow edges both ways
    #[arg(long)]
    both: bool,
}

impl Deps {
    pub(super) fn request(&self) -> deps::Request {
        let direction = match (self.reverse, self.both) {
            (true, _) => Direction::Reverse,
            (_, true) => Direction::Both,
            _ => Direction::Forward,
        };
        let Walk { depth, kind: edge_kinds, node_kind: node_kinds } = self.walk.clone();
        deps::Request { name: self.name.clone(), depth, direction, edge_kinds, node_kinds }
    }
}

/// Show a shortest path between two nodes
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
    pub(super) fn request(&self) -> path::Request {
        path::Request::new(&self.start, &self.end)
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
    /// Count an association and its inverse as a cycle
    #[arg(long)]
    inverses: bool,
}

impl Cycles {
    pub(super) fn request(&self) -> cycles::Request {
        cycles::Request::default().inverses(self.inverses)
    }
}

/// Show the longest chain of dependencies from a node, or rank all resources by it
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched depth                            every resource, the deepest first
  etched depth Order                      its longest chain, edge by edge
  etched depth --kind belongs_to --limit 5
  etched depth middleware:auth --format json | jq '.nodes[0].depth'

Nodes that depend on each other count as one; of an association and its inverse the belongs_to is followed.")]
pub struct Depth {
    /// A resource, or middleware:NAME and so on; every resource without it
    #[arg(conflicts_with_all = ["limit", "offset"])]
    name: Option<String>,
    /// Follow only edges of these kinds: belongs_to, has_many, uses, calls, serves, ...
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Depth {
    pub(super) fn request(&self) -> depth::Request {
        let (limit, offset) = self.paging.page();
        depth::Request { name: self.name.clone(), edge_kinds: self.kind.clone(), limit, offset }
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
    pub(super) fn request(&self) -> impact::Request {
        impact::Request::new(&self.name).change(match self.change {
            ChangeName::Delete => Change::Delete,
            ChangeName::Rename => Change::Rename,
            ChangeName::Remove => Change::RemoveMiddleware,
        })
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
    pub(super) fn request(&self) -> why::Request {
        why::Request::new(&self.method, &self.path)
    }
}

/// Draw the dependency graph, or the part around one node
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
    pub(super) fn request(&self) -> graph::Request {
        let Walk { depth, kind: edge_kinds, node_kind: node_kinds } = self.walk.clone();
        graph::Request { name: self.name.clone(), depth, edge_kinds, node_kinds }
    }
}
