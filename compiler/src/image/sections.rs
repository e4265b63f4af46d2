//! The sections of an image: counted first, then put where they stay.

use etched_core::cell::Cell;
use etched_core::layout::{Record, Section};
use etched_core::{HEADER_LEN, Header, SECTION_ENTRY_LEN, SectionEntry, seal};

use super::Bytes;

/// The sections under construction, each counted or put where it stays.
pub(super) struct Sections {
    /// Records of each section so far.
    counts: Vec<u32>,
    /// Where each section starts, once all are counted.
    starts: Vec<usize>,
    /// Header, section table and records; empty while counting.
    bytes: Vec<u8>,
}

impl Sections {
    pub(super) fn counting() -> Self {
        Self { counts: vec![0; Section::ALL.len()], starts: Vec::new(), bytes: Vec::new() }
    }

    /// Returns the bytes of what was counted, with header and section table.
    pub(super) fn size(&self) -> u64 {
        let records = Section::ALL.iter().zip(&self.counts);
        let records = records.map(|(section, &count)| section.stride() as u64 * u64::from(count));
        (HEADER_LEN + Section::ALL.len() * SECTION_ENTRY_LEN) as u64 + records.sum::<u64>()
    }

    /// Starts anew with space for what was counted.
    pub(super) fn placing(self) -> Self {
        let mut bytes = vec![0; HEADER_LEN];
        let mut end = HEADER_LEN + Section::ALL.len() * SECTION_ENTRY_LEN;
        let mut starts = Vec::with_capacity(Section::ALL.len());
        for (section, &count) in Section::ALL.iter().zip(&self.counts) {
            let entry = SectionEntry { offset: end as u32, stride: section.stride() as u32, count, seed: 0 };
            bytes.extend_from_slice(&entry.to_bytes());
            starts.push(end);
            end += section.stride() * count as usize;
        }
        let table = bytes;
        let mut bytes = vec![0; end];
        bytes[..table.len()].copy_from_slice(&table);
        Self { counts: vec![0; Section::ALL.len()], starts, bytes }
    }

    /// Returns whether records are counted only: then none has a cell that could be read.
    pub(super) fn is_counting(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Appends a record and returns its index.
    pub(super) fn put<R: Record>(&mut self, section: Section, record: &R) -> u32 {
        let at = self.skip(section, 1);
        self.set(section, at, record);
        at
    }

    /// Appends records of which every cell is zero, and returns the index of the first.
    pub(super) fn skip(&mut self, section: Section, records: u32) -> u32 {
        let count = &mut self.counts[section as usize];
        let at = *count;
        // So many records have more bytes than an image: it is not written.
        *count = count.saturating_add(records);
        at
    }

    /// Appends plain numbers.
    pub(super) fn words(&mut self, section: Section, words: &[u32]) {
        let at = self.skip(section, words.len() as u32);
        if !self.is_counting() {
            let start = self.starts[section as usize] + at as usize * 4;
            for (cell, word) in self.bytes[start..].chunks_exact_mut(4).zip(words) {
                cell.copy_from_slice(&word.to_le_bytes());
            }
        }
    }

    /// Returns how many records a section has so far.
    pub(super) fn len(&self, section: Section) -> u32 {
        self.counts[section as usize]
    }

    fn record(&mut self, section: Section, record: u32) -> &mut [u8] {
        let start = self.starts[section as usize] + record as usize * section.stride();
        &mut self.bytes[start..start + section.stride()]
    }

    /// Says what the keys of a hash table are hashed with.
    pub(super) fn set_seed(&mut self, table: Section, seed: u32) {
        // The last word of the table's entry; see `SectionEntry`.
        let end = HEADER_LEN + (table as usize + 1) * SECTION_ENTRY_LEN;
        self.bytes[end - 4..end].copy_from_slice(&seed.to_le_bytes());
    }

    /// Overwrites a cell of a record.
    pub(super) fn patch<C: Cell>(&mut self, section: Section, record: u32, at: usize, value: C) {
        if !self.is_counting() {
            value.write(self.record(section, record), at);
        }
    }

    /// Puts a record where space was kept for it.
    pub(super) fn set<R: Record>(&mut self, section: Section, at: u32, record: &R) {
        if !self.is_counting() {
            record.write(self.record(section, at));
        }
    }

    /// Reads a cell of a record.
    pub(super) fn cell<C: Cell>(&mut self, section: Section, record: u32, at: usize) -> C {
        C::read(self.record(section, record), at)
    }

    /// Puts the header in front; lengths and checksum are those of the parts.
    pub(super) fn finish(self, header: &Header, strings: String) -> Bytes {
        let mut records = self.bytes;
        records[..HEADER_LEN].copy_from_slice(&header.to_bytes());
        seal(&mut records, strings.as_bytes());
        Bytes { records, strings }
    }
}
