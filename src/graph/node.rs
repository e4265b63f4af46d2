//! Nodes.

use std::borrow::Cow;
use std::fmt;

pub use etched_core::node::NodeKind;
use etched_core::node::{self, Nodes};

use super::{DependencyGraph, NodeId};
use crate::Registry;
use crate::handle::{Handle, Location, Resource, Route};

/// A node of the dependency graph; displays as its id, such as `resource:Post`.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let auth = registry.graph().find("middleware:auth").unwrap();
/// assert_eq!((auth.to_string().as_str(), &*auth.name()), ("middleware:auth", "auth"));
/// assert!(auth.dependent_count() > 20);
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Node<'r> {
    registry: &'r Registry,
    index: u32,
}

impl<'r> Node<'r> {
    #[inline]
    pub(crate) fn new(registry: &'r Registry, index: u32) -> Self {
        Self { registry, index }
    }

    fn stored(self) -> node::Node {
        Nodes::of(self.registry.image()).node(self.index)
    }

    /// Returns its number.
    #[inline]
    #[must_use]
    pub const fn node_id(self) -> NodeId {
        NodeId(self.index)
    }

    /// Returns what it stands for.
    #[must_use]
    pub fn kind(self) -> NodeKind {
        Nodes::of(self.registry.image()).kind(self.index)
    }

    /// Returns its name without the kind: `Post`, `auth`, `String.slugify`, `GET /posts/:id`.
    ///
    /// Allocates for routes only.
    #[must_use]
    pub fn name(self) -> Cow<'r, str> {
        let image = self.registry.image();
        let id = match self.stored() {
            node::Node::Resource(id) => image.get(id).name(),
            node::Node::Dangling(id) => image.get(id).name(),
            node::Node::Middleware(id) => image.get(id).name(),
            node::Node::Function(id) => image.get(id).name(),
            node::Node::Route(id) => {
                let route = Route::new(self.registry, id.index);
                return Cow::Owned(format!("{} {}", route.method(), route.path()));
            }
        };
        Cow::Borrowed(image.str(id))
    }

    /// Returns its id, such as `resource:Post`, which [`DependencyGraph::find`] finds again.
    #[must_use]
    pub fn id(self) -> String {
        self.to_string()
    }

    /// Returns where it is declared; middleware and functions are declared nowhere.
    #[must_use]
    pub fn location(self) -> Location<'r> {
        match self.stored() {
            node::Node::Resource(id) => Resource::new(self.registry, id.index).location(),
            node::Node::Route(id) => Route::new(self.registry, id.index).location(),
            node::Node::Dangling(_) | node::Node::Middleware(_) | node::Node::Function(_) => Location::default(),
        }
    }

    /// Returns the resource it stands for; `None` for other kinds and for a name that no resource has.
    #[must_use]
    pub fn resource(self) -> Option<Resource<'r>> {
        match self.stored() {
            node::Node::Resource(id) => Some(Resource::new(self.registry, id.index)),
            _ => None,
        }
    }

    /// Returns the route it stands for.
    #[must_use]
    pub fn route(self) -> Option<Route<'r>> {
        match self.stored() {
            node::Node::Route(id) => Some(Route::new(self.registry, id.index)),
            _ => None,
        }
    }

    /// Returns whether relationships point to it as a resource and none has its name.
    #[must_use]
    pub fn is_dangling(self) -> bool {
        matches!(self.stored(), node::Node::Dangling(_))
    }

    /// Returns how many other nodes it depends on directly; two edges to one node count once.
    ///
    /// Cost: the edges that start here, sorted.
    #[must_use]
    pub fn dependency_count(self) -> usize {
        let graph = DependencyGraph::new(self.registry);
        self.distinct(graph.outgoing(self.index).map(|edge| graph.record(edge).to()).collect())
    }

    /// Returns how many other nodes depend on it directly; two edges from one node count once.
    ///
    /// Cost: the edges that end here, sorted.
    #[must_use]
    pub fn dependent_count(self) -> usize {
        let graph = DependencyGraph::new(self.registry);
        let from = |at| graph.record(graph.incoming_edge(at)).from();
        self.distinct(graph.entering(self.index).map(from).collect())
    }

    fn distinct(self, mut nodes: Vec<u32>) -> usize {
        nodes.retain(|&node| node != self.index);
        nodes.sort_unstable();
        nodes.dedup();
        nodes.len()
    }

    pub(crate) fn registry(self) -> &'r Registry {
        self.registry
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.registry.identity() == other.registry.identity()
    }
}
impl Eq for Node<'_> {}

impl std::hash::Hash for Node<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.index, self.registry.identity()).hash(state);
    }
}

impl fmt::Display for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.route() {
            Some(route) => write!(f, "route:{} {}", route.method(), route.path()),
            None => write!(f, "{}:{}", self.kind(), self.name()),
        }
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Node").field(&self.id()).finish()
    }
}
