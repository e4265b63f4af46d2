//! How much an image says: each text and each list is in it once, and answers write it out as often as it is named.
//!
//! A thousand records may name one long text. What the image takes is then no measure of what an answer, an export or a
//! hash takes, so both sums are bounded by its size. The compiler writes no image that goes over, and validation lets
//! none pass.

use core::fmt;

use crate::cell::{Cell, CellKind};
use crate::header::SectionEntry;
use crate::image::{Image, Rows};
use crate::layout::{Section, Word};
use crate::node::{Node, Nodes};

/// Bytes that the two parts of an image have at most: what is larger is neither written nor read.
pub const MAX_BYTES: u64 = 1 << 30;
/// Bytes that the name of a resource has at most.
pub const MAX_NAME: usize = 1 << 10;
/// Ids in lists per word of the image.
pub const LIST_FACTOR: u64 = 8;
/// Ids in lists that an image of any size may have.
pub const LIST_ALLOWANCE: u64 = 1 << 20;
/// Bytes of text that records name per byte of the image.
pub const TEXT_FACTOR: u64 = 64;
/// Bytes of text that the records of an image of any size may name.
pub const TEXT_ALLOWANCE: u64 = 16 << 20;

/// What an image says too much of for its size.
///
/// ```
/// use etched_core::Image;
/// use etched_core::extent::check;
///
/// assert_eq!(check(Image::new(&[], "")), Ok(()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess {
    /// What there is too much of.
    pub what: &'static str,
    /// How much an image of this size may have.
    pub limit: u64,
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the image has more {} than the {} its size allows", self.what, self.limit)
    }
}

/// Returns how many ids the lists of an image may have together.
#[must_use]
pub const fn most_entries(image: Image<'_>) -> u64 {
    size(image) / 4 * LIST_FACTOR + LIST_ALLOWANCE
}

const fn size(image: Image<'_>) -> u64 {
    image.records().len() as u64 + image.strings().len() as u64
}

/// Checks that lists and texts are no longer, written out, than [`LIST_FACTOR`] and [`TEXT_FACTOR`] allow.
///
/// Counted as text are the texts that cells and lists name, the names of records that they name, and for each edge of the
/// graph the names of both ends.
///
/// Cost: one look at every list and every text; at every cell only where the longest text would be too much if all
/// cells named it.
///
/// # Errors
/// What there is too much of.
pub fn check(image: Image<'_>) -> Result<(), Excess> {
    let mut entries = 0;
    for &section in Section::ALL {
        let Some(records) = Records::of(image, section) else { continue };
        let lists = section.cells().iter().filter(|spec| matches!(spec.kind, CellKind::List(_)));
        for spec in lists {
            entries += records.clone().map(|record| u64::from(u32::read(record, spec.offset + 4))).sum::<u64>();
        }
    }
    let limit = most_entries(image);
    if entries > limit {
        return Err(Excess { what: "ids in lists", limit });
    }
    let texts = Texts::of(image);
    let longest = (0..texts.count()).map(|id| texts.len(id)).max().unwrap_or(0);
    check_texts(image, entries, longest)
}

/// Checks the texts of an image whose lists have so many entries, and whose longest text has so many bytes.
pub(crate) fn check_texts(image: Image<'_>, entries: u64, longest: u64) -> Result<(), Excess> {
    let limit = size(image) * TEXT_FACTOR + TEXT_ALLOWANCE;
    let in_cells = Section::ALL.iter().map(|&section| {
        let cells = section.cells().iter().filter(|spec| !matches!(names(spec.kind), Names::Nothing)).count();
        u64::from(image.count(section)) * cells as u64
    });
    let ends = 2 * u64::from(image.count(Section::Edge));
    let named = in_cells.sum::<u64>() + entries + ends;
    // So it is of nearly every image, and then nothing is added up.
    if named.saturating_mul(longest) <= limit {
        return Ok(());
    }
    let excess = Excess { what: "bytes of text named by its records", limit };
    let texts = Texts::of(image);
    let mut sum = 0_u64;
    for &section in Section::ALL {
        sum = sum.saturating_add(texts.section(section));
        if sum > limit {
            return Err(excess);
        }
    }
    if sum.saturating_add(texts.edges()) > limit { Err(excess) } else { Ok(()) }
}

/// What of a cell an answer writes.
#[derive(Clone, Copy)]
enum Names {
    Nothing,
    Text,
    Texts,
    /// The name of a record: its first cell.
    Record(Section),
    /// The same, of a record that need not be there.
    Maybe(Section),
    Records(Section),
}

