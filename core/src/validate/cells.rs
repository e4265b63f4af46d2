//! Every cell of every record, by what the layout table says it means.
//!
//! The checks are made from the table, one function per record type with its offsets as constants, and say yes or no;
//! only a no is looked into for its cell.

use super::error::{Checked, Expected, ValidateError, wrong};
use crate::cell::{Cell, CellKind, Id, List, Opt, Range, Str, Target};
use crate::extent::{Excess, most_entries, same};
use crate::header::SectionEntry;
use crate::image::Image;
use crate::layout::{CellSpec, Section};

/// Places of `Limits::counts`: the sections, then the strings.
const PLACES: usize = Section::ALL.len() + 1;

/// How many of each thing there are.
pub(crate) struct Limits<'a> {
    counts: [u32; PLACES],
    ids: &'a [u8],
    entries: u64,
}

/// How often things were named.
pub(crate) struct Sums {
    ranges: [u64; PLACES],
    entries: u64,
}

/// Returns the place of a target in `Limits::counts`, known when the program is compiled.
const fn place(name: &str) -> usize {
    let mut at = 0;
    while at < Section::ALL.len() {
        if same(Section::ALL[at].name(), name) {
            return at;
        }
        at += 1;
    }
    Section::ALL.len()
}

/// A cell that knows whether it is right.
pub(crate) trait Check: Cell {
    fn check(self, limits: &Limits<'_>, sums: &mut Sums) -> bool;
}

impl Check for u32 {
    #[inline]
    fn check(self, _: &Limits<'_>, _: &mut Sums) -> bool {
        true
    }
}

impl Check for f64 {
    #[inline]
    fn check(self, _: &Limits<'_>, _: &mut Sums) -> bool {
        self.is_finite()
    }
}

impl Check for [u8; 16] {
    #[inline]
    fn check(self, _: &Limits<'_>, _: &mut Sums) -> bool {
        true
    }
}

impl Check for Str {
    #[inline]
    fn check(self, limits: &Limits<'_>, _: &mut Sums) -> bool {
        self.0 < limits.counts[const { place("Str") }]
    }
}

impl<T: Target> Check for Id<T> {
    #[inline]
    fn check(self, limits: &Limits<'_>, _: &mut Sums) -> bool {
        self.index < limits.counts[const { place(T::NAME) }]
    }
}

impl<T: Target> Check for Opt<T> {
    #[inline]
    fn check(self, limits: &Limits<'_>, _: &mut Sums) -> bool {
        self.plus_one <= limits.counts[const { place(T::NAME) }]
    }
}

impl<T: Target> Check for Range<T> {
    #[inline]
    fn check(self, limits: &Limits<'_>, sums: &mut Sums) -> bool {
        let place = const { place(T::NAME) };
        sums.ranges[place] += u64::from(self.len);
        u64::from(self.start) + u64::from(self.len) <= u64::from(limits.counts[place])
    }
}

impl<T: Target> Check for List<T> {
    #[inline]
    fn check(self, limits: &Limits<'_>, sums: &mut Sums) -> bool {
        if self.len == 0 {
            return self.start <= limits.counts[const { place("Ids") }];
        }
        sums.entries += u64::from(self.len);
        limits.list(self.start, self.len, limits.counts[const { place(T::NAME) }], sums)
    }
}

impl<'a> Limits<'a> {
    fn new(image: Image<'a>, sections: &[SectionEntry; Section::ALL.len()]) -> Self {
        let mut counts = [0; PLACES];
        for (count, entry) in counts.iter_mut().zip(sections) {
            *count = entry.count;
        }
        // Offsets are one more than strings.
        counts[PLACES - 1] = sections[Section::Strings as usize].count - 1;
        let ids = sections[Section::Ids as usize];
        let ids = image.records().get(ids.offset as usize..).and_then(|rest| rest.get(..ids.count as usize * 4));
        Self { counts, ids: ids.unwrap_or(&[]), entries: most_entries(image) }
    }

    #[inline]
    fn list(&self, start: u32, len: u32, limit: u32, sums: &Sums) -> bool {
        // Lists share their ids, so the time to look at all of them is bounded by the sum of their lengths.
        if sums.entries > self.entries {
            return false;
        }
        let words = self.ids.get(start as usize * 4..).and_then(|rest| rest.get(..len as usize * 4));
        words.is_some_and(|words| words.chunks_exact(4).all(|word| <u32 as Cell>::read(word, 0) < limit))
    }

