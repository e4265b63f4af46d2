//! The answer of a traversal.

use super::dependencies::Direction;
use super::tree::Tree;
use crate::Registry;
use crate::graph::{Edge, EdgeId, Node, NodeId};

/// What a traversal reached: numbers of nodes with their distance, and numbers of edges.
///
/// It is immutable, has no lifetime and can be kept and shared; the accessors that speak of names take the registry it
/// was asked of.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let answer = registry.dependencies("Comment").depth(1).edge_kinds(["belongs_to"]).run().unwrap();
/// let names: Vec<String> = answer.nodes(&registry).map(|reached| reached.node.id()).collect();
/// assert_eq!(names, ["resource:Comment", "resource:User", "resource:Article"]);
/// assert_eq!(answer.edge_count(), 3);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependencies {
    /// Edges, then node and distance by turns: one allocation, in which the walk wrote the edges.
    words: Vec<u32>,
    edges: u32,
    direction: Direction,
}

/// A node that a traversal reached; listed by [`Dependencies::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reached<'r> {
    /// The node.
    pub node: Node<'r>,
    /// Edges from the start on the shortest way; 0 for the start.
    pub distance: u32,
}

impl Dependencies {
    /// Takes the edges as they are, and puts the nodes behind them, each with its distance in the upper half.
    #[inline]
    pub(super) fn new(mut words: Vec<u32>, nodes: &[u64], direction: Direction) -> Self {
        let edges = words.len();
        words.reserve_exact(nodes.len() * 2);
        for &node in nodes {
            words.extend_from_slice(&[node as u32, (node >> 32) as u32]);
        }
        Self { words, edges: edges as u32, direction }
    }

    /// Gives back what the walk reserved and did not need.
    pub(crate) fn shrink(&mut self) {
        self.words.shrink_to_fit();
    }

    /// Nodes and edges.
    fn split(&self) -> (&[u32], &[u32]) {
        let (edges, nodes) = self.words.split_at(self.edges as usize);
        (nodes, edges)
    }

    /// Returns the node the walk started at.
    #[must_use]
    pub fn start(&self) -> NodeId {
        NodeId(self.split().0[0])
    }

    /// Returns which way it went.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Returns how many nodes were reached, the start among them.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.split().0.len() / 2
    }

    /// Returns how many edges were walked.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.edges as usize
    }

    /// Iterates over node numbers and distances: by distance, then by node.
    pub fn node_ids(&self) -> impl ExactSizeIterator<Item = (NodeId, u32)> + DoubleEndedIterator + Clone {
        self.split().0.chunks_exact(2).map(|pair| (NodeId(pair[0]), pair[1]))
    }

    /// Iterates over the numbers of the edges walked, each once, in the order they were walked.
    pub fn edge_ids(&self) -> impl ExactSizeIterator<Item = EdgeId> + DoubleEndedIterator + Clone {
        self.split().1.iter().map(|&edge| EdgeId(edge))
    }

    /// Iterates over the nodes reached, the start first: by distance, then resources, routes, middleware, functions.
    pub fn nodes<'r>(
        &self,
        registry: &'r Registry,
    ) -> impl ExactSizeIterator<Item = Reached<'r>> + DoubleEndedIterator + Clone {
        self.node_ids().map(move |(id, distance)| Reached { node: Node::new(registry, id.0), distance })
    }

    /// Iterates over the edges walked, each once and in its stored direction, in the order they were walked.
    pub fn edges<'r>(
        &self,
        registry: &'r Registry,
    ) -> impl ExactSizeIterator<Item = Edge<'r>> + DoubleEndedIterator + Clone {
        let graph = registry.graph();
        self.edge_ids().map(move |id| graph.edge(id))
    }

    /// Returns the distance of a node, `None` when it was not reached; a scan of the answer.
    #[must_use]
    pub fn distance(&self, node: NodeId) -> Option<u32> {
        self.node_ids().find(|(id, _)| *id == node).map(|(_, distance)| distance)
    }

    /// Returns the answer as a tree, for indented text.
    ///
    /// Each node is opened once, under the edge that reached it first, so its level is its distance; where it comes
    /// up again it is marked as repeated.
    #[must_use]
    pub fn tree<'r>(&self, registry: &'r Registry) -> Tree<'r> {
        Tree::new(self, registry)
    }

    /// Returns the bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.words.capacity() * size_of::<u32>()
    }
}
