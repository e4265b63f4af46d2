//! The REST routes of every resource, from its operations and the places it is nested in.

use std::collections::{HashMap, HashSet};

use super::{names, parameters};
use crate::model::{Authentication, Mark, Model, Resource, Route, RouteExtra, Text, Type, TypeKind};
use crate::operation::canonical;

/// Segments a derived path may have; longer ones could not be matched, and nesting could double them at every step.
const MAX_SEGMENTS: usize = 250;
/// Bytes a derived path may have: no client sends longer ones (RFC 9110, 4.1, asks for 8,000 of a whole URI).
const MAX_PATH_BYTES: usize = 4_096;
/// Places one resource may be in: every `@nested` of a parent multiplies those of its children.
const MAX_PLACES: usize = 256;
/// Bytes that the paths of nested resources may have together, beside [`BYTES_EACH`] for every resource: without it a
/// schema of 88 kB could ask for gigabytes of paths, each of them within the limits above.
const SPARE_BYTES: usize = 1 << 20;
const BYTES_EACH: usize = 1 << 10;
/// Middleware that derived routes may have together, beside [`NAMES_EACH`] for every resource: each route of each place
/// has the whole list of its operation.
const SPARE_NAMES: usize = 1 << 20;
const NAMES_EACH: usize = 1 << 10;

/// A resource some of whose places were left out, because there are too many of them, because they lie too deep or
/// because their paths are too long; returned by [`derive()`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unplaced {
    /// Name of the resource.
    pub resource: String,
    /// Number of the resource in the model.
    pub index: u32,
    /// What it is nested under, itself under what, up to the top: the first parent of each.
    pub under: Vec<String>,
    /// Which limit it is.
    pub limit: Limit,
    /// File it is declared in.
    pub file_path: String,
    /// Line it is declared on.
    pub line: u32,
}

impl Unplaced {
    fn of(resource: &Resource, index: usize, limit: Limit) -> Self {
        let Resource { name, file_path, line, .. } = resource;
        let (resource, file_path) = (name.to_string(), file_path.to_string());
        Self { resource, index: index as u32, under: Vec::new(), limit, file_path, line: *line }
    }
}

/// A limit of the places that nested resources are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// 256 places for one resource.
    Places,
    /// 250 segments in one path.
    Segments,
    /// 4,096 bytes in one path.
    PathBytes,
    /// 1 MiB in the paths of all nested resources together, and 1 KiB more for every resource.
    TotalBytes,
    /// 2^20 middleware of all derived routes together, and 2^10 more for every resource.
    Middleware,
    /// The places of a parent, some of which were left out.
    Parent,
}

/// Method, operation, and whether the path goes on with `/:id`.
const OPERATIONS: [(&str, &str, bool); 6] = [
    ("GET", "list", false),
    ("POST", "create", false),
    ("GET", "show", true),
    ("PUT", "update", true),
    ("PATCH", "update", true),
    ("DELETE", "delete", true),
];

/// Replaces the routes of a schema's model, which are the declared ones, by the derived and the declared ones.
///
/// Resource by resource in declaration order: for every place it is in list, create, show, update (PUT, PATCH)
/// and delete, as far as `@operations` allows; then the routes declared in it, with the prefix put before their paths.
/// Routes of resources that are not in the model come last.
/// Every parameter of a path is in `parameters`, with the type of the field it stands for where one does: the key of the
/// resource or of one it is nested under, or a field of that name. Every route says whether it asks who calls, as its
/// middleware and the application's declarations tell.
///
/// Returns the resources that would go over a [`Limit`], those first that do so themselves; such places are left out. A
/// cycle of nestings is cut where it closes.
///
/// ```
/// use etched_compiler::model::{Model, Resource};
/// let mut model = Model { resources: vec![Resource { name: "BlogPost".into(), ..Default::default() }], ..Default::default() };
/// etched_compiler::routes::derive(&mut model);
/// let ids: Vec<String> = model.routes.iter().map(|route| route.id()).collect();
/// assert_eq!(ids[0], "GET /blog-posts");
/// assert_eq!(ids[4], "PATCH /blog-posts/:id");
/// ```
pub fn derive(model: &mut Model) -> Vec<Unplaced> {
    derive_beside(model, &HashSet::new())
}

