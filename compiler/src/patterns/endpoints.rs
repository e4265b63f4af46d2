//! Where middleware can stand: the operations of every resource, with the chain that runs there.

use std::collections::HashSet;

use super::group::Map;
use crate::model::{Chain, Model, Resource, Route, Text};
use crate::operation::REST;

/// Longer chains of middleware are not written out for each middleware in them.
pub(super) const LONGEST_SHOWN: usize = 32;

/// An operation of a resource, or a route that belongs to none.
pub(super) struct Endpoint<'m> {
    pub(super) resource: Option<u32>,
    pub(super) operation: &'m str,
    pub(super) chain: &'m [Text],
    pub(super) file: &'m str,
    pub(super) line: u32,
    /// The route, where it stands for itself or was declared.
    route: Option<&'m Route>,
    form: Form,
}

/// What is declared at the line of an endpoint.
#[derive(Clone, Copy)]
enum Form {
    On,
    Shared,
    Route,
    /// A route that only its method or its path tells from others.
    Alone,
}

impl Endpoint<'_> {
    /// Returns `Post.create`, or the route's id.
    pub(super) fn subject(&self, model: &Model) -> String {
        match (self.form, self.route, self.resource) {
            (Form::Alone, Some(route), _) => route.id(),
            (.., Some(at)) => format!("{}.{}", model.resources[at as usize].name, self.operation),
            (.., None) => self.operation.to_owned(),
        }
    }

    /// Returns what is written there, with the list that takes effect, as far as it is shown.
    pub(super) fn code(&self) -> String {
        let mut list = self.chain[..self.chain.len().min(LONGEST_SHOWN)].join(", ");
        if self.chain.len() > LONGEST_SHOWN {
            list.push_str(", ...");
        }
        match (self.form, self.route) {
            (Form::Route | Form::Alone, Some(route)) => {
                format!("@route {} \"{}\" -> {} [{list}]", route.method, route.path, route.operation)
            }
            (Form::Shared, _) => format!("@middleware [{list}]"),
            _ => format!("@on {}: [{list}]", self.operation),
        }
    }
}

/// Returns every endpoint, resources first.
///
/// A resource has the operations it lists, else those of its routes, and those it names middleware for. Only in a
/// model without a single route do resources without a list count as having all five. PUT and PATCH are one endpoint.
/// Routes have to be derived first.
pub(super) fn endpoints<'m>(model: &'m Model) -> Vec<Endpoint<'m>> {
    let mut by_resource: Map<&str, Vec<&'m Route>> = Map::default();
    for route in &model.routes {
        by_resource.entry(&route.resource).or_default().push(route);
    }
    let mut endpoints = Vec::with_capacity(model.resources.len() * 5);
    for (at, resource) in model.resources.iter().enumerate() {
        let routes = by_resource.remove(resource.name.as_str()).unwrap_or_default();
        let mut seen: HashSet<&str> = HashSet::with_capacity(8);
        let mut own: Map<&str, &Chain> = Map::default();
        for (name, chain) in resource.middleware.iter() {
            own.entry(canonical(name)).or_insert(chain);
        }
        let mut add = |operation: &'m str, route: Option<&'m Route>, endpoints: &mut Vec<Endpoint<'m>>| {
            let operation = canonical(operation);
            if !operation.is_empty() && seen.insert(operation) {
                endpoints.push(endpoint(at as u32, resource, operation, route, own.get(operation).copied()));
            }
        };
        for operation in resource.operations.iter().flatten() {
            add(operation, None, &mut endpoints);
        }
        if resource.operations.is_none() && model.routes.is_empty() {
            for operation in REST {
                add(operation, None, &mut endpoints);
            }
        }
        for route in &routes {
            if route.operation.is_empty() {
                endpoints.push(alone(Some(at as u32), route));
            } else {
                add(&route.operation, Some(route), &mut endpoints);
            }
        }
        for operation in resource.middleware.keys() {
            add(operation, None, &mut endpoints);
        }
    }
    // What is left serves no resource of the model: each route of a document stands for itself.
    for route in model.routes.iter().filter(|route| by_resource.contains_key(route.resource.as_str())) {
        endpoints.push(alone(None, route));
    }
    endpoints
}

/// A route that only its method tells from others.
fn alone(resource: Option<u32>, route: &Route) -> Endpoint<'_> {
    Endpoint {
        resource,
        operation: if route.operation.is_empty() { &route.method } else { canonical(&route.operation) },
        chain: &route.middleware,
        file: &route.file_path,
        line: route.line,
        route: Some(route),
        form: Form::Alone,
    }
}

fn endpoint<'m>(
    at: u32,
    resource: &'m Resource,
    operation: &'m str,
    route: Option<&'m Route>,
    own: Option<&'m Chain>,
) -> Endpoint<'m> {
    let declared_at = route.filter(|route| route.declared);
    let chain: &[Text] = match (own, route) {
        (Some(chain), _) => &chain.names,
        (None, Some(route)) => &route.middleware,
        (None, None) => &resource.shared_middleware,
    };
    let (line, form) = match (own.map_or(0, |chain| chain.line), declared_at, resource.shared_line) {
        (0, Some(route), _) if route.line > 0 => (route.line, Form::Route),
        (0, _, 0) => (resource.line, Form::On),
        (0, _, shared) => (shared, if chain == resource.shared_middleware { Form::Shared } else { Form::On }),
        (line, ..) => (line, Form::On),
    };
    Endpoint { resource: Some(at), operation, chain, file: &resource.file_path, line, route: declared_at, form }
}

/// Returns the one name of an operation: documents say `Index` for `list`, and `get` and `show` are one.
pub(super) fn canonical(operation: &str) -> &str {
    const OTHERS: [(&str, &str); 2] = [("index", "list"), ("get", "show")];
    let mut names = REST.iter().map(|name| (*name, *name)).chain(OTHERS);
    names.find(|(name, _)| operation.eq_ignore_ascii_case(name)).map_or(operation, |(_, canonical)| canonical)
}
