//! The walk: breadth first, level by level, each level in the order of nodes.
//!
//! Most answers are small, so a walk starts in fixed arrays on the stack and moves to the heap when they could
//! overflow: it then goes on where it stood, with a bit per node of the graph.

use etched_core::node;

use super::answer::Dependencies;
use super::dependencies::Direction;
use super::filter::{EdgeKinds, NodeKinds};
use crate::Registry;
use crate::error::GraphError;
use crate::graph::{DependencyGraph, Links, Visited};

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
const fn pack(node: u32, distance: u32) -> u64 {
    (distance as u64) << 32 | node as u64
}

/// The nodes a walk has reached, in the order of the answer.
trait Nodes {
    /// Makes room for that many more, or says that there is none.
    fn room(&mut self, more: usize) -> bool;
    fn len(&self) -> usize;
    fn node(&self, at: usize) -> u32;
    /// Adds a node unless it is there.
    fn reach(&mut self, node: u32, distance: u32);
    /// Whether a node was expanded before the one at `at`; asked only when both directions are walked.
    fn expanded(&self, node: u32, at: usize) -> bool;
    /// The node at `at` is about to be expanded.
    fn expand(&mut self, at: usize);
    /// Sorts the nodes from `start` on, which are all of one distance.
    fn sort(&mut self, start: usize);
}

/// Up to `N` nodes on the stack, found again through `S` slots, or by looking at each where there are no slots.
///
/// Filling the arrays with zeros is a good part of a short walk, so there are two sizes.
struct Small<const N: usize, const S: usize> {
    nodes: [u64; N],
    /// Open addressing over node numbers plus one; at most half full.
    slots: [u32; S],
    len: usize,
}

type Tiny = Small<16, 0>;
type Usual = Small<64, 128>;

impl<const N: usize, const S: usize> Small<N, S> {
    #[inline]
    fn new() -> Self {
        const { assert!(N.is_power_of_two() && (S == 0 || S.is_power_of_two() && S >= 2 * N)) };
        Self { nodes: [0; N], slots: [0; S], len: 0 }
    }

    #[inline]
    fn nodes(&self) -> &[u64] {
        &self.nodes[..self.len]
    }
}

impl Usual {
    fn from(tiny: &Tiny) -> Self {
        let mut usual = Self::new();
        tiny.nodes().iter().for_each(|&node| usual.reach(node as u32, (node >> 32) as u32));
        usual
    }
}

impl<const N: usize, const S: usize> Nodes for Small<N, S> {
    #[inline]
    fn room(&mut self, more: usize) -> bool {
        self.len + more <= N
    }
    #[inline]
    fn len(&self) -> usize {
        self.len
    }
    #[inline]
    fn node(&self, at: usize) -> u32 {
        self.nodes[at % N] as u32
    }
    #[inline]
    fn reach(&mut self, node: u32, distance: u32) {
        if S == 0 {
            if self.nodes().iter().any(|&held| held as u32 == node) {
                return;
            }
        } else {
            // Fibonacci hashing; neighbours have neighbouring numbers, which this spreads well.
            let mut slot = (node.wrapping_mul(0x9e37_79b9) >> (32 - S.trailing_zeros())) as usize;
            loop {
                match self.slots[slot % S] {
                    0 => break,
                    held if held == node.wrapping_add(1) => return,
                    _ => slot += 1,
                }
            }
            self.slots[slot % S] = node.wrapping_add(1);
        }
        self.nodes[self.len % N] = pack(node, distance);
        self.len += 1;
    }
    #[inline]
    fn expanded(&self, node: u32, at: usize) -> bool {
        self.nodes[..at].iter().any(|&held| held as u32 == node)
    }
    #[inline]
    fn expand(&mut self, _: usize) {}
    #[inline]
    fn sort(&mut self, start: usize) {
        self.nodes[start..self.len].sort_unstable();
    }
}

/// A vector, and a bit per node of the graph.
struct Large {
    nodes: Vec<u64>,
    reached: Visited,
    /// Empty until a wide level is sorted.
    level: Visited,
    /// Kept only when both directions are walked.
    done: Option<Visited>,
    bound: u32,
}

impl Large {
    fn from(small: &Usual, at: usize, plan: &Plan, bound: u32) -> Self {
        let nodes = small.nodes().to_vec();
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
        Self { nodes, reached, level: Visited::new(0), done, bound }
    }
}

