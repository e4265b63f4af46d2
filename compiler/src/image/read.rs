//! Image to model: the inverse of writing.

use std::cell::RefCell;
use std::collections::HashMap;

use etched_core::cell::{List, Opt, Range, Str};
use etched_core::layout::{self as rows, flag};
use etched_core::node::{Node, Nodes};
use etched_core::{Image, Rec};

use crate::graph::{Edge, Graph};
use crate::model::*;

/// Reads an image back into the model it was written from.
///
/// What was stripped from the image stays away; everything else is as it was.
///
/// ```
/// use etched_compiler::{Sources, Strip, compile, image};
///
/// let sources = Sources::from_texts([("tag.cdt", "@strict nullability resource Tag { name: string! }")]);
/// let model = compile(&sources)?.model;
/// assert_eq!(image::read(image::write(&model, Strip::NONE).image()), model);
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
#[must_use]
pub fn read(image: Image<'_>) -> Model {
    let reader = Reader::new(image);
    let application = image.rows::<rows::Application>().get(0);
    let files = image.rows::<rows::File>();
    Model {
        application: reader.application(application),
        files: files.iter().take(application.files() as usize).map(|file| reader.source(file)).collect(),
        resources: image.rows::<rows::Resource>().iter().map(|resource| reader.resource(resource)).collect(),
        routes: image.rows::<rows::Route>().iter().map(|route| reader.route(route)).collect(),
        references: reader.references(),
        patterns: image.rows::<rows::Pattern>().iter().map(|pattern| reader.pattern(pattern)).collect(),
        deviations: image.rows::<rows::Deviation>().iter().map(|deviation| reader.deviation(deviation)).collect(),
        coverage: image
            .rows::<rows::Category>()
            .iter()
            .filter(|category| category.covered() > 0)
            .map(|category| (reader.str(category.name()), category.covered()))
            .collect(),
        not_represented: image
            .rows::<rows::Pair>()
            .range(application.not_represented())
            .map(|pair| (reader.str(pair.key()), image.str(pair.value()).parse().unwrap_or(0)))
            .collect(),
    }
}

/// Reads one resource, by its number.
#[must_use]
pub(crate) fn read_resource(image: Image<'_>, id: u32) -> Resource {
    Reader::new(image).resource(image.rows::<rows::Resource>().get(id))
}

/// Reads the dependency graph, which an image has whole whatever was stripped from it.
pub(super) fn graph(image: Image<'_>) -> Graph<'_> {
    let resources = image.rows::<rows::Resource>();
    // Of each relationship the resource, and its place there.
    let relationships: Vec<(u32, u32)> = (0..)
        .zip(resources.iter())
        .flat_map(|(at, resource)| (0..resource.relationships().len).map(move |place| (at, place)))
        .collect();
    let hook_calls = |resource: Rec<'_, rows::Resource>| {
        let hooks = image.rows::<rows::Hook>().range(resource.hooks());
        hooks.map(|hook| image.list(hook.calls()).iter().collect()).collect()
    };
    Graph {
        resources: resources.len(),
        dangling: image.rows::<rows::Dangling>().iter().map(|node| image.str(node.name())).collect(),
        routes: image.rows::<rows::Route>().len(),
        middleware: image.rows::<rows::Middleware>().iter().map(|node| image.str(node.name())).collect(),
        functions: image.rows::<rows::Callee>().iter().map(|node| image.str(node.name()).to_owned()).collect(),
        edges: image
            .rows::<rows::Edge>()
            .iter()
            .map(|edge| Edge {
                from: edge.from(),
                to: edge.to(),
                kind: image.str(image.get(edge.kind()).name()),
                weight: edge.weight(),
                relationship: edge.relationship().get().map(|at| relationships[at.index as usize]),
            })
            .collect(),
        hook_calls: resources.iter().map(hook_calls).collect(),
    }
}

/// An image, and the texts read from it: what a thousand records name is one text, as it is in the image.
struct Reader<'a> {
    image: Image<'a>,
    texts: RefCell<HashMap<u32, Text>>,
    types: RefCell<HashMap<u32, Type>>,
    constraints: RefCell<HashMap<u32, FieldConstraint>>,
}

