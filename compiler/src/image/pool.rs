//! Strings and lists, each stored once.

use std::collections::HashMap;

use etched_core::cell::{List, Str};

/// The string pool and the list of ids under construction.
pub(super) struct Pool<'m> {
    text: String,
    offsets: Vec<u32>,
    ids: HashMap<std::borrow::Cow<'m, str>, u32>,
    words: Vec<u32>,
    lists: HashMap<Box<[u32]>, u32>,
}

impl<'m> Pool<'m> {
    pub(super) fn new() -> Self {
        let mut pool = Self {
            text: String::new(),
            offsets: vec![0],
            ids: HashMap::new(),
            words: Vec::new(),
            lists: HashMap::new(),
        };
        pool.str("");
        pool
    }

    /// Returns the id of a text that outlives the pool.
    pub(super) fn str(&mut self, text: &'m str) -> Str {
        self.intern(text.into())
    }

    /// Returns the id of a text made here.
    pub(super) fn owned(&mut self, text: &str) -> Str {
        match self.ids.get(text) {
            Some(&id) => Str(id),
            None => self.intern(text.to_owned().into()),
        }
    }

    fn intern(&mut self, text: std::borrow::Cow<'m, str>) -> Str {
        let next = self.offsets.len() as u32 - 1;
        let id = match self.ids.entry(text) {
            std::collections::hash_map::Entry::Occupied(entry) => *entry.get(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                self.text.push_str(entry.key());
                self.offsets.push(self.text.len() as u32);
                *entry.insert(next)
            }
        };
        Str(id)
    }

    /// Returns where a text stands in the pool.
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
        let start = match self.lists.get(ids) {
            Some(&start) => start,
            None => {
                let start = self.words.len() as u32;
                self.words.extend_from_slice(ids);
                self.lists.insert(ids.into(), start);
                start
            }
        };
        List::new(start, ids.len() as u32)
    }

    /// Returns a list of texts.
    pub(super) fn strs(&mut self, texts: &'m [String]) -> List<Str> {
        let ids: Vec<u32> = texts.iter().map(|text| self.str(text).0).collect();
        self.list(&ids)
    }

    /// Returns the pool, the offsets of its strings and the list of ids.
    pub(super) fn finish(self) -> (String, Vec<u32>, Vec<u32>) {
        (self.text, self.offsets, self.words)
    }
}
