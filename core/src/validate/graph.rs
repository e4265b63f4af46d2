//! The graph: rows and columns that rise, edges that read the same both ways, and one edge per relationship.

use super::Work;
use super::error::{Checked, Expected, wrong};
use crate::image::Image;
use crate::layout as rows;
use crate::layout::{Section, Word};
use crate::node::{Node, NodeKind, Nodes};

/// Checks the graph.
pub(super) fn check(image: Image<'_>, work: &mut Work) -> Checked {
    let counts = Nodes::counts(image);
    let Some(nodes) = Nodes::new(counts) else {
        let sum: u64 = counts.into_iter().map(u64::from).sum();
        let expected = Expected::Below(u64::from(u32::MAX));
        return Err(wrong("section table", Section::Forward as u32, "nodes", expected, sum));
    };
    let edges = image.rows::<rows::Edge>().len();
    offsets(image, Section::Forward, nodes, edges)?;
    offsets(image, Section::Backward, nodes, edges)?;
    let incoming = image.rows_of::<Word>(Section::Incoming).len();
    if incoming != edges {
        return Err(wrong("section table", Section::Incoming as u32, "count", Expected::Is(edges.into()), incoming));
    }
    forward(image, nodes, work)?;
    backward(image)
}

fn offsets(image: Image<'_>, section: Section, nodes: Nodes, edges: u32) -> Checked {
    let rows = image.rows_of::<Word>(section);
    let count = u64::from(nodes.len()) + 1;
    if u64::from(rows.len()) != count {
        return Err(wrong("section table", section as u32, "count", Expected::Is(count), rows.len()));
    }
    let mut before = 0;
    for (at, offset) in rows.words().enumerate() {
        let at = at as u32;
        if at == 0 && offset != 0 {
            return Err(wrong(section.name(), at, "value", Expected::Is(0), offset));
        }
        if offset < before {
            return Err(wrong(section.name(), at, "value", Expected::AtLeast(before.into()), offset));
        }
        if at == nodes.len() && offset != edges || offset > edges {
            return Err(wrong(section.name(), at, "value", Expected::Is(edges.into()), offset));
        }
        before = offset;
    }
    Ok(())
}

/// Every edge stands in the row of the node it leaves, goes where its kind of node can go, and the edges of
/// relationships and routes are those of the records.
fn forward(image: Image<'_>, nodes: Nodes, work: &mut Work) -> Checked {
    let edges = image.rows::<rows::Edge>();
    let relationships = image.rows::<rows::Relationship>();
    let offsets = image.rows_of::<Word>(Section::Forward);
    let mut next_relationship = 0;
    for (node, (start, end)) in offsets.words().zip(offsets.words().skip(1)).enumerate() {
        let node = node as u32;
        let mut beyond = false;
        for at in start..end {
            let edge = edges.get(at);
            if edge.from() != node {
                return Err(wrong("Edge", at, "from", Expected::Is(node.into()), edge.from()));
            }
            let to = edge.to();
            if to >= nodes.len() {
                return Err(wrong("Edge", at, "to", Expected::Below(nodes.len().into()), to));
            }
            let Some(id) = edge.relationship().get() else {
                if nodes.kind(to) == NodeKind::Route {
                    return Err(wrong("Edge", at, "to", Expected::That("a node that is no route"), to));
                }
                beyond = true;
                continue;
            };
            if beyond {
                // Walks along relationships stop at the first edge that stands for none.
                return Err(wrong("Edge", at, "relationship", Expected::Is(0), u64::from(id.index) + 1));
            }
            if id.index != next_relationship {
                let expected = Expected::Is(u64::from(next_relationship) + 1);
                return Err(wrong("Edge", at, "relationship", expected, u64::from(id.index) + 1));
            }
            next_relationship += 1;
            let relationship = relationships.get(id.index);
            if relationship.resource().index != node {
                return Err(wrong("Edge", at, "from", Expected::Is(relationship.resource().index.into()), node));
            }
            if edge.kind() != relationship.kind() {
                return Err(wrong(
                    "Edge",
                    at,
                    "kind",
                    Expected::Is(relationship.kind().index.into()),
                    edge.kind().index,
                ));
            }
            let expected = match relationship.target().get() {
                Some(target) => target.index,
                None => dangling(image, nodes, at, relationship, work)?,
            };
            if to != expected {
                return Err(wrong("Edge", at, "to", Expected::Is(expected.into()), to));
            }
        }
        if let Node::Route(route) = nodes.node(node) {
            serves(image, nodes, route.index, (start, end), work)?;
        }
    }
    if next_relationship != relationships.len() {
        let expected = Expected::Is(next_relationship.into());
        return Err(wrong("section table", Section::Relationship as u32, "count", expected, relationships.len()));
    }
    Ok(())
}

/// Returns the node of a target that no resource has the name of.
fn dangling(
    image: Image<'_>,
    nodes: Nodes,
    at: u32,
    relationship: crate::image::Rec<'_, rows::Relationship>,
    work: &mut Work,
) -> Checked<u32> {
    let name = image.str(relationship.target_name());
    match super::tables::lookup::<rows::Dangling>(image, name, work)? {
        // The table is not checked yet, and may lead anywhere.
        Some(id) if id.index < image.count(Section::Dangling) => Ok(nodes.number(Node::Dangling(id))),
        _ => {
            Err(wrong("Edge", at, "relationship", Expected::That("one whose target is a resource or dangling"), 0_u32))
        }
    }
}

/// A route has one edge, to the resource it serves, be that declared or only a target of others, or none.
fn serves(image: Image<'_>, nodes: Nodes, route: u32, (start, end): (u32, u32), work: &mut Work) -> Checked {
    let record = image.rows::<rows::Route>().get(route);
    let resource = match record.resource().get() {
        Some(resource) => Some(resource.index),
        None => {
            let name = image.str(record.resource_name());
            // The table is not checked yet, and may lead anywhere.
            let found = super::tables::lookup::<rows::Dangling>(image, name, work)?;
            let found = found.filter(|id| id.index < image.count(Section::Dangling));
            found.map(|id| nodes.number(Node::Dangling(id)))
        }
    };
    let expected = u32::from(resource.is_some());
    if end - start != expected {
        return Err(wrong("Forward", route, "edges of the route", Expected::Is(expected.into()), end - start));
    }
    let to = image.rows::<rows::Edge>().get(start).to();
    match resource {
        Some(resource) if to != resource => Err(wrong("Edge", start, "to", Expected::Is(resource.into()), to)),
        _ => Ok(()),
    }
}

/// Every edge stands once among the incoming ones of the node it reaches, in the order of the edges.
fn backward(image: Image<'_>) -> Checked {
    let edges = image.rows::<rows::Edge>();
    let offsets = image.rows_of::<Word>(Section::Backward);
    let incoming = image.rows_of::<Word>(Section::Incoming);
    for (node, (start, end)) in offsets.words().zip(offsets.words().skip(1)).enumerate() {
        // Numbers that rise within a node name no edge twice; there are as many of them as edges, so all are named.
        let mut least = 0;
        for at in start..end {
            let edge = incoming.word(at);
            if edge < least {
                return Err(wrong("Incoming", at, "value", Expected::AtLeast(least.into()), edge));
            }
            if edge >= edges.len() {
                return Err(wrong("Incoming", at, "value", Expected::Below(edges.len().into()), edge));
            }
            least = edge + 1;
            let to = edges.get(edge).to();
            if to != node as u32 {
                return Err(wrong("Incoming", at, "value", Expected::That("an edge that ends at this node"), edge));
            }
        }
    }
    Ok(())
}
