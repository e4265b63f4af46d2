//! Entity hashes: what a resource, a route and the application mean, in 128 bits.
//!
//! Over names in place of ids and without file, line or patterns, so that moving a declaration changes nothing.
//! The root digest is the hash of the sorted entity hashes.

use std::collections::HashMap;

use etched_core::hash::hash128;
use etched_core::layout::{Application, EntityHash, Section};
use etched_core::{Header, Image, Strip, numbering};

use crate::model::{Field, FieldConstraint, Model, Parameter, Resource, Route, Text};

/// The hashes of a model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Digests {
    /// Of the application directive.
    pub(super) application: [u8; 16],
    /// Of each resource.
    pub(super) resources: Vec<[u8; 16]>,
    /// Of each route.
    pub(super) routes: Vec<[u8; 16]>,
    /// Of everything.
    pub(super) root: [u8; 16],
}

impl Digests {
    /// Returns those an image states.
    pub(super) fn stated(image: Image<'_>) -> Self {
        let hashes = |section| image.rows_of::<EntityHash>(section).iter().map(|row| row.hash()).collect();
        Self {
            application: image.rows::<Application>().get(0).hash(),
            resources: hashes(Section::ResourceHash),
            routes: hashes(Section::RouteHash),
            root: image.digest(),
        }
    }

    /// Returns the fingerprint of the numbers that resources, routes and patterns have.
    pub(super) fn fingerprint(&self, model: &Model) -> u64 {
        let patterns = model.patterns.iter().map(|pattern| (&*pattern.id, &*pattern.name));
        numbering::fingerprint(self.resources.iter().copied(), self.routes.iter().copied(), patterns)
    }

    /// Computes them.
    #[must_use]
    pub(super) fn of(model: &Model) -> Self {
        let mut references: HashMap<&str, Vec<&str>> = HashMap::new();
        for reference in &model.references {
            references.entry(&reference.from).or_default().push(&reference.to);
        }
        let application = application(model);
        let resources: Vec<_> = model
            .resources
            .iter()
            .map(|resource| {
                let mut targets = references.remove(resource.name.as_str()).unwrap_or_default();
                targets.sort_unstable();
                resource_hash(resource, &targets)
            })
            .collect();
        let routes: Vec<_> = model.routes.iter().map(route_hash).collect();
        let mut all: Vec<[u8; 16]> = std::iter::once(&application).chain(&resources).chain(&routes).copied().collect();
        all.sort_unstable();
        Self { application, root: hash128(&all.concat()), resources, routes }
    }
}

/// Returns whether the hashes that an image states are those of what it says; `None` of an image of which parts were
/// stripped, since the hashes are over those, too.
///
/// The validation of an image (`etched_core::validate`) checks that its digest is made of its hashes, and no more: the
/// hashes are over names and texts in an order that only the compiler knows. Who compares digests to tell what two
/// images are, a build cache for example, and takes images from elsewhere, asks this as well. An image that passes was
/// not changed by accident; the hash is no cryptographic one, and no proof of who made it.
///
/// ```
/// use etched_compiler::model::Model;
/// use etched_compiler::{Strip, image};
///
/// let bytes = image::write(&Model::default(), Strip::NONE);
/// assert_eq!(image::hashes_hold(bytes.image()), Some(true));
/// ```
///
/// Cost: that of reading the model and hashing it, about 40 us a resource.
///
/// # Panics
/// When the bytes were not opened as an image before.
#[must_use]
pub fn hashes_hold(image: Image<'_>) -> Option<bool> {
    (header(image).strip == Strip::NONE).then(|| Digests::of(&super::read(image)) == Digests::stated(image))
}

/// Returns the header of an image that was opened.
pub(super) fn header(image: Image<'_>) -> Header {
    Header::read(image.records(), image.strings().len()).expect("an image has a header")
}

/// A text with its length, a list with its count: no two different values write the same bytes.
struct Canon(Vec<u8>);

