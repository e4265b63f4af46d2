//! The dependency graph of a model: its nodes by number and its edges.
//!
//! Nodes are numbered resources first, then dangling targets, routes, middleware and called functions: the order
//! answers are sorted in. Edges keep the order of their source node, then: relationships in declaration order,
//! `references`, `uses`, `calls`; a route has its one `serves`. Relationships are never merged.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use etched_core::cell::Id;
pub use etched_core::node::NodeKind;
use etched_core::node::{Node, Nodes};

use crate::calls;
use etched_core::middleware;

use crate::model::{Model, Resource, Route};

/// An edge of a [`Graph`] between two nodes, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge<'m> {
    /// Node it starts at.
    pub from: u32,
    /// Node it ends at.
    pub to: u32,
    /// The relationship's own kind, or `references`, `uses`, `calls`, `serves`.
    pub kind: &'m str,
    /// Operations for `uses`, bodies for `calls`, otherwise 1.
    pub weight: u32,
    /// The relationship it stands for: index of the resource, index in its list.
    pub relationship: Option<(u32, u32)>,
}

/// The dependency graph of a model.
///
/// ```
/// use etched_compiler::graph::{Graph, NodeKind};
/// use etched_compiler::{Sources, compile};
///
/// let text = "@strict nullability resource Post { author: User! } resource User { name: string! }";
/// let compiled = compile(&Sources::from_texts([("blog.cdt", text)]))?;
/// let graph = Graph::of(&compiled.model);
/// assert_eq!(graph.edges[0].kind, "belongs_to");
/// assert_eq!(graph.node(&compiled.model, graph.edges[0].to), (NodeKind::Resource, "User".into()));
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Graph<'m> {
    /// Resources declared.
    pub resources: u32,
    /// Names relationships point to that no resource has, sorted.
    pub dangling: Vec<&'m str>,
    /// Routes.
    pub routes: u32,
    /// Middleware base names, sorted.
    pub middleware: Vec<&'m str>,
    /// Called functions, sorted.
    pub functions: Vec<String>,
    /// Edges, ordered by where they start.
    pub edges: Vec<Edge<'m>>,
    /// Called functions of each hook, by resource and hook, as indexes of `functions`, sorted.
    pub hook_calls: Vec<Vec<Vec<u32>>>,
}

impl<'m> Graph<'m> {
    /// Returns how its nodes are numbered.
    pub(crate) fn nodes(&self) -> Nodes {
        let [dangling, middleware, functions] =
            [self.dangling.len(), self.middleware.len(), self.functions.len()].map(|count| count as u32);
        Nodes::new([self.resources, dangling, self.routes, middleware, functions]).expect("there are more numbers")
    }

