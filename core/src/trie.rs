//! The path trie in the image: how the edges of static segments are laid out, for the side that writes and the side that looks.
//!
//! A node with up to four static edges has them in a row. One with more has a hash table: a power of two of
//! slots, at most half full, linear probing. An edge carries length and both ends of its text, which is the whole text
//! up to 16 bytes, so most lookups never touch the string pool.

use crate::cell::Str;
use crate::hash::hash;
use crate::image::{Image, Rows};
use crate::layout::{Record, TrieEdge, TrieNode};

// What is read below at fixed places.
const _: () = {
    let (node, edge) = (TrieNode::CELLS, TrieEdge::CELLS);
    assert!(node[0].offset == 0 && node[1].offset == 8 && node[2].offset == 12 && node[3].offset == 20);
    assert!(edge[0].offset == 0 && edge[1].offset == 4 && edge[2].offset == 20 && edge[3].offset == 24);
};

/// Static edges that are compared one by one.
pub(crate) const SCAN: u32 = 4;

/// Returns how many edges a node with this many static edges takes up.
///
/// ```
/// use etched_core::trie::capacity;
///
/// assert_eq!((capacity(4), capacity(5)), (4, 16));
/// ```
#[must_use]
pub const fn capacity(statics: u32) -> u32 {
    if statics <= SCAN { statics } else { (statics * 2).next_power_of_two() }
}

/// Returns the slot where the search for a static segment starts in a table of `capacity` edges.
///
/// ```
/// assert!(etched_core::trie::slot(b"posts", 16) < 16);
/// ```
#[inline]
#[must_use]
pub fn slot(text: &[u8], capacity: u32) -> u32 {
    (hash(0, text) >> 32) as u32 & capacity.wrapping_sub(1)
}

#[inline]
fn chunk<const N: usize>(text: &[u8], at: usize) -> [u8; N] {
    text.get(at..).and_then(|rest| rest.first_chunk().copied()).unwrap_or([0; N])
}

/// Returns the first and the last 8 bytes of a text, or what together are all its bytes when it has fewer than 16.
///
/// ```
/// assert_eq!(&etched_core::trie::ends(b"articles/by-slug")[8..], b"/by-slug");
/// ```
#[inline]
#[must_use]
pub fn ends(text: &[u8]) -> [u8; 16] {
    let len = text.len();
    let (first, last) = if len >= 8 {
        (u64::from_le_bytes(chunk(text, 0)), u64::from_le_bytes(chunk(text, len - 8)))
    } else if len >= 4 {
        (u64::from(u32::from_le_bytes(chunk(text, 0))), u64::from(u32::from_le_bytes(chunk(text, len - 4))))
    } else if len > 0 {
        (u64::from(text[0]) | u64::from(text[len / 2]) << 8, u64::from(text[len - 1]))
    } else {
        (0, 0)
    };
    (u128::from(first) | u128::from(last) << 64).to_le_bytes()
}

/// The cells of a node a walk needs, read in one go: cell by cell costs a bounds check each, twice the time of a match.
#[derive(Clone, Copy)]
pub(crate) struct Node {
    pub(crate) statics: (u32, u32),
    /// The node behind a parameter, plus one.
    pub(crate) parameter: u32,
    pub(crate) others: (u32, u32),
}

#[inline]
fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(chunk(bytes, at))
}

#[inline]
pub(crate) fn node(nodes: Rows<'_, TrieNode>, index: u32) -> Node {
    let record = nodes.get(index);
    match record.bytes().first_chunk::<{ TrieNode::STRIDE }>() {
        Some(bytes) => Node {
            statics: (word(bytes, 0), word(bytes, 4)),
            parameter: word(bytes, 8),
            others: (word(bytes, 12), word(bytes, 16)),
        },
        None => Node { statics: (0, 0), parameter: 0, others: (0, 0) },
    }
}

/// Returns the node that the edge labelled `text` leads to, among the `len` edges from `start` on.
#[inline]
pub(crate) fn find(image: Image<'_>, edges: Rows<'_, TrieEdge>, start: u32, len: u32, text: &[u8]) -> Option<u32> {
    let ends = ends(text);
    // Length, ends, text, node: as the table of records has them.
    let edge = |at: u32| edges.get(start.wrapping_add(at)).bytes().first_chunk::<{ TrieEdge::STRIDE }>();
    let is = |edge: &[u8; TrieEdge::STRIDE]| {
        chunk::<16>(edge, 4) == ends
            && word(edge, 0) as usize == text.len()
            && (text.len() <= 16 || image.str(Str(word(edge, 20))).as_bytes() == text)
    };
    if len <= SCAN {
        for at in 0..len {
            let edge = edge(at)?;
            if is(edge) {
                return Some(word(edge, 24));
            }
        }
        return None;
    }
    let mut at = slot(text, len);
    for _ in 0..len {
        let edge = edge(at)?;
        let node = word(edge, 24);
        if is(edge) {
            // An empty segment looks like a free slot, which leads to node 0.
            return Some(node).filter(|node| *node != 0);
        }
        if node == 0 {
            return None;
        }
        at = (at + 1) & (len - 1);
    }
    None
}
