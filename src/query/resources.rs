//! Resources: the list of them, and one with all that belongs to it.

use std::collections::HashSet;

use serde::Serialize;

use super::{FORMAT, NotFound, Page, RouteFilter};
use crate::handle::{Resource, Route};
use crate::list::List;
use crate::registry::Registry;

/// The answer to "which resources are there?"; made by [`resources`].
#[derive(Clone, Debug, Serialize)]
pub struct Resources<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Where they come from.
    #[serde(skip)]
    pub registry: &'r Registry,
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// The page, in declaration order.
    pub resources: Vec<ResourceRow<'r>>,
}

/// A resource in [`Resources`].
#[derive(Clone, Debug)]
pub struct ResourceRow<'r>(pub Resource<'r>);

/// What is counted of a resource.
#[derive(Serialize)]
struct Counts<'r> {
    field_count: usize,
    relationship_count: usize,
    hook_count: usize,
    validation_count: usize,
    constraint_count: usize,
    route_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    middleware: Option<Vec<&'r str>>,
}

impl<'r> Counts<'r> {
    fn of(resource: Resource<'r>, middleware: bool) -> Self {
        Self {
            field_count: resource.fields().len(),
            relationship_count: resource.relationships().len(),
            hook_count: resource.hooks().len(),
            validation_count: resource.validations().len(),
            constraint_count: resource.constraints().len(),
            route_count: resource.routes().len(),
            middleware: middleware.then(|| resource.middleware().collect()),
        }
    }
}

impl Serialize for ResourceRow<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row<'r> {
            name: &'r str,
            file_path: &'r str,
            line_number: u32,
            #[serde(flatten)]
            counts: Counts<'r>,
        }
        let location = self.0.location();
        let row = Row {
            name: self.0.name(),
            file_path: location.file,
            line_number: location.line,
            counts: Counts::of(self.0, true),
        };
        row.serialize(to)
    }
}

/// Lists the resources whose name matches a glob; with a filter on routes, those that have such a route.
///
/// Cost: one match per resource and one look at each route the filter lets through.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::query::{Page, RouteFilter, resources};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let answer = resources(&registry, Some("Order*"), &RouteFilter::default(), Page::ALL);
/// let names: Vec<&str> = answer.resources.iter().map(|row| row.0.name()).collect();
/// assert_eq!(names, ["Order", "OrderLine"]);
/// # }
/// ```
#[must_use]
pub fn resources<'r>(registry: &'r Registry, glob: Option<&str>, filter: &RouteFilter, page: Page) -> Resources<'r> {
    let with_route: Option<HashSet<u32>> = (!filter.is_empty())
        .then(|| filter.over(registry).iter().filter_map(|route| route.resource().map(Resource::index)).collect());
    let matching = registry.resources().into_iter().filter(|resource| {
        glob.is_none_or(|glob| etched_core::glob::matches(glob, resource.name()))
            && with_route.as_ref().is_none_or(|with| with.contains(&resource.index()))
    });
    let (total_count, resources) = page.of(matching);
    Resources { format: FORMAT, registry, total_count, resources: resources.into_iter().map(ResourceRow).collect() }
}

/// The answer to "what is this resource?": its record, its counts and its routes; made by [`resource`].
#[derive(Clone, Copy, Debug)]
pub struct ResourceAnswer<'r>(pub Resource<'r>);

impl Serialize for ResourceAnswer<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Whole<'r> {
            format: u32,
            #[serde(flatten)]
            record: Resource<'r>,
            #[serde(flatten)]
            counts: Counts<'r>,
            routes: List<'r, Route<'r>>,
        }
        Whole { format: FORMAT, record: self.0, counts: Counts::of(self.0, false), routes: self.0.routes() }
            .serialize(to)
    }
}

/// Finds a resource by name.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// assert_eq!(etched::query::resource(&registry, "Order").unwrap().0.name(), "Order");
/// assert_eq!(etched::query::resource(&registry, "Ordr").unwrap_err().suggestions, ["Order"]);
/// # }
/// ```
///
/// Cost: one hash, one probe; where there is none, one comparison with each name.
///
/// # Errors
/// When there is none of that name, with the names near to it.
pub fn resource<'r>(registry: &'r Registry, name: &str) -> Result<ResourceAnswer<'r>, NotFound> {
    registry
        .resource(name)
        .map(ResourceAnswer)
        .ok_or_else(|| NotFound::new("resource", name, registry.resources().into_iter().map(Resource::name)))
}