impl Nodes for Large {
    #[inline]
    fn room(&mut self, more: usize) -> bool {
        self.nodes.reserve(more);
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

/// Words of an answer, at first: enough for the edges and the nodes of a walk that stays on the stack.
const TINY_WORDS: usize = 48;
const USUAL_WORDS: usize = 256;

/// Walks.
///
/// It cannot fail; its answer is a `Result` so that it is written once, where the caller's is. Copying it out of parts
/// just written costs a short walk a tenth of its time.
#[inline]
pub(crate) fn walk(registry: &Registry, plan: &Plan) -> Result<Dependencies, GraphError> {
    let filtered = !plan.edge_kinds.is_all() || plan.node_kinds != NodeKinds::ALL;
    match (plan.direction, filtered) {
        (Direction::Forward, false) => run::<false, true>(registry, plan),
        (Direction::Forward, true) => run::<true, true>(registry, plan),
        _ => run::<true, false>(registry, plan),
    }
}

fn run<const FILTERED: bool, const FORWARD: bool>(
    registry: &Registry,
    plan: &Plan,
) -> Result<Dependencies, GraphError> {
    let mut cursor = Cursor { at: 0, level_end: 1, distance: 0 };
    let mut edges;
    // Few edges at the start mostly mean few on the way.
    let mut usual = if FORWARD && DependencyGraph::new(registry).outgoing(plan.start).len() < 4 {
        edges = Vec::with_capacity(TINY_WORDS);
        let mut tiny = Tiny::new();
        tiny.reach(plan.start, 0);
        if advance::<_, FILTERED, FORWARD>(registry, plan, &mut tiny, &mut edges, &mut cursor) {
            return Ok(Dependencies::new(edges, tiny.nodes(), plan.direction));
        }
        Usual::from(&tiny)
    } else {
        edges = Vec::with_capacity(USUAL_WORDS);
        let mut usual = Usual::new();
        usual.reach(plan.start, 0);
        usual
    };
    if advance::<_, FILTERED, FORWARD>(registry, plan, &mut usual, &mut edges, &mut cursor) {
        return Ok(Dependencies::new(edges, usual.nodes(), plan.direction));
    }
    let mut large = Large::from(&usual, cursor.at, plan, DependencyGraph::new(registry).len());
    advance::<_, FILTERED, FORWARD>(registry, plan, &mut large, &mut edges, &mut cursor);
    Ok(Dependencies::new(edges, &large.nodes, plan.direction))
}

/// What a filtered walk takes.
struct Taken<'p> {
    edges: &'p EdgeKinds,
    first: u64,
    /// `None` where nodes of all kinds are taken.
    nodes: Option<(NodeKinds, node::Nodes)>,
}

impl<'p> Taken<'p> {
    #[inline]
    fn new(registry: &Registry, plan: &'p Plan) -> Self {
        let nodes = (plan.node_kinds != NodeKinds::ALL).then(|| (plan.node_kinds, node::Nodes::of(registry.image())));
        Self { edges: &plan.edge_kinds, first: plan.edge_kinds.first(), nodes }
    }

    #[inline]
    fn takes(&self, kind: u32, node: u32) -> bool {
        let edge = if kind < 64 { self.first >> kind & 1 == 1 } else { self.edges.contains(kind) };
        edge && self.nodes.is_none_or(|(kinds, nodes)| kinds.contains(nodes.kind(node)))
    }
}

/// Walks until nothing is left, or until there is no room for more nodes: then `false`, and the node at the cursor is
/// next.
///
/// Without `FILTERED` everything is taken; with `FORWARD` edges are followed forward only, whatever the plan says.
fn advance<N: Nodes, const FILTERED: bool, const FORWARD: bool>(
    registry: &Registry,
    plan: &Plan,
    nodes: &mut N,
    edges: &mut Vec<u32>,
    cursor: &mut Cursor,
) -> bool {
    let graph = DependencyGraph::new(registry);
    let links = graph.links();
    let taken = Taken::new(registry, plan);
    let forward = FORWARD || plan.direction != Direction::Reverse;
    let backward = !FORWARD && plan.direction != Direction::Forward;
    let both = forward && backward;
    let relationships_only = plan.edge_kinds.are_relationships();
    let last = plan.depth.wrapping_sub(1);
    while cursor.distance <= last {
        let next = cursor.distance + 1;
        while cursor.at < cursor.level_end {
            let node = nodes.node(cursor.at);
            let (first, outgoing) = if forward { links.from(node) } else { (0, &[][..]) };
            let entering = if backward { graph.entering(node) } else { 0..0 };
            if !nodes.room(outgoing.len() + entering.len()) {
                return false;
            }
            nodes.expand(cursor.at);
            if !FILTERED {
                edges.extend(first..first + outgoing.len() as u32);
            }
            for (edge, record) in (first..).zip(outgoing) {
                let record = Links::edge(record);
                let to = record.to();
                if FILTERED {
                    // Relationships come first.
                    if relationships_only && record.relationship().plus_one == 0 {
                        break;
                    }
                    if !taken.takes(record.kind().index, to) || both && nodes.expanded(to, cursor.at) {
                        continue;
                    }
                    edges.push(edge);
                }
                nodes.reach(to, next);
            }
            for at in entering {
                let edge = graph.incoming_edge(at);
                let record = graph.record(edge);
                let from = record.from();
                if !taken.takes(record.kind().index, from) {
                    continue;
                }
                // A self reference was walked forward.
                if !(both && (from == node || nodes.expanded(from, cursor.at))) {
                    edges.push(edge);
                    nodes.reach(from, next);
                }
            }
            cursor.at += 1;
        }
        if nodes.len() == cursor.level_end {
            break;
        }
        if nodes.len() > cursor.level_end + 1 {
            nodes.sort(cursor.level_end);
        }
        cursor.level_end = nodes.len();
        cursor.distance = next;
    }
    true
}
