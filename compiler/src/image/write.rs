//! Model to image: the model in declaration order, then the indexes; once to count and once to write.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use etched_core::cell::{Opt, Range, Str};
use etched_core::extent::{self, MAX_BYTES, MAX_NAME};
use etched_core::layout::{self as rows, Section};
use etched_core::method::METHODS;
use etched_core::{Header, Image, Strip, marker};

use super::digest::{Digests, header};
use super::index;
use super::members::{Derived, Fields, Part, Stored};
use super::pool::Pool;
use super::read::{graph, read};
use super::sections::Sections;
use super::values::Values;
use super::{Bytes, Embedder, WriteError};
use crate::graph::Graph;
use crate::model::{self, Model, Text};
use crate::routes::Trie;

/// Writes the image of a model, without what `strip` names.
///
/// The same model gives the same bytes. Graph and hashes are those of the whole model, so stripping changes neither
/// an answer about dependencies nor the digest.
///
/// ```
/// use etched_compiler::model::Model;
/// use etched_compiler::{Strip, image};
///
/// let bytes = image::write(&Model::default(), Strip::NONE)?;
/// assert_eq!(image::read(bytes.image()), Model::default());
/// # Ok::<(), image::WriteError>(())
/// ```
///
/// Cost: linear in the model, sorting apart, and the model is gone through twice, first to count. Beside the image it
/// takes memory for the graph and for what is found by name, about half of the image.
///
/// # Errors
/// When the image were one that [`validate`](etched_core) refuses: too large, or out of proportion.
pub fn write(model: &Model, strip: Strip) -> Result<Bytes, WriteError> {
    put(model, &Graph::of(model), &Digests::of(model), strip, None)
}

/// Writes the image of a model that a crate embeds: [`write()`], and who it was written for.
///
/// Neither digest nor fingerprint depends on that.
///
/// # Errors
/// As of [`write()`].
pub fn embed(model: &Model, strip: Strip, embedder: &Embedder) -> Result<Bytes, WriteError> {
    put(model, &Graph::of(model), &Digests::of(model), strip, Some(embedder))
}

/// Writes an image once more, without what `strip` names and what it lacks already.
///
/// Graph and hashes are those it has, which are over the whole application: they could not be made of what is left. Who
/// embeds the image it has is not said in the new one, which nobody embeds yet.
///
/// ```
/// use etched_compiler::model::Model;
/// use etched_compiler::{Strip, image};
///
/// let whole = image::write(&Model::default(), Strip::NONE)?;
/// let less = image::strip(whole.image(), Strip::NONE.docs(true))?;
/// let least = image::strip(less.image(), Strip::NONE.bodies(true))?;
/// assert_eq!(least.image().digest(), whole.image().digest());
/// # Ok::<(), image::WriteError>(())
/// ```
///
/// Cost: that of reading and writing.
///
/// # Errors
/// When less of the image were out of proportion to what it still says.
///
/// # Panics
/// When the bytes were not opened as an image before.
pub fn strip(image: Image<'_>, strip: Strip) -> Result<Bytes, WriteError> {
    let strip = Strip::from_bits(header(image).strip.bits() | strip.bits());
    put(&read(image), &graph(image), &Digests::stated(image), strip, None)
}

/// Refuses what no reader makes, and what could be found by no look-up.
fn check(model: &Model) -> Result<(), WriteError> {
    let mut names = HashSet::with_capacity(model.resources.len());
    for name in model.resources.iter().map(|resource| resource.name.as_str()) {
        if name.len() > MAX_NAME {
            return Err(WriteError::NameTooLong(name.chars().take(40).collect()));
        }
        if !names.insert(name) {
            return Err(WriteError::NameTwice(name.to_owned()));
        }
    }
    let small = |method: &&Text| method.bytes().any(|byte| byte.is_ascii_lowercase());
    match model.routes.iter().map(|route| &route.method).find(small) {
        Some(method) => Err(WriteError::Method(method.to_string())),
        None => Ok(()),
    }
}