impl Canon {
    fn new(what: &str) -> Self {
        let mut canon = Self(Vec::with_capacity(512));
        canon.text(what);
        canon
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.0.extend_from_slice(&(text.len() as u32).to_le_bytes());
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> &mut Self {
        self.list(texts, |canon, text| {
            canon.text(text);
        })
    }

    fn bools(&mut self, bools: &[bool]) -> &mut Self {
        self.0.extend(bools.iter().map(|&bit| u8::from(bit)));
        self
    }

    fn option(&mut self, text: Option<&str>) -> &mut Self {
        self.bools(&[text.is_some()]).text(text.unwrap_or_default())
    }

    fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut Self, T)) -> &mut Self {
        let at = self.0.len();
        self.0.extend_from_slice(&[0; 4]);
        let mut count = 0_u32;
        for item in items {
            each(self, item);
            count += 1;
        }
        self.0[at..at + 4].copy_from_slice(&count.to_le_bytes());
        self
    }

    fn pairs(&mut self, pairs: &[(Text, Text)]) -> &mut Self {
        self.list(pairs, |canon, (key, value)| {
            canon.text(key).text(value);
        })
    }

    fn fields(&mut self, fields: &[Field]) -> &mut Self {
        self.list(fields, |canon, field| {
            canon.text(&field.name).text(&field.ty).bools(&[field.nullable, field.required, field.inherited]);
            canon.option(field.default.as_deref()).texts(field.constraints.iter().map(FieldConstraint::as_str));
            canon.text(&field.documentation).texts(field.tags.iter().map(Text::as_str)).text(&field.format);
            canon.texts(field.values.iter().map(Text::as_str)).fields(&field.fields).pairs(&field.meta);
        })
    }

    fn parameters(&mut self, parameters: &[Parameter]) -> &mut Self {
        self.list(parameters, |canon, parameter| {
            canon.text(&parameter.name).text(&parameter.location).text(&parameter.ty);
            canon.bools(&[parameter.nullable, parameter.required]).text(&parameter.documentation);
        })
    }

    fn hash(&self) -> [u8; 16] {
        hash128(&self.0)
    }
}

fn application(model: &Model) -> [u8; 16] {
    let application = &model.application;
    let mut canon = Canon::new("application");
    canon.text(&application.name).text(&application.version).text(&application.documentation);
    canon.text(&application.route_prefix).pairs(&application.options);
    canon.hash()
}

fn resource_hash(resource: &Resource, references: &[&str]) -> [u8; 16] {
    let mut canon = Canon::new("resource");
    canon.text(&resource.name).text(&resource.documentation).text(&resource.path);
    canon.bools(&[resource.operations.is_some()]);
    canon.texts(resource.operations.iter().flatten().map(Text::as_str));
    canon.list(&resource.nested_under, |canon, nested| {
        canon.text(&nested.parent).text(&nested.segment);
    });
    canon.texts(resource.shared_middleware.iter().map(Text::as_str));
    canon.list(&resource.middleware, |canon, (operation, chain)| {
        canon.text(operation).texts(chain.names.iter().map(Text::as_str));
    });
    canon.option(resource.deprecated.as_deref()).pairs(&resource.meta);
    canon.list(&resource.allows, |canon, allow| {
        canon.text(&allow.pattern).text(&allow.reason);
    });
    canon.fields(&resource.fields);
    canon.list(&resource.relationships, |canon, relationship| {
        canon.text(&relationship.name).text(&relationship.kind).text(&relationship.target);
        canon.text(&relationship.foreign_key).text(&relationship.through).text(&relationship.on_delete);
        canon.text(&relationship.on_update).text(&relationship.documentation).bools(&[relationship.nullable]);
        canon.pairs(&relationship.options);
    });
    canon.list(&resource.hooks, |canon, hook| {
        canon.text(&hook.event).bools(&[hook.transaction, hook.is_async]).text(&hook.body);
        canon.text(&hook.documentation).option(hook.deprecated.as_deref());
    });
    canon.list(&resource.validations, |canon, validation| {
        canon.text(&validation.field).text(&validation.kind).text(&validation.value);
        canon.text(&validation.message).text(&validation.body).text(&validation.documentation);
    });
    canon.list(&resource.constraints, |canon, constraint| {
        canon.text(&constraint.name).texts(constraint.operations.iter().map(Text::as_str));
        canon.text(&constraint.condition).text(&constraint.when);
        canon.text(&constraint.error).text(&constraint.documentation);
    });
    canon.list(&resource.invariants, |canon, invariant| {
        canon.text(&invariant.name).text(&invariant.condition).text(&invariant.error).text(&invariant.documentation);
    });
    canon.list(&resource.scopes, |canon, scope| {
        canon.text(&scope.name).parameters(&scope.parameters).text(&scope.query).text(&scope.documentation);
    });
    canon.list(&resource.computed_fields, |canon, computed| {
        canon.text(&computed.name).text(&computed.ty).bools(&[computed.nullable]);
        canon.text(&computed.expression).text(&computed.documentation);
    });
    canon.list(&resource.functions, |canon, function| {
        canon.text(&function.name).parameters(&function.parameters).text(&function.returns);
        canon.bools(&[function.nullable]).text(&function.body).text(&function.documentation);
    });
    canon.texts(references.iter().copied());
    canon.hash()
}

fn route_hash(route: &Route) -> [u8; 16] {
    let mut canon = Canon::new("route");
    canon.text(&route.method).text(&route.path).text(&route.handler).text(&route.resource).text(&route.operation);
    canon.texts(route.middleware.iter().map(Text::as_str)).text(&route.request_body).text(&route.response_body);
    canon.text(&route.documentation).parameters(&route.parameters);
    canon.texts(route.tags.iter().map(Text::as_str)).option(route.deprecated.as_deref());
    canon.hash()
}
