//! The dependency graph of an application, read from the image as it stands.
//!
//! [`DependencyGraph`] is a view: nothing is built, when the program starts or later. etched's own questions
//! ([`Registry::dependencies`], [`Registry::cycles`] and the others) are iterative. With the feature `petgraph08` the
//! graph implements the `visit` traits of petgraph 0.8, so that petgraph's algorithms run on it.

mod edge;
mod links;
mod node;
pub(crate) mod resolve;
#[cfg(feature = "petgraph08")]
mod visit;
mod visited;

pub use crate::cache::{Cache, Stats};
pub use crate::error::GraphError;
pub use crate::traverse::{
    Affected, Cause, Change, Cycle, Cycles, Dependencies, Depths, Direction, Effect, Effective, Impact, ImpactCounts,
    Path, Reached, Reason, Severity, Source, Traversal, Tree, TreeItem, Why,
};
pub use edge::Edge;
pub(crate) use links::Links;
pub use node::{Node, NodeKind};
#[cfg(feature = "petgraph08")]
pub use visit::{Adjacency, All, EdgesDirected, Neighbors};
pub use visited::Visited;

use etched_core::layout::{self as rows, Section, Word};
use etched_core::{Image, Rec, Rows};

use crate::Registry;

/// The number of a node.
///
/// Nodes are numbered in the order answers have: resources in declaration order, then names that relationships point
/// to and no resource has, routes in declaration order, middleware and functions by name.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let order = registry.graph().find("Order").unwrap().node_id();
/// assert_eq!(registry.graph().node(order).id(), "resource:Order");
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

/// The number of an edge; the edges of one node follow each other.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let edge = registry.graph().edges_all().next().unwrap().edge_id();
/// assert_eq!(edge.index(), 0);
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId(pub(crate) u32);

impl NodeId {
    /// Returns the number, which is below [`DependencyGraph::node_count`].
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl EdgeId {
    /// Returns the number, which is below [`DependencyGraph::edge_count`].
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The dependency graph of a registry.
///
/// A few slices of the image: `Copy`, made in a few nanoseconds, and no edge is copied or allocated.
///
/// ```
/// # #[cfg(all(feature = "demo", feature = "petgraph08"))] {
/// use etched::petgraph08::visit::Bfs;
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let graph = registry.graph();
/// let order = graph.find("Order").unwrap();
/// let mut bfs = Bfs::new(graph, order.node_id());
/// while let Some(node) = bfs.next(graph) {
///     println!("{}", graph.node(node));
/// }
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct DependencyGraph<'r> {
    registry: &'r Registry,
    forward: Rows<'r, Word>,
    backward: Rows<'r, Word>,
    incoming: Rows<'r, Word>,
    edges: Rows<'r, rows::Edge>,
}

impl Registry {
    /// Returns the dependency graph, for petgraph's algorithms and for your own.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let graph = registry.graph();
    /// assert_eq!(graph.nodes().count(), graph.node_count());
    /// # }
    /// ```
    ///
    /// Cost: a few nanoseconds; nothing is built.
    #[inline]
    #[must_use]
    pub fn graph(&self) -> DependencyGraph<'_> {
        DependencyGraph::new(self)
    }
}

impl<'r> DependencyGraph<'r> {
    #[inline]
    pub(crate) fn new(registry: &'r Registry) -> Self {
        let image = registry.image();
        Self {
            registry,
            forward: image.rows_of(Section::Forward),
            backward: image.rows_of(Section::Backward),
            incoming: image.rows_of(Section::Incoming),
            edges: image.rows(),
        }
    }

