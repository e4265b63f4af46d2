//! Which resources are there?

use std::collections::HashSet;

use serde::Serialize;

use super::request::request;
use super::routes::Filter;
use super::{Error, FORMAT, Note, Page, Question, Subject, location};
use crate::handle::{Hook, Location, Relationship, Resource, Route};
use crate::registry::Registry;

request! {
    /// Asks for resources: those whose name matches and that have a route that all filters on routes let through. An
    /// operation without a route counts, too, where the filters are on operations and middleware alone.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, resources};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = resources::Request::default().glob("Order*").ask(&registry).unwrap();
    /// let names: Vec<&str> = answer.resources.iter().map(|row| row.name).collect();
    /// assert_eq!(names, ["Order", "OrderLine"]);
    /// # }
    /// ```
    ///
    /// Cost: one match per resource and one look at each route the filters let through.
    may {
        /// What the name has to match; `*` and `?` may be anywhere.
        glob: text,
        /// Method of the route, in any case.
        method: text,
        /// Operation of the route.
        operation: text,
        /// Middleware of the route: base name, or with arguments.
        middleware: text,
        /// Path template of the route, as it is written.
        path: text,
        /// What the path template of the route starts with, in whole segments.
        path_prefix: text,
        /// Whether relationships and hooks are named.
        names: flag,
        /// Resources at most.
        limit: size,
        /// Resources left out at the start.
        offset: skip,
    }
}

/// The answer: a page of resources, in declaration order.
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
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// Fields of all matches, those of inline structs not counted.
    pub field_count: usize,
    /// Relationships of all matches.
    pub relationship_count: usize,
    /// Routes of all matches.
    pub route_count: usize,
    /// The page.
    pub resources: Vec<Row<'r>>,
    /// What else there is to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// A resource in the list.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Row<'r> {
    /// Name.
    pub name: &'r str,
    /// Where it is declared; in JSON `file_path` and `line_number`.
    #[serde(flatten, serialize_with = "location::plain")]
    pub location: Location<'r>,
    /// How much it has.
    #[serde(flatten)]
    pub counts: Counts,
    /// The names of its relationships, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relationships: Option<Vec<&'r str>>,
    /// The events of its hooks, such as `before_create`, when they were asked for; one for each hook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hooks: Option<Vec<&'r str>>,
    /// Distinct base names of the middleware its operations run, sorted.
    pub middleware: Vec<&'r str>,
    /// Whether it is deprecated.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
}

/// How much a resource has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Fields, those of inline structs not counted.
    pub field_count: usize,
    /// Relationships it declares.
    pub relationship_count: usize,
    /// Hooks.
    pub hook_count: usize,
    /// Validations.
    pub validation_count: usize,
    /// Constraints over several fields.
    pub constraint_count: usize,
    /// Routes that serve it.
    pub route_count: usize,
}

impl Counts {
    pub(super) fn of(resource: Resource<'_>) -> Self {
        Self {
            field_count: resource.fields().len(),
            relationship_count: resource.relationships().len(),
            hook_count: resource.hooks().len(),
            validation_count: resource.validations().len(),
            constraint_count: resource.constraints().len(),
            route_count: resource.routes().len(),
        }
    }
}

impl<'r> Row<'r> {
    fn new(resource: Resource<'r>, names: bool) -> Self {
        Self {
            name: resource.name(),
            location: resource.location(),
            counts: Counts::of(resource),
            relationships: names.then(|| resource.relationships().into_iter().map(Relationship::name).collect()),
            hooks: names.then(|| resource.hooks().into_iter().map(Hook::event).collect()),
            middleware: resource.middleware().collect(),
            deprecated: resource.deprecated().is_some(),
        }
    }
}

impl Request {
    fn filter(&self) -> Filter<'_> {
        Filter {
            method: self.method.as_deref(),
            resource: None,
            operation: self.operation.as_deref(),
            middleware: self.middleware.as_deref(),
            path: self.path.as_deref(),
            path_prefix: self.path_prefix.as_deref(),
        }
    }

    /// Notes a name that is no pattern and that nothing has, and what the filters on routes name in vain.
    fn notes(&self, registry: &Registry) -> Vec<Note> {
        let name = self.glob.as_deref().filter(|glob| !glob.contains(['*', '?']) && registry.resource(glob).is_none());
        let known = registry.resources().into_iter().map(Resource::name);
        let name = name.map(|name| Note::unknown(Subject::Resource, name, known));
        name.into_iter().chain(self.filter().notes(registry)).collect()
    }
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let filter = self.filter();
        let with_route: Option<HashSet<u32>> = (!filter.is_empty())
            .then(|| filter.over(registry).iter().filter_map(|route| route.resource().map(Resource::index)).collect());
        let with_operation = |resource: Resource<'r>| {
            let chains = || resource.chains().into_iter().filter(|chain| filter.accepts(chain.operation(), chain.names().iter()));
            // Whoever has routes for an operation says there what it runs.
            chains().next().is_some() && {
                let routed: HashSet<&str> = resource.routes().into_iter().map(Route::operation).collect();
                chains().any(|chain| !routed.contains(chain.operation()))
            }
        };
        let (mut field_count, mut relationship_count, mut route_count) = (0, 0, 0);
        let matching = registry
            .resources()
            .into_iter()
            .filter(|resource| {
                self.glob.as_deref().is_none_or(|glob| etched_core::glob::matches(glob, resource.name()))
                    && with_route
                        .as_ref()
                        .is_none_or(|with| with.contains(&resource.index()) || with_operation(*resource))
            })
            .inspect(|resource| {
                field_count += resource.fields().len();
                relationship_count += resource.relationships().len();
                route_count += resource.routes().len();
            });
        let (total_count, page) = Page::new(self.offset, self.limit).of(matching);
        let application = registry.application();
        Ok(Answer {
            format: FORMAT,
            application: application.name(),
            version: application.version(),
            total_count,
            field_count,
            relationship_count,
            route_count,
            resources: page.into_iter().map(|resource| Row::new(resource, self.names)).collect(),
            notes: if total_count == 0 { self.notes(registry) } else { Vec::new() },
        })
    }
}
