//! Hash tables in the image: open addressing, linear probing, at most a quarter full. What is found by name alone has
//! tables of its own, see [`names`](crate::names); these are for routes and patterns.
//!
//! A slot holds 16 bits of the key's hash and 16 of its length, where the key is in the string pool, and the id
//! it names. Slot number and tag come from different ends of the hash. A miss mostly ends at an empty slot after one
//! cache line; a hit compares bytes once.

use crate::hash::{hash, words};
use crate::image::Image;
use crate::layout::{Section, Slot};

/// Length stored for keys whose length does not fit.
pub const LONG: u32 = 0xffff;

/// Returns whether a slot cannot hold the length of a key: what is found under it may only start alike.
///
/// ```
/// assert!(!etched_core::table::is_long("Post") && etched_core::table::is_long(&"x".repeat(65_535)));
/// ```
#[inline]
#[must_use]
pub const fn is_long(key: &str) -> bool {
    key.len() >= LONG as usize
}

/// Slots that a lookup looks at, at the most: none further on holds what it looks for.
///
/// In a table a quarter full of a million keys one of them is pushed so far about once in five hundred; its table is
/// made with another seed then.
pub const SPILL: usize = 32;

/// Returns the slot that a key of this hash is looked for first, of so many that may be the first; behind it there are
/// [`SPILL`] ones, itself included.
///
/// ```
/// assert_eq!((etched_core::table::start(0, 40), etched_core::table::start(u64::MAX, 40)), (0, 39));
/// ```
#[inline]
#[must_use]
pub const fn start(hash: u64, starts: u32) -> u32 {
    (((hash >> 32) * starts as u64) >> 32) as u32
}

/// Returns the upper half of the tag of a key of this hash; the lower one is its [length](stored_len).
#[inline]
#[must_use]
pub const fn tag(hash: u64) -> u32 {
    (hash as u32) << 16
}

/// Returns what a key is hashed with: the seed of its table and a number that belongs to the key, of a route that of
/// its method.
#[inline]
#[must_use]
pub const fn seed(table: u32, number: u32) -> u64 {
    table as u64 | (number as u64) << 32
}

/// Returns the length as a slot stores it.
///
/// ```
/// use etched_core::table::{LONG, stored_len};
///
/// assert_eq!((stored_len(4), stored_len(70_000)), (4, LONG));
/// ```
#[inline]
#[must_use]
pub const fn stored_len(len: usize) -> u32 {
    if len < LONG as usize { len as u32 } else { LONG }
}

/// Returns how many slots a table of `entries` entries has: four times as many that a key may be looked for first, and
/// [`SPILL`] behind them.
///
/// ```
/// assert_eq!((etched_core::table::slots(0), etched_core::table::slots(10)), (0, 72));
/// ```
#[must_use]
pub const fn slots(entries: usize) -> usize {
    if entries == 0 { 0 } else { entries * 4 + SPILL }
}

/// Returns whether two keys of one length are the same bytes; for short ones without a call.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    match (words(a), words(b)) {
        (Some(a), Some(b)) => a == b,
        _ => same_long(a, b),
    }
}

/// Kept apart, so that the short case needs few registers.
#[inline(never)]
fn same_long(a: &[u8], b: &[u8]) -> bool {
    a == b
}

/// Finds the ids entered under `key`, in the order they were entered, and returns the first that `is` accepts.
///
/// `is` sees each id whose key has the same bytes; for keys that are [too long](is_long) it may go on behind them.
/// [`Image::find_route`] and its like know what to ask of it, and which number belongs to a key.
///
/// ```
/// use etched_core::layout::Section;
/// use etched_core::{Image, table};
///
/// /// Returns the number of the pattern of that id.
/// fn pattern(image: Image<'_>, id: &str) -> Option<u32> {
///     table::find(image, Section::PatternTable, 0, id.as_bytes(), |_| true)
/// }
///
/// assert_eq!(pattern(Image::new(&[], ""), "middleware/auth"), None);
/// ```
///
/// Cost: one hash, then the slots up to the key or the first empty one: 1.2 of them on average where the key is there,
/// 1.4 where it is not (Knuth, The Art of Computer Programming, 6.4, for linear probing in a table a quarter full).
#[inline(always)]
pub fn find(image: Image<'_>, table: Section, number: u32, key: &[u8], mut is: impl FnMut(u32) -> bool) -> Option<u32> {
    let slots = image.rows_of::<Slot>(table);
    let hash = hash(seed(image.seed(table), number), key);
    let at = start(hash, slots.len().saturating_sub(SPILL as u32));
    let tag = tag(hash) | stored_len(key.len());
    let pool = image.strings().as_bytes();
    for at in at..at + SPILL as u32 {
        // Tag, key and value are the first three words of a slot; see `layout::Slot`.
        let [t0, t1, t2, t3, k0, k1, k2, k3, v0, v1, v2, v3] = *slots.get(at).bytes().first_chunk()?;
        let id = u32::from_le_bytes([v0, v1, v2, v3]).checked_sub(1)?;
        if u32::from_le_bytes([t0, t1, t2, t3]) == tag {
            let start = u32::from_le_bytes([k0, k1, k2, k3]) as usize;
            if pool.get(start..start.wrapping_add(key.len())).is_some_and(|found| same(found, key)) && is(id) {
                return Some(id);
            }
        }
    }
    None
}
