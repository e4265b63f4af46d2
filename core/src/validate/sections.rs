//! The section table: every section inside the records, one behind the other.

use super::error::{Checked, Expected, wrong};
use crate::header::{HEADER_LEN, Header, SECTION_ENTRY_LEN, SectionEntry};
use crate::layout::Section;

const TABLE: &str = "section table";

/// Checks the table and returns our sections; one that the image does not have is empty.
///
/// `minor` is the layout of the reader: an image of the same or a higher one has all sections, and none with shorter
/// records.
pub(super) fn check(minor: u16, header: &Header, records: &[u8]) -> Checked<[SectionEntry; Section::ALL.len()]> {
    let known = Section::ALL.len();
    if header.minor >= minor && (header.sections as usize) < known {
        return Err(wrong(TABLE, 0, "sections", Expected::AtLeast(known as u64), header.sections));
    }
    let mut entries = [SectionEntry::default(); Section::ALL.len()];
    let mut end = (HEADER_LEN + header.sections as usize * SECTION_ENTRY_LEN) as u64;
    for at in 0..header.sections {
        let entry = SectionEntry::read(records, at).unwrap_or_default();
        let SectionEntry { offset, stride, count, seed } = entry;
        let section = Section::ALL.get(at as usize);
        if u64::from(offset) < end {
            return Err(wrong(TABLE, at, "offset", Expected::AtLeast(end), offset));
        }
        if let Some(section) = section {
            stride_fits(minor, header, *section, stride, at)?;
        }
        if seed != 0 && header.minor <= minor && !section.is_some_and(|section| section.is_table()) {
            return Err(wrong(TABLE, at, "seed", Expected::Is(0), seed));
        }
        // The highest numbers are not ids: lists of offsets have one more, and an id or none is stored plus one.
        let most = u64::from(u32::MAX - 2);
        if u64::from(count) > most {
            return Err(wrong(TABLE, at, "count", Expected::AtMost(most), count));
        }
        end = u64::from(offset) + u64::from(stride) * u64::from(count);
        if end > records.len() as u64 {
            let room = (records.len() as u64).saturating_sub(u64::from(offset)) / u64::from(stride.max(1));
            return Err(wrong(TABLE, at, "count", Expected::AtMost(room), count));
        }
        if section.is_some() {
            entries[at as usize] = entry;
        }
    }
    Ok(entries)
}

fn stride_fits(minor: u16, header: &Header, section: Section, stride: u32, at: u32) -> Checked {
    let ours = section.stride() as u64;
    let found = u64::from(stride);
    // Bare numbers and slots of names are read as one run in every minor layout.
    if section.is_fixed() && found != ours {
        return Err(wrong(TABLE, at, "stride", Expected::Is(ours), found));
    }
    let least = if header.minor < minor { 4 } else { ours };
    if found < least {
        return Err(wrong(TABLE, at, "stride", Expected::AtLeast(least), found));
    }
    if found % 4 != 0 {
        return Err(wrong(TABLE, at, "stride", Expected::That("a multiple of 4"), found));
    }
    Ok(())
}
