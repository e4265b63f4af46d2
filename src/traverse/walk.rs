//! The walk: breadth first, level by level, each level in the order of nodes.
//!
//! Most answers are small, so a walk starts in fixed arrays on the stack and moves to the heap when they could
//! overflow: it then goes on where it stood, with a bit per node of the graph.

use std::ops::Range;

use super::answer::Dependencies;
use super::dependencies::Direction;
use super::filter::{EdgeKinds, NodeKinds};
use crate::graph::{Bounds, DependencyGraph, Visited};

/// What to walk; with the image, what an answer depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) start: u32,
    /// 0 is no limit.
    pub(crate) depth: u32,
    pub(crate) direction: Direction,
    pub(crate) edge_kinds: EdgeKinds,
    pub(crate) node_kinds: NodeKinds,
}

/// A node and its distance in one number, which sorts as answers do.
#[inline]
pub(super) const fn pack(node: u32, distance: u32) -> u64 {
    (distance as u64) << 32 | node as u64
}

/// What a walk remembers.
trait Store {
    /// Makes room for a node's edges, or says that there is none.
    fn room(&mut self, edges: usize) -> bool;
    fn len(&self) -> usize;
    fn node(&self, at: usize) -> u32;
    /// Adds a node unless it is there.
    fn reach(&mut self, node: u32, distance: u32);
    fn edge(&mut self, edge: u32);
    fn edges(&mut self, edges: Range<u32>);
    /// Whether a node was expanded before the one at `at`; asked only when both directions are walked.
    fn expanded(&self, node: u32, at: usize) -> bool;
    /// The node at `at` is about to be expanded.
    fn expand(&mut self, at: usize);
    /// Sorts the nodes from `start` on, which are all of one distance.
    fn sort(&mut self, start: usize);
}

/// Everything on the stack: `N` nodes, `E` edges, and `2 * N` slots.
///
/// Filling the arrays with zeros is a good part of a short walk, so there are two sizes.
struct Small<const N: usize, const E: usize, const S: usize> {
    nodes: [u64; N],
    edges: [u32; E],
    /// Open addressing over node numbers plus one; at most half full.
    slots: [u32; S],
    node_len: usize,
    edge_len: usize,
}

type Tiny = Small<16, 16, 32>;
type Usual = Small<64, 128, 128>;

impl<const N: usize, const E: usize, const S: usize> Small<N, E, S> {
    #[inline]
    fn new() -> Self {
        const { assert!(S.is_power_of_two() && N.is_power_of_two() && E.is_power_of_two() && S >= 2 * N) };
        Self { nodes: [0; N], edges: [0; E], slots: [0; S], node_len: 0, edge_len: 0 }
    }

    #[inline]
    fn parts(&self) -> (&[u64], &[u32]) {
        (&self.nodes[..self.node_len], &self.edges[..self.edge_len])
    }
}

impl Usual {
    fn from(tiny: &Tiny) -> Self {
        let mut usual = Self::new();
        let (nodes, edges) = tiny.parts();
        for &node in nodes {
            usual.reach(node as u32, (node >> 32) as u32);
        }
        usual.edges[..edges.len()].copy_from_slice(edges);
        usual.edge_len = edges.len();
        usual
    }
}

impl<const N: usize, const E: usize, const S: usize> Store for Small<N, E, S> {
    #[inline]
    fn room(&mut self, edges: usize) -> bool {
        self.node_len + edges <= N && self.edge_len + edges <= E
    }
    #[inline]
    fn len(&self) -> usize {
        self.node_len
    }
    #[inline]
    fn node(&self, at: usize) -> u32 {
        self.nodes[at % N] as u32
    }
    #[inline]
    fn reach(&mut self, node: u32, distance: u32) {
        // Fibonacci hashing; neighbours have neighbouring numbers, which this spreads well.
        let mut slot = (node.wrapping_mul(0x9e37_79b9) >> (32 - S.trailing_zeros())) as usize;
        loop {
            let held = self.slots[slot % S];
            if held == node.wrapping_add(1) {
                return;
            }
            if held == 0 {
                break;
            }
            slot += 1;
        }
        self.slots[slot % S] = node.wrapping_add(1);
        self.nodes[self.node_len % N] = pack(node, distance);
        self.node_len += 1;
    }
    #[inline]
    fn edge(&mut self, edge: u32) {
        self.edges[self.edge_len % E] = edge;
        self.edge_len += 1;
    }
    #[inline]
    fn edges(&mut self, edges: Range<u32>) {
        edges.for_each(|edge| self.edge(edge));
    }
    #[inline]
    fn expanded(&self, node: u32, at: usize) -> bool {
        self.nodes[..at].iter().any(|&held| held as u32 == node)
    }
    #[inline]
    fn expand(&mut self, _: usize) {}
    #[inline]
    fn sort(&mut self, start: usize) {
        let level = &mut self.nodes[start..self.node_len];
        if level.len() > 1 {
            level.sort_unstable();
        }
    }
}

