//! Images changed cell by cell, with lengths and checksum put right again.

use etched_compiler::image::Bytes;
use etched_core::layout::Section;
use etched_core::validate::validate;
use etched_core::{HEADER_LEN, SECTION_ENTRY_LEN, seal};

pub(crate) fn put(records: &mut [u8], at: usize, value: u32) {
    records[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

pub(crate) fn word(records: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(records[at..at + 4].try_into().expect("four bytes"))
}

/// Where the entry of a section stands in the section table.
pub(crate) const fn entry(section: Section) -> usize {
    HEADER_LEN + section as usize * SECTION_ENTRY_LEN
}

/// Where a cell of a record stands.
pub(crate) fn cell(records: &[u8], section: Section, record: usize, name: &str) -> usize {
    let spec = section.cells().iter().find(|spec| spec.name == name).expect("the cell is in the table");
    word(records, entry(section)) as usize + record * word(records, entry(section) + 4) as usize + spec.offset
}

/// Changes the records, seals them and says what validation says.
#[allow(dead_code, reason = "each test that has this module uses what it needs")]
pub(crate) fn refusal(bytes: &Bytes, change: impl FnOnce(&mut Vec<u8>)) -> Option<String> {
    let mut records = bytes.records.clone();
    change(&mut records);
    seal(&mut records, bytes.strings.as_bytes());
    validate(&records, bytes.strings.as_bytes()).err().map(|error| error.to_string())
}
