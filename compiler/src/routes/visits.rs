//! How many trie nodes one request can visit.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::trie::Node;

/// Trie nodes that one request may visit without a warning.
pub const MANY_VISITS: u32 = 256;

/// Edges looked at in search of the exact number; beyond them the bound is taken.
const BUDGET: u32 = 200_000;

/// The largest number of trie nodes one request can visit; counted by [`most_visits`](super::most_visits).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visits {
    /// The number; one that it is not above, where finding it would take long.
    pub most: u32,
    /// A path whose requests visit many nodes; those with mixed segments in their templates may need another text.
    pub path: String,
}

/// Returns the largest number of nodes one request can visit.
///
/// A request picks one text for every segment, and at each node that text follows at most one static edge; it may
/// follow every other edge as well. So a node costs 1, its costliest static edge and all its other edges: that is the
/// bound. It is exact unless two nodes would need different texts for one segment, so a search tries texts level by
/// level and stops where the bound says that nothing larger is to be found. That all mixed segments of a node match
/// one text is taken for granted.
pub(super) fn largest(tree: &[Node]) -> Visits {
    let mut bounds = vec![0_u64; tree.len()];
    // A child follows its parent in the tree.
    for at in (0..tree.len()).rev() {
        let of = |child: &u32| bounds[*child as usize];
        let node = &tree[at];
        let statics = node.statics.values().map(of).max().unwrap_or(0);
        bounds[at] = 1 + statics + others(node).map(|child| of(&child)).sum::<u64>();
    }
    let mut search = Search { tree, bounds, best: 0, budget: BUDGET, path: Vec::new(), costliest: Vec::new() };
    let bound = search.bounds[0];
    let exact = search.level(&[0], 0, 0);
    let most = u32::try_from(if exact { search.best } else { bound }).unwrap_or(u32::MAX);
    Visits { most, path: format!("/{}", search.costliest.join("/")) }
}

fn others(node: &Node) -> impl Iterator<Item = u32> + '_ {
    node.mixed.values().chain(&node.parameter).chain(&node.catch_all).copied()
}

struct Search<'t> {
    tree: &'t [Node],
    bounds: Vec<u64>,
    best: u64,
    budget: u32,
    /// The texts that led to the nodes at hand, and those that led to the best.
    path: Vec<&'t str>,
    costliest: Vec<&'t str>,
}

impl<'t> Search<'t> {
    /// Looks for paths that visit more than the best so far, from the nodes a beginning of them leads to; returns
    /// whether it could look at all of them.
    fn level(&mut self, nodes: &[u32], before: u64, depth: usize) -> bool {
        let here = before + nodes.len() as u64;
        if here > self.best {
            self.best = here;
            self.costliest.clone_from(&self.path);
        }
        let spent = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
        if depth > 255 || self.budget < spent {
            return false;
        }
        self.budget -= spent;
        let free: Vec<u32> = nodes.iter().flat_map(|&node| others(&self.tree[node as usize])).collect();
        let bound_of =
            |search: &Self, nodes: &[u32]| nodes.iter().map(|&node| search.bounds[node as usize]).sum::<u64>();
        let free_bound = bound_of(self, &free);
        // Texts that lead on, each with the bound of what it leads to, costliest first.
        let mut texts: BTreeMap<&'t str, (u64, Vec<u32>)> = BTreeMap::new();
        for &node in nodes {
            let tree: &'t [Node] = self.tree;
            let statics = &tree[node as usize].statics;
            let spent = u32::try_from(statics.len()).unwrap_or(u32::MAX);
            if self.budget < spent {
                return false;
            }
            self.budget -= spent;
            for (text, &child) in statics {
                let entry = texts.entry(text).or_default();
                entry.0 += self.bounds[child as usize];
                entry.1.push(child);
            }
        }
        let mut texts: Vec<(&str, (u64, Vec<u32>))> = texts.into_iter().collect();
        texts.sort_by_key(|(_, (bound, _))| Reverse(*bound));
        texts.push(("x", (0, Vec::new())));
        for (text, (bound, mut next)) in texts {
            if here + bound + free_bound <= self.best {
                break;
            }
            next.extend(&free);
            self.path.push(text);
            let whole = next.is_empty() || self.level(&next, here, depth + 1);
            self.path.pop();
            if !whole {
                return false;
            }
        }
        true
    }
}
