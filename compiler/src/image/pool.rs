//! Strings and lists, each stored once.

use std::hash::{BuildHasher, RandomState};
use std::ops::Deref;

use etched_core::MARKER_LEN;
use etched_core::cell::{List, Str};
use etched_core::extent::MAX_BYTES;

/// The string pool and the list of ids under construction.
///
/// What is known is found by its place in what is written anyway, so the tables are a few bytes an entry.
pub(super) struct Pool {
    text: String,
    offsets: Vec<u32>,
    ids: Table,
    words: Vec<u32>,
    /// Where each distinct list starts, and how long it is.
    runs: Vec<(u32, u32)>,
    lists: Table,
    hasher: RandomState,
    /// Whether there was a text or a list too many: an image has room for neither, and is not written.
    full: bool,
}

impl Pool {
    /// Starts with the marker, which is in front of string 0 and part of no string.
    pub(super) fn new(marker: &[u8; MARKER_LEN]) -> Self {
        let text: String = marker.iter().map(|&byte| char::from(byte)).collect();
        let mut pool = Self {
            offsets: vec![text.len() as u32],
            text,
            ids: Table::default(),
            words: Vec::new(),
            runs: Vec::new(),
            lists: Table::default(),
            hasher: RandomState::new(),
            full: false,
        };
        pool.str("");
        pool
    }

    /// Returns the id of a text.
    pub(super) fn str(&mut self, text: &str) -> Str {
        let Self { text: all, offsets, ids, hasher, full, .. } = self;
        if all.len() + text.len() > MAX_BYTES as usize {
            // One that is known would fit; then so much is there already that it makes no difference.
            *full = true;
            return Str(0);
        }
        let known = |id: u32| &all[offsets[id as usize] as usize..offsets[id as usize + 1] as usize];
        let next = offsets.len() as u32 - 1;
        let id = ids.enter(hasher.hash_one(text), next, |id| known(id) == text, |id| hasher.hash_one(known(id)));
        if id == next {
            all.push_str(text);
            offsets.push(all.len() as u32);
        }
        Str(id)
    }

    /// Returns where a text is in the pool.
    pub(super) fn offset(&self, id: Str) -> u32 {
        self.offsets[id.0 as usize]
    }

    /// Returns a text.
    pub(super) fn text(&self, id: Str) -> &str {
        &self.text[self.offsets[id.0 as usize] as usize..self.offsets[id.0 as usize + 1] as usize]
    }

    /// Returns a list of ids.
    pub(super) fn list<T>(&mut self, ids: &[u32]) -> List<T> {
        if ids.is_empty() {
            return List::default();
        }
        let Self { words, runs, lists, hasher, full, .. } = self;
        if (words.len() + ids.len()) * 4 > MAX_BYTES as usize {
            *full = true;
            return List::default();
        }
        let known = |at: u32| {
            let (start, len) = runs[at as usize];
            &words[start as usize..][..len as usize]
        };
        let next = runs.len() as u32;
        let at = lists.enter(hasher.hash_one(ids), next, |at| known(at) == ids, |at| hasher.hash_one(known(at)));
        if at == next {
            runs.push((words.len() as u32, ids.len() as u32));
            words.extend_from_slice(ids);
        }
        let (start, len) = runs[at as usize];
        List::new(start, len)
    }

    /// Returns a list of texts.
    pub(super) fn strs(&mut self, texts: &[impl Deref<Target = str>]) -> List<Str> {
        let ids: Vec<u32> = texts.iter().map(|text| self.str(text).0).collect();
        self.list(&ids)
    }

    /// Returns the bytes of the texts; `None` when not all of them found room, or not all lists.
    pub(super) fn size(&self) -> Option<u64> {
        (!self.full).then_some(self.text.len() as u64)
    }

    /// Gives back the space that was kept for more to come.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.offsets.shrink_to_fit();
        self.words.shrink_to_fit();
        self.runs.shrink_to_fit();
    }

    /// Returns the offsets of the strings.
    pub(super) fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    /// Returns the list of ids.
    pub(super) fn words(&self) -> &[u32] {
        &self.words
    }

    /// Returns the strings, one behind the other.
    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// A hash table of numbers that stand for something else: open addressing, at most three quarters full.
#[derive(Default)]
struct Table {
    /// Numbers plus one; zero is free.
    slots: Vec<u32>,
    len: usize,
}

impl Table {
    /// Returns the number that `is` accepts among those of a hash, or enters `next` and returns it.
    fn enter(&mut self, hash: u64, next: u32, is: impl Fn(u32) -> bool, hash_of: impl Fn(u32) -> u64) -> u32 {
        if self.len * 4 >= self.slots.len() * 3 {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![0; (old.len() * 2).max(16)];
            for number in old.into_iter().filter(|&slot| slot != 0) {
                let free = self.find(hash_of(number - 1), |_| false);
                self.slots[free] = number;
            }
        }
        let at = self.find(hash, is);
        if self.slots[at] == 0 {
            self.slots[at] = next + 1;
            self.len += 1;
        }
        self.slots[at] - 1
    }

    /// Returns the slot of the number that `is` accepts, or the free one where it would stand.
    fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != 0 && !is(self.slots[at] - 1) {
            at = (at + 1) & mask;
        }
        at
    }
}
