//! How many nodes of the path trie one request can visit, which the header says.

use alloc::vec;
use alloc::vec::Vec;

use super::error::{Checked, Expected, wrong};
use crate::image::Image;
use crate::layout::{TrieEdge, TrieNode};

/// Checks the number in the header of an image whose trie was checked.
///
/// The compiler searches for the exact one, which takes long in tries made for that. Nearly always it follows: no
/// request visits more nodes than if it could choose its text at each of them, and some visits as many as the costliest
/// edge alone takes, and the first nodes of all others.
pub(super) fn check(image: Image<'_>, stated: u32) -> Checked {
    let nodes = image.rows::<TrieNode>();
    let edges = image.rows::<TrieEdge>();
    // Of each node, at least and at most; those that it leads to follow it, and there are no more visits than nodes.
    let mut known: Vec<(u32, u32)> = vec![(1, 1); nodes.len() as usize];
    for at in (0..nodes.len()).rev() {
        let node = nodes.get(at);
        let of = |id: u32| known.get(id as usize).copied().unwrap_or((1, 1));
        let statics = edges.range(node.statics()).map(|edge| edge.node().index).filter(|&to| to != 0).map(of);
        let (least, most) = statics.fold((0, 0), |(least, most), to| (to.0.max(least), to.1.max(most)));
        let others = edges.range(node.others()).map(|edge| edge.node().index);
        let others = others.chain(node.parameter().get().map(|id| id.index)).map(of);
        let (mut count, mut all, mut costliest) = (0, 0, 0);
        for to in others {
            (count, all, costliest) = (count + 1, all + to.1, to.0.max(costliest));
        }
        // The costliest edge is a static one, after which all others are taken, or one of those.
        let least = 1 + (least + count).max((costliest + count).saturating_sub(1));
        known[at as usize] = (least, 1 + most + all);
    }
    let (least, most) = known.first().copied().unwrap_or((1, 1));
    if stated < least {
        return Err(wrong("header", 0, "max_visits", Expected::AtLeast(least.into()), stated));
    }
    if stated > most {
        return Err(wrong("header", 0, "max_visits", Expected::AtMost(most.into()), stated));
    }
    Ok(())
}