/// Vectors, and a bit per node.
struct Large {
    nodes: Vec<u64>,
    edges: Vec<u32>,
    reached: Visited,
    /// Empty until a wide level is sorted.
    level: Visited,
    /// Kept only when both directions are walked.
    done: Option<Visited>,
    bound: u32,
}

impl Large {
    fn from(small: &Usual, at: usize, plan: &Plan, bound: u32) -> Self {
        let (nodes, edges) = small.parts();
        let nodes = nodes.to_vec();
        let mut reached = Visited::new(bound as usize);
        for &node in &nodes {
            reached.insert(node as u32);
        }
        let done = (plan.direction == Direction::Both).then(|| {
            let mut done = Visited::new(bound as usize);
            for &node in &nodes[..at] {
                done.insert(node as u32);
            }
            done
        });
        Self { nodes, edges: edges.to_vec(), reached, level: Visited::new(0), done, bound }
    }
}

impl Store for Large {
    #[inline]
    fn room(&mut self, edges: usize) -> bool {
        self.edges.reserve(edges);
        self.nodes.reserve(edges);
        true
    }
    #[inline]
    fn len(&self) -> usize {
        self.nodes.len()
    }
    #[inline]
    fn node(&self, at: usize) -> u32 {
        self.nodes[at] as u32
    }
    #[inline]
    fn reach(&mut self, node: u32, distance: u32) {
        if self.reached.insert(node) {
            self.nodes.push(pack(node, distance));
        }
    }
    #[inline]
    fn edge(&mut self, edge: u32) {
        self.edges.push(edge);
    }
    #[inline]
    fn edges(&mut self, edges: Range<u32>) {
        self.edges.extend(edges);
    }
    #[inline]
    fn expanded(&self, node: u32, at: usize) -> bool {
        self.node(at) != node && self.done.as_ref().is_some_and(|done| done.contains(node))
    }
    #[inline]
    fn expand(&mut self, at: usize) {
        let node = self.node(at);
        if let Some(done) = &mut self.done {
            done.insert(node);
        }
    }
    fn sort(&mut self, start: usize) {
        let level = &mut self.nodes[start..];
        if level.is_sorted() {
            return;
        }
        // Reading a set back in order is linear, and worth its pass over the words once the level is wide.
        if level.len() < self.reached.words() / 4 || level.len() < 64 {
            level.sort_unstable();
            return;
        }
        if self.level.words() == 0 {
            self.level = Visited::new(self.bound as usize);
        }
        let distance = (level[0] >> 32) as u32;
        for &node in level.iter() {
            self.level.insert(node as u32);
        }
        let mut next = level.iter_mut();
        self.level.drain(|node| {
            if let Some(slot) = next.next() {
                *slot = pack(node, distance);
            }
        });
    }
}

/// Where a walk stands.
struct Cursor {
    at: usize,
    level_end: usize,
    distance: u32,
}

/// Walks.
#[inline]
pub(crate) fn walk(graph: DependencyGraph<'_>, plan: &Plan) -> Dependencies {
    let filtered = !plan.edge_kinds.is_all() || plan.node_kinds != NodeKinds::ALL;
    if filtered { run::<true>(graph, plan) } else { run::<false>(graph, plan) }
}

