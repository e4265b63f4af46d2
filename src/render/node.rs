//! Nodes and edges, as every answer about the dependency graph draws them.

use super::{Cell, Line, Tone};
use crate::graph::NodeKind;
use crate::query::{Edge, Node};

fn tone(kind: NodeKind) -> Tone {
    match kind {
        NodeKind::Resource => Tone::Name,
        NodeKind::Middleware => Tone::Word,
        NodeKind::Function => Tone::Notice,
        NodeKind::Route => Tone::Type,
    }
}

/// Returns a node's name in the tone of its kind.
pub(super) fn name(node: &Node<'_>) -> Line {
    if node.undeclared {
        return Line::of(Tone::Bad, &node.name).add(Tone::Bad, " not declared");
    }
    Line::of(tone(node.kind), &node.name)
}

/// Returns the name in an id, in the tone of its kind.
pub(super) fn name_of(id: &str) -> Line {
    match id.split_once(':') {
        Some((kind, name)) => Line::of(NodeKind::named(kind).map_or(Tone::Plain, tone), name),
        None => Line::of(Tone::Plain, id),
    }
}

/// Returns what an edge says beside its ends: its relationship, its kind, its weight,
/// and in parentheses what happens to its start when its end is deleted: `customer belongs_to (restrict)`, `uses 4x`.
pub(super) fn relation(edge: &Edge<'_>) -> Cell {
    let mut cell = Cell::default();
    if let Some(relationship) = edge.relationship {
        cell = cell.word(Line::of(Tone::Plain, relationship));
    }
    cell = cell.word(Line::of(Tone::Dim, edge.kind));
    if edge.weight > 1 {
        cell = cell.word(Line::of(Tone::Dim, &format!("{}x", edge.weight)));
    }
    if let Some(what) = edge.on_delete {
        let tone = if what == "cascade" { Tone::Bad } else { Tone::Plain };
        cell = cell.word(Line::of(Tone::Dim, "(").add(tone, what).add(Tone::Dim, ")"));
    }
    cell
}