/// As [`derive`], where the paths of some declared routes, by number, are whole already.
pub(crate) fn derive_beside(model: &mut Model, outside: &HashSet<usize>) -> Vec<Unplaced> {
    let prefix = normalised(&model.application.route_prefix);
    let (places, mut unplaced) = places(&model.resources);
    let mut spare = SPARE_NAMES + NAMES_EACH * model.resources.len();
    let mut declared: HashMap<Text, Vec<Route>> = HashMap::new();
    let mut order = Vec::new();
    for (at, mut route) in model.routes.drain(..).enumerate() {
        let prefix = if outside.contains(&at) { "" } else { &prefix };
        route.path = format!("{prefix}{}{}", if route.path.starts_with('/') { "" } else { "/" }, route.path).into();
        let of_resource = declared.entry(route.resource.clone()).or_insert_with(|| {
            order.push(route.resource.clone());
            Vec::new()
        });
        of_resource.push(route);
    }
    for (index, (resource, places)) in model.resources.iter().zip(&places).enumerate() {
        let each = middleware_of(resource);
        let fit = spare.checked_div(each).map_or(places.len(), |fit| fit.min(places.len()));
        spare -= each * fit;
        for place in &places[..fit] {
            rest_routes(resource, &format!("{prefix}{place}"), &mut model.routes);
        }
        if fit < places.len() {
            unplaced.push(Unplaced::of(resource, index, Limit::Middleware));
        }
        model.routes.extend(declared.remove(&resource.name).unwrap_or_default());
    }
    for name in order {
        model.routes.extend(declared.remove(&name).unwrap_or_default());
    }
    parameters::add(model);
    let kinds = model.application.kinds.iter();
    let kinds: HashMap<&str, Authentication> =
        kinds.filter_map(|(name, kind)| Some((name.as_str(), Authentication::from_kind(kind)?))).collect();
    for route in &mut model.routes {
        route.authentication = route.told_by(&kinds);
    }
    unplaced
}

/// `api`, `/api` and `/api/` are one prefix; `/` is none.
fn normalised(prefix: &str) -> String {
    let inner = prefix.trim_matches('/');
    if inner.is_empty() { String::new() } else { format!("/{inner}") }
}

fn has_operation(resource: &Resource, operation: &str) -> bool {
    resource.operations.as_ref().is_none_or(|operations| operations.iter().any(|given| canonical(given) == operation))
}

fn chain_of<'r>(resource: &'r Resource, operation: &str) -> &'r Vec<Text> {
    resource.middleware.get(operation).map_or(&resource.shared_middleware, |chain| &chain.names)
}

/// Returns how many middleware the routes of one place have together.
fn middleware_of(resource: &Resource) -> usize {
    let served = OPERATIONS.iter().filter(|(_, operation, _)| has_operation(resource, operation));
    served.map(|(_, operation, _)| chain_of(resource, operation).len()).sum()
}

fn rest_routes(resource: &Resource, place: &str, out: &mut Vec<Route>) {
    let key = own_key(resource);
    let one = Type::named(&resource.name);
    let list = Type::from(TypeKind::array(one.kind().clone().marked(Mark::None)));
    for (method, operation, of_one) in OPERATIONS {
        if !has_operation(resource, operation) {
            continue;
        }
        let middleware = chain_of(resource, operation).clone();
        let takes_one = matches!(operation, "create" | "update");
        out.push(Route {
            method: method.into(),
            path: if of_one { format!("{place}/:{key}").into() } else { place.into() },
            handler: format!("{}.{operation}", resource.name).into(),
            resource: resource.name.clone(),
            operation: operation.into(),
            middleware,
            file_path: resource.file_path.clone(),
            line: resource.line,
            declared: false,
            origin: resource.origin,
            authentication: Authentication::None,
            extra: RouteExtra {
                request_body: if takes_one { one.clone() } else { Type::EMPTY },
                response_body: match operation {
                    "list" => list.clone(),
                    "delete" => Type::EMPTY,
                    _ => one.clone(),
                },
                ..RouteExtra::default()
            }
            .into(),
        });
    }
}

