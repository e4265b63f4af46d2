//! petgraph's `visit` traits over the graph of an image.
//!
//! Node and edge weights are the handles [`Node`] and [`Edge`], which display as id and kind, so that
//! `petgraph08::dot::Dot` works as it is. `DataMap` hands out references to stored weights and there are none stored,
//! so it is not implemented. All of petgraph's own algorithms that recurse (`tarjan_scc`) do so here too: on a chain
//! of tens of thousands of nodes they overflow the stack, and [`Registry::cycles`](crate::Registry::cycles) does not.

use std::ops::Range;

use petgraph08::visit::{
    Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, GraphRef, IntoEdgeReferences,
    IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences,
    NodeCompactIndexable, NodeCount, NodeIndexable, NodeRef, VisitMap, Visitable,
};
use petgraph08::{Directed, Direction};

use super::{DependencyGraph, Edge, EdgeId, Node, NodeId, Visited};

impl GraphBase for DependencyGraph<'_> {
    type NodeId = NodeId;
    type EdgeId = EdgeId;
}

impl GraphRef for DependencyGraph<'_> {}

impl GraphProp for DependencyGraph<'_> {
    type EdgeType = Directed;
}

impl<'r> Data for DependencyGraph<'r> {
    type NodeWeight = Node<'r>;
    type EdgeWeight = Edge<'r>;
}

impl NodeCount for DependencyGraph<'_> {
    fn node_count(&self) -> usize {
        self.len() as usize
    }
}

impl EdgeCount for DependencyGraph<'_> {
    fn edge_count(&self) -> usize {
        DependencyGraph::edge_count(*self)
    }
}

impl NodeIndexable for DependencyGraph<'_> {
    fn node_bound(&self) -> usize {
        self.len() as usize
    }
    fn to_index(&self, node: NodeId) -> usize {
        node.index()
    }
    fn from_index(&self, index: usize) -> NodeId {
        NodeId(index as u32)
    }
}

impl NodeCompactIndexable for DependencyGraph<'_> {}

impl EdgeIndexable for DependencyGraph<'_> {
    fn edge_bound(&self) -> usize {
        DependencyGraph::edge_count(*self)
    }
    fn to_index(&self, edge: EdgeId) -> usize {
        edge.index()
    }
    fn from_index(&self, index: usize) -> EdgeId {
        EdgeId(index as u32)
    }
}

impl<'r> NodeRef for Node<'r> {
    type NodeId = NodeId;
    type Weight = Node<'r>;
    fn id(&self) -> NodeId {
        self.node_id()
    }
    fn weight(&self) -> &Node<'r> {
        self
    }
}

impl<'r> EdgeRef for Edge<'r> {
    type NodeId = NodeId;
    type EdgeId = EdgeId;
    type Weight = Edge<'r>;
    fn source(&self) -> NodeId {
        self.from_id()
    }
    fn target(&self) -> NodeId {
        self.to_id()
    }
    fn weight(&self) -> &Edge<'r> {
        self
    }
    fn id(&self) -> EdgeId {
        self.edge_id()
    }
}

/// Iterates over the neighbours of a node, one for each edge.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::petgraph08::visit::IntoNeighbors;
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let graph = registry.graph();
/// let comment = graph.find("Comment").unwrap().node_id();
/// assert!(graph.neighbors(comment).any(|node| &*graph.node(node).name() == "User"));
/// # }
/// ```
#[derive(Clone)]
pub struct Neighbors<'r>(EdgesDirected<'r>);

impl Iterator for Neighbors<'_> {
    type Item = NodeId;
    #[inline]
    fn next(&mut self) -> Option<NodeId> {
        let at = self.0.places.next()?;
        let graph = self.0.graph;
        Some(NodeId(match self.0.direction {
            Direction::Outgoing => graph.record(at).to(),
            Direction::Incoming => graph.record(graph.incoming_edge(at)).from(),
        }))
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.places.size_hint()
    }
}

/// Iterates over the edges of a node; made by [`DependencyGraph::edges_from`] and [`DependencyGraph::edges_to`].
#[derive(Clone)]
pub struct EdgesDirected<'r> {
    graph: DependencyGraph<'r>,
    direction: Direction,
    places: Range<u32>,
}

