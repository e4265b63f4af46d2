//! Grouping by key: hashed while it grows, sorted when it is read.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use etched_core::hash::hash;

/// A hash map under the hash of etched: keys come from the schema of whoever compiles, so nobody is to be kept out.
pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Folded>>;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Folded(u64);

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(self.0, bytes);
    }

    fn write_u8(&mut self, value: u8) {
        self.0 = self.0.rotate_left(8) ^ u64::from(value);
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        // Fibonacci hashing, Knuth, The Art of Computer Programming 3, 6.4.
        self.0 = (self.0.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 32;
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Returns the items of each key, in order of the keys.
pub(super) fn grouped<K: Ord + Hash + Clone>(items: impl IntoIterator<Item = (K, u32)>) -> Vec<(K, Vec<u32>)> {
    let mut groups: Map<K, Vec<u32>> = Map::default();
    for (key, item) in items {
        groups.entry(key).or_default().push(item);
    }
    let mut sorted: Vec<(K, Vec<u32>)> = groups.into_iter().collect();
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    sorted
}

/// Returns the commonest of some keys and how often it occurs; of equally common ones the first in order.
pub(super) fn commonest<K: Ord + Hash + Copy>(keys: impl IntoIterator<Item = K>) -> Option<(K, u32)> {
    let mut counts: Map<K, u32> = Map::default();
    let mut last: Option<(K, u32)> = None;
    for key in keys {
        // Most runs are of one key: count them before the map is asked.
        last = match last {
            Some((known, count)) if known == key => Some((known, count + 1)),
            Some((known, count)) => {
                *counts.entry(known).or_default() += count;
                Some((key, 1))
            }
            None => Some((key, 1)),
        };
    }
    if let Some((known, count)) = last {
        *counts.entry(known).or_default() += count;
    }
    counts.into_iter().min_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)))
}
