//! Model to image: the model in declaration order, then the indexes; once to count and once to write.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use etched_core::cell::{Id, List, Opt, Range, Str};
use etched_core::layout::{self as rows, Section, flag};
use etched_core::method::METHODS;
use etched_core::{Header, Image, LAYOUT_MAJOR, LAYOUT_MINOR, Strip, marker};

use super::digest::{Digests, header};
use super::index;
use super::pool::Pool;
use super::read::{graph, read};
use super::sections::Sections;
use super::{Bytes, Embedder};
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
/// let bytes = image::write(&Model::default(), Strip::NONE);
/// assert_eq!(image::read(bytes.image()), Model::default());
/// ```
///
/// Cost: linear in the model, sorting apart, and the model is gone through twice, first to count. Beside the image it
/// takes memory for the graph and for what is found by name, about half of the image.
#[must_use]
pub fn write(model: &Model, strip: Strip) -> Bytes {
    put(model, &Graph::of(model), &Digests::of(model), strip, None)
}

/// Writes the image of a model that a crate embeds: [`write`], and who it was written for.
///
/// Neither digest nor fingerprint depends on that.
#[must_use]
pub fn embed(model: &Model, strip: Strip, embedder: &Embedder) -> Bytes {
    put(model, &Graph::of(model), &Digests::of(model), strip, Some(embedder))
}

/// Writes an image once more, without what `strip` names and what it lacks already.
///
/// Graph and hashes are those it has, which are over the whole application: they could not be made of what is left. Who
/// embeds the image it has is not said in the new one, which nobody embeds yet.
/// `None` of an image whose graph is not the one of what it says, calls apart; no compiler wrote it.
///
/// ```
/// use etched_compiler::model::Model;
/// use etched_compiler::{Strip, image};
///
/// let whole = image::write(&Model::default(), Strip::NONE);
/// let less = image::strip(whole.image(), Strip { docs: true, ..Strip::NONE }).expect("it is our own");
/// let least = image::strip(less.image(), Strip { bodies: true, ..Strip::NONE }).expect("it is our own");
/// assert_eq!(least.image().digest(), whole.image().digest());
/// ```
///
/// Cost: that of reading and writing.
///
/// # Panics
/// When the bytes were not opened as an image before.
#[must_use]
pub fn strip(image: Image<'_>, strip: Strip) -> Option<Bytes> {
    let strip = Strip::from_bits(header(image).strip.bits() | strip.bits());
    let (model, stated) = (read(image), graph(image));
    // Validation has compared the edges of relationships and routes only, and what is written looks names up in it.
    stated.agrees(&Graph::of(&model)).then(|| put(&model, &stated, &Digests::stated(image), strip, None))
}

