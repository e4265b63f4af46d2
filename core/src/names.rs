//! Hash tables of names: slots that hold a short key themselves, so that a lookup reads one cache line and no text.
//!
//! A slot is 24 bytes: a key of up to 16 as two overlapping words, its length, the id it names. A longer key is in
//! the string pool, and its slot holds its hash and where. Tables are a quarter full, and a key is in one of the
//! [`SPILL`] slots from where it is looked for first: no set of names makes a lookup slow.

use crate::hash::{Seed, hash, words};
use crate::header::SectionEntry;
use crate::image::Image;
use crate::layout::{NameSlot, Record, Section};
use crate::table::{self, SPILL};

/// Bytes of a slot.
const SLOT: usize = NameSlot::STRIDE;

/// A table of names that was found in its image, ready to be asked.
///
/// ```
/// use etched_core::layout::Section;
/// use etched_core::{Image, Names};
///
/// let image = Image::new(&[], "");
/// assert_eq!(Names::of(image, Section::ResourceTable).find(image.strings(), "Post"), None);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    slots: &'a [[u8; SLOT]],
    /// Slots that a key may be looked for first.
    starts: u32,
    seed: Seed,
}

/// Where in an image a table of names stands: [`Names`] without the image.
#[derive(Clone, Copy, Debug, Default)]
pub struct NamesSpan {
    start: u32,
    end: u32,
    starts: u32,
    seed: u32,
}

impl NamesSpan {
    /// Finds a table in the section table of an image.
    #[must_use]
    pub const fn of(image: Image<'_>, table: Section) -> Self {
        match SectionEntry::read(image.records(), table as u32) {
            Some(SectionEntry { offset, stride, count, seed }) if stride as usize == SLOT => Self {
                start: offset,
                end: offset.saturating_add(count.saturating_mul(stride)),
                starts: count.saturating_sub(SPILL as u32),
                seed,
            },
            _ => Self { start: 0, end: 0, starts: 0, seed: 0 },
        }
    }

    /// Returns the table, of the image it was found in.
    #[inline]
    #[must_use]
    pub const fn in_image(self, image: Image<'_>) -> Names<'_> {
        // `get`, in words that a constant can be made of.
        let slots: &[u8] = match image.records().split_at_checked(self.end as usize) {
            Some((before, _)) => match before.split_at_checked(self.start as usize) {
                Some((_, slots)) => slots,
                None => &[],
            },
            None => &[],
        };
        let (slots, _) = slots.as_chunks();
        Names { slots, starts: self.starts, seed: Seed::new(self.seed as u64) }
    }
}

impl<'a> Names<'a> {
    /// Finds a table in an image; one that the image does not have is empty.
    #[inline]
    #[must_use]
    pub const fn of(image: Image<'a>, table: Section) -> Self {
        NamesSpan::of(image, table).in_image(image)
    }

    /// Returns the id of the first record whose key is exactly that text; `pool` is the string pool of the image.
    ///
    /// Cost: one hash, one cache line; about 3 ns for keys of up to 16 bytes. 1.2 slots on average where the key is
    /// there, 1.4 where it is not (Knuth, The Art of Computer Programming, 6.4, linear probing in a quarter full table).
    /// Always inlined, as a map's lookup is: a call would take a fifth of a miss.
    #[inline(always)]
    #[must_use]
    pub fn find(&self, pool: &str, key: &str) -> Option<u32> {
        let key = key.as_bytes();
        let Some((first, last)) = words(key) else { return self.find_long(pool.as_bytes(), key) };
        let mut at = self.start(self.seed.hash_words(first, last, key.len()));
        let end = at + SPILL;
        while let Some(slot) = self.slots.get(at).map(Slot) {
            let id = slot.id()?;
            if slot.first() == first && slot.last() == last && slot.len() == key.len() {
                return Some(id);
            }
            at += 1;
            if at == end {
                break;
            }
        }
        None
    }

    /// Returns the slot that a key of this hash is looked for first.
    #[inline]
    fn start(&self, hash: u64) -> usize {
        table::start(hash, self.starts) as usize
    }

    /// Kept apart, so that the short case needs few registers.
    #[inline(never)]
    fn find_long(&self, pool: &[u8], key: &[u8]) -> Option<u32> {
        let hash = self.seed.hash(key);
        let is = |slot: Slot<'_>| {
            let found = || pool.get(slot.last() as usize..)?.get(..key.len());
            slot.first() == hash && slot.len() == key.len() && found() == Some(key)
        };
        self.filled(hash).find(|&(slot, _)| is(slot)).map(|(_, id)| id)
    }

    /// Returns the slots that a key of this hash may be in, with their ids, up to the first empty one.
    fn filled(&self, hash: u64) -> impl Iterator<Item = (Slot<'a>, u32)> {
        let slots = self.slots.get(self.start(hash)..).unwrap_or_default();
        slots.iter().take(SPILL).map(Slot).map_while(|slot| slot.id().map(|id| (slot, id)))
    }

    /// Returns how many slots a lookup of a key looks at.
    #[cfg(feature = "validate")]
    pub(crate) fn probes(&self, key: &[u8]) -> u64 {
        self.filled(self.seed.hash(key)).count() as u64 + 1
    }
}

/// A slot as it is read in a loop over many: the layout table's record, from an array whose length is known.
#[derive(Clone, Copy)]
struct Slot<'a>(&'a [u8; SLOT]);

impl Slot<'_> {
    #[inline]
    fn word(self, at: usize) -> u64 {
        u64::from_le_bytes([
            self.0[at],
            self.0[at + 1],
            self.0[at + 2],
            self.0[at + 3],
            self.0[at + 4],
            self.0[at + 5],
            self.0[at + 6],
            self.0[at + 7],
        ])
    }

    #[inline]
    fn half(self, at: usize) -> u32 {
        u32::from_le_bytes([self.0[at], self.0[at + 1], self.0[at + 2], self.0[at + 3]])
    }

    #[inline]
    fn first(self) -> u64 {
        self.word(0)
    }

    #[inline]
    fn last(self) -> u64 {
        self.word(8)
    }

    #[inline]
    fn len(self) -> usize {
        self.half(16) as usize
    }

    #[inline]
    fn id(self) -> Option<u32> {
        self.half(20).checked_sub(1)
    }
}

/// Returns the key cell of the slot of a text, which is at `offset` of the string pool.
///
/// ```
/// let short = etched_core::names::key_cell(0, b"Post", 7);
/// assert_eq!(short, etched_core::names::key_cell(1, b"Post", 8), "a short key is all there is");
/// ```
#[must_use]
pub fn key_cell(seed: u64, key: &[u8], offset: u32) -> [u8; 16] {
    let (first, last) = words(key).unwrap_or_else(|| (hash(seed, key), offset.into()));
    let mut cell = [0; 16];
    cell[..8].copy_from_slice(&first.to_le_bytes());
    cell[8..].copy_from_slice(&last.to_le_bytes());
    cell
}