impl<'a> Reader<'a> {
    fn new(image: Image<'a>) -> Self {
        Self { image, texts: RefCell::default(), types: RefCell::default(), constraints: RefCell::default() }
    }

    fn str(&self, id: Str) -> Text {
        match self.image.str(id) {
            "" => Text::EMPTY,
            text => self.texts.borrow_mut().entry(id.0).or_insert_with(|| text.into()).clone(),
        }
    }

    fn ty(&self, id: Str) -> Type {
        self.types.borrow_mut().entry(id.0).or_insert_with(|| Type::parse(self.str(id))).clone()
    }

    fn constraints(&self, list: List<Str>) -> Vec<FieldConstraint> {
        let constraint = |id: u32| FieldConstraint::parse(self.str(Str(id)));
        let mut known = self.constraints.borrow_mut();
        self.image.list(list).iter().map(|id| known.entry(id).or_insert_with(|| constraint(id)).clone()).collect()
    }

    fn strs(&self, list: List<Str>) -> Vec<Text> {
        self.image.list(list).iter().map(|id| self.str(Str(id))).collect()
    }

    fn file(&self, file: Opt<rows::File>) -> Text {
        self.image.get_opt(file).map(|file| self.str(file.path())).unwrap_or_default()
    }

    fn source(&self, file: Rec<'_, rows::File>) -> File {
        File { path: self.str(file.path()), digest: file.digest() }
    }

    fn pairs(&self, range: Range<rows::Pair>) -> Vec<(Text, Text)> {
        self.image
            .rows::<rows::Pair>()
            .range(range)
            .map(|pair| (self.str(pair.key()), self.str(pair.value())))
            .collect()
    }

    fn deprecated(&self, flags: u32, reason: Str) -> Option<Text> {
        (flags & flag::DEPRECATED != 0).then(|| self.str(reason))
    }

    fn application(&self, record: Rec<'_, rows::Application>) -> Application {
        Application {
            name: self.str(record.name()),
            version: self.str(record.version()),
            source_hash: self.str(record.source_hash()),
            documentation: self.str(record.documentation()),
            route_prefix: self.str(record.route_prefix()),
            file_path: self.file(record.file()),
            line: record.line(),
            options: self.pairs(record.options()),
        }
    }

