//! Ways from one node to another.

use crate::Registry;
use crate::error::GraphError;
use crate::graph::{Edge, EdgeId, Node, NodeId, Visited};

/// A shortest way from one node to another; made by [`Registry::path`].
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let path = registry.path("Comment", "User").unwrap();
/// assert_eq!((path.found(), path.len()), (true, Some(1)));
/// assert!(path.nodes().map(|node| node.id()).eq(["resource:Comment", "resource:User"]));
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Path<'r> {
    registry: &'r Registry,
    from: NodeId,
    to: NodeId,
    edges: Option<Vec<EdgeId>>,
}

impl Registry {
    /// Returns one shortest way from one node to another, along what depends on what.
    ///
    /// Of equally short ones it is the same each time: edges are tried in declaration order.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let path = registry.path("OrderLine", "Order").unwrap();
    /// assert_eq!(path.len(), Some(1));
    /// # }
    /// ```
    ///
    /// Cost: at most one step per edge, and 12 bytes per node reached. Nothing recurses.
    ///
    /// # Errors
    /// [`GraphError::UnknownNode`] for either end.
    pub fn path(&self, from: &str, to: &str) -> Result<Path<'_>, GraphError> {
        let graph = self.graph();
        let (from, to) = (graph.find(from)?.node_id(), graph.find(to)?.node_id());
        let mut seen = Visited::new(graph.node_count());
        seen.insert(from.0);
        // Each node reached, by which edge, and from which place of this list.
        let mut reached: Vec<(u32, u32, u32)> = vec![(from.0, 0, 0)];
        let mut at = 0;
        let mut end = (from == to).then_some(0);
        while let (None, Some(&(node, ..))) = (end, reached.get(at)) {
            for edge in graph.outgoing(node) {
                let next = graph.record(edge).to();
                if seen.insert(next) {
                    reached.push((next, edge, at as u32));
                    if next == to.0 {
                        end = Some(reached.len() - 1);
                        break;
                    }
                }
            }
            at += 1;
        }
        let edges = end.map(|mut at| {
            let mut edges = Vec::new();
            while at != 0 {
                edges.push(EdgeId(reached[at].1));
                at = reached[at].2 as usize;
            }
            edges.reverse();
            edges
        });
        Ok(Path { registry: self, from, to, edges })
    }
}

impl<'r> Path<'r> {
    /// Returns the node it starts at.
    #[must_use]
    pub fn from(&self) -> Node<'r> {
        self.registry.graph().node(self.from)
    }

    /// Returns the node it was to end at.
    #[must_use]
    pub fn to(&self) -> Node<'r> {
        self.registry.graph().node(self.to)
    }

    /// Returns whether there is a way; from a node to itself there is one without edges.
    #[must_use]
    pub fn found(&self) -> bool {
        self.edges.is_some()
    }

    /// Returns the number of edges, `None` when there is no way.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a way of no edges is no empty collection")]
    pub fn len(&self) -> Option<usize> {
        self.edges.as_ref().map(Vec::len)
    }

    /// Iterates over the edges, none when there is no way.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = Edge<'r>> + DoubleEndedIterator + Clone {
        let graph = self.registry.graph();
        self.edges.as_deref().unwrap_or_default().iter().map(move |id| graph.edge(*id))
    }

    /// Iterates over the nodes from start to end, none when there is no way.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'r>> + Clone {
        let start = self.found().then(|| self.from());
        start.into_iter().chain(self.edges().map(|edge| edge.to()))
    }
}
