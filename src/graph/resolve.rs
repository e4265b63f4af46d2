//! From the id of a node to its number, and what to say when there is none.

use etched_core::Image;
use etched_core::layout::{self as rows, Section};
use etched_core::near::{Near, near};
use etched_core::table::{LONG, find};

use super::node::Bounds;
use crate::Registry;
use crate::error::GraphError;

/// Returns the number of the node an id names.
///
/// The whole text as the name of a resource comes first: it is the usual question and costs one probe.
#[inline]
pub(crate) fn number(image: Image<'_>, registry: &Registry, id: &str) -> Option<u32> {
    match registry.resource(id) {
        Some(resource) => Some(resource.index()),
        None => other(image, registry, id),
    }
}

fn other(image: Image<'_>, registry: &Registry, id: &str) -> Option<u32> {
    let bounds = Bounds::of(image);
    let Some((kind, name)) = id.split_once(':') else { return dangling(image, bounds, id) };
    match kind {
        "resource" => {
            registry.resource(name).map_or_else(|| dangling(image, bounds, name), |found| Some(found.index()))
        }
        "middleware" => {
            let names = image.rows::<rows::Middleware>();
            let base = name.split('(').next().unwrap_or(name).trim_end();
            named(image, Section::MiddlewareTable, base, |at| image.str(names.get(at).name()))
                .map(|at| at + bounds.routes)
        }
        "function" => {
            let names = image.rows::<rows::Callee>();
            named(image, Section::CalleeTable, name, |at| image.str(names.get(at).name()))
                .map(|at| at + bounds.middleware)
        }
        "route" => {
            let (method, path) = name.split_once(' ')?;
            registry.route(method, path.trim_start()).map(|route| route.index() + bounds.dangling)
        }
        _ => dangling(image, bounds, id),
    }
}

fn dangling(image: Image<'_>, bounds: Bounds, name: &str) -> Option<u32> {
    let names = image.rows::<rows::Dangling>();
    named(image, Section::DanglingTable, name, |at| image.str(names.get(at).name())).map(|at| at + bounds.resources)
}

fn named<'a>(image: Image<'a>, table: Section, key: &str, name: impl Fn(u32) -> &'a str) -> Option<u32> {
    find(image, table, 0, key.as_bytes(), |at| key.len() < LONG as usize || name(at) == key)
}

/// Returns the error for an id no node has: with near names of its kind, or the same name under another kind.
#[cold]
pub(crate) fn unknown(registry: &Registry, id: &str) -> GraphError {
    let image = registry.image();
    let (kind, name) = match id.split_once(':') {
        Some((kind @ ("resource" | "middleware" | "function" | "route"), name)) => (kind, name),
        _ => ("", id),
    };
    let mut suggestions = Vec::new();
    if kind.is_empty() {
        // A bare name means a resource; a middleware or a function of that name needs its kind.
        for kind in ["middleware", "function", "route"] {
            let qualified = format!("{kind}:{name}");
            if other(image, registry, &qualified).is_some() {
                suggestions.push(qualified);
            }
        }
    }
    let prefix = |near: Near<'_>| near.iter().map(|near| format!("{kind}:{near}")).collect::<Vec<_>>();
    match kind {
        "middleware" => suggestions.extend(prefix(near(name, registry.middleware().iter()))),
        "function" => {
            let names = image.rows::<rows::Callee>().iter().map(|callee| image.str(callee.name()));
            suggestions.extend(prefix(near(name, names)));
        }
        "route" => {
            let routes: Vec<String> =
                registry.routes().iter().map(|route| format!("{} {}", route.method(), route.path())).collect();
            suggestions.extend(prefix(near(name, routes.iter().map(String::as_str))));
        }
        _ => {
            let dangling = image.rows::<rows::Dangling>().iter().map(|name| image.str(name.name()));
            let names = registry.resources().into_iter().map(|resource| resource.name()).chain(dangling);
            suggestions.extend(near(name, names).iter().map(str::to_owned));
        }
    }
    GraphError::UnknownNode { name: id.to_owned(), suggestions }
}
