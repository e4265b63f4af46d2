//! An answer as a tree.

use super::answer::Dependencies;
use super::dependencies::Direction;
use crate::Registry;
use crate::graph::{Edge, EdgeId, Node, NodeId};

/// A line of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TreeItem<'r> {
    /// Indentation: 0 for the start.
    pub level: usize,
    /// The node.
    pub node: Node<'r>,
    /// The edge that leads to it from the line it is indented under; `None` for the start.
    pub edge: Option<Edge<'r>>,
    /// Whether the node is opened elsewhere, so that nothing is indented under this line.
    pub repeated: bool,
    /// Whether it is the last one under its line.
    pub last: bool,
}

/// Iterates over an answer as a tree, top down; made by [`Dependencies::tree`].
///
/// Holds its own stack, so that a chain of any length can be shown.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let answer = registry.dependencies("Refund").depth(1).run().unwrap();
/// for item in answer.tree(&registry) {
///     println!("{:indent$}{}", "", item.node.name(), indent = item.level * 2);
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Tree<'r> {
    registry: &'r Registry,
    start: Option<NodeId>,
    /// For each node of the answer, in order: where its children start.
    offsets: Vec<u32>,
    children: Vec<Child>,
    /// Children still to be shown: next and end.
    stack: Vec<(u32, u32)>,
}

#[derive(Clone, Copy)]
struct Child {
    edge: EdgeId,
    node: NodeId,
    /// Place of the node in the answer, if it is opened here.
    opens: Option<u32>,
}

impl<'r> Tree<'r> {
    pub(super) fn new(answer: &Dependencies, registry: &'r Registry) -> Self {
        let graph = registry.graph();
        let mut places: Vec<(u32, u32)> =
            answer.node_ids().enumerate().map(|(place, (id, _))| (id.0, place as u32)).collect();
        places.sort_unstable();
        let place = |node: NodeId| places.binary_search_by_key(&node.0, |(id, _)| *id).map_or(0, |at| places[at].1);
        let mut opened = vec![false; places.len()];
        if let Some(start) = opened.first_mut() {
            *start = true;
        }
        let mut children = Vec::with_capacity(answer.edge_count());
        let mut offsets = vec![0; places.len() + 1];
        // Edges stand in the order their nodes were expanded in, so each node's are one run.
        for id in answer.edge_ids() {
            let edge = graph.edge(id);
            let (from, to) = (place(edge.from_id()), place(edge.to_id()));
            let (parent, child) = match answer.direction() {
                Direction::Forward => (from, to),
                Direction::Reverse => (to, from),
                Direction::Both => (from.min(to), from.max(to)),
            };
            let first = !std::mem::replace(&mut opened[child as usize], true);
            let node = if child == from { edge.from_id() } else { edge.to_id() };
            children.push(Child { edge: id, node, opens: first.then_some(child) });
            offsets[parent as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        Self { registry, start: Some(answer.start()), offsets, children, stack: Vec::new() }
    }

    fn open(&mut self, place: u32) {
        let at = place as usize;
        self.stack.push((self.offsets[at], self.offsets[at + 1]));
    }
}

impl<'r> Iterator for Tree<'r> {
    type Item = TreeItem<'r>;

    fn next(&mut self) -> Option<TreeItem<'r>> {
        let graph = self.registry.graph();
        if let Some(start) = self.start.take() {
            self.open(0);
            return Some(TreeItem { level: 0, node: graph.node(start), edge: None, repeated: false, last: true });
        }
        while self.stack.last().is_some_and(|(next, end)| next == end) {
            self.stack.pop();
        }
        let level = self.stack.len();
        let (next, end) = self.stack.last_mut()?;
        let child = self.children[*next as usize];
        *next += 1;
        let last = next == end;
        if let Some(place) = child.opens {
            self.open(place);
        }
        Some(TreeItem {
            level,
            node: graph.node(child.node),
            edge: Some(graph.edge(child.edge)),
            repeated: child.opens.is_none(),
            last,
        })
    }
}

impl std::fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree").field("edges", &self.children.len()).finish_non_exhaustive()
    }
}