const fn names(kind: CellKind) -> Names {
    match kind {
        CellKind::Str => Names::Text,
        CellKind::List(name) if matches!(name.as_bytes(), b"Str") => Names::Texts,
        CellKind::List(name) => match named(name) {
            Some(section) => Names::Records(section),
            None => Names::Nothing,
        },
        CellKind::Id(name) => match named(name) {
            Some(section) => Names::Record(section),
            None => Names::Nothing,
        },
        CellKind::Opt(name) => match named(name) {
            Some(section) => Names::Maybe(section),
            None => Names::Nothing,
        },
        CellKind::Number | CellKind::Real | CellKind::Hash | CellKind::Range(_) => Names::Nothing,
    }
}

/// Returns the section of that name, if its records start with a text.
const fn named(name: &str) -> Option<Section> {
    let mut at = 0;
    while at < Section::ALL.len() {
        let section = Section::ALL[at];
        if same(section.name(), name) {
            return match section.cells() {
                [first, ..] if matches!(first.kind, CellKind::Str) => Some(section),
                _ => None,
            };
        }
        at += 1;
    }
    None
}

pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The bytes of the records of a section.
struct Records;

impl Records {
    fn of(image: Image<'_>, section: Section) -> Option<core::slice::ChunksExact<'_, u8>> {
        let entry = SectionEntry::read(image.records(), section as u32)?;
        let stride = entry.stride as usize;
        let bytes = image.records().get(entry.offset as usize..)?.get(..stride.checked_mul(entry.count as usize)?)?;
        (stride > 0).then(|| bytes.chunks_exact(stride))
    }
}

/// The texts of an image by their lengths.
struct Texts<'a> {
    image: Image<'a>,
    offsets: Rows<'a, Word>,
}

impl<'a> Texts<'a> {
    fn of(image: Image<'a>) -> Self {
        Self { image, offsets: image.rows_of(Section::Strings) }
    }

    fn count(&self) -> u32 {
        self.offsets.len().saturating_sub(1)
    }

    fn len(&self, id: u32) -> u64 {
        u64::from(self.offsets.word(id + 1).saturating_sub(self.offsets.word(id)))
    }

    /// Returns the length of the name of a record.
    fn of_record(&self, section: Section, id: u32) -> u64 {
        self.len(self.image.rows_of::<Word>(section).get(id).value())
    }

    /// Returns the bytes of text that the records of a section name.
    fn section(&self, section: Section) -> u64 {
        let Some(records) = Records::of(self.image, section) else { return 0 };
        let mut cells = [(0, Names::Nothing); MOST_CELLS];
        let mut count = 0;
        for spec in section.cells() {
            let names = names(spec.kind);
            if !matches!(names, Names::Nothing) {
                cells[count] = (spec.offset, names);
                count += 1;
            }
        }
        let cells = &cells[..count];
        if cells.is_empty() {
            return 0;
        }
        records.map(|record| cells.iter().map(|&(at, names)| self.cell(record, at, names)).sum::<u64>()).sum()
    }

    #[inline]
    fn cell(&self, record: &[u8], at: usize, names: Names) -> u64 {
        let word = |at| u32::read(record, at);
        let ids = || self.image.list(crate::cell::List::<crate::cell::Str>::new(word(at), word(at + 4))).iter();
        match names {
            Names::Nothing => 0,
            Names::Text => self.len(word(at)),
            Names::Texts => ids().map(|id| self.len(id)).sum(),
            Names::Records(section) => ids().map(|id| self.of_record(section, id)).sum(),
            Names::Record(section) => self.of_record(section, word(at)),
            Names::Maybe(section) => word(at).checked_sub(1).map_or(0, |id| self.of_record(section, id)),
        }
    }

    /// Returns the bytes of the names of both ends of all edges.
    fn edges(&self) -> u64 {
        let nodes = Nodes::of(self.image);
        let name = |node| match nodes.node(node) {
            Node::Resource(id) => self.len(self.image.get(id).name().0),
            Node::Dangling(id) => self.len(self.image.get(id).name().0),
            Node::Route(id) => self.len(self.image.get(id).path().0),
            Node::Middleware(id) => self.len(self.image.get(id).name().0),
            Node::Function(id) => self.len(self.image.get(id).name().0),
        };
        let edges = self.image.rows::<crate::layout::Edge>();
        edges.iter().map(|edge| name(edge.from()).saturating_add(name(edge.to()))).sum()
    }
}

/// Cells of the longest record.
const MOST_CELLS: usize = {
    let (mut at, mut most) = (0, 0);
    while at < Section::ALL.len() {
        let cells = Section::ALL[at].cells().len();
        if cells > most {
            most = cells;
        }
        at += 1;
    }
    most
};