fn put(
    model: &Model,
    graph: &Graph<'_>,
    digests: &Digests,
    strip: Strip,
    embedder: Option<&Embedder>,
) -> Result<Bytes, WriteError> {
    check(model)?;
    let fingerprint = digests.fingerprint(model);
    // The first run fills the pool and counts; the second puts each record where it stays. An image that grows section
    // by section and is then put together is in memory twice.
    let mut counting =
        Writer::new(model, graph, strip, Pool::new(&marker(digests.root, fingerprint)), Sections::counting());
    let trie = counting.run(digests, embedder, None);
    let Writer { mut pool, out, .. } = counting;
    // A pool that is full has the texts no more, and a number in place of each.
    let size = pool.size().and_then(|size| size.checked_add(out.size()));
    if size.is_none_or(|size| size > MAX_BYTES) {
        return Err(WriteError::TooLarge);
    }
    pool.shrink();
    let mut placing = Writer::new(model, graph, strip, pool, out.placing());
    let trie = placing.run(digests, embedder, Some(trie));
    let Writer { pool, out, .. } = placing;
    let mut header = Header::EMPTY;
    header.digest = digests.root;
    header.sections = Section::ALL.len() as u32;
    header.strip = strip;
    header.max_visits = trie.max_visits;
    header.fingerprint = fingerprint;
    let bytes = out.finish(&header, pool.into_text());
    extent::check(bytes.image())?;
    Ok(bytes)
}

/// What is known while an image is written.
pub(super) struct Writer<'m> {
    pub(super) model: &'m Model,
    pub(super) graph: &'m Graph<'m>,
    pub(super) strip: Strip,
    pub(super) pool: Pool,
    pub(super) out: Sections,
    /// Resource by name.
    pub(super) resources: HashMap<&'m str, u32>,
    /// Edge kinds, sorted.
    pub(super) kinds: Vec<&'m str>,
    /// Base types, sorted, each with its fields.
    pub(super) types: BTreeMap<&'m str, Vec<u32>>,
    /// Methods by id.
    pub(super) methods: Vec<&'m str>,
    method_ids: HashMap<&'m str, u32>,
    pub(super) type_ids: HashMap<&'m str, u32>,
    files: HashMap<&'m str, u32>,
    pub(super) values: Values<'m>,
    /// Categories of patterns, sorted.
    pub(super) categories: Vec<&'m str>,
    /// The resource being written, and its first hook.
    pub(super) resource_index: u32,
    pub(super) first_hook: Option<u32>,
    /// Fields that are still to be written.
    pub(super) fields: Fields<'m>,
    /// Whether the pattern being written may quote a body.
    pub(super) quotes_bodies: bool,
}

fn collect_types<'m>(fields: &'m [model::Field], types: &mut BTreeMap<&'m str, Vec<u32>>) {
    for field in fields {
        types.entry(field.ty.base()).or_default();
        collect_types(&field.fields, types);
    }
}