    fn resource(&self, record: Rec<'_, rows::Resource>) -> Resource {
        let image = self.image;
        Resource {
            name: self.str(record.name()),
            documentation: self.str(record.documentation()),
            file_path: self.file(record.file()),
            line: record.line(),
            fields: self.fields(record.fields()),
            relationships: image
                .rows::<rows::Relationship>()
                .range(record.relationships())
                .map(|relationship| self.relationship(relationship))
                .collect(),
            extra: ResourceExtra {
                path: self.str(record.path()),
                operations: (record.flags() & flag::OPERATIONS != 0).then(|| self.strs(record.operations())),
                nested_under: image
                    .rows::<rows::Nested>()
                    .range(record.nested())
                    .map(|nested| Nested {
                        parent: self.str(nested.parent()),
                        segment: self.str(nested.segment()),
                        line: nested.line(),
                    })
                    .collect(),
                shared_middleware: self.strs(record.shared_middleware()),
                shared_line: record.shared_line(),
                middleware: image
                    .rows::<rows::Chain>()
                    .range(record.chains())
                    .map(|chain| {
                        let names = self.strs(chain.names());
                        (self.str(chain.operation()), Chain { names, line: chain.line() })
                    })
                    .collect(),
                deprecated: self.deprecated(record.flags(), record.deprecated()),
                meta: self.pairs(record.meta()),
                allows: image
                    .rows::<rows::Allow>()
                    .range(record.allows())
                    .map(|allow| Allow {
                        pattern: self.str(allow.pattern()),
                        reason: self.str(allow.reason()),
                        line: allow.line(),
                    })
                    .collect(),
                hooks: image
                    .rows::<rows::Hook>()
                    .range(record.hooks())
                    .map(|hook| Hook {
                        event: self.str(hook.event()),
                        transaction: hook.flags() & flag::TRANSACTION != 0,
                        is_async: hook.flags() & flag::ASYNC != 0,
                        body: self.str(hook.body()),
                        line: hook.line(),
                        documentation: self.str(hook.documentation()),
                        deprecated: self.deprecated(hook.flags(), hook.deprecated()),
                    })
                    .collect(),
                validations: image
                    .rows::<rows::Validation>()
                    .range(record.validations())
                    .map(|validation| Validation {
                        field: self.str(validation.field()),
                        kind: self.str(validation.kind()),
                        value: self.str(validation.value()),
                        message: self.str(validation.message()),
                        body: self.str(validation.body()),
                        line: validation.line(),
                        documentation: self.str(validation.documentation()),
                    })
                    .collect(),
                constraints: image
                    .rows::<rows::Constraint>()
                    .range(record.constraints())
                    .map(|constraint| Constraint {
                        name: self.str(constraint.name()),
                        operations: self.strs(constraint.operations()),
                        condition: self.str(constraint.condition()),
                        when: self.str(constraint.when()),
                        error: self.str(constraint.error()),
                        line: constraint.line(),
                        documentation: self.str(constraint.documentation()),
                    })
                    .collect(),
                invariants: image
                    .rows::<rows::Invariant>()
                    .range(record.invariants())
                    .map(|invariant| Invariant {
                        name: self.str(invariant.name()),
                        condition: self.str(invariant.condition()),
                        error: self.str(invariant.error()),
                        line: invariant.line(),
                        documentation: self.str(invariant.documentation()),
                    })
                    .collect(),
                scopes: image
                    .rows::<rows::Scope>()
                    .range(record.scopes())
                    .map(|scope| Scope {
                        name: self.str(scope.name()),
                        parameters: self.parameters(scope.parameters()),
                        query: self.str(scope.query()),
                        line: scope.line(),
                        documentation: self.str(scope.documentation()),
                    })
                    .collect(),
                computed_fields: image
                    .rows::<rows::Computed>()
                    .range(record.computed())
                    .map(|computed| Computed {
                        name: self.str(computed.name()),
                        ty: self.ty(computed.ty()),
                        nullable: computed.flags() & flag::NULLABLE != 0,
                        expression: self.str(computed.expression()),
                        line: computed.line(),
                        documentation: self.str(computed.documentation()),
                    })
                    .collect(),
                functions: image
                    .rows::<rows::Function>()
                    .range(record.functions())
                    .map(|function| Function {
                        name: self.str(function.name()),
                        parameters: self.parameters(function.parameters()),
                        returns: self.ty(function.returns()),
                        nullable: function.flags() & flag::NULLABLE != 0,
                        body: self.str(function.body()),
                        line: function.line(),
                        documentation: self.str(function.documentation()),
                    })
                    .collect(),
            }
            .into(),
        }
    }

    fn fields(&self, range: Range<rows::Field>) -> Vec<Field> {
        self.image
            .rows::<rows::Field>()
            .range(range)
            .map(|field| {
                let extra = self.image.get_opt(field.extra());
                let default = self.str(field.default());
                Field {
                    name: self.str(field.name()),
                    ty: self.ty(field.ty()),
                    nullable: field.flags() & flag::NULLABLE != 0,
                    required: field.flags() & flag::REQUIRED != 0,
                    inherited: field.flags() & flag::INHERITED != 0,
                    constraints: self.constraints(field.constraints()),
                    line: field.line(),
                    extra: FieldExtra {
                        default: (!default.is_empty()).then_some(default),
                        documentation: self.str(field.documentation()),
                        tags: extra.map(|extra| self.strs(extra.tags())).unwrap_or_default(),
                        format: extra.map(|extra| self.str(extra.format())).unwrap_or_default(),
                        values: extra.map(|extra| self.strs(extra.values())).unwrap_or_default(),
                        fields: extra.map(|extra| self.fields(extra.fields())).unwrap_or_default(),
                        meta: extra.map(|extra| self.pairs(extra.meta())).unwrap_or_default(),
                    }
                    .into(),
                }
            })
            .collect()
    }

