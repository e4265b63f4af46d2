//! Nodes and edges, as answers about the dependency graph give them.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::location;
use crate::graph::NodeKind;
use crate::handle::Location;

/// A node of the dependency graph in an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Node<'r> {
    /// Id, such as `resource:Post`.
    pub id: String,
    /// What it stands for.
    #[serde(serialize_with = "kind")]
    pub kind: NodeKind,
    /// Name without the kind.
    pub name: Cow<'r, str>,
    /// Edges from the start on the shortest way.
    pub distance: u32,
    /// Where it is declared; in JSON `file_path` and `line_number`, null where they are unknown.
    #[serde(flatten, serialize_with = "location::nullable")]
    pub location: Location<'r>,
    /// Whether relationships point to it and no resource has its name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undeclared: bool,
}

/// An edge of the dependency graph in an answer, in its stored direction.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Edge<'r> {
    /// Id of the node it starts at.
    pub from: String,
    /// Id of the node it ends at.
    pub to: String,
    /// `belongs_to`, `uses` and so on.
    pub kind: &'r str,
    /// Operations for `uses`, bodies for `calls`, otherwise 1.
    pub weight: u32,
    /// Name of the relationship it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relationship: Option<&'r str>,
    /// What happens to its start when its end is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_delete: Option<&'r str>,
    /// Where the relationship is declared, or else its start; in JSON `file_path` and `line_number`, where known.
    #[serde(flatten, serialize_with = "location::known_only")]
    pub location: Location<'r>,
}

pub(super) fn kind<S: Serializer>(kind: &NodeKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.name())
}

impl<'r> Node<'r> {
    pub(super) fn new(node: crate::graph::Node<'r>, distance: u32) -> Self {
        Self {
            id: node.id(),
            kind: node.kind(),
            name: node.name(),
            distance,
            location: node.location(),
            undeclared: node.is_dangling(),
        }
    }
}

impl<'r> Edge<'r> {
    pub(super) fn new(edge: crate::graph::Edge<'r>) -> Self {
        let relationship = edge.relationship();
        Self {
            from: edge.from().id(),
            to: edge.to().id(),
            kind: edge.kind(),
            weight: edge.weight(),
            relationship: relationship.map(|relationship| relationship.name()),
            on_delete: relationship.and_then(|relationship| relationship.on_delete()),
            location: edge.location(),
        }
    }
}