    /// Returns how many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> u32 {
        self.nodes().len()
    }

    /// Returns the kind and the name of a node; routes are named `GET /posts/:id`.
    ///
    /// # Panics
    /// When there is no such node.
    #[must_use]
    pub fn node(&self, model: &'m Model, node: u32) -> (NodeKind, std::borrow::Cow<'m, str>) {
        let nodes = self.nodes();
        let name = match nodes.node(node) {
            Node::Resource(id) => model.resources[id.index as usize].name.as_str().into(),
            Node::Dangling(id) => self.dangling[id.index as usize].into(),
            Node::Route(id) => model.routes[id.index as usize].id().into(),
            Node::Middleware(id) => self.middleware[id.index as usize].into(),
            Node::Function(id) => self.functions[id.index as usize].clone().into(),
        };
        (nodes.kind(node), name)
    }

    /// Builds the graph of a model.
    ///
    /// Cost: linear in what is declared, and one pass over every body.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        let index: HashMap<&str, u32> =
            model.resources.iter().enumerate().map(|(at, resource)| (resource.name.as_str(), at as u32)).collect();
        let dangling: BTreeSet<&str> = model
            .resources
            .iter()
            .flat_map(|resource| resource.relationships.iter().map(|relationship| relationship.target.as_str()))
            .chain(model.references.iter().map(|reference| reference.to.as_str()))
            .filter(|target| !index.contains_key(target))
            .collect();
        let middleware: BTreeSet<&str> = model
            .resources
            .iter()
            .flat_map(|resource| resource.middleware.values().flat_map(|chain| &chain.names))
            .chain(model.routes.iter().flat_map(Route::guards))
            .map(|text| middleware::base(text))
            .collect();
        let called: Vec<Called> = model.resources.iter().map(Called::of).collect();
        let functions: BTreeSet<&str> =
            called.iter().flat_map(|called| called.weights.keys().map(String::as_str)).collect();

        let mut graph = Graph {
            resources: model.resources.len() as u32,
            dangling: dangling.into_iter().collect(),
            routes: model.routes.len() as u32,
            middleware: middleware.into_iter().collect(),
            functions: functions.into_iter().map(str::to_owned).collect(),
            edges: Vec::new(),
            hook_calls: Vec::new(),
        };
        let nodes = graph.nodes();
        let dangling_at = |name: &str| {
            let at = graph.dangling.binary_search(&name).ok()?;
            Some(nodes.number(Node::Dangling(Id::new(at as u32))))
        };
        let node_of = |name: &str| index.get(name).copied().or_else(|| dangling_at(name));
        let functions: HashMap<&str, u32> =
            graph.functions.iter().enumerate().map(|(at, name)| (name.as_str(), at as u32)).collect();

        let mut references: HashMap<&str, Vec<&str>> = HashMap::new();
        for reference in &model.references {
            references.entry(&reference.from).or_default().push(&reference.to);
        }
        let mut by_resource: Vec<Vec<u32>> = vec![Vec::new(); model.resources.len()];
        for (at, route) in model.routes.iter().enumerate() {
            if let Some(&resource) = index.get(route.resource.as_str()) {
                by_resource[resource as usize].push(at as u32);
            }
        }

        let mut edges = Vec::new();
        let mut hook_calls = Vec::with_capacity(model.resources.len());
        for (from, resource) in model.resources.iter().enumerate() {
            let from = from as u32;
            for (at, relationship) in resource.relationships.iter().enumerate() {
                let to = node_of(&relationship.target).expect("every target is a resource or dangling");
                let relationship_at = Some((from, at as u32));
                edges.push(Edge { from, to, kind: &relationship.kind, weight: 1, relationship: relationship_at });
            }
            for to in references.get(resource.name.as_str()).into_iter().flatten() {
                let to = node_of(to).expect("every target is a resource or dangling");
                edges.push(Edge { from, to, kind: "references", weight: 1, relationship: None });
            }
            let routes = by_resource[from as usize].iter().map(|&at| &model.routes[at as usize]);
            let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            let chains = resource.middleware.iter();
            let chains =
                chains.flat_map(|(operation, chain)| chain.names.iter().map(move |name| (operation.as_str(), name)));
            let guards = routes.flat_map(|route| route.guards().map(move |name| (route.operation.as_str(), name)));
            for (operation, name) in chains.chain(guards) {
                uses.entry(middleware::base(name)).or_default().insert(operation);
            }
            for (name, operations) in uses {
                let at = graph.middleware.binary_search(&name).expect("all were collected");
                let to = nodes.number(Node::Middleware(Id::new(at as u32)));
                edges.push(Edge { from, to, kind: "uses", weight: operations.len() as u32, relationship: None });
            }
            let called = &called[from as usize];
            for (name, &weight) in &called.weights {
                let to = nodes.number(Node::Function(Id::new(functions[name.as_str()])));
                edges.push(Edge { from, to, kind: "calls", weight, relationship: None });
            }
            hook_calls.push(
                called.hooks.iter().map(|names| names.iter().map(|name| functions[name.as_str()]).collect()).collect(),
            );
        }
        for (at, route) in model.routes.iter().enumerate() {
            if let Some(to) = node_of(&route.resource) {
                let from = nodes.number(Node::Route(Id::new(at as u32)));
                edges.push(Edge { from, to, kind: "serves", weight: 1, relationship: None });
            }
        }
        graph.edges = edges;
        graph.hook_calls = hook_calls;
        graph
    }
}

/// The functions the bodies of one resource call.
struct Called {
    /// How many bodies call each.
    weights: BTreeMap<String, u32>,
    /// What each hook calls.
    hooks: Vec<BTreeSet<String>>,
}

impl Called {
    fn of(resource: &Resource) -> Self {
        let hooks: Vec<BTreeSet<String>> = resource.hooks.iter().map(|hook| names(&hook.body)).collect();
        let others = resource
            .validations
            .iter()
            .map(|validation| &validation.body)
            .chain(resource.constraints.iter().flat_map(|constraint| [&constraint.condition, &constraint.when]))
            .chain(resource.invariants.iter().map(|invariant| &invariant.condition))
            .chain(resource.scopes.iter().map(|scope| &scope.query))
            .chain(resource.computed_fields.iter().map(|computed| &computed.expression))
            .chain(resource.functions.iter().map(|function| &function.body));
        let mut weights = BTreeMap::new();
        for name in hooks.iter().flatten().cloned().chain(others.flat_map(|body| names(body))) {
            *weights.entry(name).or_insert(0) += 1;
        }
        Self { weights, hooks }
    }
}

fn names(body: &str) -> BTreeSet<String> {
    calls(body).into_iter().map(|call| call.name()).collect()
}
