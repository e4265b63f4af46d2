//! The path trie: every template's segments, merged from the left.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use etched_core::cell::{Id, List, Opt, Range, Str};
use etched_core::layout::{Route, TrieEdge, TrieNode};
use etched_core::percent;
use etched_core::template::{Segment, Template};
use etched_core::trie::{capacity, ends, slot};

use super::visits;

/// The rows of a path trie.
#[derive(Debug)]
pub(crate) struct Trie {
    /// Nodes; the first one is the root.
    pub(crate) nodes: Vec<TrieNode>,
    /// Edges between them.
    pub(crate) edges: Vec<TrieEdge>,
    /// No request visits more nodes than this.
    pub(crate) max_visits: u32,
}

/// A node under construction.
#[derive(Default)]
pub(super) struct Node {
    pub(super) statics: BTreeMap<String, u32>,
    /// Mixed segments: more text first, then by pattern.
    pub(super) mixed: BTreeMap<(Reverse<u32>, String), u32>,
    pub(super) parameter: Option<u32>,
    pub(super) catch_all: Option<u32>,
    /// Method and route.
    routes: BTreeMap<u32, u32>,
}

/// Builds the trie of an image's routes, given as (method id, path template) by route id.
///
/// A route whose path is no template is left out: only its exact text finds it. Of two routes with one method and,
/// but for names, one template the first is found.
pub(crate) fn build<'r>(
    routes: impl Iterator<Item = (u32, &'r str)>,
    intern: &mut dyn FnMut(&str) -> Str,
    ids: &mut dyn FnMut(&[u32]) -> List<Route>,
) -> Trie {
    let tree = tree(routes);
    let numbers = numbers(&tree);
    let mut order: Vec<u32> = (0..tree.len() as u32).collect();
    order.sort_unstable_by_key(|&at| numbers[at as usize]);
    let mut edges = Vec::new();
    let mut nodes = Vec::with_capacity(tree.len());
    for at in order {
        let node = &tree[at as usize];
        let number = |child: u32| numbers[child as usize];
        let statics = statics(node, &number, intern, &mut edges);
        let start = edges.len() as u32;
        for ((Reverse(len), pattern), &child) in &node.mixed {
            edges.push(TrieEdge { text_len: *len, ends: [0; 16], text: intern(pattern), node: Id::new(number(child)) });
        }
        if let Some(child) = node.catch_all {
            edges.push(TrieEdge { node: Id::new(number(child)), ..TrieEdge::default() });
        }
        let routes: Vec<u32> = node.routes.values().copied().collect();
        nodes.push(TrieNode {
            statics,
            parameter: Opt::from_index(node.parameter.map(number)),
            others: Range::new(start, edges.len() as u32 - start),
            routes: ids(&routes),
            methods: node.routes.keys().fold(0, |bits, &method| bits | 1 << method.min(31)),
        });
    }
    Trie { nodes, edges, max_visits: visits::largest(&tree).most }
}

/// Returns the largest number of trie nodes one request can visit, and a path that does.
///
/// ```
/// let visits = etched_compiler::routes::most_visits(["/posts", "/posts/:id"].into_iter());
/// assert_eq!((visits.most, visits.path.as_str()), (3, "/posts/x"));
/// ```
#[must_use]
pub fn most_visits<'r>(paths: impl Iterator<Item = &'r str>) -> visits::Visits {
    visits::largest(&tree(paths.map(|path| (0, path))))
}

fn tree<'r>(routes: impl Iterator<Item = (u32, &'r str)>) -> Vec<Node> {
    let mut tree = vec![Node::default()];
    for (route, (method, path)) in routes.enumerate() {
        let Ok(template) = Template::parse(path) else { continue };
        let mut at = 0;
        for segment in template.segments() {
            let next = tree.len() as u32;
            let node: &mut Node = &mut tree[at as usize];
            let child = match segment {
                Segment::Static(text) => node.statics.entry(decoded(text)).or_insert(next),
                Segment::Mixed(mixed) => {
                    let key = (Reverse(mixed.static_len() as u32), pattern(mixed.texts()));
                    node.mixed.entry(key).or_insert(next)
                }
                Segment::Parameter(_) => node.parameter.get_or_insert(next),
                Segment::CatchAll(_) => node.catch_all.get_or_insert(next),
            };
            at = *child;
            if at == next {
                tree.push(Node::default());
            }
        }
        tree[at as usize].routes.entry(method).or_insert(route as u32);
    }
    tree
}

/// Returns the text of a static segment; a template that is well formed has no escapes that are not UTF-8.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    String::from_utf8_lossy(&percent::bytes(text.as_bytes()).collect::<Vec<u8>>()).into_owned()
}

/// Returns the texts of a mixed segment with `{}` between them, escaping only what the image reads as something else.
pub(super) fn pattern<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let escaped = |text: &str| decoded(text).replace('%', "%25").replace('{', "%7B").replace('}', "%7D");
    texts.map(escaped).collect::<Vec<_>>().join("{}")
}

/// Numbers the nodes from the root down, each node's children right behind it, so that a walk stays in few cache
/// lines and an image with a loop in it can be told by its numbers.
fn numbers(tree: &[Node]) -> Vec<u32> {
    let mut numbers = vec![0; tree.len()];
    let mut next = 0;
    let mut stack = vec![0_u32];
    while let Some(at) = stack.pop() {
        numbers[at as usize] = next;
        next += 1;
        let node = &tree[at as usize];
        let others = node.catch_all.iter().chain(&node.parameter).chain(node.mixed.values().rev());
        stack.extend(others.chain(node.statics.values().rev()));
    }
    numbers
}

/// Adds the static edges of a node, as a row or as a hash table.
fn statics(
    node: &Node,
    number: &dyn Fn(u32) -> u32,
    intern: &mut dyn FnMut(&str) -> Str,
    edges: &mut Vec<TrieEdge>,
) -> Range<TrieEdge> {
    let start = edges.len();
    let count = node.statics.len() as u32;
    let capacity = capacity(count);
    edges.resize(start + capacity as usize, TrieEdge::default());
    for (at, (text, &child)) in node.statics.iter().enumerate() {
        let bytes = text.as_bytes();
        let mut at = if capacity == count { at } else { slot(bytes, capacity) as usize };
        while edges[start + at].node.index != 0 {
            at = (at + 1) & (capacity as usize - 1);
        }
        edges[start + at] = TrieEdge {
            text_len: bytes.len() as u32,
            ends: ends(bytes),
            text: intern(text),
            node: Id::new(number(child)),
        };
    }
    Range::new(start as u32, capacity)
}
