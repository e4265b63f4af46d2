//! The graph as a picture.

use std::collections::BTreeSet;
use std::fmt::Write;

use etched_core::foreign;

use super::layout::{Input, Layout, layout};
use super::part::{Bundle, HINT, Part, short};
use crate::graph::NodeKind;
use crate::query::Node;
use crate::render::text::width;

/// More nodes than this make a picture nobody can read, and much work.
pub(super) const MOST_NODES: usize = 1_000;

const NODE_HEIGHT: f64 = 28.0;
const MARGIN: f64 = 24.0;
/// A column of text at the sizes used, a little more than fonts take.
const NODE_COLUMN: f64 = 7.6;
const LABEL_COLUMN: f64 = 5.6;

/// Returns the colour of a kind of edge.
pub(super) fn colour(kind: &str) -> &'static str {
    match kind {
        "belongs_to" => "#2563eb",
        "has_many" => "#15803d",
        "has_one" => "#0d9488",
        "has_many_through" => "#65a30d",
        "extends" => "#be185d",
        "one_of" => "#c2410c",
        "references" => "#6b7280",
        "uses" => "#7c3aed",
        "calls" => "#b45309",
        "serves" => "#475569",
        _ => "#334155",
    }
}

/// Returns a text as XML character data.
fn escaped(text: &str) -> String {
    foreign::line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Writes a part of the graph as an SVG picture.
pub(super) fn svg(part: &Part<'_>) -> String {
    let bundles = part.bundles();
    let names: Vec<String> = part.nodes.iter().map(|node| short(&node.name, 40)).collect();
    let labels: Vec<String> = bundles.iter().map(|bundle| short(&bundle.label(), 44)).collect();
    // Nodes without an edge to another are set apart, in rows below the rest.
    let linked: BTreeSet<usize> =
        bundles.iter().filter(|bundle| bundle.from != bundle.to).flat_map(|bundle| [bundle.from, bundle.to]).collect();
    let shown: Vec<usize> = linked.iter().copied().collect();
    let place = |node: usize| shown.binary_search(&node).expect("both ends of an edge are linked");
    let size = |name: &String| (width(name) as f64 * NODE_COLUMN + 24.0, NODE_HEIGHT);
    let drawn: Vec<(usize, &Bundle<'_>)> =
        bundles.iter().enumerate().filter(|(_, bundle)| bundle.from != bundle.to).collect();
    let mut degree = vec![(0_usize, 0_usize); shown.len()];
    for (_, bundle) in &drawn {
        degree[place(bundle.from)].0 += 1;
        degree[place(bundle.to)].1 += 1;
    }
    let input = Input {
        sizes: shown
            .iter()
            .zip(&degree)
            .map(|(node, (out, into))| {
                let (width, height) = size(&names[*node]);
                (width, height.max(14.0 + 8.0 * (*out).max(*into) as f64))
            })
            .collect(),
        edges: drawn
            .iter()
            .map(|(at, bundle)| (place(bundle.from), place(bundle.to), width(&labels[*at]) as f64 * LABEL_COLUMN, 12.0))
            .collect(),
    };
    let found = layout(&input);
    let quiet: Vec<usize> = (0..names.len()).filter(|node| !linked.contains(node)).collect();
    let mut body = String::new();
    for (at, (index, bundle)) in drawn.iter().enumerate() {
        edge(&mut body, part, bundle, &labels[*index], &found, at);
    }
    for (at, node) in shown.iter().enumerate() {
        let looped = bundles.iter().enumerate().find(|(_, bundle)| bundle.from == *node && bundle.to == *node);
        if let Some((index, bundle)) = looped {
            self_loop(&mut body, part, bundle, &labels[index], found.nodes[at], input.sizes[at]);
        }
        let start = part.nodes[*node].distance == 0;
        draw(&mut body, &part.nodes[*node], &names[*node], found.nodes[at], input.sizes[at], start);
    }
    let (mut x, mut y) = (0.0, if shown.is_empty() { 0.0 } else { found.height + 36.0 });
    let room = found.width.max(720.0);
    let mut wide: f64 = found.width;
    for node in quiet {
        let (width, height) = size(&names[node]);
        if x > 0.0 && x + width > room {
            (x, y) = (0.0, y + NODE_HEIGHT + 26.0);
        }
        let centre = (x + width / 2.0, y + height / 2.0);
        if let Some((index, bundle)) =
            bundles.iter().enumerate().find(|(_, bundle)| bundle.from == node && bundle.to == node)
        {
            self_loop(&mut body, part, bundle, &labels[index], centre, (width, height));
        }
        draw(&mut body, &part.nodes[node], &names[node], centre, (width, height), false);
        x += width + 14.0;
        wide = wide.max(x);
    }
    let bottom = if x > 0.0 { y + NODE_HEIGHT } else { found.height };
    let (legend, legend_width) = legend(&bundles, bottom + 34.0);
    frame(&body, &legend, wide.max(legend_width), bottom + if legend.is_empty() { 0.0 } else { 44.0 })
}

fn frame(body: &str, legend: &str, width: f64, height: f64) -> String {
    let (width, height) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN + 10.0);
    let mut out = String::new();
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="{:.0} {:.0} {width:.0} {height:.0}" font-family="system-ui, 'DejaVu Sans', 'Segoe UI', Helvetica, Arial, sans-serif">"#,
        -MARGIN,
        -MARGIN - 10.0
    );
    let _ = writeln!(
        out,
        r##"<rect x="{:.0}" y="{:.0}" width="100%" height="100%" fill="#ffffff"/>"##,
        -MARGIN,
        -MARGIN - 10.0
    );
    out.push_str(body);
    out.push_str(legend);
    out.push_str("</svg>\n");
    out
}

