//! A part of the graph that is to be drawn.

use std::collections::{BTreeMap, HashMap};

use etched_core::foreign;

use crate::query::graph::Answer;
use crate::query::{Edge, Node};
use crate::render::text::{split, width};

/// Columns of a text that is shown when it is asked for, and of one in a form that lays itself out.
pub(super) const HINT: usize = 200;

/// Cuts a text that is wider than a picture can bear; written at every edge, one long name makes n * n of it.
pub(super) fn short(text: &str, columns: usize) -> String {
    let text = foreign::line(text);
    if width(&text) <= columns {
        return text.into_owned();
    }
    format!("{}…", split(&text, columns - 1).0)
}

/// Some nodes and the edges between them, by place.
pub(super) struct Part<'a> {
    pub(super) nodes: &'a [Node<'a>],
    pub(super) edges: &'a [Edge<'a>],
    places: HashMap<&'a str, usize>,
}

impl<'a> Part<'a> {
    pub(super) fn new(answer: &'a Answer<'a>) -> Self {
        let places = answer.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
        Self { nodes: &answer.nodes, edges: &answer.edges, places }
    }

    /// Returns the place of a node, by id.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Returns a node, by id.
    pub(super) fn node(&self, id: &str) -> Option<&'a Node<'a>> {
        self.place(id).map(|at| &self.nodes[at])
    }

    /// Returns the edges by place of their ends, those between the same two nodes together, in order.
    pub(super) fn bundles(&self) -> Vec<Bundle<'a>> {
        let mut bundles: BTreeMap<(usize, usize), Vec<&Edge<'_>>> = BTreeMap::new();
        for edge in self.edges {
            if let (Some(from), Some(to)) = (self.place(&edge.from), self.place(&edge.to)) {
                bundles.entry((from, to)).or_default().push(edge);
            }
        }
        bundles.into_iter().map(|((from, to), edges)| Bundle { from, to, edges }).collect()
    }
}

/// The edges from one node to another.
pub(super) struct Bundle<'a> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) edges: Vec<&'a Edge<'a>>,
}

impl Bundle<'_> {
    /// Returns what is written beside it: names of relationships, kinds of other edges.
    pub(super) fn label(&self) -> String {
        const MOST: usize = 3;
        let mut names: Vec<&str> = self.edges.iter().map(|edge| edge.relationship.unwrap_or(edge.kind)).collect();
        names.dedup();
        let more = names.len().saturating_sub(MOST);
        names.truncate(MOST);
        let label = names.join(", ");
        if more > 0 { format!("{label} +{more}") } else { label }
    }
}
