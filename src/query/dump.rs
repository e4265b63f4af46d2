//! What is where in the image?

use etched_core::layout::Section;
use etched_core::{HEADER_LEN, SECTION_ENTRY_LEN, SectionEntry};
use serde::Serialize;

use super::info::{EmbeddedIn, hex, stripped};
use super::request::request;
use super::{Error, FORMAT, Page, Question, location};
use crate::handle::{Location, Resource, Route, SourceFile};
use crate::registry::Registry;

request! {
    /// Asks for an image as it is: header, sections, entries.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, dump};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = dump::Request::default().limit(0).ask(&registry).unwrap();
    /// assert_eq!(answer.sections[0].name, "Application");
    /// # }
    /// ```
    ///
    /// Cost: one pass over all bytes.
    may {
        /// Resources at most.
        limit: size,
        /// Resources left out at the start.
        offset: skip,
    }
}

/// The answer: the header, the sections, and the entries by resource.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
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
    pub sections: Vec<SectionRow>,
    /// The files the application was read from.
    pub files: Vec<File<'r>>,
    /// Resources, those outside the page included.
    pub total_count: usize,
    /// Resources of the page, with the routes that serve them.
    pub resources: Vec<Entry<'r>>,
    /// Routes that no resource of the registry has.
    pub routes: Vec<Entry<'r>>,
}

/// A section of the image.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SectionRow {
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

/// A file the application was read from.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct File<'r> {
    /// Path; `None` where the image was stripped of paths.
    pub path: Option<&'r str>,
    /// Hash over its bytes; `None` where it is not known.
    pub digest: Option<String>,
}

impl<'r> File<'r> {
    fn of(file: SourceFile<'r>) -> Self {
        Self { path: file.path(), digest: file.digest().map(|digest| hex(&digest)) }
    }
}

/// A resource or a route of the image.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Entry<'r> {
    /// Name of a resource, or method and path of a route.
    pub name: String,
    /// Hash over what it means.
    pub hash: String,
    /// Where it is declared; in JSON `file_path` and `line_number`.
    #[serde(flatten, serialize_with = "location::plain")]
    pub location: Location<'r>,
    /// Routes of a resource.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<Entry<'r>>,
}

impl<'r> Entry<'r> {
    fn resource(resource: Resource<'r>) -> Self {
        Self {
            name: resource.name().to_owned(),
            hash: hex(&resource.hash()),
            location: resource.location(),
            routes: resource.routes().into_iter().map(Self::route).collect(),
        }
    }

    fn route(route: Route<'r>) -> Self {
        Self {
            name: format!("{} {}", route.method(), route.path()),
            hash: hex(&route.hash()),
            location: route.location(),
            routes: Vec::new(),
        }
    }
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let image = registry.image();
        let header = registry.header();
        let records = image.records();
        let whole = registry.image_bytes();
        let mut sections: Vec<SectionRow> = (0..header.sections)
            .map(|number| {
                let entry = SectionEntry::read(records, number).unwrap_or_default();
                let [offset, stride, count] = [entry.offset, entry.stride, entry.count].map(|word| word as usize);
                let bytes = records.get(offset..offset + stride * count).unwrap_or(&[]);
                SectionRow {
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
        sections.push(SectionRow {
            name: "string pool".to_owned(),
            offset: records.len(),
            count: 1,
            stride: pool.len(),
            bytes: pool.len(),
            share: share(pool.len(), whole),
            hash: hex(&etched_core::hash::hash128(pool)),
        });
        let page = Page::new(self.offset, self.limit);
        let (total_count, resources) = page.of(registry.resources().into_iter());
        let stray = registry.routes().into_iter().filter(|route| route.resource().is_none());
        Ok(Answer {
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
            files: registry.files().into_iter().map(File::of).collect(),
            total_count,
            resources: resources.into_iter().map(Entry::resource).collect(),
            routes: stray.map(Entry::route).collect(),
        })
    }
}

/// Rounded, so that a reviewed dump does not show the last bits of a division.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0 }
}
