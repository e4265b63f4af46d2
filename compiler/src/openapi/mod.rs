//! OpenAPI 3.0 and 3.1 documents, JSON and YAML, to a model and back.
//!
//! [`import`] reads a document: a resource per named schema, a route per path and method. [`export`] writes one.
//! [`looks_like`] tells from a document's bytes whether it is one.
//!
//! What decides is the document, never its file name, and only the document: a `$ref` to another file or address is
//! listed and not fetched. Swagger 2.0 is not read; the error names the version. A document that says 3.2 or later is
//! read as 3.1, with a warning. Nothing is dropped unseen: [`Imported::report`] counts what has no place in the model,
//! by reason, and [`Imported::warnings`] names what is wrong with the document.
//!
//! # How a document reads as a model
//!
//! - Each entry of `components.schemas` is a resource, under its own name. Its fields are its properties and, marked
//!   inherited, those of the schemas its `allOf` refers to. A type is one of ours, the name of a resource, or
//!   `one_of<A!, B!>` for alternatives; a named schema that is no object says so in its `meta`.
//! - A property that refers to a named schema is a relationship: `has_one` directly, `has_many` in an array, `one_of` as
//!   one of several alternatives. `allOf` of a named schema is `extends`. Every other reference inside a named schema is
//!   one of [`Model::references`], each pair once.
//! - Security requirements are alternatives of a route, and no middleware: `oauth(read:pets)` or `key`, an empty one for
//!   anonymous requests. Those of the document count where an operation has none of its own; `[]` asks for nothing.
//! - Positions are the document's name with a JSON pointer, and the line: `api.yaml#/components/schemas/Pet`.
//!
//! Terms and rules follow the OpenAPI specification, versions 3.0.4 and 3.1.1.

mod bodies;
mod constraints;
mod edges;
mod export;
mod inherit;
mod json;
mod keywords;
mod load;
mod node;
mod nullable;
mod operations;
mod refs;
mod relations;
mod report;
mod requests;
mod routes;
mod schemas;
mod security;
mod servers;
mod types;
mod wrapped;
mod yaml;

use std::collections::HashSet;

pub use export::{Exported, export};
pub use load::{Error, ErrorKind};
pub use report::{NotRepresented, Warning};

use crate::model::{File, Model, Origin};
use node::{At, Map, Node, Oddity};
use refs::Document;
use report::Report;

/// Returns whether bytes look like an OpenAPI or Swagger document, in JSON or YAML, without reading them.
///
/// Looks for a top-level `openapi` or `swagger` key: at the indent of the first line in YAML, at depth one in JSON and in
/// YAML's flow style. One pass over the bytes at most, and a copy of those that are UTF-16, which the import refuses in
/// its own words; a document that is damaged further on still looks like one.
///
/// ```
/// use etched_compiler::openapi::looks_like;
///
/// assert!(looks_like(b"openapi: 3.1.0\n"));
/// assert!(looks_like(br#"{"info": {"version": "1"}, "openapi": "3.0.3"}"#));
/// assert!(looks_like(b"--- {openapi: 3.1.0}"));
/// assert!(!looks_like(br#"{"resources": [{"name": "openapi"}]}"#));
/// ```
#[must_use]
pub fn looks_like(text: &[u8]) -> bool {
    crate::form::openapi::looks_like(text)
}

/// What an OpenAPI document says, and what could not be carried over; made by [`import`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Imported {
    /// The application the document describes.
    pub model: Model,
    /// What the model has no place for, by reason; the counts are in [`Model::not_represented`] too.
    pub report: Vec<NotRepresented>,
    /// What is wrong with the document, at most the first 1,000.
    pub warnings: Vec<Warning>,
}

/// Reads an OpenAPI 3.0 or 3.1 document.
///
/// `name` is what positions call the document, usually its file name. Memory and time grow with the document's size and
/// with nothing else: what repeats parts of itself (aliases, `allOf` chains, references into schemas) is bounded by it.
///
/// ```
/// let text = br##"
/// openapi: 3.1.0
/// info: {title: Pets, version: "1"}
/// paths:
///   /pets/{id}:
///     get:
///       operationId: showPet
///       responses: {"200": {description: A pet, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
/// components:
///   schemas:
///     Pet:
///       required: [name]
///       properties: {name: {type: string, maxLength: 50}, mother: {$ref: "#/components/schemas/Pet"}}
/// "##;
/// let model = etched_compiler::openapi::import("pets.yaml", text)?.model;
/// assert_eq!(model.resources[0].fields[0].constraints, ["@max(50)"]);
/// assert_eq!(model.resources[0].relationships[0].target, "Pet");
/// assert_eq!(model.routes[0].resource, "Pet");
/// # Ok::<(), etched_compiler::openapi::Error>(())
/// ```
///
/// # Errors
///
/// Bytes that are not UTF-8, text that is neither JSON nor YAML or that nests deeper than 200 levels, alias bombs, and
/// documents that are not OpenAPI 3, Swagger 2.0 among them. Everything else is read, with warnings.
pub fn import(name: &str, text: &[u8]) -> Result<Imported, Error> {
    let mut tree = load::tree(name, text)?;
    requests::fold(&mut tree.root);
    let (version, newer) = load::version(name, &tree.root)?;
    let mut report = Report::default();
    let root = At::root("");
    for (oddity, line, what) in &tree.oddities {
        let (reason, message) = match oddity {
            Oddity::DuplicateKey => ("duplicate key", format!("duplicate key {what:?}; the last one is used")),
            Oddity::KeyNotText => ("key that is no text", "a key must be text; it is left out".to_owned()),
            Oddity::NotFinite => ("number that is not finite", format!("{what} is not a JSON number; read as text")),
            Oddity::SecondDocument => {
                ("second YAML document", "the file holds several YAML documents; the first is read".to_owned())
            }
        };
        report.warn(*line, &root, message);
        report.note(reason, &root);
    }
    if let Some(version) = newer {
        report.warn(tree.root.line, &root.to("openapi"), format!("OpenAPI {version} is read as 3.1"));
    }
    let mut import = Import {
        document: Document::new(name, version, &tree.root),
        report,
        model: Model { files: vec![File::new(name, text)], ..Model::default() },
        schemes: security::Schemes::default(),
        nullable: nullable::Known::default(),
        fields: inherit::Fields::default(),
        reported: HashSet::new(),
        level: 0,
        stacked: 0,
        copying: 0,
        copies: (text.len() / 64).max(20_000),
        in_component: false,
    };
    import.application();
    import.schemes();
    import.resources();
    import.routes();
    import.shared();
    let (report, warnings) = import.report.finish();
    let mut model = import.model;
    model.resources.iter_mut().for_each(|resource| resource.origin = Origin::OpenApi);
    model.not_represented = report.iter().map(|entry| (entry.reason.as_str().into(), entry.count)).collect();
    Ok(Imported { model, report, warnings })
}