impl<'r> Iterator for EdgesDirected<'r> {
    type Item = Edge<'r>;
    #[inline]
    fn next(&mut self) -> Option<Edge<'r>> {
        let at = self.places.next()?;
        Some(self.graph.edge(EdgeId(match self.direction {
            Direction::Outgoing => at,
            Direction::Incoming => self.graph.incoming_edge(at),
        })))
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

/// Iterates over all nodes or all edges; made by [`DependencyGraph::nodes`] and [`DependencyGraph::edges_all`].
#[derive(Clone)]
pub struct All<'r, T> {
    graph: DependencyGraph<'r>,
    places: Range<u32>,
    make: fn(DependencyGraph<'r>, u32) -> T,
}

impl<T> Iterator for All<'_, T> {
    type Item = T;
    #[inline]
    fn next(&mut self) -> Option<T> {
        self.places.next().map(|at| (self.make)(self.graph, at))
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl<T> ExactSizeIterator for All<'_, T> {}

impl<'r> DependencyGraph<'r> {
    #[inline]
    fn directed(self, node: NodeId, direction: Direction) -> EdgesDirected<'r> {
        let places = match direction {
            Direction::Outgoing => self.outgoing(node.0),
            Direction::Incoming => self.entering(node.0),
        };
        EdgesDirected { graph: self, direction, places }
    }
}

impl<'r> IntoNeighbors for DependencyGraph<'r> {
    type Neighbors = Neighbors<'r>;
    #[inline]
    fn neighbors(self, node: NodeId) -> Neighbors<'r> {
        Neighbors(self.directed(node, Direction::Outgoing))
    }
}

impl<'r> IntoNeighborsDirected for DependencyGraph<'r> {
    type NeighborsDirected = Neighbors<'r>;
    #[inline]
    fn neighbors_directed(self, node: NodeId, direction: Direction) -> Neighbors<'r> {
        Neighbors(self.directed(node, direction))
    }
}

impl<'r> IntoEdges for DependencyGraph<'r> {
    type Edges = EdgesDirected<'r>;
    #[inline]
    fn edges(self, node: NodeId) -> EdgesDirected<'r> {
        self.directed(node, Direction::Outgoing)
    }
}

impl<'r> IntoEdgesDirected for DependencyGraph<'r> {
    type EdgesDirected = EdgesDirected<'r>;
    #[inline]
    fn edges_directed(self, node: NodeId, direction: Direction) -> EdgesDirected<'r> {
        self.directed(node, direction)
    }
}

impl<'r> IntoNodeIdentifiers for DependencyGraph<'r> {
    type NodeIdentifiers = All<'r, NodeId>;
    fn node_identifiers(self) -> All<'r, NodeId> {
        All { graph: self, places: 0..self.len(), make: |_, at| NodeId(at) }
    }
}

impl<'r> IntoNodeReferences for DependencyGraph<'r> {
    type NodeRef = Node<'r>;
    type NodeReferences = All<'r, Node<'r>>;
    fn node_references(self) -> All<'r, Node<'r>> {
        All { graph: self, places: 0..self.len(), make: |graph, at| graph.node(NodeId(at)) }
    }
}

impl<'r> IntoEdgeReferences for DependencyGraph<'r> {
    type EdgeRef = Edge<'r>;
    type EdgeReferences = All<'r, Edge<'r>>;
    fn edge_references(self) -> All<'r, Edge<'r>> {
        let edges = DependencyGraph::edge_count(self) as u32;
        All { graph: self, places: 0..edges, make: |graph, at| graph.edge(EdgeId(at)) }
    }
}

impl VisitMap<NodeId> for Visited {
    #[inline]
    fn visit(&mut self, node: NodeId) -> bool {
        self.insert(node.0)
    }
    #[inline]
    fn is_visited(&self, node: &NodeId) -> bool {
        self.contains(node.0)
    }
    #[inline]
    fn unvisit(&mut self, node: NodeId) -> bool {
        self.remove(node.0)
    }
}

impl Visitable for DependencyGraph<'_> {
    type Map = Visited;
    fn visit_map(&self) -> Visited {
        Visited::new(self.len() as usize)
    }
    fn reset_map(&self, map: &mut Visited) {
        *map = self.visit_map();
    }
}

/// Answers whether an edge leads from one node to another: their pairs, sorted.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::petgraph08::visit::GetAdjacencyMatrix;
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let graph = registry.graph();
/// let node = |name| graph.find(name).unwrap().node_id();
/// assert!(graph.is_adjacent(&graph.adjacency_matrix(), node("Comment"), node("Article")));
/// # }
/// ```
///
/// Cost: 8 bytes an edge, and a binary search for each question.
#[derive(Clone, Debug)]
pub struct Adjacency {
    pairs: Vec<(u32, u32)>,
}

impl GetAdjacencyMatrix for DependencyGraph<'_> {
    type AdjMatrix = Adjacency;
    fn adjacency_matrix(&self) -> Adjacency {
        let edges = DependencyGraph::edge_count(*self) as u32;
        let mut pairs: Vec<(u32, u32)> =
            (0..edges).map(|at| self.record(at)).map(|record| (record.from(), record.to())).collect();
        pairs.sort_unstable();
        Adjacency { pairs }
    }
    fn is_adjacent(&self, matrix: &Adjacency, from: NodeId, to: NodeId) -> bool {
        matrix.pairs.binary_search(&(from.0, to.0)).is_ok()
    }
}
