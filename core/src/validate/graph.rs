//! The graph: rows and columns that rise, edges that read the same both ways, one edge per relationship and route, and
//! otherwise only such as their kind can be.

use super::Work;
use super::error::{Checked, Expected, wrong};
use super::slices::Bases;
use super::uses::Uses;
use crate::image::{Image, Rec};
use crate::layout as rows;
use crate::layout::{Section, Word};
use crate::node::{Node, NodeKind, Nodes};

/// Checks the graph.
pub(super) fn check(image: Image<'_>, bases: &Bases, work: &mut Work) -> Checked {
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
    forward(image, nodes, bases, work)?;
    backward(image, nodes)
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

/// Every edge is in the row of the node it leaves, goes where its kind can go, and the edges of relationships,
/// routes and middleware are those of the records.
fn forward(image: Image<'_>, nodes: Nodes, bases: &Bases, work: &mut Work) -> Checked {
    let edges = image.rows::<rows::Edge>();
    let kinds = Kinds::of(image);
    let mut uses = Uses::new(image, bases);
    let relationships = image.rows::<rows::Relationship>();
    let offsets = image.rows_of::<Word>(Section::Forward);
    let mut next_relationship = 0;
    for (node, (start, end)) in offsets.words().zip(offsets.words().skip(1)).enumerate() {
        let node = node as u32;
        let mut rest = Rest::default();
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
                rest.edge(at, edge, nodes, &kinds)?;
                continue;
            };
            if edge.weight() != 1 {
                return Err(wrong("Edge", at, "weight", Expected::Is(1), edge.weight()));
            }
            if rest != Rest::default() {
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
        match nodes.node(node) {
            Node::Resource(resource) => uses.check(resource.index, nodes, rest.uses)?,
            Node::Route(route) => serves(image, nodes, route.index, (start, end), work)?,
            Node::Dangling(_) | Node::Middleware(_) | Node::Function(_) if start != end => {
                return Err(wrong("Edge", start, "from", Expected::That("a resource or a route"), node));
            }
            Node::Dangling(_) | Node::Middleware(_) | Node::Function(_) => {}
        }
    }
    if next_relationship != relationships.len() {
        let expected = Expected::Is(next_relationship.into());
        return Err(wrong("section table", Section::Relationship as u32, "count", expected, relationships.len()));
    }
    Ok(())
}

/// The kinds of edges that stand for no relationship, by number.
struct Kinds([Option<u32>; 4]);

impl Kinds {
    const REFERENCES: usize = 0;
    const USES: usize = 1;
    const CALLS: usize = 2;
    const SERVES: usize = 3;

    fn of(image: Image<'_>) -> Self {
        let rows = image.rows::<rows::EdgeKind>();
        let number = |name| (0..).zip(rows.iter()).find(|(_, row)| image.str(row.name()) == name).map(|(at, _)| at);
        Self(["references", "uses", "calls", "serves"].map(number))
    }

    fn rank(&self, kind: u32) -> Option<usize> {
        self.0.iter().position(|known| *known == Some(kind))
    }
}

/// The edges of a node behind those of its relationships: references, middleware, functions, each in their order.
#[derive(Default, PartialEq)]
struct Rest {
    /// Kind of the last edge, and where it went.
    last: Option<(usize, u32)>,
    /// The first edge to middleware, and the one behind the last.
    uses: (u32, u32),
}

impl Rest {
    fn edge(&mut self, at: u32, edge: Rec<'_, rows::Edge>, nodes: Nodes, kinds: &Kinds) -> Checked {
        let (kind, to) = (edge.kind().index, edge.to());
        let rank = kinds.rank(kind);
        let expected = match rank {
            Some(Kinds::REFERENCES) => NodeKind::Resource,
            Some(Kinds::USES) => NodeKind::Middleware,
            Some(Kinds::CALLS) => NodeKind::Function,
            // Where a route leads is compared with the route.
            Some(Kinds::SERVES) => nodes.kind(to),
            _ => return Err(wrong("Edge", at, "kind", Expected::That("references, uses, calls or serves"), kind)),
        };
        if nodes.kind(to) != expected {
            return Err(wrong("Edge", at, "to", Expected::That("a node that its kind leads to"), to));
        }
        let from_route = nodes.kind(edge.from()) == NodeKind::Route;
        if from_route != (rank == Some(Kinds::SERVES)) {
            return Err(wrong("Edge", at, "kind", Expected::That("serves of a route, and of nothing else"), kind));
        }
        // References stand as they were declared; the others by name, each once.
        let ordered = match (self.last, rank) {
            (Some((last, _)), Some(rank)) if last != rank => last < rank,
            (Some((_, last)), Some(Kinds::USES | Kinds::CALLS)) => last < to,
            _ => true,
        };
        if !ordered {
            let expected = Expected::That("references, then uses, then calls, and those by number");
            return Err(wrong("Edge", at, "to", expected, to));
        }
        let weighs_one = matches!(rank, Some(Kinds::REFERENCES | Kinds::SERVES));
        if edge.weight() == 0 || weighs_one && edge.weight() != 1 {
            return Err(wrong(
                "Edge",
                at,
                "weight",
                Expected::That("1, or how many operations or bodies"),
                edge.weight(),
            ));
        }
        if rank == Some(Kinds::USES) {
            let start = if self.uses == (0, 0) { at } else { self.uses.0 };
            self.uses = (start, at + 1);
        }
        self.last = rank.map(|rank| (rank, to));
        Ok(())
    }
}

/// Returns the node of a target that no resource has the name of.
fn dangling(
    image: Image<'_>,
    nodes: Nodes,
    at: u32,
    relationship: Rec<'_, rows::Relationship>,
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

/// Every edge is once among the incoming ones of the node it reaches, in the order of the edges; targets and
/// functions are there because an edge leads to them, middleware also because a route has it.
fn backward(image: Image<'_>, nodes: Nodes) -> Checked {
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
        let (section, record) = match nodes.node(node as u32) {
            Node::Dangling(id) if start == end => (Section::Dangling, id.index),
            Node::Middleware(id) if start == end && image.get(id).routes().len == 0 => (Section::Middleware, id.index),
            Node::Function(id) if start == end => (Section::Callee, id.index),
            _ => continue,
        };
        return Err(wrong(section.name(), record, "edges", Expected::AtLeast(1), 0_u32));
    }
    Ok(())
}
