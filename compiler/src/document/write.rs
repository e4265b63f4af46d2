//! From the model to the records of a document.

use std::borrow::Cow;
use std::collections::HashSet;

use etched_core::node::Node;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::digest::Digest;
use super::shape::{List, Listed, Real};
use super::value::{Deprecated, Map, Meta, Options, Text, Texts, split};
use super::{read, wire};
use crate::graph::{Edge, Graph};
use crate::model;

/// A whole document.
pub(super) struct Top<'a>(pub(super) &'a model::Model);

impl Serialize for Top<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let model = self.0;
        let model::Model {
            application,
            files,
            resources,
            routes,
            references,
            patterns,
            deviations,
            coverage,
            not_represented,
        } = model;
        let ours = wire::Application::from(application);
        let ours = (ours != wire::Application::default()).then_some(ours);
        // Files that are named by what stands in them go without saying.
        let paths: Vec<model::Text> = files.iter().map(|file| file.path.clone()).collect();
        let digests = digests(files);
        let files = (paths != read::files_of(model)).then_some(paths);
        let optional = [
            ours.is_some(),
            files.is_some(),
            !digests.is_empty(),
            !references.is_empty(),
            !deviations.is_empty(),
            !coverage.is_empty(),
            !not_represented.is_empty(),
        ];
        let count = 6 + optional.iter().filter(|is| **is).count();

        let mut map = to.serialize_map(Some(count))?;
        map.serialize_entry("version", &application.version)?;
        map.serialize_entry("source_hash", &application.source_hash)?;
        map.serialize_entry("resources", &Each(resources, wire::Resource::from))?;
        map.serialize_entry("routes", &Each(routes, wire::Route::from))?;
        map.serialize_entry("patterns", &Each(patterns, wire::Pattern::from))?;
        map.serialize_entry("dependencies", &dependencies(model))?;
        if let Some(ours) = ours {
            map.serialize_entry("application", &ours)?;
        }
        if let Some(files) = files {
            map.serialize_entry("files", &files)?;
        }
        if !digests.is_empty() {
            map.serialize_entry("file_digests", &Map(digests))?;
        }
        if !references.is_empty() {
            map.serialize_entry("references", &Each(references, wire::Reference::from))?;
        }
        if !deviations.is_empty() {
            map.serialize_entry("deviations", &Each(deviations, wire::Deviation::from))?;
        }
        if !coverage.is_empty() {
            let coverage = coverage.iter().map(|(category, covered)| (text(category), *covered)).collect();
            map.serialize_entry("coverage", &Map(coverage))?;
        }
        if !not_represented.is_empty() {
            map.serialize_entry("not_represented", &Each(not_represented, wire::NotRepresented::from))?;
        }
        map.end()
    }
}

/// The digests that are known of files, by path.
fn digests(files: &[model::File]) -> Vec<(Text<'_>, Digest)> {
    files.iter().filter(|file| file.digest != [0; 16]).map(|file| (text(&file.path), Digest(file.digest))).collect()
}

/// Records made one at a time, so that a document is never in memory a third time.
struct Each<'a, M, W>(&'a [M], fn(&'a M) -> W);

impl<M, W: Serialize> Serialize for Each<'_, M, W> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.0.len()))?;
        for record in self.0 {
            list.serialize_element(&self.1(record))?;
        }
        list.end()
    }
}

fn dependencies(model: &model::Model) -> wire::Dependencies<'_> {
    let graph = Graph::of(model);
    let numbers = graph.nodes();
    let file_path = |node: u32| match numbers.node(node) {
        Node::Resource(id) => text(&model.resources[id.index as usize].file_path),
        Node::Route(id) => text(&model.routes[id.index as usize].file_path),
        Node::Dangling(_) | Node::Middleware(_) | Node::Function(_) => Text::default(),
    };
    let nodes: Vec<_> = (0..graph.node_count())
        .map(|node| {
            let (kind, name) = graph.node(model, node);
            let id: Text<'_> = Cow::Owned(format!("{}:{name}", kind.name()).into());
            let kind = Cow::Owned(kind.name().into());
            wire::Node { id, kind, name: Cow::Owned(name.into()), file_path: file_path(node) }
        })
        .collect();
    let id = |node: u32| nodes[node as usize].id.clone();
    let edge = |edge: &Edge<'_>| wire::Edge {
        from: id(edge.from),
        to: id(edge.to),
        kind: Cow::Owned(edge.kind.into()),
        weight: edge.weight,
    };
    let edges = graph.edges.iter().map(edge).collect();
    // A route that a document states twice is two nodes of one id, and an object has a key once.
    let mut seen = HashSet::new();
    let nodes = nodes.into_iter().filter(|node| seen.insert(node.id.clone())).map(|node| (node.id.clone(), node));
    wire::Dependencies { nodes: Map(nodes.collect()), edges }
}

fn text(text: &model::Text) -> Text<'_> {
    Cow::Borrowed(text)
}

fn texts(texts: &[model::Text]) -> Texts<'_> {
    Texts(Cow::Borrowed(texts))
}