fn run<const FILTERED: bool>(graph: DependencyGraph<'_>, plan: &Plan) -> Dependencies {
    let mut cursor = Cursor { at: 0, level_end: 1, distance: 0 };
    // Few edges at the start mostly mean few on the way.
    let few = plan.direction == Direction::Forward && graph.outgoing(plan.start).len() < 4;
    let mut usual = if few {
        let mut tiny = Tiny::new();
        tiny.reach(plan.start, 0);
        if advance::<_, FILTERED>(graph, plan, &mut tiny, &mut cursor) {
            let (nodes, edges) = tiny.parts();
            return Dependencies::new(nodes, edges, plan.direction);
        }
        Usual::from(&tiny)
    } else {
        let mut usual = Usual::new();
        usual.reach(plan.start, 0);
        usual
    };
    if advance::<_, FILTERED>(graph, plan, &mut usual, &mut cursor) {
        let (nodes, edges) = usual.parts();
        return Dependencies::new(nodes, edges, plan.direction);
    }
    let mut large = Large::from(&usual, cursor.at, plan, graph.len());
    advance::<_, FILTERED>(graph, plan, &mut large, &mut cursor);
    Dependencies::onto(large.edges, &large.nodes, plan.direction)
}

/// What a filtered walk takes.
struct Taken<'p> {
    edges: u64,
    more_edges: &'p [u64],
    every_edge: bool,
    nodes: NodeKinds,
    bounds: Bounds,
}

impl Taken<'_> {
    #[inline]
    fn edge(&self, kind: u32) -> bool {
        if kind < 64 {
            return self.edges >> kind & 1 == 1;
        }
        self.every_edge || self.more_edges.get(kind as usize / 64).is_some_and(|word| word >> (kind % 64) & 1 == 1)
    }

    #[inline]
    fn node(&self, node: u32) -> bool {
        self.nodes == NodeKinds::ALL || self.nodes.contains(self.bounds.kind(node))
    }
}

/// Walks until nothing is left, or until the store has no room: then `false`, and the node at the cursor is next.
fn advance<S: Store, const FILTERED: bool>(
    graph: DependencyGraph<'_>,
    plan: &Plan,
    store: &mut S,
    cursor: &mut Cursor,
) -> bool {
    let (edges, more_edges) = plan.edge_kinds.bits();
    let bounds = if FILTERED { Bounds::of(graph.image()) } else { Bounds::default() };
    let taken = Taken { edges, more_edges, every_edge: plan.edge_kinds.is_all(), nodes: plan.node_kinds, bounds };
    let backward = plan.direction != Direction::Forward;
    let forward = plan.direction != Direction::Reverse;
    let both = forward && backward;
    let last = plan.depth.wrapping_sub(1);
    while cursor.distance <= last {
        let next = cursor.distance + 1;
        while cursor.at < cursor.level_end {
            let node = store.node(cursor.at);
            let outgoing = if forward { graph.outgoing(node) } else { 0..0 };
            let entering = if backward { graph.entering(node) } else { 0..0 };
            if !store.room(outgoing.len() + entering.len()) {
                return false;
            }
            store.expand(cursor.at);
            if !FILTERED && !backward {
                store.edges(outgoing.clone());
                graph.each_record(outgoing, |record| store.reach(record.to(), next));
                cursor.at += 1;
                continue;
            }
            let mut numbers = outgoing.clone();
            graph.each_record(outgoing, |record| {
                let edge = numbers.next().unwrap_or_default();
                let to = record.to();
                if FILTERED && !(taken.edge(record.kind().index) && taken.node(to)) {
                    return;
                }
                if !(both && store.expanded(to, cursor.at)) {
                    store.edge(edge);
                    store.reach(to, next);
                }
            });
            for at in entering {
                let edge = graph.incoming_edge(at);
                let record = graph.record(edge);
                let from = record.from();
                if FILTERED && !(taken.edge(record.kind().index) && taken.node(from)) {
                    continue;
                }
                // A self reference was walked forward.
                if !(both && (from == node || store.expanded(from, cursor.at))) {
                    store.edge(edge);
                    store.reach(from, next);
                }
            }
            cursor.at += 1;
        }
        if store.len() == cursor.level_end {
            break;
        }
        store.sort(cursor.level_end);
        cursor.level_end = store.len();
        cursor.distance = next;
    }
    true
}
