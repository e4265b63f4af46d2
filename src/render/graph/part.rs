//! A part of the graph that is to be shown.

use std::collections::BTreeMap;

use serde::Serialize;

use super::answers::relation;
use crate::graph::{Dependencies, Edge, Node};
use crate::query::{DepsEdge, DepsNode, FORMAT};
use crate::registry::Registry;
use crate::render::place::{Length, count, place};
use crate::render::{Column, Line, Page, Render, Table, Tone};

/// Some nodes and the edges between them.
pub(crate) struct Part<'r> {
    /// The nodes, with the distance from the start where there is one.
    pub(crate) nodes: Vec<(Node<'r>, u32)>,
    pub(crate) edges: Vec<Edge<'r>>,
}

impl<'r> Part<'r> {
    /// Takes what a walk reached.
    pub(crate) fn around(registry: &'r Registry, answer: &Dependencies) -> Self {
        let nodes = answer.nodes(registry).map(|reached| (reached.node, reached.distance)).collect();
        Self { nodes, edges: answer.edges(registry).collect() }
    }

    /// Takes everything of the given kinds; no kinds means all.
    pub(crate) fn whole(registry: &'r Registry, edge_kinds: &[String], node_kinds: &[String]) -> Self {
        let graph = registry.graph();
        let is_in = |node: Node<'_>| node_kinds.is_empty() || node_kinds.iter().any(|kind| kind == node.kind().name());
        let nodes = graph.nodes().filter(|node| is_in(*node)).map(|node| (node, 0)).collect();
        let edges = graph.edges_all().filter(|edge| {
            (edge_kinds.is_empty() || edge_kinds.iter().any(|kind| kind == edge.kind()))
                && is_in(edge.from())
                && is_in(edge.to())
        });
        Self { nodes, edges: edges.collect() }
    }

    /// Returns the place of each node in `nodes`, by number in the graph.
    pub(crate) fn places(&self) -> BTreeMap<u32, usize> {
        self.nodes.iter().enumerate().map(|(at, (node, _))| (node.node_id().0, at)).collect()
    }

    /// Returns the edges by place of their ends, those between the same two nodes together, in order.
    pub(crate) fn bundles(&self) -> Vec<Bundle<'r>> {
        let places = self.places();
        let mut bundles: BTreeMap<(usize, usize), Vec<Edge<'r>>> = BTreeMap::new();
        for edge in &self.edges {
            let ends = (places.get(&edge.from().node_id().0), places.get(&edge.to().node_id().0));
            if let (Some(from), Some(to)) = ends {
                bundles.entry((*from, *to)).or_default().push(*edge);
            }
        }
        bundles.into_iter().map(|((from, to), edges)| Bundle { from, to, edges }).collect()
    }
}

/// The edges from one node to another.
pub(crate) struct Bundle<'r> {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) edges: Vec<Edge<'r>>,
}

impl Bundle<'_> {
    /// Returns what is written beside it: names of relationships, kinds of other edges.
    pub(crate) fn label(&self) -> String {
        const MOST: usize = 3;
        let mut names: Vec<&str> = self
            .edges
            .iter()
            .map(|edge| edge.relationship().map_or(edge.kind(), |relationship| relationship.name()))
            .collect();
        names.dedup();
        let more = names.len().saturating_sub(MOST);
        names.truncate(MOST);
        let label = names.join(", ");
        if more > 0 { format!("{label} +{more}") } else { label }
    }
}

impl Serialize for Part<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Whole<'r> {
            format: u32,
            nodes: Vec<DepsNode<'r>>,
            edges: Vec<DepsEdge<'r>>,
        }
        Whole {
            format: FORMAT,
            nodes: self.nodes.iter().map(|(node, distance)| DepsNode::new(*node, *distance)).collect(),
            edges: self.edges.iter().map(|edge| DepsEdge::new(*edge)).collect(),
        }
        .serialize(to)
    }
}

impl Render for Part<'_> {
    fn render(&self, page: &mut Page) {
        let head = Line::of(Tone::Name, &count(self.nodes.len(), "node", "nodes"));
        page.line(&head.add(Tone::Plain, &format!(", {}", count(self.edges.len(), "edge", "edges"))));
        let columns =
            [Column::new("").cut(16), Column::new("").wrap(16).drop(2), Column::new("").cut_start(20).drop(3)];
        let mut table = Table::new(2, &columns);
        // Edges of a whole graph stand by start; those of a walk do not.
        let mut sorted: Vec<&Edge<'_>> = self.edges.iter().collect();
        let places = self.places();
        sorted.sort_by_key(|edge| places.get(&edge.from().node_id().0));
        let mut quiet = Vec::new();
        let mut at = 0;
        for (node, _) in &self.nodes {
            let start = at;
            while sorted.get(at).is_some_and(|edge| edge.from() == *node) {
                at += 1;
            }
            if start == at {
                quiet.push(super::answers::name(*node));
                continue;
            }
            table.gap();
            table.heading(super::answers::name(*node), place(node.location(), Length::Full));
            for edge in &sorted[start..at] {
                let mut line = Line::of(Tone::Dim, "-> ");
                line.append(&super::answers::name(edge.to()));
                table.row(vec![line.into(), relation(**edge), place(edge.location(), Length::Line).into()]);
            }
        }
        table.print(page);
        if !quiet.is_empty() {
            page.gap();
            page.say(Tone::Dim, "without an edge that leaves them:");
            page.words(2, ", ", &quiet);
        }
    }
}
