//! Hash tables in the image: open addressing, linear probing, at most a quarter full.
//!
//! A slot holds 16 bits of the key's hash and 16 of its length, where the key stands in the string pool, and the id
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

/// Returns the slot a key starts at in a table of `capacity` slots, and the upper half of its tag.
///
/// ```
/// let (slot, tag) = etched_core::table::place(0, b"Post", 8);
/// assert!(slot < 8 && tag & 0xffff == 0);
/// ```
#[inline]
#[must_use]
pub fn place(seed: u64, key: &[u8], capacity: u32) -> (u32, u32) {
    let hash = hash(seed, key);
    let slot = ((hash >> 32) * u64::from(capacity)) >> 32;
    (slot as u32, (hash as u32) << 16)
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

/// Returns how many slots a table of `entries` entries has.
///
/// ```
/// assert_eq!(etched_core::table::capacity(10), 40);
/// ```
#[must_use]
pub const fn capacity(entries: usize) -> usize {
    if entries == 0 { 0 } else { entries * 4 }
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
/// [`Image::find`] and its like know what to ask of it.
///
/// ```
/// use etched_core::layout::Section;
/// use etched_core::{Image, table};
///
/// /// Returns the number of the resource of that name.
/// fn resource(image: Image<'_>, name: &str) -> Option<u32> {
///     table::find(image, Section::ResourceTable, 0, name.as_bytes(), |_| true)
/// }
///
/// assert_eq!(resource(Image::new(&[], ""), "Post"), None);
/// ```
///
/// Cost: one hash, then the slots up to the key or the first empty one: 1.2 of them on average where the key is there,
/// 1.4 where it is not (Knuth, The Art of Computer Programming, 6.4, for linear probing in a table a quarter full).
#[inline(always)]
pub fn find(image: Image<'_>, section: Section, seed: u64, key: &[u8], mut is: impl FnMut(u32) -> bool) -> Option<u32> {
    let slots = image.rows_of::<Slot>(section);
    let capacity = slots.len();
    let (mut at, hash) = place(seed, key, capacity);
    let tag = hash | stored_len(key.len());
    let pool = image.strings().as_bytes();
    let mut left = capacity;
    while left > 0 {
        // Tag, key and value are the first three words of a slot; see `layout::Slot`.
        let [t0, t1, t2, t3, k0, k1, k2, k3, v0, v1, v2, v3] = *slots.get(at).bytes().first_chunk()?;
        let id = u32::from_le_bytes([v0, v1, v2, v3]).checked_sub(1)?;
        if u32::from_le_bytes([t0, t1, t2, t3]) == tag {
            let start = u32::from_le_bytes([k0, k1, k2, k3]) as usize;
            if pool.get(start..start.wrapping_add(key.len())).is_some_and(|found| same(found, key)) && is(id) {
                return Some(id);
            }
        }
        at += 1;
        if at == capacity {
            at = 0;
        }
        left -= 1;
    }
    None
}
