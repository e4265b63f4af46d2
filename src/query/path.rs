//! A shortest way.

use super::FORMAT;
use super::deps::{DepsEdge, DepsNode};
use crate::graph::Path;

/// The answer of `path`; made by [`PathAnswer::new`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PathAnswer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Id of the node it starts at.
    pub from: String,
    /// Id of the node it was to end at.
    pub to: String,
    /// Whether there is a way.
    pub found: bool,
    /// The nodes on it, in order.
    pub nodes: Vec<DepsNode<'r>>,
    /// The edges on it, in order.
    pub edges: Vec<DepsEdge<'r>>,
}

impl<'r> PathAnswer<'r> {
    /// Names what [`Registry::path`](crate::Registry::path) found.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = etched::query::PathAnswer::new(&registry.path("Comment", "User").unwrap());
    /// assert!(answer.found);
    /// assert_eq!(answer.nodes[1].name, "User");
    /// # }
    /// ```
    #[must_use]
    pub fn new(path: &Path<'r>) -> Self {
        Self {
            format: FORMAT,
            from: path.from().id(),
            to: path.to().id(),
            found: path.found(),
            nodes: path.nodes().zip(0..).map(|(node, distance)| DepsNode::new(node, distance)).collect(),
            edges: path.edges().map(DepsEdge::new).collect(),
        }
    }
}
