//! The graph for Graphviz.

use std::fmt::Write;

use etched_core::foreign;

use super::part::{HINT, Part, short};
use super::svg::colour;
use crate::graph::NodeKind;
use crate::render::text::width;

/// Returns a text as a DOT string: Graphviz reads escapes and, in what it shows, entities of HTML.
fn quoted(text: &str) -> String {
    let text = foreign::line(text).replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;");
    format!("\"{text}\"")
}

/// Returns what a node is called: by its id, or by its place where the id is long and would are at every edge.
fn id(part: &Part<'_>, id: &str) -> String {
    match part.place(id).filter(|_| width(id) > HINT) {
        Some(place) => format!("n{place}"),
        None => quoted(id),
    }
}

/// Writes a part of the graph in the DOT language.
pub(super) fn dot(part: &Part<'_>) -> String {
    let mut out = String::from(
        "digraph etched {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11];\n  edge [fontname=\"sans-serif\", fontsize=9];\n",
    );
    for node in part.nodes {
        let shape = match node.kind {
            NodeKind::Resource => "",
            NodeKind::Middleware => ", shape=hexagon",
            NodeKind::Function => ", shape=oval",
            NodeKind::Route => ", shape=cds",
        };
        let _ = writeln!(out, "  {} [label={}{shape}];", id(part, &node.id), quoted(&short(&node.name, HINT)));
    }
    for edge in part.edges {
        let label = edge.relationship.unwrap_or(edge.kind);
        let style = if edge.relationship.is_none() { ", style=dashed" } else { "" };
        let colour = colour(edge.kind);
        let (from, to) = (id(part, &edge.from), id(part, &edge.to));
        let _ = writeln!(
            out,
            "  {from} -> {to} [label={}, tooltip={}, color=\"{colour}\"{style}];",
            quoted(&short(label, HINT)),
            quoted(&short(edge.kind, HINT))
        );
    }
    out.push_str("}\n");
    out
}
