//! How long chains of dependencies are.

use etched_core::node::Nodes;

use super::filter::EdgeKinds;
use super::inverse::drop_inverses;
use super::scc::{Components, components};
use crate::Registry;
use crate::error::GraphError;
use crate::graph::{DependencyGraph, Edge, EdgeId, Node, NodeId, Visited};

/// The longest chains of dependencies from every node; made by [`Registry::depths`].
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let depths = registry.depths(&["belongs_to"]).unwrap();
/// let (deepest, depth) = depths.ranking().next().unwrap();
/// assert_eq!(depth, depths.of(&deepest.id()).unwrap());
/// assert_eq!(depths.chain(&deepest.id()).unwrap().len(), depth);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Depths<'r> {
    registry: &'r Registry,
    /// Component of each node.
    of: Vec<u32>,
    /// Of each component, how deep it is, and the edge its longest chain leaves it by.
    longest: Vec<(u32, u32)>,
}

impl Registry {
    /// Returns the number of edges of the longest chain of dependencies from a node, over edges of all kinds.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert!(registry.depth("Comment").unwrap() >= 2);
    /// assert!(registry.depth("Comments").is_err());
    /// # }
    /// ```
    ///
    /// Cost: that of [`depths`](Self::depths), which answers for all nodes at once.
    ///
    /// # Errors
    /// [`GraphError::UnknownNode`].
    pub fn depth(&self, name: &str) -> Result<usize, GraphError> {
        self.depths(&[])?.of(name)
    }

    /// Measures the longest chains of dependencies, over edges of these kinds only; none given means all.
    ///
    /// Nodes that depend on each other count as one: edges among them lead nowhere further. An association declared
    /// from both ends is one association, as for [`cycles`](Self::cycles): where the `belongs_to` is walked, the
    /// `has_many` or `has_one` back is not.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let depths = registry.depths(&["belongs_to", "uses"]).unwrap();
    /// for (node, depth) in depths.ranking().take(3) {
    ///     println!("{depth} {node}");
    /// }
    /// assert!(registry.depths(&["belong_to"]).is_err());
    /// # }
    /// ```
    ///
    /// Cost: linear in nodes and edges of the graph, and nodes are sorted. Nothing recurses.
    ///
    /// # Errors
    /// [`GraphError::UnknownEdgeKind`].
    pub fn depths(&self, edge_kinds: &[&str]) -> Result<Depths<'_>, GraphError> {
        let graph = self.graph();
        let mut kinds = EdgeKinds::ALL;
        for kind in edge_kinds {
            kinds.add(self.image(), kind)?;
        }
        let mut dropped = unwanted(graph, &kinds);
        let mut found = components(graph, graph.len(), dropped.as_ref());
        if drop_inverses(graph, Nodes::of(self.image()).resources(), &found, &mut dropped) {
            found = components(graph, graph.len(), dropped.as_ref());
        }
        let longest = longest(graph, &found, dropped.as_ref());
        Ok(Depths { registry: self, of: found.of, longest })
    }
}

/// The edges that are of no kind that is walked.
fn unwanted(graph: DependencyGraph<'_>, kinds: &EdgeKinds) -> Option<Visited> {
    if kinds.is_all() {
        return None;
    }
    let mut unwanted = Visited::new(graph.edge_count());
    for edge in (0..graph.len()).flat_map(|node| graph.outgoing(node)) {
        if !kinds.contains(graph.record(edge).kind().index) {
            unwanted.insert(edge);
        }
    }
    Some(unwanted)
}

/// Measures each component, and says by which edge its longest chain leaves it.
fn longest(graph: DependencyGraph<'_>, components: &Components, dropped: Option<&Visited>) -> Vec<(u32, u32)> {
    let mut nodes: Vec<u32> = (0..graph.len()).collect();
    // A component only leads to components of lower numbers, so what a node leads to was measured before it.
    nodes.sort_by_key(|node| components.of[*node as usize]);
    let mut longest = vec![(0, u32::MAX); components.count as usize];
    for node in nodes {
        let own = components.of[node as usize];
        for edge in graph.outgoing(node).filter(|edge| dropped.is_none_or(|dropped| !dropped.contains(*edge))) {
            let to = components.of[graph.record(edge).to() as usize];
            let depth = longest[to as usize].0 + 1;
            if to != own && depth > longest[own as usize].0 {
                longest[own as usize] = (depth, edge);
            }
        }
    }
    longest
}

impl<'r> Depths<'r> {
    /// Returns the number of edges of the longest chain from a node.
    ///
    /// # Errors
    /// [`GraphError::UnknownNode`].
    pub fn of(&self, name: &str) -> Result<usize, GraphError> {
        Ok(self.at(self.registry.graph().find(name)?.node_id()))
    }

    /// Returns the edges of one longest chain from a node, in order.
    ///
    /// Where the chain passes nodes that depend on each other, the next edge may start at another of them. Of equally
    /// long chains it is the same each time: edges are tried in declaration order.
    ///
    /// # Errors
    /// [`GraphError::UnknownNode`].
    pub fn chain(&self, name: &str) -> Result<Vec<Edge<'r>>, GraphError> {
        let graph = self.registry.graph();
        let mut node = graph.find(name)?.node_id();
        let mut chain = Vec::new();
        while let (1.., edge) = self.longest[self.of[node.index()] as usize] {
            let edge = graph.edge(EdgeId(edge));
            chain.push(edge);
            node = edge.to_id();
        }
        Ok(chain)
    }

    /// Iterates over the declared resources with their depths, the deepest first and then in declaration order.
    ///
    /// Cost: resources are sorted.
    pub fn ranking(&self) -> impl ExactSizeIterator<Item = (Node<'r>, usize)> + DoubleEndedIterator + use<'r> {
        let graph = self.registry.graph();
        let declared = Nodes::of(self.registry.image()).resources();
        let mut ranking: Vec<_> = (0..declared).map(|at| (graph.node(NodeId(at)), self.at(NodeId(at)))).collect();
        ranking.sort_by_key(|(_, depth)| std::cmp::Reverse(*depth));
        ranking.into_iter()
    }

    fn at(&self, node: NodeId) -> usize {
        self.longest[self.of[node.index()] as usize].0 as usize
    }
}
