//! How many trie nodes one request can visit.

use super::trie::Node;

/// Ways on looked at in search of the exact number; beyond them the bound is taken.
const BUDGET: u32 = 200_000;

/// Returns the largest number of nodes one request can visit, or, where finding it would take long, a number that it
/// is not above.
///
/// A request picks one text for every segment, and at each node that text follows at most one literal way; it may
/// follow every other way as well. So a node costs 1, its dearest literal way and all its other ways: that is the
/// bound. It is exact unless two nodes would need different texts for one segment, so a search tries texts level by
/// level and stops where the bound says that nothing larger is to be found. That all mixed segments of a node match
/// one text is taken for granted.
pub(super) fn largest(tree: &[Node]) -> u32 {
    let mut bounds = vec![0_u64; tree.len()];
    // A child stands behind its parent in the tree.
    for at in (0..tree.len()).rev() {
        let of = |child: &u32| bounds[*child as usize];
        let node = &tree[at];
        let literal = node.literals.values().map(of).max().unwrap_or(0);
        bounds[at] = 1 + literal + others(node).map(|child| of(&child)).sum::<u64>();
    }
    let mut search = Search { tree, bounds, best: 0, budget: BUDGET };
    let bound = search.bounds[0];
    let exact = search.level(&[0], 0, 0);
    u32::try_from(if exact { search.best } else { bound }).unwrap_or(u32::MAX)
}

fn others(node: &Node) -> impl Iterator<Item = u32> + '_ {
    node.mixed.values().chain(&node.parameter).chain(&node.catch_all).copied()
}

struct Search<'t> {
    tree: &'t [Node],
    bounds: Vec<u64>,
    best: u64,
    budget: u32,
}

impl Search<'_> {
    /// Looks for paths that visit more than the best so far, from the nodes a beginning of them leads to; returns
    /// whether it could look at all of them.
    fn level(&mut self, nodes: &[u32], before: u64, depth: usize) -> bool {
        let here = before + nodes.len() as u64;
        self.best = self.best.max(here);
        let spent = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
        if depth > 255 || self.budget < spent {
            return false;
        }
        self.budget -= spent;
        let free: Vec<u32> = nodes.iter().flat_map(|&node| others(&self.tree[node as usize])).collect();
        let bound_of =
            |search: &Self, nodes: &[u32]| nodes.iter().map(|&node| search.bounds[node as usize]).sum::<u64>();
        let free_bound = bound_of(self, &free);
        // Texts that lead on, each with the bound of what it leads to, dearest first.
        let mut texts: std::collections::BTreeMap<&str, (u64, Vec<u32>)> = std::collections::BTreeMap::new();
        for &node in nodes {
            let literals = &self.tree[node as usize].literals;
            let spent = u32::try_from(literals.len()).unwrap_or(u32::MAX);
            if self.budget < spent {
                return false;
            }
            self.budget -= spent;
            for (text, &child) in literals {
                let entry = texts.entry(text).or_default();
                entry.0 += self.bounds[child as usize];
                entry.1.push(child);
            }
        }
        let mut texts: Vec<(u64, Vec<u32>)> = texts.into_values().collect();
        texts.sort_by_key(|(bound, _)| std::cmp::Reverse(*bound));
        texts.push((0, Vec::new()));
        for (bound, mut next) in texts {
            if here + bound + free_bound <= self.best {
                break;
            }
            next.extend(&free);
            if !next.is_empty() && !self.level(&next, here, depth + 1) {
                return false;
            }
        }
        true
    }
}
