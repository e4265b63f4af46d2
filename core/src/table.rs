//! Hash tables in the image: open addressing, linear probing, at most a quarter full.
//!
//! A slot holds 16 bits of the key's hash and 16 of its length, where the key stands in the string pool, and the id
//! it names. Slot number and tag come from different ends of the hash. A miss mostly ends at an empty slot after one
//! cache line; a hit compares bytes once.

use crate::hash::hash;
use crate::image::Image;
use crate::layout::{Section, Slot};

/// Length stored for keys whose length does not fit; their entry is compared by prefix, and then as a whole.
pub const LONG: u32 = 0xffff;

/// Returns the slot a key starts at in a table of `capacity` slots, and the upper half of its tag.
#[inline]
#[must_use]
pub fn place(seed: u64, key: &[u8], capacity: u32) -> (u32, u32) {
    let hash = hash(seed, key);
    let slot = ((hash >> 32) * u64::from(capacity)) >> 32;
    (slot as u32, (hash as u32) << 16)
}

/// Returns the length as a slot stores it.
#[inline]
#[must_use]
pub const fn stored_len(len: usize) -> u32 {
    if len < LONG as usize { len as u32 } else { LONG }
}

/// Returns how many slots a table of `entries` entries has.
#[must_use]
pub const fn capacity(entries: usize) -> usize {
    if entries == 0 { 0 } else { entries * 4 }
}

/// Finds the ids entered under `key`, in the order they were entered, and returns the first that `is` accepts.
///
/// `is` sees each id whose key has the same bytes, up to the first 65,534 of them for longer keys.
#[inline]
pub fn find(image: Image<'_>, section: Section, seed: u64, key: &[u8], mut is: impl FnMut(u32) -> bool) -> Option<u32> {
    let slots = image.rows_of::<Slot>(section);
    let capacity = slots.len();
    let (mut at, hash) = place(seed, key, capacity);
    let tag = hash | stored_len(key.len());
    let pool = image.strings().as_bytes();
    let mut left = capacity;
    while left > 0 {
        let slot = slots.get(at);
        let id = slot.value().checked_sub(1)?;
        if slot.tag() == tag {
            let start = slot.key() as usize;
            let found = pool.get(start..).and_then(|rest| rest.get(..key.len()));
            if found == Some(key) && is(id) {
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