fn put(model: &Model, graph: &Graph<'_>, digests: &Digests, strip: Strip, embedder: Option<&Embedder>) -> Bytes {
    let fingerprint = digests.fingerprint(model);
    // The first run fills the pool and counts; the second puts each record where it stays. An image that grows section
    // by section and is then put together is in memory twice.
    let mut counting =
        Writer::new(model, graph, strip, Pool::new(&marker(digests.root, fingerprint)), Sections::counting());
    let trie = counting.run(digests, embedder, None);
    let Writer { mut pool, out, .. } = counting;
    pool.shrink();
    let mut placing = Writer::new(model, graph, strip, pool, out.placing());
    let trie = placing.run(digests, embedder, Some(trie));
    let Writer { pool, out, .. } = placing;
    let header = Header {
        major: LAYOUT_MAJOR,
        minor: LAYOUT_MINOR,
        records_len: 0,
        strings_len: 0,
        checksum: 0,
        digest: digests.root,
        sections: Section::ALL.len() as u32,
        strip,
        max_visits: trie.max_visits,
        fingerprint,
    };
    out.finish(&header, pool.into_text())
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
    /// The resource being written.
    pub(super) resource_index: u32,
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
            resource_index: 0,
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
                writer.source(&file.path, file.digest);
            }
        }
        writer
    }

    /// Writes everything; the trie is the same both times, and is made the first.
    fn run(&mut self, digests: &Digests, embedder: Option<&Embedder>, trie: Option<Trie>) -> Trie {
        for resource in &self.model.resources {
            self.resource(resource);
        }
        for route in &self.model.routes {
            self.route(route);
        }
        self.patterns();
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

    pub(super) fn doc(&mut self, text: &'m str) -> Str {
        if self.strip.docs { Str(0) } else { self.pool.str(text) }
    }

    pub(super) fn body(&mut self, text: &'m str) -> Str {
        if self.strip.bodies { Str(0) } else { self.pool.str(text) }
    }

    pub(super) fn line(&self, line: u32) -> u32 {
        if self.strip.paths { 0 } else { line }
    }

    pub(super) fn file(&mut self, path: &'m str) -> Opt<rows::File> {
        if path.is_empty() || self.strip.paths { Opt::default() } else { self.source(path, [0; 16]) }
    }

    /// Returns the file of a path, whose digest counts the first time.
    fn source(&mut self, path: &'m str, digest: [u8; 16]) -> Opt<rows::File> {
        let Self { pool, out, .. } = self;
        let id = self.files.entry(path).or_insert_with(|| {
            let path = pool.str(path);
            out.put(Section::File, &rows::File { path, digest })
        });
        Opt::from_index(Some(*id))
    }

    pub(super) fn pairs(&mut self, pairs: &'m [(Text, Text)]) -> Range<rows::Pair> {
        let start = self.out.len(Section::Pair);
        for (key, value) in pairs {
            let pair = rows::Pair { key: self.pool.str(key), value: self.pool.str(value) };
            self.out.put(Section::Pair, &pair);
        }
        run(start, pairs.len())
    }

    pub(super) fn strs(&mut self, texts: &'m [Text]) -> List<Str> {
        self.pool.strs(texts)
    }

    pub(super) fn constraint_texts(&mut self, constraints: &'m [model::FieldConstraint]) -> List<Str> {
        self.pool.strs(constraints)
    }

    pub(super) fn deprecated(&mut self, deprecated: Option<&'m Text>) -> (u32, Str) {
        match deprecated {
            None => (0, Str(0)),
            Some(reason) => (flag::DEPRECATED, self.pool.str(reason)),
        }
    }

    pub(super) fn parameters(&mut self, parameters: &'m [model::Parameter]) -> Range<rows::Parameter> {
        let start = self.out.len(Section::Parameter);
        for parameter in parameters {
            let record = rows::Parameter {
                name: self.pool.str(&parameter.name),
                location: self.pool.str(&parameter.location),
                ty: self.pool.str(&parameter.ty),
                flags: bits(&[(flag::NULLABLE, parameter.nullable), (flag::REQUIRED, parameter.required)]),
                documentation: self.doc(&parameter.documentation),
            };
            self.out.put(Section::Parameter, &record);
        }
        run(start, parameters.len())
    }

    fn resource(&mut self, resource: &'m model::Resource) {
        let at = self.resource_index;
        let id = Id::new(at);
        let start = self.out.len(Section::Nested);
        for nested in &resource.nested_under {
            let record = rows::Nested {
                parent: self.pool.str(&nested.parent),
                segment: self.pool.str(&nested.segment),
                line: self.line(nested.line),
            };
            self.out.put(Section::Nested, &record);
        }
        let nested = run(start, resource.nested_under.len());
        let start = self.out.len(Section::Chain);
        for (operation, chain) in &resource.middleware {
            let record = rows::Chain {
                operation: self.pool.str(operation),
                names: self.strs(&chain.names),
                line: self.line(chain.line),
            };
            self.out.put(Section::Chain, &record);
        }
        let chains = run(start, resource.middleware.len());
        let start = self.out.len(Section::Allow);
        for allow in &resource.allows {
            let record = rows::Allow {
                pattern: self.pool.str(&allow.pattern),
                reason: self.doc(&allow.reason),
                line: self.line(allow.line),
            };
            self.out.put(Section::Allow, &record);
        }
        let allows = run(start, resource.allows.len());
        let (deprecated_flag, deprecated) = self.deprecated(resource.deprecated.as_ref());
        // `routes`, `methods`, `middleware` and `incoming` are filled in by the index pass.
        let record = rows::Resource {
            name: self.pool.str(&resource.name),
            documentation: self.doc(&resource.documentation),
            file: self.file(&resource.file_path),
            line: self.line(resource.line),
            flags: deprecated_flag | bits(&[(flag::OPERATIONS, resource.operations.is_some())]),
            path: self.pool.str(&resource.path),
            deprecated,
            operations: self.strs(resource.operations.as_deref().unwrap_or_default()),
            nested,
            shared_middleware: self.strs(&resource.shared_middleware),
            shared_line: self.line(resource.shared_line),
            chains,
            meta: self.pairs(&resource.meta),
            allows,
            fields: self.fields(&resource.fields),
            relationships: self.relationships(id, resource),
            hooks: self.hooks(id, resource),
            validations: self.validations(id, resource),
            constraints: self.constraints(id, resource),
            invariants: self.invariants(id, resource),
            scopes: self.scopes(id, resource),
            computed: self.computed(id, resource),
            functions: self.functions(id, resource),
            ..rows::Resource::default()
        };
        self.out.put(Section::Resource, &record);
        self.resource_index += 1;
    }

    fn route(&mut self, route: &'m model::Route) {
        let plain = route.documentation.is_empty()
            && route.deprecated.is_none()
            && route.parameters.is_empty()
            && route.tags.is_empty();
        let (deprecated_flag, deprecated) = self.deprecated(route.deprecated.as_ref());
        let extra = (!plain).then(|| {
            let extra = rows::RouteExtra {
                documentation: self.doc(&route.documentation),
                deprecated,
                parameters: self.parameters(&route.parameters),
                tags: self.strs(&route.tags),
            };
            self.out.put(Section::RouteExtra, &extra)
        });
        let record = rows::Route {
            method: Id::new(self.method(&route.method)),
            path: self.pool.str(&route.path),
            handler: self.pool.str(&route.handler),
            resource_name: self.pool.str(&route.resource),
            resource: Opt::from_index(self.resources.get(route.resource.as_str()).copied()),
            operation: self.pool.str(&route.operation),
            middleware: self.strs(&route.middleware),
            request_body: self.pool.str(&route.request_body),
            response_body: self.pool.str(&route.response_body),
            file: self.file(&route.file_path),
            line: self.line(route.line),
            flags: deprecated_flag | bits(&[(flag::DECLARED, route.declared)]),
            extra: Opt::from_index(extra),
        };
        self.out.put(Section::Route, &record);
    }

    /// Returns the id of a method.
    pub(super) fn method(&self, method: &str) -> u32 {
        self.method_ids[method]
    }

    fn patterns(&mut self) {
        let categories: BTreeSet<&'m str> =
            self.model.patterns.iter().map(|pattern| pattern.category.as_str()).collect();
        let categories: Vec<&'m str> = categories.into_iter().collect();
        for pattern in &self.model.patterns {
            let category = categories.binary_search(&pattern.category.as_str()).expect("all were collected");
            let bodies = quotes_bodies(&pattern.id);
            let start = self.out.len(Section::Example);
            for example in &pattern.examples {
                let record = rows::Example {
                    resource: self.pool.str(&example.resource),
                    file: self.file(&example.file_path),
                    line: self.line(example.line),
                    code: if bodies { self.body(&example.code) } else { self.pool.str(&example.code) },
                };
                self.out.put(Section::Example, &record);
            }
            let support = pattern.support.unwrap_or_default();
            let record = rows::Pattern {
                id: self.pool.str(&pattern.id),
                name: self.pool.str(&pattern.name),
                category: Id::new(category as u32),
                description: self.doc(&pattern.description),
                template: if bodies { self.body(&pattern.template) } else { self.pool.str(&pattern.template) },
                examples: run(start, pattern.examples.len()),
                frequency: pattern.frequency,
                support: support.support,
                applicable: support.applicable,
                flags: bits(&[(flag::SUPPORT, pattern.support.is_some())]),
                confidence: pattern.confidence,
                wilson: support.wilson,
            };
            self.out.put(Section::Pattern, &record);
        }
        for deviation in &self.model.deviations {
            let record = rows::Deviation {
                pattern: self.pool.str(&deviation.pattern),
                subject: self.pool.str(&deviation.subject),
                resource: Opt::from_index(self.resources.get(deviation.resource.as_str()).copied()),
                support: deviation.support.support,
                applicable: deviation.support.applicable,
                wilson: deviation.support.wilson,
                rival: self.pool.str(&deviation.rival),
                template: self.body(&deviation.template),
                file: self.file(&deviation.file_path),
                line: self.line(deviation.line),
            };
            self.out.put(Section::Deviation, &record);
        }
    }

    fn application(&mut self, hash: [u8; 16]) {
        let application = &self.model.application;
        let reasons = self.out.len(Section::Pair);
        for (reason, count) in &self.model.not_represented {
            let pair = rows::Pair { key: self.pool.str(reason), value: self.pool.str(&count.to_string()) };
            self.out.put(Section::Pair, &pair);
        }
        let record = rows::Application {
            name: self.pool.str(&application.name),
            version: self.pool.str(&application.version),
            source_hash: self.pool.str(&application.source_hash),
            documentation: self.doc(&application.documentation),
            route_prefix: self.pool.str(&application.route_prefix),
            file: self.file(&application.file_path),
            line: self.line(application.line),
            files: self.model.files.len() as u32,
            options: self.pairs(&application.options),
            not_represented: run(reasons, self.model.not_represented.len()),
            hash,
        };
        self.out.put(Section::Application, &record);
    }
}

/// Whether examples and template of a pattern may quote a body: those of ids that are known not to are kept.
fn quotes_bodies(id: &str) -> bool {
    const PLAIN: [&str; 6] = ["middleware/", "field/", "type/", "relationship/", "operations/", "every/field/"];
    !(PLAIN.iter().any(|start| id.starts_with(start)) || (id.starts_with("with/") && id.contains("/field/")))
}

/// A run of records; an empty one is all zeros, so that absent and empty are the same bytes.
pub(super) fn run<T>(start: u32, len: usize) -> Range<T> {
    if len == 0 { Range::default() } else { Range::new(start, len as u32) }
}

pub(super) fn bits(flags: &[(u32, bool)]) -> u32 {
    flags.iter().filter(|(_, set)| *set).map(|(bit, _)| bit).sum()
}