    /// Returns the registry it is the graph of.
    #[inline]
    #[must_use]
    pub fn registry(self) -> &'r Registry {
        self.registry
    }

    #[inline]
    pub(crate) fn image(self) -> Image<'r> {
        self.registry.image()
    }

    /// Returns how many nodes there are.
    #[inline]
    #[must_use]
    pub fn node_count(self) -> usize {
        self.len() as usize
    }

    /// Returns how many edges there are.
    #[inline]
    #[must_use]
    pub fn edge_count(self) -> usize {
        self.edges.len() as usize
    }

    #[inline]
    pub(crate) fn len(self) -> u32 {
        self.forward.len().saturating_sub(1)
    }

    /// Returns a node by number.
    #[inline]
    #[must_use]
    pub fn node(self, id: NodeId) -> Node<'r> {
        Node::new(self.registry, id.0)
    }

    /// Returns an edge by number.
    #[inline]
    #[must_use]
    pub fn edge(self, id: EdgeId) -> Edge<'r> {
        let record = self.edges.get(id.0);
        Edge::new(self.registry, id.0, record.from(), record.to())
    }

    /// Returns the node an id names: `resource:Post`, `middleware:auth`, `function:String.slugify` or
    /// `route:GET /posts/:id`; a bare name means a resource.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert_eq!(registry.graph().find("resource:Order").unwrap().name(), "Order");
    /// assert!(registry.graph().find("Ordr").unwrap_err().suggestions().contains(&"Order".to_owned()));
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`GraphError::UnknownNode`] with the nearest names.
    pub fn find(self, id: &str) -> Result<Node<'r>, GraphError> {
        match resolve::number(self.image(), id) {
            Some(node) => Ok(self.node(NodeId(node))),
            None => Err(resolve::unknown(self.registry, id)),
        }
    }

    /// Iterates over all nodes, by number.
    pub fn nodes(self) -> impl ExactSizeIterator<Item = Node<'r>> + DoubleEndedIterator + Clone {
        (0..self.len()).map(move |at| Node::new(self.registry, at))
    }

    /// Iterates over all edges, by number.
    pub fn edges_all(self) -> impl ExactSizeIterator<Item = Edge<'r>> + DoubleEndedIterator + Clone {
        (0..self.edges.len()).map(move |at| self.edge(EdgeId(at)))
    }

    /// Iterates over the edges that start at a node: relationships in declaration order, `references`, `uses`,
    /// `calls`; a route has one `serves`.
    pub fn edges_from(self, node: NodeId) -> impl ExactSizeIterator<Item = Edge<'r>> + DoubleEndedIterator + Clone {
        self.outgoing(node.0).map(move |at| self.edge(EdgeId(at)))
    }

    /// Iterates over the edges that end at a node, by where they start.
    pub fn edges_to(self, node: NodeId) -> impl ExactSizeIterator<Item = Edge<'r>> + DoubleEndedIterator + Clone {
        self.entering(node.0).map(move |at| self.edge(EdgeId(self.incoming.word(at))))
    }

    /// Iterates over the kinds edges of this graph have, sorted.
    pub fn edge_kinds(self) -> impl ExactSizeIterator<Item = &'r str> + Clone {
        let image = self.image();
        image.rows::<rows::EdgeKind>().iter().map(move |kind| image.str(kind.name()))
    }

    /// Numbers of the edges that start at a node.
    #[inline]
    pub(crate) fn outgoing(self, node: u32) -> std::ops::Range<u32> {
        // Ends are clamped so that a wrong image cannot make a walk long.
        self.forward.word(node)..self.forward.word(node + 1).min(self.edges.len())
    }

    /// Places in the list of incoming edges.
    #[inline]
    pub(crate) fn entering(self, node: u32) -> std::ops::Range<u32> {
        self.backward.word(node)..self.backward.word(node + 1).min(self.incoming.len())
    }

    /// The edge at a place of the list of incoming edges.
    #[inline]
    pub(crate) fn incoming_edge(self, at: u32) -> u32 {
        self.incoming.word(at)
    }

    /// The forward half of the graph, for walks.
    #[inline]
    pub(crate) fn links(self) -> Links<'r> {
        Links::new(self.forward, self.edges)
    }

    #[inline]
    pub(crate) fn record(self, edge: u32) -> Rec<'r, rows::Edge> {
        self.edges.get(edge)
    }
}

impl std::fmt::Debug for DependencyGraph<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DependencyGraph").field("nodes", &self.len()).field("edges", &self.edges.len()).finish()
    }
}
