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
    nodes: Vec<NodeId>,
    edges: Vec<EdgeId>,
    branches: Branches,
}

impl<'r> Tree<'r> {
    pub(super) fn new(answer: &Dependencies, registry: &'r Registry) -> Self {
        let graph = registry.graph();
        let nodes: Vec<NodeId> = answer.node_ids().map(|(id, _)| id).collect();
        let edges: Vec<EdgeId> = answer.edge_ids().collect();
        let mut places: Vec<(NodeId, u32)> = nodes.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let place = |node: NodeId| places.binary_search_by_key(&node, |(id, _)| *id).map_or(0, |at| places[at].1);
        let ends = edges.iter().map(|id| {
            let edge = graph.edge(*id);
            (place(edge.from_id()), place(edge.to_id()))
        });
        let branches = Branches::new(nodes.len(), ends, answer.direction());
        Self { registry, nodes, edges, branches }
    }
}

impl<'r> Iterator for Tree<'r> {
    type Item = TreeItem<'r>;

    fn next(&mut self) -> Option<TreeItem<'r>> {
        let Branch { level, node, edge, repeated, last } = self.branches.next()?;
        let graph = self.registry.graph();
        let edge = edge.map(|edge| graph.edge(self.edges[edge as usize]));
        Some(TreeItem { level, node: graph.node(self.nodes[node as usize]), edge, repeated, last })
    }
}

impl std::fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree").field("edges", &self.edges.len()).finish_non_exhaustive()
    }
}

/// A line of a tree: what a [`TreeItem`] says, with nodes and edges by place in the lists of the answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Branch {
    pub(crate) level: usize,
    pub(crate) node: u32,
    pub(crate) edge: Option<u32>,
    pub(crate) repeated: bool,
    pub(crate) last: bool,
}

/// Iterates over the lines of a tree.
#[derive(Clone)]
pub(crate) struct Branches {
    start: bool,
    /// For each node of the answer: where its children start.
    offsets: Vec<u32>,
    children: Vec<Child>,
    /// Children still to be shown: next and end.
    stack: Vec<(u32, u32)>,
}

#[derive(Clone, Copy)]
struct Child {
    node: u32,
    /// Whether the node is opened here.
    opens: bool,
}

impl Branches {
    /// Makes the tree over what a walk reached: a number of nodes, the first of them the start, and for each edge, in
    /// the order they were walked, the places of its ends.
    pub(crate) fn new(nodes: usize, edges: impl Iterator<Item = (u32, u32)>, direction: Direction) -> Self {
        let mut opened = vec![false; nodes];
        if let Some(start) = opened.first_mut() {
            *start = true;
        }
        let mut children = Vec::new();
        let mut offsets = vec![0; nodes + 1];
        // Edges are in the order their nodes were expanded in, so each node's are one run.
        for (from, to) in edges {
            let (parent, child) = match direction {
                Direction::Forward => (from, to),
                Direction::Reverse => (to, from),
                Direction::Both => (from.min(to), from.max(to)),
            };
            let first = !std::mem::replace(&mut opened[child as usize], true);
            children.push(Child { node: child, opens: first });
            offsets[parent as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        Self { start: nodes > 0, offsets, children, stack: Vec::new() }
    }

    fn open(&mut self, place: u32) {
        let at = place as usize;
        self.stack.push((self.offsets[at], self.offsets[at + 1]));
    }
}

impl Iterator for Branches {
    type Item = Branch;

    fn next(&mut self) -> Option<Branch> {
        if std::mem::take(&mut self.start) {
            self.open(0);
            return Some(Branch { level: 0, node: 0, edge: None, repeated: false, last: true });
        }
        while self.stack.last().is_some_and(|(next, end)| next == end) {
            self.stack.pop();
        }
        let level = self.stack.len();
        let (next, end) = self.stack.last_mut()?;
        let edge = *next;
        *next += 1;
        let last = next == end;
        let child = self.children[edge as usize];
        if child.opens {
            self.open(child.node);
        }
        Some(Branch { level, node: child.node, edge: Some(edge), repeated: !child.opens, last })
    }
}
