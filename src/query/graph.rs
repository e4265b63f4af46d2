//! What does the dependency graph look like?

use serde::Serialize;

use super::request::request;
use super::{Edge, Error, FORMAT, Node, Question};
use crate::graph::Direction;
use crate::registry::Registry;

request! {
    /// Asks for the dependency graph, or the part around one node.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, graph};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let whole = graph::Request::default().node_kinds(["resource"]).ask(&registry).unwrap();
    /// let part = graph::Request::default().name("Order").depth(1).ask(&registry).unwrap();
    /// assert!(part.nodes.len() < whole.nodes.len());
    /// # }
    /// ```
    may {
        /// The node in the middle: a resource, or `middleware:auth` and so on; the whole graph without it.
        name: text,
        /// Steps from that node at most, both ways, 1 where nothing is said; 0 is no limit.
        depth: number,
        /// Kinds of the edges, such as `belongs_to`; empty for all.
        edge_kinds: texts,
        /// Kinds of the nodes; only resources where nothing is said.
        node_kinds: texts,
    }
}

/// The answer: nodes, and the edges between them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// The nodes, with their distance from the one in the middle, where there is one.
    pub nodes: Vec<Node<'r>>,
    /// The edges.
    pub edges: Vec<Edge<'r>>,
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let graph = registry.graph();
        let resources = [String::from("resource")];
        let node_kinds: &[String] = if self.node_kinds.is_empty() { &resources } else { &self.node_kinds };
        if let Some(name) = &self.name {
            let walk = registry.dependencies(name).direction(Direction::Both).depth(self.depth.unwrap_or(1) as usize);
            let reached = walk.edge_kinds(&self.edge_kinds).node_kinds(node_kinds).run()?;
            return Ok(Answer {
                format: FORMAT,
                nodes: reached.nodes(registry).map(|reached| Node::new(reached.node, reached.distance)).collect(),
                edges: reached.edges(registry).map(Edge::new).collect(),
            });
        }
        // The kinds are checked by a walk, from any node; an empty graph has no kinds to be wrong about.
        if let Some(first) = graph.nodes().next() {
            first.dependencies().depth(1).edge_kinds(&self.edge_kinds).node_kinds(node_kinds).run()?;
        }
        let is_in = |node: &crate::graph::Node<'_>| node_kinds.iter().any(|kind| kind == node.kind().name());
        let edges = graph.edges_all().filter(|edge| {
            (self.edge_kinds.is_empty() || self.edge_kinds.iter().any(|kind| kind == edge.kind()))
                && is_in(&edge.from())
                && is_in(&edge.to())
        });
        Ok(Answer {
            format: FORMAT,
            nodes: graph.nodes().filter(is_in).map(|node| Node::new(node, 0)).collect(),
            edges: edges.map(Edge::new).collect(),
        })
    }
}
