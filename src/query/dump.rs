//! An image as it lies: header, sections, entries.

use etched_core::layout::Section;
use etched_core::{HEADER_LEN, SECTION_ENTRY_LEN, SectionEntry};
use serde::Serialize;

use super::info::{EmbeddedIn, stripped};
use super::{FORMAT, Page};
use crate::handle::{Resource, Route, SourceFile};
use crate::registry::Registry;

/// The answer to "what lies where in the image?"; made by [`dump`].
#[derive(Clone, Debug, Serialize)]
pub struct Dump<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Layout, `major.minor`.
    pub layout_version: String,
    /// Root digest.
    pub digest: String,
    /// Fingerprint of the numbering.
    pub fingerprint: String,
    /// Checksum over all bytes.
    pub checksum: String,
    /// The crate that embeds the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embedded_in: Option<EmbeddedIn<'r>>,
    /// Size of the image.
    pub image_bytes: usize,
    /// Bytes of header and section table.
    pub header_bytes: usize,
    /// Bytes of header, section table and records.
    pub record_bytes: usize,
    /// Bytes of the string pool.
    pub string_bytes: usize,
    /// The largest number of trie nodes one request can visit.
    pub max_visits: u32,
    /// What was left out on purpose.
    pub strip: Vec<&'static str>,
    /// The sections, in order of number.
    pub sections: Vec<DumpSection>,
    /// The files the application was read from.
    pub files: Vec<DumpFile<'r>>,
    /// Resources, those outside the page included.
    pub total_count: usize,
    /// Resources of the page, with the routes that serve them.
    pub resources: Vec<DumpEntry<'r>>,
    /// Routes that no resource of the registry has.
    pub routes: Vec<DumpEntry<'r>>,
}

/// A section of a [`Dump`].
#[derive(Clone, Debug, Serialize)]
pub struct DumpSection {
    /// Name.
    pub name: String,
    /// Where it starts.
    pub offset: usize,
    /// Records.
    pub count: usize,
    /// Bytes from one record to the next.
    pub stride: usize,
    /// Bytes of all.
    pub bytes: usize,
    /// Part of the whole image.
    pub share: f64,
    /// Hash over its bytes.
    pub hash: String,
}

/// A file of a [`Dump`].
#[derive(Clone, Debug, Serialize)]
pub struct DumpFile<'r> {
    /// Path.
    pub path: &'r str,
    /// Hash over its bytes; empty where it is not known.
    pub digest: String,
}

impl<'r> DumpFile<'r> {
    fn of(file: SourceFile<'r>) -> Self {
        Self { path: file.path(), digest: file.digest().map_or_else(String::new, |digest| hex(&digest)) }
    }
}

/// An entry of a [`Dump`].
#[derive(Clone, Debug, Serialize)]
pub struct DumpEntry<'r> {
    /// Name of a resource, or method and path of a route.
    pub name: String,
    /// Hash over what it means.
    pub hash: String,
    /// File it is declared in.
    pub file_path: &'r str,
    /// Line it is declared on.
    pub line_number: u32,
    /// Routes of a resource.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<DumpEntry<'r>>,
}

impl<'r> DumpEntry<'r> {
    fn resource(resource: Resource<'r>) -> Self {
        let location = resource.location();
        Self {
            name: resource.name().to_owned(),
            hash: hex(&resource.hash()),
            file_path: location.file,
            line_number: location.line,
            routes: resource.routes().into_iter().map(Self::route).collect(),
        }
    }

    fn route(route: Route<'r>) -> Self {
        let location = route.location();
        Self {
            name: format!("{} {}", route.method(), route.path()),
            hash: hex(&route.hash()),
            file_path: location.file,
            line_number: location.line,
            routes: Vec::new(),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    super::info::hex(bytes)
}

/// Reads an image as it lies; `page` is over its resources.
///
/// Cost: one pass over all bytes.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let dump = etched::query::dump(&registry, etched::query::Page::ALL);
/// assert_eq!(dump.sections[0].name, "Application");
/// # }
/// ```
#[must_use]
pub fn dump(registry: &Registry, page: Page) -> Dump<'_> {
    let image = registry.image();
    let header = registry.header();
    let records = image.records();
    let whole = registry.image_bytes();
    let mut sections: Vec<DumpSection> = (0..header.sections)
        .map(|number| {
            let entry = SectionEntry::read(records, number).unwrap_or_default();
            let [offset, stride, count] = [entry.offset, entry.stride, entry.count].map(|word| word as usize);
            let bytes = records.get(offset..offset + stride * count).unwrap_or(&[]);
            DumpSection {
                // A newer layout has sections this version has no name for.
                name: Section::ALL
                    .get(number as usize)
                    .map_or_else(|| format!("#{number}"), |section| section.name().to_owned()),
                offset,
                count,
                stride,
                bytes: bytes.len(),
                share: share(bytes.len(), whole),
                hash: hex(&etched_core::hash::hash128(bytes)),
            }
        })
        .collect();
    let pool = image.strings().as_bytes();
    sections.push(DumpSection {
        name: "string pool".to_owned(),
        offset: records.len(),
        count: 1,
        stride: pool.len(),
        bytes: pool.len(),
        share: share(pool.len(), whole),
        hash: hex(&etched_core::hash::hash128(pool)),
    });
    let (total_count, resources) = page.of(registry.resources().into_iter());
    let stray = registry.routes().into_iter().filter(|route| route.resource().is_none());
    Dump {
        format: FORMAT,
        layout_version: format!("{}.{}", header.major, header.minor),
        digest: hex(&header.digest),
        fingerprint: format!("{:016x}", header.fingerprint),
        checksum: format!("{:016x}", header.checksum),
        embedded_in: EmbeddedIn::of(registry),
        image_bytes: whole,
        header_bytes: HEADER_LEN + header.sections as usize * SECTION_ENTRY_LEN,
        record_bytes: records.len(),
        string_bytes: pool.len(),
        max_visits: header.max_visits,
        strip: stripped(header.strip),
        sections,
        files: registry.files().into_iter().map(DumpFile::of).collect(),
        total_count,
        resources: resources.into_iter().map(DumpEntry::resource).collect(),
        routes: stray.map(DumpEntry::route).collect(),
    }
}

/// Rounded, so that a reviewed dump does not show the last bits of a division.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0 }
}
