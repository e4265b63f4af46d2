//! What depends on what.

use std::borrow::Cow;

use super::FORMAT;
use crate::graph::{Edge, Node};
use crate::traverse::Dependencies;
use crate::{Location, Registry};

/// The answer of `deps`; made by [`DepsAnswer::new`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DepsAnswer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Id of the node it started at.
    pub start: String,
    /// Nodes reached, the start first.
    pub nodes: Vec<DepsNode<'r>>,
    /// Edges walked.
    pub edges: Vec<DepsEdge<'r>>,
}

/// A node of a [`DepsAnswer`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DepsNode<'r> {
    /// Id, such as `resource:Post`.
    pub id: String,
    /// `resource`, `route`, `middleware` or `function`.
    pub kind: &'static str,
    /// Name without the kind.
    pub name: Cow<'r, str>,
    /// Edges from the start on the shortest way.
    pub distance: u32,
    /// File it is declared in, if that is known.
    pub file_path: Option<&'r str>,
    /// Line it is declared on, if that is known.
    pub line_number: Option<u32>,
}

/// An edge of a [`DepsAnswer`] or a [`PathAnswer`](super::PathAnswer).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DepsEdge<'r> {
    /// Id of the node it starts at.
    pub from: String,
    /// Id of the node it ends at.
    pub to: String,
    /// `belongs_to`, `uses` and so on.
    pub kind: &'r str,
    /// Operations for `uses`, bodies for `calls`, otherwise 1.
    pub weight: u32,
}

impl<'r> DepsAnswer<'r> {
    /// Names what a traversal of this registry reached.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let reached = registry.dependencies("Refund").depth(1).run().unwrap();
    /// let answer = etched::query::DepsAnswer::new(&registry, &reached);
    /// assert_eq!((answer.nodes.len(), answer.edges.len()), (10, 9));
    /// # }
    /// ```
    #[must_use]
    pub fn new(registry: &'r Registry, answer: &Dependencies) -> Self {
        Self {
            format: FORMAT,
            start: registry.graph().node(answer.start()).id(),
            nodes: answer.nodes(registry).map(|reached| DepsNode::new(reached.node, reached.distance)).collect(),
            edges: answer.edges(registry).map(DepsEdge::new).collect(),
        }
    }
}

impl<'r> DepsNode<'r> {
    pub(crate) fn new(node: Node<'r>, distance: u32) -> Self {
        let (file_path, line_number) = place(node.location());
        Self { id: node.id(), kind: node.kind().name(), name: node.name(), distance, file_path, line_number }
    }
}

impl<'r> DepsEdge<'r> {
    pub(crate) fn new(edge: Edge<'r>) -> Self {
        Self { from: edge.from().id(), to: edge.to().id(), kind: edge.kind(), weight: edge.weight() }
    }
}

/// File and line, where they are known.
pub(super) fn place(location: Location<'_>) -> (Option<&str>, Option<u32>) {
    ((!location.file.is_empty()).then_some(location.file), (location.line != 0).then_some(location.line))
}
