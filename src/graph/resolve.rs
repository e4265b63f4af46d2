//! From the id of a node to its number, and what to say when there is none.

use etched_core::layout as rows;
use etched_core::near::{Near, near};
use etched_core::node::{Node, NodeKind, Nodes};
use etched_core::{Image, middleware};

use crate::Registry;
use crate::error::GraphError;

/// Returns the number of the node an id names.
///
/// The whole text as the name of a resource comes first: it is the usual question and costs one probe.
#[inline]
pub(crate) fn number(image: Image<'_>, id: &str) -> Option<u32> {
    match image.find::<rows::Resource>(id) {
        Some(resource) => Some(resource.index),
        None => other(image, id),
    }
}

fn other(image: Image<'_>, id: &str) -> Option<u32> {
    let dangling = |name| image.find::<rows::Dangling>(name).map(Node::Dangling);
    let kind = id.split_once(':').and_then(|(kind, name)| Some((NodeKind::named(kind)?, name)));
    let node = match kind {
        Some((NodeKind::Resource, name)) => {
            image.find::<rows::Resource>(name).map(Node::Resource).or_else(|| dangling(name))
        }
        Some((NodeKind::Middleware, name)) => {
            image.find::<rows::Middleware>(middleware::base(name)).map(Node::Middleware)
        }
        Some((NodeKind::Function, name)) => image.find::<rows::Callee>(name).map(Node::Function),
        Some((NodeKind::Route, name)) => {
            let (method, path) = name.split_once(' ')?;
            image.find_route(method, path.trim_start()).map(Node::Route)
        }
        None => dangling(id),
    };
    node.map(|node| Nodes::of(image).number(node))
}

/// Returns the error for an id no node has: with near names of its kind, or the same name under another kind.
#[cold]
pub(crate) fn unknown(registry: &Registry, id: &str) -> GraphError {
    let image = registry.image();
    let (kind, name) = match id.split_once(':').and_then(|(kind, name)| Some((NodeKind::named(kind)?, name))) {
        Some((kind, name)) => (Some(kind), name),
        None => (None, id),
    };
    let mut suggestions = Vec::new();
    if kind.is_none() {
        // A bare name means a resource; a middleware or a function of that name needs its kind.
        for kind in [NodeKind::Middleware, NodeKind::Function, NodeKind::Route] {
            let qualified = format!("{kind}:{name}");
            if other(image, &qualified).is_some() {
                suggestions.push(qualified);
            }
        }
    }
    let prefix = |kind: NodeKind, near: Near<'_>| near.iter().map(|near| format!("{kind}:{near}")).collect::<Vec<_>>();
    match kind {
        Some(kind @ NodeKind::Middleware) => suggestions.extend(prefix(kind, near(name, registry.middleware().iter()))),
        Some(kind @ NodeKind::Function) => {
            let names = image.rows::<rows::Callee>().iter().map(|callee| image.str(callee.name()));
            suggestions.extend(prefix(kind, near(name, names)));
        }
        Some(kind @ NodeKind::Route) => {
            let routes: Vec<String> =
                registry.routes().iter().map(|route| format!("{} {}", route.method(), route.path())).collect();
            suggestions.extend(prefix(kind, near(name, routes.iter().map(String::as_str))));
        }
        Some(NodeKind::Resource) | None => {
            let dangling = image.rows::<rows::Dangling>().iter().map(|name| image.str(name.name()));
            let names = registry.resources().into_iter().map(|resource| resource.name()).chain(dangling);
            suggestions.extend(near(name, names).iter().map(str::to_owned));
        }
    }
    GraphError::UnknownNode { name: id.to_owned(), suggestions }
}