    /// Says which cell of a record is wrong.
    #[cold]
    fn blame(&self, section: Section, at: u32, record: &[u8]) -> ValidateError {
        for spec in section.cells() {
            if let Some((expected, found)) = self.blame_cell(spec, record) {
                return wrong(section.name(), at, spec.name, expected, found);
            }
        }
        Excess { what: "ids in lists", limit: self.entries }.into()
    }

    fn blame_cell(&self, spec: &CellSpec, record: &[u8]) -> Option<(Expected, u64)> {
        let word = |at: usize| <u32 as Cell>::read(record, spec.offset + at);
        let (first, second) = (word(0), word(4));
        let beyond =
            |limit: u32, found: u32| (found >= limit).then(|| (Expected::Below(u64::from(limit)), u64::from(found)));
        let run = |limit: u32| {
            let end = u64::from(first) + u64::from(second);
            (end > u64::from(limit)).then_some((Expected::AtMost(u64::from(limit)), end))
        };
        match spec.kind {
            CellKind::Number | CellKind::Hash => None,
            CellKind::Real => {
                let value = <f64 as Cell>::read(record, spec.offset);
                (!value.is_finite()).then_some((Expected::That("a finite number"), value.to_bits()))
            }
            CellKind::Str => beyond(self.counts[PLACES - 1], first),
            CellKind::Id(name) => beyond(self.counts[place(name)], first),
            CellKind::Opt(name) => beyond(self.counts[place(name)] + 1, first),
            CellKind::Range(name) => run(self.counts[place(name)]),
            CellKind::List(name) => run(self.counts[place("Ids")]).or_else(|| {
                let limit = self.counts[place(name)];
                let words = self.ids.get(first as usize * 4..)?.get(..second as usize * 4)?;
                words.chunks_exact(4).find_map(|word| beyond(limit, <u32 as Cell>::read(word, 0)))
            }),
        }
    }
}

/// A record type whose cells know whether they are right.
pub(crate) trait CheckRecord {
    fn check(record: &[u8], limits: &Limits<'_>, sums: &mut Sums) -> bool;
}

/// Checks the records of one section; says which is wrong.
pub(crate) fn check_all<R: CheckRecord>(
    records: core::slice::ChunksExact<'_, u8>,
    limits: &Limits<'_>,
    sums: &mut Sums,
) -> Result<(), u32> {
    for (at, record) in records.enumerate() {
        if !R::check(record, limits, sums) {
            return Err(at as u32);
        }
    }
    Ok(())
}

/// Checks all records, and returns how many ids their lists have together.
pub(super) fn check(image: Image<'_>, sections: &[SectionEntry; Section::ALL.len()]) -> Checked<u64> {
    if sections[Section::Application as usize].count != 1 {
        let found = sections[Section::Application as usize].count;
        return Err(wrong("section table", Section::Application as u32, "count", Expected::Is(1), found));
    }
    let embedders = sections[Section::Embedder as usize].count;
    if embedders > 1 {
        return Err(wrong("section table", Section::Embedder as u32, "count", Expected::AtMost(1), embedders));
    }
    let limits = Limits::new(image, sections);
    let mut sums = Sums { ranges: [0; PLACES], entries: 0 };
    for (section, entry) in Section::ALL.iter().zip(sections) {
        let stride = entry.stride as usize;
        let bytes = image.records().get(entry.offset as usize..).unwrap_or(&[]);
        let bytes = bytes.get(..stride * entry.count as usize).unwrap_or(&[]);
        if bytes.is_empty() {
            continue;
        }
        let records = bytes.chunks_exact(stride);
        if let Err(at) = section.check(records, &limits, &mut sums) {
            let record = bytes.get(at as usize * stride..).unwrap_or(&[]);
            let record = record.get(..stride).unwrap_or(&[]);
            return Err(limits.blame(*section, at, record));
        }
    }
    // Ranges are not shared: together they are no longer than what they point into, or reading the image would take
    // more than its size.
    for (section, (sum, count)) in Section::ALL.iter().zip(sums.ranges.iter().zip(limits.counts)) {
        if *sum > u64::from(count) {
            return Err(wrong(section.name(), 0, "ranges", Expected::AtMost(u64::from(count)), *sum));
        }
    }
    Ok(sums.entries)
}

/// A record read in full; a shorter one of a lower minor layout ends in zeros.
pub(crate) fn padded<'r, const STRIDE: usize>(record: &'r [u8], spare: &'r mut [u8; STRIDE]) -> &'r [u8; STRIDE] {
    match record.first_chunk() {
        Some(record) => record,
        None => {
            *spare = [0; STRIDE];
            spare[..record.len()].copy_from_slice(record);
            spare
        }
    }
}