fn draw(out: &mut String, node: &Node<'_>, name: &str, (x, y): (f64, f64), (width, height): (f64, f64), start: bool) {
    let (fill, stroke) = match node.kind {
        NodeKind::Resource if node.undeclared => ("#fee2e2", "#dc2626"),
        NodeKind::Resource => ("#f8fafc", "#334155"),
        NodeKind::Middleware => ("#f3e8ff", "#7c3aed"),
        NodeKind::Function => ("#fef3c7", "#b45309"),
        NodeKind::Route => ("#ecfeff", "#0e7490"),
    };
    let line = if start { 1.4 } else { 1.0 };
    let (left, top) = (x - width / 2.0, y - height / 2.0);
    let _ = writeln!(
        out,
        r#"<g><title>{}</title><rect x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{height:.1}" rx="6" fill="{fill}" stroke="{stroke}" stroke-width="{line}"/><text x="{x:.1}" y="{:.1}" font-size="13" font-weight="600" text-anchor="middle" fill="{stroke}">{}</text></g>"#,
        escaped(&short(&node.id, HINT)),
        y + 4.5,
        escaped(name)
    );
}

/// Returns what a pointer over an edge says: every relationship with its kind and what a delete does.
fn title(part: &Part<'_>, bundle: &Bundle<'_>) -> String {
    let [from, to] = [bundle.from, bundle.to].map(|at| short(&part.nodes[at].name, HINT));
    let lines = bundle.edges.iter().map(|edge| {
        let mut text = format!("{from} -> {to}: {}", short(edge.kind, HINT));
        if let Some(relationship) = edge.relationship {
            text.push_str(&format!(" {}", short(relationship, HINT)));
        }
        if let Some(what) = edge.on_delete {
            text.push_str(&format!(", on_delete {}", short(what, HINT)));
        }
        escaped(&text)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn edge(out: &mut String, part: &Part<'_>, bundle: &Bundle<'_>, label: &str, found: &Layout, at: usize) {
    let points = &found.edges[at];
    let kind = bundle.edges[0].kind;
    let colour = colour(kind);
    let dashed = if bundle.edges[0].relationship.is_none() { r#" stroke-dasharray="4 3""# } else { "" };
    let (x, y) = points[0];
    let mut path = format!("M{x:.1} {y:.1}");
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        // Leaving and arriving level makes bends smooth.
        let bend = (x1 - x0) / 2.0;
        let _ = write!(path, "C{:.1} {y0:.1} {:.1} {y1:.1} {x1:.1} {y1:.1}", x0 + bend, x1 - bend);
    }
    let [.., before, (x, y)] = points[..] else { return };
    let _ = write!(
        out,
        r#"<g><title>{}</title><path d="{path}" fill="none" stroke="{colour}" stroke-width="1.3"{dashed}/>"#,
        title(part, bundle)
    );
    head(out, (x, y), x >= before.0, colour);
    let (x, y) = found.labels[at];
    caption(out, label, x, y, colour);
    out.push_str("</g>\n");
}

/// Draws the head of an arrow that arrives at a point from the left, or from the right.
fn head(out: &mut String, (x, y): (f64, f64), from_left: bool, colour: &str) {
    let back = if from_left { x - 7.0 } else { x + 7.0 };
    let _ =
        write!(out, r#"<path d="M{x:.1} {y:.1}L{back:.1} {:.1}L{back:.1} {:.1}Z" fill="{colour}"/>"#, y - 3.2, y + 3.2);
}

fn caption(out: &mut String, label: &str, x: f64, y: f64, colour: &str) {
    if label.is_empty() {
        return;
    }
    let room = width(label) as f64 * LABEL_COLUMN + 4.0;
    let _ = write!(
        out,
        r##"<rect x="{:.1}" y="{:.1}" width="{room:.1}" height="12" fill="#ffffff" fill-opacity="0.92"/><text x="{x:.1}" y="{:.1}" font-size="10" text-anchor="middle" fill="{colour}">{}</text>"##,
        x - room / 2.0,
        y - 6.0,
        y + 3.4,
        escaped(label)
    );
}

fn self_loop(
    out: &mut String,
    part: &Part<'_>,
    bundle: &Bundle<'_>,
    label: &str,
    (x, y): (f64, f64),
    (_, height): (f64, f64),
) {
    let colour = colour(bundle.edges[0].kind);
    let top = y - height / 2.0;
    let _ = write!(
        out,
        r#"<g><title>{}</title><path d="M{:.1} {top:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}" fill="none" stroke="{colour}" stroke-width="1.3"/>"#,
        title(part, bundle),
        x - 14.0,
        x - 16.0,
        top - 20.0,
        x + 16.0,
        top - 20.0,
        x + 14.0,
        top - 4.0
    );
    let _ = write!(
        out,
        r#"<path d="M{:.1} {top:.1}L{:.1} {:.1}L{:.1} {:.1}Z" fill="{colour}"/>"#,
        x + 14.0,
        x + 10.6,
        top - 7.0,
        x + 17.2,
        top - 6.4
    );
    caption(out, label, x, top - 17.0, colour);
    out.push_str("</g>\n");
}

/// Returns which colour is which kind, and how wide that is.
fn legend(bundles: &[Bundle<'_>], y: f64) -> (String, f64) {
    let kinds: BTreeSet<&str> = bundles.iter().flat_map(|bundle| bundle.edges.iter().map(|edge| edge.kind)).collect();
    let (mut out, mut x) = (String::new(), 0.0);
    for kind in kinds {
        let colour = colour(kind);
        let kind = short(kind, 40);
        let _ = writeln!(
            out,
            r#"<path d="M{x:.1} {y:.1}h18" stroke="{colour}" stroke-width="2"/><text x="{:.1}" y="{:.1}" font-size="11" fill="{colour}">{}</text>"#,
            x + 24.0,
            y + 4.0,
            escaped(&kind)
        );
        x += 24.0 + width(&kind) as f64 * 6.4 + 20.0;
    }
    (out, x)
}