    fn relationship(&self, record: Rec<'_, rows::Relationship>) -> Relationship {
        Relationship {
            name: self.str(record.name()),
            kind: self.str(self.image.get(record.kind()).name()),
            target: self.str(record.target_name()),
            foreign_key: self.str(record.foreign_key()),
            line: record.line(),
            nullable: record.flags() & flag::NULLABLE != 0,
            extra: RelationshipExtra {
                through: self.str(record.through()),
                on_delete: self.str(record.on_delete()),
                on_update: self.str(record.on_update()),
                documentation: self.str(record.documentation()),
                options: self.pairs(record.options()),
            }
            .into(),
        }
    }

    fn parameters(&self, range: Range<rows::Parameter>) -> Vec<Parameter> {
        self.image
            .rows::<rows::Parameter>()
            .range(range)
            .map(|parameter| Parameter {
                name: self.str(parameter.name()),
                location: self.str(parameter.location()),
                ty: self.ty(parameter.ty()),
                nullable: parameter.flags() & flag::NULLABLE != 0,
                required: parameter.flags() & flag::REQUIRED != 0,
                documentation: self.str(parameter.documentation()),
            })
            .collect()
    }

    fn route(&self, record: Rec<'_, rows::Route>) -> Route {
        let extra = self.image.get_opt(record.extra());
        Route {
            method: self.str(self.image.get(record.method()).name()),
            path: self.str(record.path()),
            handler: self.str(record.handler()),
            resource: self.str(record.resource_name()),
            operation: self.str(record.operation()),
            middleware: self.strs(record.middleware()),
            file_path: self.file(record.file()),
            line: record.line(),
            declared: record.flags() & flag::DECLARED != 0,
            extra: RouteExtra {
                request_body: self.ty(record.request_body()),
                response_body: self.ty(record.response_body()),
                documentation: extra.map(|extra| self.str(extra.documentation())).unwrap_or_default(),
                parameters: extra.map(|extra| self.parameters(extra.parameters())).unwrap_or_default(),
                tags: extra.map(|extra| self.strs(extra.tags())).unwrap_or_default(),
                deprecated: extra.and_then(|extra| self.deprecated(record.flags(), extra.deprecated())),
            }
            .into(),
        }
    }

    /// The `references` edges; they are in the graph only, ordered by where they start.
    fn references(&self) -> Vec<Reference> {
        let image = self.image;
        let nodes = Nodes::of(image);
        let name = |node: u32| match nodes.node(node) {
            Node::Resource(id) => self.str(image.get(id).name()),
            Node::Dangling(id) => self.str(image.get(id).name()),
            // An edge of that name to anything else is no reference; validation takes it as it is.
            Node::Route(_) | Node::Middleware(_) | Node::Function(_) => Text::EMPTY,
        };
        image
            .rows::<rows::Edge>()
            .iter()
            .filter(|edge| {
                edge.relationship().get().is_none() && image.str(image.get(edge.kind()).name()) == "references"
            })
            .map(|edge| Reference { from: name(edge.from()), to: name(edge.to()) })
            .collect()
    }

    fn pattern(&self, record: Rec<'_, rows::Pattern>) -> Pattern {
        Pattern {
            id: self.str(record.id()),
            name: self.str(record.name()),
            category: self.str(self.image.get(record.category()).name()),
            description: self.str(record.description()),
            template: self.str(record.template()),
            examples: self
                .image
                .rows::<rows::Example>()
                .range(record.examples())
                .map(|example| Example {
                    resource: self.str(example.resource()),
                    file_path: self.file(example.file()),
                    line: example.line(),
                    code: self.str(example.code()),
                })
                .collect(),
            frequency: record.frequency(),
            confidence: record.confidence(),
            support: (record.flags() & flag::SUPPORT != 0).then(|| Support {
                support: record.support(),
                applicable: record.applicable(),
                wilson: record.wilson(),
            }),
        }
    }

    fn deviation(&self, record: Rec<'_, rows::Deviation>) -> Deviation {
        Deviation {
            pattern: self.str(record.pattern()),
            subject: self.str(record.subject()),
            resource: self
                .image
                .get_opt(record.resource())
                .map(|resource| self.str(resource.name()))
                .unwrap_or_default(),
            support: Support { support: record.support(), applicable: record.applicable(), wilson: record.wilson() },
            rival: self.str(record.rival()),
            template: self.str(record.template()),
            file_path: self.file(record.file()),
            line: record.line(),
        }
    }
}