fn list<W: Listed>(records: &[W::Model]) -> List<'_, W> {
    List(Cow::Borrowed(records))
}

fn deprecated(reason: &Option<model::Text>) -> Deprecated<'_> {
    Deprecated(reason.as_ref().map(Cow::Borrowed))
}

// Each record is taken apart without `..`: a new member of the model that is not written does not compile.

impl<'a> From<&'a model::Resource> for wire::Resource<'a> {
    fn from(from: &'a model::Resource) -> Self {
        let model::Resource { name, documentation, file_path, line, fields, relationships, extra } = from;
        let model::ResourceExtra {
            path,
            operations,
            nested_under,
            shared_middleware,
            shared_line,
            middleware,
            deprecated: reason,
            meta,
            allows,
            hooks,
            validations,
            constraints,
            invariants,
            scopes,
            computed_fields,
            functions,
        } = &**extra;
        let lines = middleware.iter().filter(|(_, chain)| chain.line != 0);
        Self {
            name: text(name),
            documentation: text(documentation),
            file_path: text(file_path),
            line: *line,
            fields: list(fields),
            relationships: list(relationships),
            hooks: list(hooks),
            validations: list(validations),
            constraints: list(constraints),
            middleware: Map(middleware.iter().map(|(name, chain)| (text(name), texts(&chain.names))).collect()),
            scopes: list(scopes),
            computed_fields: list(computed_fields),
            functions: list(functions),
            operations: operations.as_deref().map(|names| texts(names)),
            nested_under: list(nested_under),
            shared_middleware: texts(shared_middleware),
            shared_line: *shared_line,
            middleware_lines: Map(lines.map(|(name, chain)| (text(name), chain.line)).collect()),
            invariants: list(invariants),
            path: text(path),
            deprecated: deprecated(reason),
            meta: Meta::new(meta),
            allows: list(allows),
        }
    }
}

impl<'a> From<&'a model::Field> for wire::Field<'a> {
    fn from(from: &'a model::Field) -> Self {
        let model::Field { name, ty, nullable, required, constraints, line, inherited, extra } = from;
        let model::FieldExtra { default, documentation, tags, format, values, fields, meta } = &**extra;
        let (default, default_text) = default.as_ref().map_or((None, None), split);
        Self {
            name: text(name),
            ty: text(ty.text()),
            nullable: *nullable,
            required: *required,
            default,
            default_text,
            constraints: Texts(constraints.iter().map(|constraint| constraint.text().clone()).collect()),
            documentation: text(documentation),
            tags: texts(tags),
            line: *line,
            format: text(format),
            values: texts(values),
            fields: list(fields),
            inherited: *inherited,
            meta: Meta::new(meta),
        }
    }
}

impl<'a> From<&'a model::Relationship> for wire::Relationship<'a> {
    fn from(from: &'a model::Relationship) -> Self {
        let model::Relationship { name, kind, target, foreign_key, line, nullable, extra } = from;
        let model::RelationshipExtra { through, on_delete, on_update, documentation, options } = &**extra;
        Self {
            name: text(name),
            kind: text(kind),
            target: text(target),
            foreign_key: text(foreign_key),
            through: text(through),
            on_delete: text(on_delete),
            on_update: text(on_update),
            documentation: text(documentation),
            line: *line,
            nullable: *nullable,
            options: Options::new(options),
        }
    }
}

impl<'a> From<&'a model::Hook> for wire::Hook<'a> {
    fn from(from: &'a model::Hook) -> Self {
        let model::Hook { event, transaction, is_async, body, line, documentation, deprecated: reason } = from;
        Self {
            event: text(event),
            transaction: *transaction,
            is_async: *is_async,
            body: text(body),
            line: *line,
            documentation: text(documentation),
            deprecated: deprecated(reason),
        }
    }
}

impl<'a> From<&'a model::Validation> for wire::Validation<'a> {
    fn from(from: &'a model::Validation) -> Self {
        let model::Validation { field, kind, value, message, body, line, documentation } = from;
        let (value, value_text) = if value.is_empty() { (None, None) } else { split(value) };
        Self {
            field: text(field),
            kind: text(kind),
            value,
            value_text,
            message: text(message),
            line: *line,
            body: text(body),
            documentation: text(documentation),
        }
    }
}

impl<'a> From<&'a model::Constraint> for wire::Constraint<'a> {
    fn from(from: &'a model::Constraint) -> Self {
        let model::Constraint { name, operations, condition, when, error, line, documentation } = from;
        Self {
            name: text(name),
            operations: texts(operations),
            condition: text(condition),
            when: text(when),
            error: text(error),
            line: *line,
            documentation: text(documentation),
        }
    }
}

impl<'a> From<&'a model::Invariant> for wire::Invariant<'a> {
    fn from(from: &'a model::Invariant) -> Self {
        let model::Invariant { name, condition, error, line, documentation } = from;
        Self {
            name: text(name),
            condition: text(condition),
            error: text(error),
            line: *line,
            documentation: text(documentation),
        }
    }
}

