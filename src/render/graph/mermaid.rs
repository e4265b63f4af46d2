//! The graph for Mermaid.

use std::fmt::Write;

use etched_core::foreign;

use super::part::{HINT, Part, short};
use crate::graph::NodeKind;

/// Returns a text as Mermaid takes it between quotes.
///
/// Mermaid looks for directives (`%%{`) and comments (`%%`) in the whole source before it looks for quotes, and for
/// Markdown, HTML, line breaks (`\n`) and formulas (`$$`) within them. So of punctuation only what paths are made of
/// stands for itself, and everything else as the code it has in Mermaid's own escapes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    // What looks like `style ...: ...` loses the end of its last escape, so there is no colon in such a text.
    let styled = text.contains("style") || text.contains("classDef");
    for c in foreign::line(text).chars() {
        let shown = match c {
            ':' => !styled,
            ' ' | '/' | '_' | '-' | '.' | ',' | '+' | '(' | ')' => true,
            c => c.is_ascii_alphanumeric() || !c.is_ascii(),
        };
        if shown {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
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
        let _ = writeln!(out, "  n{at}{open}{}{close}", quoted(&short(&node.name, HINT)));
    }
    for bundle in part.bundles() {
        let solid = bundle.edges.iter().any(|edge| edge.relationship.is_some());
        let arrow = if solid { "-->" } else { "-.->" };
        let _ = writeln!(out, "  n{} {arrow}|{}| n{}", bundle.from, quoted(&short(&bundle.label(), HINT)), bundle.to);
    }
    out
}
