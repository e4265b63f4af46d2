//! How does one thing depend on another?

use serde::Serialize;

use super::request::request;
use super::{Edge, Error, FORMAT, Node, Question};
use crate::registry::Registry;

request! {
    /// Asks for a shortest chain of dependencies between two nodes.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, path};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = path::Request::new("Comment", "User").ask(&registry).unwrap();
    /// assert!(answer.found);
    /// assert_eq!(answer.nodes[1].name, "User");
    /// # }
    /// ```
    ///
    /// Cost: that of [`Registry::path`].
    needs {
        /// Where it starts: a resource, or `middleware:auth` and so on.
        from,
        /// Where it ends.
        to,
    }
    may {}
}

/// The answer: the chain, if there is one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Id of the node it starts at.
    pub from: String,
    /// Id of the node it was to end at.
    pub to: String,
    /// Whether there is a chain.
    pub found: bool,
    /// The nodes on it, in order.
    pub nodes: Vec<Node<'r>>,
    /// The edges on it, in order.
    pub edges: Vec<Edge<'r>>,
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let path = registry.path(&self.from, &self.to)?;
        Ok(Answer {
            format: FORMAT,
            from: path.from().id(),
            to: path.to().id(),
            found: path.found(),
            nodes: path.nodes().zip(0..).map(|(node, distance)| Node::new(node, distance)).collect(),
            edges: path.edges().map(Edge::new).collect(),
        })
    }
}
