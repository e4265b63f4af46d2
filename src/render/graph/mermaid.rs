//! The graph for Mermaid.

use std::fmt::Write;

use super::part::Part;
use crate::graph::NodeKind;
use crate::render::clean;

/// Returns a text as Mermaid takes it between quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in clean(text).chars() {
        match c {
            // Mermaid's own escapes: a quote ends the text, and the others start markup.
            '"' | '#' | '<' | '>' | '&' | '`' | ';' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Writes a part of the graph as a Mermaid flowchart.
pub(super) fn mermaid(part: &Part<'_>) -> String {
    let mut out = String::from("flowchart LR\n");
    for (at, node) in part.nodes.iter().enumerate() {
        let (open, close) = match node.kind {
            NodeKind::Resource => ("[", "]"),
            NodeKind::Middleware => ("{{", "}}"),
            NodeKind::Function => ("([", "])"),
            NodeKind::Route => ("[/", "/]"),
        };
        let _ = writeln!(out, "  n{at}{open}{}{close}", quoted(&node.name));
    }
    for bundle in part.bundles() {
        let solid = bundle.edges.iter().any(|edge| edge.relationship.is_some());
        let arrow = if solid { "-->" } else { "-.->" };
        let _ = writeln!(out, "  n{} {arrow}|{}| n{}", bundle.from, quoted(&bundle.label()), bundle.to);
    }
    out
}