impl<'a> From<&'a model::Scope> for wire::Scope<'a> {
    fn from(from: &'a model::Scope) -> Self {
        let model::Scope { name, parameters, query, line, documentation } = from;
        Self {
            name: text(name),
            query: text(query),
            parameters: list(parameters),
            line: *line,
            documentation: text(documentation),
        }
    }
}

impl<'a> From<&'a model::Computed> for wire::Computed<'a> {
    fn from(from: &'a model::Computed) -> Self {
        let model::Computed { name, ty, nullable, expression, line, documentation } = from;
        Self {
            name: text(name),
            ty: text(ty.text()),
            expression: text(expression),
            line: *line,
            nullable: *nullable,
            documentation: text(documentation),
        }
    }
}

impl<'a> From<&'a model::Function> for wire::Function<'a> {
    fn from(from: &'a model::Function) -> Self {
        let model::Function { name, parameters, returns, nullable, body, line, documentation } = from;
        Self {
            name: text(name),
            parameters: list(parameters),
            returns: text(returns.text()),
            nullable: *nullable,
            body: text(body),
            line: *line,
            documentation: text(documentation),
        }
    }
}

impl<'a> From<&'a model::Parameter> for wire::Parameter<'a> {
    fn from(from: &'a model::Parameter) -> Self {
        let model::Parameter { name, location, ty, nullable, required, documentation } = from;
        Self {
            name: text(name),
            location: text(location),
            ty: text(ty.text()),
            nullable: *nullable,
            required: *required,
            documentation: text(documentation),
        }
    }
}

impl<'a> From<&'a model::Nested> for wire::Nested<'a> {
    fn from(from: &'a model::Nested) -> Self {
        let model::Nested { parent, segment, line } = from;
        Self { parent: text(parent), segment: text(segment), line: *line }
    }
}

impl<'a> From<&'a model::Allow> for wire::Allow<'a> {
    fn from(from: &'a model::Allow) -> Self {
        let model::Allow { pattern, reason, line } = from;
        Self { pattern: text(pattern), reason: text(reason), line: *line }
    }
}

impl<'a> From<&'a model::Route> for wire::Route<'a> {
    fn from(from: &'a model::Route) -> Self {
        let model::Route { method, path, handler, resource, operation, middleware, file_path, line, declared, extra } =
            from;
        let model::RouteExtra { request_body, response_body, documentation, parameters, tags, deprecated: reason } =
            &**extra;
        Self {
            method: text(method),
            path: text(path),
            handler: text(handler),
            resource: text(resource),
            operation: text(operation),
            middleware: texts(middleware),
            request_body: text(request_body.text()),
            response_body: text(response_body.text()),
            file_path: text(file_path),
            line: *line,
            documentation: text(documentation),
            parameters: list(parameters),
            tags: texts(tags),
            deprecated: deprecated(reason),
            derived: !declared,
        }
    }
}

impl<'a> From<&'a model::Pattern> for wire::Pattern<'a> {
    fn from(from: &'a model::Pattern) -> Self {
        let model::Pattern { id, name, category, description, template, examples, frequency, confidence, support } =
            from;
        Self {
            id: text(id),
            name: text(name),
            category: text(category),
            description: text(description),
            template: text(template),
            examples: list(examples),
            frequency: *frequency,
            confidence: Real(*confidence),
            support: support.map(|counts| counts.support),
            applicable: support.map(|counts| counts.applicable),
            wilson: support.map(|counts| Real(counts.wilson)),
        }
    }
}

impl<'a> From<&'a model::Example> for wire::Example<'a> {
    fn from(from: &'a model::Example) -> Self {
        let model::Example { resource, file_path, line, code } = from;
        Self { resource: text(resource), file_path: text(file_path), line: *line, code: text(code) }
    }
}

impl<'a> From<&'a model::Application> for wire::Application<'a> {
    fn from(from: &'a model::Application) -> Self {
        // `version` and `source_hash` stand at the top of the document.
        let model::Application {
            name,
            version: _,
            source_hash: _,
            documentation,
            route_prefix,
            file_path,
            line,
            options,
        } = from;
        Self {
            name: text(name),
            documentation: text(documentation),
            route_prefix: text(route_prefix),
            file_path: text(file_path),
            line: *line,
            options: Options::new(options),
        }
    }
}

impl<'a> From<&'a model::Reference> for wire::Reference<'a> {
    fn from(from: &'a model::Reference) -> Self {
        let model::Reference { from, to } = from;
        Self { from: text(from), to: text(to) }
    }
}

impl<'a> From<&'a model::Deviation> for wire::Deviation<'a> {
    fn from(from: &'a model::Deviation) -> Self {
        let model::Deviation { pattern, subject, resource, support, rival, template, file_path, line } = from;
        Self {
            pattern: text(pattern),
            subject: text(subject),
            resource: text(resource),
            support: support.support,
            applicable: support.applicable,
            wilson: Real(support.wilson),
            rival: text(rival),
            template: text(template),
            file_path: text(file_path),
            line: *line,
        }
    }
}

impl<'a> From<&'a (model::Text, u32)> for wire::NotRepresented<'a> {
    fn from((reason, count): &'a (model::Text, u32)) -> Self {
        Self { reason: text(reason), count: *count }
    }
}
