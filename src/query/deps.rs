//! What does this depend on, and what depends on it?

use serde::Serialize;

use super::request::request;
use super::{Edge, Error, FORMAT, Node, Question};
use crate::graph::Direction;
use crate::registry::Registry;

request! {
    /// Asks what is reached from a node of the dependency graph.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, deps};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = deps::Request::new("Refund").depth(1).ask(&registry).unwrap();
    /// assert_eq!((answer.nodes.len(), answer.edges.len()), (10, 9));
    /// # }
    /// ```
    ///
    /// Cost: that of [`dependencies`](Registry::dependencies), and a text per node and edge.
    needs {
        /// Where it starts: a resource, or `middleware:auth`, `function:String.slugify`, `route:GET /posts/:id`.
        name,
    }
    may {
        /// Steps at most; 0 is no limit.
        depth: number,
        /// Which way edges are followed.
        direction: one(Direction),
        /// Kinds of the edges that are followed, such as `belongs_to`; empty for all.
        edge_kinds: texts,
        /// Kinds of the nodes that are reached, such as `resource`; empty for all.
        node_kinds: texts,
    }
}

/// The answer: what is reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Id of the node it started at.
    pub start: String,
    /// Which way edges were followed.
    pub direction: Direction,
    /// Nodes reached, the start first.
    pub nodes: Vec<Node<'r>>,
    /// Edges followed, in the order they were followed.
    pub edges: Vec<Edge<'r>>,
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let depth = self.depth.unwrap_or(0) as usize;
        let walk = registry.dependencies(&self.name).direction(self.direction).depth(depth);
        let reached = walk.edge_kinds(&self.edge_kinds).node_kinds(&self.node_kinds).run()?;
        Ok(Answer {
            format: FORMAT,
            start: registry.graph().node(reached.start()).id(),
            direction: self.direction,
            nodes: reached.nodes(registry).map(|reached| Node::new(reached.node, reached.distance)).collect(),
            edges: reached.edges(registry).map(Edge::new).collect(),
        })
    }
}
