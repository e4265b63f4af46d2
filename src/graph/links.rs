//! The forward half of the graph as arrays of fixed length, for loops that a lookup per cell would slow down.

use std::borrow::Cow;

use etched_core::layout::{self as rows, Record, Word};
use etched_core::{Rec, Rows};

const WORD: usize = 4;
const EDGE: usize = <rows::Edge as Record>::STRIDE;

/// Where the edges of each node start, and all edges.
///
/// Borrowed from an image whose records have the length this version gives them, as those embedded always have; copied
/// from one that a later version wrote.
pub(crate) struct Links<'r> {
    offsets: Cow<'r, [[u8; WORD]]>,
    edges: Cow<'r, [[u8; EDGE]]>,
}

impl<'r> Links<'r> {
    #[inline]
    pub(super) fn new(offsets: Rows<'r, Word>, edges: Rows<'r, rows::Edge>) -> Self {
        Self { offsets: fixed(offsets), edges: fixed(edges) }
    }

    /// Returns the edges that start at a node, and the number of the first.
    #[inline]
    pub(crate) fn from(&self, node: u32) -> (u32, &[[u8; EDGE]]) {
        let Some(&[start, end]) = self.offsets.get(node as usize..).and_then(|rest| rest.first_chunk()) else {
            return (0, &[]);
        };
        let start = u32::from_le_bytes(start);
        let edges = self.edges.get(start as usize..u32::from_le_bytes(end) as usize);
        (start, edges.unwrap_or_default())
    }

    /// Reads an edge.
    #[inline]
    pub(crate) fn edge(record: &[u8; EDGE]) -> Rec<'_, rows::Edge> {
        Rec::of(record)
    }
}

#[inline]
fn fixed<R, const LEN: usize>(rows: Rows<'_, R>) -> Cow<'_, [[u8; LEN]]> {
    let bytes = rows.bytes(0, rows.len());
    if rows.stride() == LEN { Cow::Borrowed(bytes.as_chunks().0) } else { Cow::Owned(resized(bytes, rows.stride())) }
}

/// Records cut, or filled with zeros, to the length of this version's.
#[cold]
fn resized<const LEN: usize>(bytes: &[u8], stride: usize) -> Vec<[u8; LEN]> {
    let fit = |record: &[u8]| std::array::from_fn(|at| record.get(at).copied().unwrap_or_default());
    bytes.chunks_exact(stride.max(1)).map(fit).collect()
}
