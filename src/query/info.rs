//! What an image holds, in numbers.

use std::collections::BTreeMap;

use etched_core::Strip;
use etched_core::layout::{self as rows, Section, Word};
use serde::Serialize;

use super::FORMAT;
use crate::handle::Resource;
use crate::registry::Registry;

/// The answer to "what is in there?".
#[derive(Clone, Debug, Serialize)]
pub struct Info<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Name of the application; for people only.
    #[serde(skip)]
    pub application: &'r str,
    /// Version of its interface; for people only.
    #[serde(skip)]
    pub version: &'r str,
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
    /// Size of the image.
    pub image_bytes: usize,
    /// Root digest: 32 hex digits, equal for applications that mean the same.
    pub digest: String,
    /// Layout of the image, `major.minor`.
    pub layout_version: String,
    /// Schema files.
    pub schema_files: usize,
    /// What was left out on purpose: `docs`, `bodies`, `paths`.
    pub strip: Vec<&'static str>,
    /// What an import could not represent: reason and count.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub not_represented: BTreeMap<&'r str, u32>,
}

/// Counts what an image holds.
///
/// Cost: one walk over the dependency graph.
#[must_use]
pub fn info(registry: &Registry) -> Info<'_> {
    let image = registry.image();
    let header = registry.header();
    let application = registry.application();
    let pairs = ResourcePairs::of(registry);
    let count = |section: Section| image.rows_of::<Word>(section).len() as usize;
    let nodes = [Section::Resource, Section::Dangling, Section::Route, Section::Middleware, Section::Callee];
    Info {
        format: FORMAT,
        application: application.name(),
        version: application.version(),
        resources: registry.resources().len(),
        fields: registry.resources().into_iter().map(|resource| resource.fields().len()).sum(),
        relationships: count(Section::Relationship),
        routes: count(Section::Route),
        patterns: registry.patterns().len(),
        nodes: nodes.map(count).into_iter().sum(),
        edges: count(Section::Edge),
        resource_edges: pairs.to.len(),
        largest_cycle: pairs.largest_component().max(1),
        image_bytes: registry.image_bytes(),
        digest: hex(&registry.digest()),
        layout_version: format!("{}.{}", header.major, header.minor),
        schema_files: registry.files().len(),
        strip: stripped(header.strip),
        not_represented: application
            .not_represented()
            .iter()
            .map(|(reason, count)| (reason, count.parse().unwrap_or_default()))
            .collect(),
    }
}

/// Returns the names of what was left out.
#[must_use]
pub(crate) fn stripped(strip: Strip) -> Vec<&'static str> {
    let parts = [(strip.docs, "docs"), (strip.bodies, "bodies"), (strip.paths, "paths")];
    parts.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect()
}

/// Returns bytes as hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Which resource has an edge to which, once each.
struct ResourcePairs {
    /// Where the targets of each resource start in `to`, one more than there are resources.
    start: Vec<u32>,
    to: Vec<u32>,
}

impl ResourcePairs {
    fn of(registry: &Registry) -> Self {
        let image = registry.image();
        let forward = image.rows_of::<Word>(Section::Forward);
        let edges = image.rows::<rows::Edge>();
        // Resources are the first nodes of the graph.
        let count = registry.resources().into_iter().map(Resource::index).count() as u32;
        let (mut start, mut to) = (vec![0], Vec::new());
        let mut targets = Vec::new();
        for node in 0..count {
            targets.clear();
            let range = forward.word(node)..forward.word(node + 1).min(edges.len());
            targets.extend(range.map(|edge| edges.get(edge).to()).filter(|to| *to < count));
            targets.sort_unstable();
            targets.dedup();
            to.extend_from_slice(&targets);
            start.push(to.len() as u32);
        }
        Self { start, to }
    }

    /// Returns the size of the largest strongly connected component (Tarjan 1972, with a stack of its own: recursion
    /// would overflow on a long chain).
    fn largest_component(&self) -> usize {
        const NEW: u32 = u32::MAX;
        let count = self.start.len() - 1;
        let mut number = vec![NEW; count];
        let mut low = vec![0; count];
        let mut on_stack = vec![false; count];
        let (mut stack, mut open): (Vec<u32>, Vec<(u32, u32)>) = (Vec::new(), Vec::new());
        let mut next = 0;
        let mut largest = 0;
        for root in 0..count as u32 {
            if number[root as usize] != NEW {
                continue;
            }
            open.push((root, self.start[root as usize]));
            while let Some((node, at)) = open.pop() {
                let from = node as usize;
                if number[from] == NEW {
                    (number[from], low[from]) = (next, next);
                    next += 1;
                    stack.push(node);
                    on_stack[from] = true;
                }
                if at < self.start[from + 1] {
                    open.push((node, at + 1));
                    let to = self.to[at as usize] as usize;
                    if number[to] == NEW {
                        open.push((to as u32, self.start[to]));
                    } else if on_stack[to] {
                        low[from] = low[from].min(number[to]);
                    }
                    continue;
                }
                if low[from] == number[from] {
                    let mut size = 0;
                    while let Some(member) = stack.pop() {
                        on_stack[member as usize] = false;
                        size += 1;
                        if member == node {
                            break;
                        }
                    }
                    largest = largest.max(size);
                }
                if let Some((parent, _)) = open.last() {
                    let parent = *parent as usize;
                    low[parent] = low[parent].min(low[from]);
                }
            }
        }
        largest
    }
}