impl<'m> Writer<'m> {
    fn new(model: &'m Model, graph: &'m Graph<'m>, strip: Strip, pool: Pool, out: Sections) -> Self {
        let mut types = BTreeMap::new();
        for resource in &model.resources {
            collect_types(&resource.fields, &mut types);
        }
        let kinds: BTreeSet<&str> = graph.edges.iter().map(|edge| edge.kind).collect();
        let others: BTreeSet<&str> =
            model.routes.iter().map(|route| route.method.as_str()).filter(|method| !METHODS.contains(method)).collect();
        // A document may count for a category of which it has no pattern.
        let covered = model.coverage.iter().filter(|(_, count)| *count > 0).map(|(category, _)| category);
        let patterns = model.patterns.iter().map(|pattern| &pattern.category);
        let categories: BTreeSet<&str> = patterns.chain(covered).map(Text::as_str).collect();
        let methods: Vec<&str> = METHODS.into_iter().chain(others).collect();
        let type_ids = types.keys().enumerate().map(|(at, name)| (*name, at as u32)).collect();
        let mut writer = Self {
            model,
            graph,
            strip,
            pool,
            out,
            resources: model.resources.iter().enumerate().map(|(at, r)| (r.name.as_str(), at as u32)).collect(),
            kinds: kinds.into_iter().collect(),
            types,
            method_ids: methods.iter().enumerate().map(|(at, name)| (*name, at as u32)).collect(),
            methods,
            type_ids,
            files: HashMap::new(),
            values: Values::default(),
            categories: categories.into_iter().collect(),
            resource_index: 0,
            first_hook: None,
            fields: Fields::default(),
            quotes_bodies: false,
        };
        // What lookups compare stands together, so that a table of thousands of names touches few cache lines.
        for resource in &model.resources {
            writer.pool.str(&resource.name);
        }
        for route in &model.routes {
            writer.pool.str(&route.path);
        }
        for file in &model.files {
            // Files have no names in an image whose paths were stripped, but they are as many, and what they are.
            if strip.paths {
                writer.out.put(Section::File, &rows::File { path: Str(0), digest: file.digest });
            } else {
                // Records of that path name the first of these; each is a file of its own all the same.
                let record = rows::File { path: writer.pool.str(&file.path), digest: file.digest };
                let id = writer.out.put(Section::File, &record);
                writer.files.entry(&file.path).or_insert(id);
            }
        }
        writer
    }

    /// Writes everything; the trie is the same both times, and is made the first.
    fn run(&mut self, digests: &Digests, embedder: Option<&Embedder>, trie: Option<Trie>) -> Trie {
        Derived::put_all(&self.model.resources, self);
        Derived::put_all(&self.model.routes, self);
        Derived::put_all(&self.model.patterns, self);
        Derived::put_all(&self.model.deviations, self);
        let trie = index::build(self, trie);
        self.application(digests.application);
        if let Some(Embedder { name, version }) = embedder {
            let record = rows::Embedder { name: self.pool.str(name), version: self.pool.str(version) };
            self.out.put(Section::Embedder, &record);
        }
        for (section, hashes) in [(Section::ResourceHash, &digests.resources), (Section::RouteHash, &digests.routes)] {
            for hash in hashes {
                self.out.put(section, &rows::EntityHash { hash: *hash });
            }
        }
        self.out.words(Section::Strings, self.pool.offsets());
        self.out.words(Section::Ids, self.pool.words());
        trie
    }

    /// Whether a part stays in the image.
    pub(super) fn has(&self, part: Part) -> bool {
        match part {
            Part::kept => true,
            Part::docs => !self.strip.docs,
            Part::bodies => !self.strip.bodies,
            Part::paths => !self.strip.paths,
            Part::quotes => !(self.strip.bodies && self.quotes_bodies),
        }
    }

    pub(super) fn file(&mut self, path: &'m str) -> Opt<rows::File> {
        if path.is_empty() {
            return Opt::default();
        }
        let Self { pool, out, .. } = self;
        let id = self.files.entry(path).or_insert_with(|| {
            let path = pool.str(path);
            out.put(Section::File, &rows::File { path, digest: [0; 16] })
        });
        Opt::from_index(Some(*id))
    }

    /// Returns the id of a method.
    pub(super) fn method(&self, method: &str) -> u32 {
        self.method_ids[method]
    }

    fn application(&mut self, hash: [u8; 16]) {
        let application = &self.model.application;
        let reasons = self.out.len(Section::Pair);
        for (reason, count) in &self.model.not_represented {
            let pair = rows::Pair { key: self.pool.str(reason), value: self.pool.str(&count.to_string()) };
            self.out.put(Section::Pair, &pair);
        }
        let mut record = rows::Application {
            files: self.model.files.len() as u32,
            not_represented: run(reasons, self.model.not_represented.len()),
            hash,
            ..rows::Application::default()
        };
        application.put(self, &mut record);
        self.out.put(Section::Application, &record);
    }
}

/// A run of records; an empty one is all zeros, so that absent and empty are the same bytes.
pub(super) fn run<T>(start: u32, len: usize) -> Range<T> {
    if len == 0 { Range::default() } else { Range::new(start, len as u32) }
}
