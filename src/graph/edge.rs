//! Edges.

use std::fmt;

use etched_core::layout as rows;

use super::{EdgeId, Node, NodeId};
use crate::Registry;
use crate::handle::{Handle, Location, Relationship};

/// An edge of the dependency graph, in its stored direction; displays as its kind, such as `belongs_to`.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let graph = registry.graph();
/// let edge = graph.edges_from(graph.find("Comment").unwrap().node_id()).next().unwrap();
/// assert_eq!((&*edge.to().name(), edge.kind(), edge.weight()), ("Article", "belongs_to", 1));
/// assert_eq!(edge.relationship().unwrap().on_delete(), Some("cascade"));
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Edge<'r> {
    registry: &'r Registry,
    index: u32,
    from: u32,
    to: u32,
}

impl<'r> Edge<'r> {
    #[inline]
    pub(crate) fn new(registry: &'r Registry, index: u32, from: u32, to: u32) -> Self {
        Self { registry, index, from, to }
    }

    fn record(self) -> etched_core::Rec<'r, rows::Edge> {
        self.registry.image().rows::<rows::Edge>().get(self.index)
    }

    /// Returns its number.
    #[inline]
    #[must_use]
    pub const fn edge_id(self) -> EdgeId {
        EdgeId(self.index)
    }

    /// Returns the number of the node it starts at.
    #[inline]
    #[must_use]
    pub const fn from_id(self) -> NodeId {
        NodeId(self.from)
    }

    /// Returns the number of the node it ends at.
    #[inline]
    #[must_use]
    pub const fn to_id(self) -> NodeId {
        NodeId(self.to)
    }

    /// Returns the node it starts at: the one that depends.
    #[inline]
    #[must_use]
    pub fn from(self) -> Node<'r> {
        Node::new(self.registry, self.from)
    }

    /// Returns the node it ends at: the one that is depended on.
    #[inline]
    #[must_use]
    pub fn to(self) -> Node<'r> {
        Node::new(self.registry, self.to)
    }

    /// Returns its kind: the relationship's own (`belongs_to`), or `references`, `uses`, `calls`, `serves`.
    #[must_use]
    pub fn kind(self) -> &'r str {
        let image = self.registry.image();
        image.str(image.get(self.record().kind()).name())
    }

    /// Returns its weight: operations for `uses`, bodies for `calls`, otherwise 1.
    #[must_use]
    pub fn weight(self) -> u32 {
        self.record().weight()
    }

    /// Returns the relationship it stands for.
    #[must_use]
    pub fn relationship(self) -> Option<Relationship<'r>> {
        self.record().relationship().get().map(|id| Relationship::new(self.registry, id.index))
    }

    /// Returns where it comes from: its relationship, otherwise the node it starts at.
    #[must_use]
    pub fn location(self) -> Location<'r> {
        match self.relationship() {
            Some(relationship) => relationship.location(),
            None => self.from().location(),
        }
    }
}

impl PartialEq for Edge<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.registry.identity() == other.registry.identity()
    }
}
impl Eq for Edge<'_> {}

impl std::hash::Hash for Edge<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.index, self.registry.identity()).hash(state);
    }
}

impl fmt::Display for Edge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

impl fmt::Debug for Edge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edge")
            .field("from", &self.from().id())
            .field("to", &self.to().id())
            .field("kind", &self.kind())
            .field("weight", &self.weight())
            .finish()
    }
}
