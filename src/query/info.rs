//! How much is there?

use std::collections::BTreeMap;

use etched_core::Strip;
use etched_core::layout::Section;
use serde::Serialize;

use super::request::request;
use super::{Error, FORMAT, Question};
use crate::registry::Registry;

request! {
    /// Asks how much an image holds, and which it is.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, info};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = info::Request::default().ask(&registry).unwrap();
    /// assert_eq!((answer.resources, answer.routes), (28, 174));
    /// # }
    /// ```
    ///
    /// Cost: one walk over the dependency graph.
    may {}
}

/// The answer: counts, and what tells the image from others.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Name of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<&'r str>,
    /// Version of its interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<&'r str>,
    /// Resources.
    pub resources: usize,
    /// Fields of resources, those of inline structs not counted.
    pub fields: usize,
    /// Relationships.
    pub relationships: usize,
    /// Routes.
    pub routes: usize,
    /// Patterns.
    pub patterns: usize,
    /// Nodes of the dependency graph.
    pub nodes: usize,
    /// Edges of the dependency graph.
    pub edges: usize,
    /// Distinct pairs of resources with an edge between them.
    pub resource_edges: usize,
    /// Size of the largest strongly connected component over those pairs; 1 when there is none.
    pub largest_cycle: usize,
    /// Resources that depend on themselves, which `largest_cycle` does not count; `None` for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_loops: Option<usize>,
    /// Size of the image.
    pub image_bytes: usize,
    /// Root digest: 32 hex digits, equal for applications that mean the same.
    pub digest: String,
    /// Layout of the image, `major.minor`.
    pub layout_version: String,
    /// The crate that embeds the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embedded_in: Option<EmbeddedIn<'r>>,
    /// Schema files.
    pub schema_files: usize,
    /// What was left out on purpose: `docs`, `bodies`, `paths`.
    pub strip: Vec<&'static str>,
    /// What an import could not represent: reason and count.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub not_represented: BTreeMap<&'r str, u32>,
}

/// The crate that embeds an image: part of the answers of `info` and `dump`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EmbeddedIn<'r> {
    /// Name of the package.
    #[serde(rename = "crate")]
    pub name: &'r str,
    /// Version of the package.
    pub version: &'r str,
}

impl<'r> EmbeddedIn<'r> {
    pub(super) fn of(registry: &'r Registry) -> Option<Self> {
        registry.embedder().map(|embedder| Self { name: embedder.name(), version: embedder.version() })
    }
}

impl std::fmt::Display for EmbeddedIn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let image = registry.image();
        let header = registry.header();
        let application = registry.application();
        let count = |section: Section| image.count(section) as usize;
        let graph = registry.graph();
        Ok(Answer {
            format: FORMAT,
            application: application.name(),
            version: application.version(),
            resources: registry.resources().len(),
            fields: registry.resources().into_iter().map(|resource| resource.fields().len()).sum(),
            relationships: count(Section::Relationship),
            routes: count(Section::Route),
            patterns: registry.patterns().len(),
            nodes: graph.node_count(),
            edges: graph.edge_count(),
            resource_edges: registry.resource_edges(),
            largest_cycle: registry.largest_cycle().max(1),
            self_loops: Some(registry.self_loops()).filter(|loops| *loops > 0),
            image_bytes: registry.image_bytes(),
            digest: hex(&registry.digest()),
            layout_version: format!("{}.{}", header.major, header.minor),
            embedded_in: EmbeddedIn::of(registry),
            schema_files: registry.files().len(),
            strip: stripped(header.strip),
            not_represented: application
                .not_represented()
                .iter()
                .map(|(reason, count)| (reason, count.parse().unwrap_or_default()))
                .collect(),
        })
    }
}

/// Returns the names of what was left out.
pub(super) fn stripped(strip: Strip) -> Vec<&'static str> {
    let parts = [(strip.docs, "docs"), (strip.bodies, "bodies"), (strip.paths, "paths")];
    parts.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect()
}

/// Returns bytes as hex digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