/// An import under way.
struct Import<'d, 't> {
    document: Document<'d, 't>,
    report: Report,
    model: Model,
    schemes: security::Schemes<'d>,
    nullable: nullable::Known,
    /// Fields of named schemas, as far as they were asked for.
    fields: inherit::Fields<'d>,
    /// Schemas whose keywords were counted, by address.
    reported: HashSet<usize>,
    /// How many types deep it is inside the current named schema.
    level: usize,
    /// How many types and `allOf`s deep it is in all.
    stacked: usize,
    /// How many references into the middle of schemas deep it is.
    copying: usize,
    /// Fields that may still be copied: the document pays for them with its size.
    copies: usize,
    /// Inside a named schema, whose references to nothing are reported once, by the walk over its edges.
    in_component: bool,
}

impl<'d> Import<'d, '_> {
    /// Reads `info`, and counts what is at the top and is not read.
    fn application(&mut self) {
        let root = At::root("");
        let document = self.document;
        let Some(top) = document.root.map() else { return };
        let read = ["openapi", "info", "paths", "components", "security", "servers", "tags"];
        self.unread(top, "the document", &read, &root);
        self.model.application.file_path = document.name.into();
        if let Some(info) = top.entry("info") {
            let at = root.to("info");
            let text = |key: &str| info.node.get(key).and_then(Node::scalar).unwrap_or_default();
            let application = &mut self.model.application;
            application.line = info.line;
            application.name = text("title").into();
            application.version = text("version").into();
            application.documentation = text("description").into();
            if application.documentation.is_empty() {
                application.documentation = text("summary").into();
            }
            match info.node.map() {
                Some(map) => self.unread(map, "`info`", &["title", "version", "description"], &at),
                None => {
                    self.report.warn(info.line, &at, format!("`info` must be an object, found {}", info.node.kind()))
                }
            }
        }
        self.servers(top, &root);
        for option in top.get("x-etched-options").and_then(Node::list).unwrap_or_default() {
            if let Some([key, value]) = option.list() {
                let pair = key.text().zip(value.text());
                self.model.application.options.extend(pair.map(|(key, value)| (key.into(), value.into())));
            }
        }
        let used: HashSet<&str> = used_tags(document.root);
        let tags = root.to("tags");
        for (index, tag) in top.get("tags").and_then(Node::list).unwrap_or_default().iter().enumerate() {
            if let Some(map) = tag.map() {
                self.unread(map, "a tag", &["name"], &tags.item(index));
                if map.get("name").and_then(Node::scalar).is_some_and(|name| !used.contains(name)) {
                    self.report.note("tag that no operation has", &tags.item(index));
                }
            }
        }
        if let Some(components) = top.get("components") {
            let at = root.to("components");
            match components.map() {
                Some(map) => {
                    let read = ["schemas", "responses", "parameters", "requestBodies", "securitySchemes", "pathItems"];
                    self.unread(map, "`components`", &read, &at);
                    if let Some(schemas) = map.get("schemas").filter(|schemas| schemas.map().is_none()) {
                        let found = schemas.kind();
                        self.report.warn(
                            schemas.line,
                            &at.to("schemas"),
                            format!("`schemas` must be an object, found {found}"),
                        );
                    }
                }
                None => self.report.warn(
                    components.line,
                    &at,
                    format!("`components` must be an object, found {}", components.kind()),
                ),
            }
        }
    }
}

/// Returns the tags that operations have.
fn used_tags<'n>(root: &'n Node<'_>) -> HashSet<&'n str> {
    let items = |node: Option<&'n Node<'_>>| node.and_then(Node::map).into_iter().flat_map(Map::iter);
    let shared = root.get("components").and_then(|components| components.get("pathItems"));
    let operations = items(root.get("paths")).chain(items(shared)).flat_map(|path| items(Some(&path.node)));
    let lists = operations.filter_map(|operation| operation.node.get("tags").and_then(Node::list));
    lists.flatten().filter_map(Node::scalar).collect()
}
