//! What is this resource?

use serde::Serialize;

use super::request::request;
use super::resources::Counts;
use super::{Error, FORMAT, Question, Subject, location};
use crate::handle::{Location, Relationship, Resource, Route};
use crate::list::List;
use crate::registry::Registry;

request! {
    /// Asks for one resource with all that belongs to it.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, resource};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = resource::Request::new("Order").ask(&registry).unwrap();
    /// assert_eq!((answer.resource.name(), answer.counts.route_count), ("Order", 9));
    /// assert_eq!(resource::Request::new("Ordr").ask(&registry).unwrap_err().suggestions, ["Order"]);
    /// # }
    /// ```
    ///
    /// Cost: one hash, one probe; where there is none, one comparison with each name.
    needs {
        /// Its name; upper and lower case count.
        name,
    }
    may {}
}

/// The answer: the record of the resource, its counts, its routes, and what refers to it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// The resource; in JSON the keys of its record.
    #[serde(flatten)]
    pub resource: Resource<'r>,
    /// How much it has.
    #[serde(flatten)]
    pub counts: Counts,
    /// The routes that serve it.
    pub routes: List<'r, Route<'r>>,
    /// The relationships that point to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub incoming: Vec<Incoming<'r>>,
    /// The functions its hooks call, those of hooks that call any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hook_calls: Vec<HookCalls<'r>>,
    /// The targets of its relationships that no resource has the name of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undeclared: Vec<&'r str>,
}

/// A relationship that points to a resource.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Incoming<'r> {
    /// The resource that declares it.
    pub resource: &'r str,
    /// Name.
    pub name: &'r str,
    /// `belongs_to` and so on.
    #[serde(rename = "type")]
    pub kind: &'r str,
    /// What happens to the resource that declares it when this one is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_delete: Option<&'r str>,
    /// Where it is declared; in JSON `file_path` and `line_number`, where known.
    #[serde(flatten, serialize_with = "location::known_only")]
    pub location: Location<'r>,
}

/// What a hook calls.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HookCalls<'r> {
    /// When the hook runs, such as `before_create`.
    #[serde(rename = "type")]
    pub event: &'r str,
    /// The line it is declared on.
    pub line_number: Option<u32>,
    /// The functions, sorted.
    pub calls: Vec<&'r str>,
}

impl<'r> Incoming<'r> {
    fn new(relationship: Relationship<'r>) -> Self {
        Self {
            resource: relationship.resource().name(),
            name: relationship.name(),
            kind: relationship.kind(),
            on_delete: relationship.on_delete(),
            location: relationship.location(),
        }
    }
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let resource = registry.resource(&self.name).ok_or_else(|| {
            let all = registry.resources();
            Error::unknown(Subject::Resource, &self.name, all.into_iter().map(Resource::name))
                .next(format!("`resources` lists all {}.", all.len()))
        })?;
        let undeclared = resource.relationships().into_iter().filter(|relationship| relationship.target().is_none());
        let mut undeclared: Vec<&str> = undeclared.map(Relationship::target_name).collect();
        undeclared.sort_unstable();
        undeclared.dedup();
        let calls = resource.hooks().into_iter().map(|hook| HookCalls {
            event: hook.event(),
            line_number: hook.location().line,
            calls: hook.calls().collect(),
        });
        Ok(Answer {
            format: FORMAT,
            resource,
            counts: Counts::of(resource),
            routes: resource.routes(),
            incoming: resource.incoming().into_iter().map(Incoming::new).collect(),
            hook_calls: calls.filter(|hook| !hook.calls.is_empty()).collect(),
            undeclared,
        })
    }
}