/// Returns the paths, without prefix, under which each resource stands, and the resources some of whose were left out.
fn places(resources: &[Resource]) -> (Vec<Vec<String>>, Vec<Unplaced>) {
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (index, resource) in resources.iter().enumerate() {
        by_name.entry(&resource.name).or_insert(index);
    }
    let segments: Vec<String> = resources.iter().map(own_segment).collect();
    let mut places: Vec<Option<Vec<String>>> = vec![None; resources.len()];
    let mut unplaced = Vec::new();
    let mut spare = SPARE_BYTES + BYTES_EACH * resources.len();
    let mut open = vec![false; resources.len()];
    // An explicit stack, because a chain of nestings may be as long as the schema.
    for start in 0..resources.len() {
        let mut stack = vec![start];
        while let Some(&index) = stack.last() {
            if places[index].is_some() {
                stack.pop();
                continue;
            }
            let parents = resources[index].nested_under.iter().filter_map(|nested| by_name.get(nested.parent.as_str()));
            let waiting: Vec<usize> = parents
                .copied()
                .filter(|&parent| places[parent].is_none() && !open[parent] && parent != index)
                .collect();
            if !open[index] && !waiting.is_empty() {
                open[index] = true;
                stack.extend(waiting);
                continue;
            }
            let of_parent = |parent: &str| by_name.get(parent).and_then(|&parent| places[parent].as_deref());
            let key_of = |parent: &str| match by_name.get(parent) {
                Some(&parent) => nested_key(&resources[parent]),
                None => names::key_parameter(parent),
            };
            let (found, limit) = places_of(&resources[index], &segments[index], &mut spare, of_parent, key_of);
            if let Some(limit) = limit {
                unplaced.push((index, limit));
            }
            places[index] = Some(found);
            stack.pop();
        }
    }
    // The chain is told of those only that start it: for all of them it would be as long as the schema is deep.
    unplaced.sort_by_key(|&(_, limit)| limit == Limit::Parent);
    let unplaced = unplaced.into_iter().map(|(index, limit)| {
        let under = if limit == Limit::Parent { Vec::new() } else { chain(resources, &by_name, index) };
        Unplaced { under, ..Unplaced::of(&resources[index], index, limit) }
    });
    let unplaced = unplaced.collect();
    (places.into_iter().map(Option::unwrap_or_default).collect(), unplaced)
}

/// Returns the first parent of a resource, the first of that one, and so on, at most as many as a path has segments.
fn chain(resources: &[Resource], by_name: &HashMap<&str, usize>, mut index: usize) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(nested) = resources[index].nested_under.first().filter(|_| names.len() < MAX_SEGMENTS / 2) {
        names.push(nested.parent.to_string());
        match by_name.get(nested.parent.as_str()) {
            Some(&parent) => index = parent,
            None => break,
        }
    }
    names
}

/// Returns the parameter that stands for a resource in its own paths.
pub(super) fn own_key(resource: &Resource) -> &str {
    if resource.path_key.is_empty() { "id" } else { &resource.path_key }
}

/// Returns the parameter that stands for a resource in the paths nested under it.
pub(super) fn nested_key(resource: &Resource) -> String {
    match resource.path_key.as_str() {
        "" => names::key_parameter(&resource.name),
        key => etched_core::name::snake(&resource.name).chain(['_']).chain(key.chars()).collect(),
    }
}

fn own_segment(resource: &Resource) -> String {
    let given = resource.path.trim_matches('/');
    if given.is_empty() { names::segment(&resource.name) } else { given.to_owned() }
}

/// Returns the places of one resource, and the limit for which some were left out; `of_parent` is `None` for a name that
/// no resource has and where a cycle closes, and the parent then counts as not nested.
fn places_of<'a>(
    resource: &Resource,
    segment: &str,
    spare: &mut usize,
    of_parent: impl Fn(&str) -> Option<&'a [String]>,
    key_of: impl Fn(&str) -> String,
) -> (Vec<String>, Option<Limit>) {
    if resource.nested_under.is_empty() {
        return (vec![format!("/{segment}")], None);
    }
    let mut places = Vec::new();
    let mut limit = None;
    for nested in &resource.nested_under {
        let given = nested.segment.trim_matches('/');
        let segment = if given.is_empty() { segment } else { given };
        let key = key_of(&nested.parent);
        let top_level;
        let parents = match of_parent(&nested.parent) {
            Some([]) => {
                limit = limit.or(Some(Limit::Parent));
                continue;
            }
            Some(parents) => parents,
            None => {
                top_level = [format!("/{}", names::segment(&nested.parent))];
                &top_level[..]
            }
        };
        for parent in parents {
            let len = parent.len() + "/:".len() + key.len() + "/".len() + segment.len();
            let over = if places.len() == MAX_PLACES {
                Limit::Places
            } else if len > MAX_PATH_BYTES {
                Limit::PathBytes
            } else if parent.matches('/').count() + 2 + segment.matches('/').count() > MAX_SEGMENTS {
                Limit::Segments
            } else if len > *spare {
                Limit::TotalBytes
            } else {
                *spare -= len;
                places.push(format!("{parent}/:{key}/{segment}"));
                continue;
            };
            limit = Some(over);
        }
    }
    (places, limit)
}
