//! Routes to paths and operations.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::{Model, Parameter, Route, Type};

use super::Left;
use super::object::{Json, Object, boolean, list, text, texts};
use super::security::security;
use super::shape::{Parts, shape};
use super::view::Keys;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Returns `paths`, and adds the security schemes that middleware names.
pub(super) fn paths(
    model: &Model,
    keys: &Keys<'_>,
    requests: &Keys<'_>,
    schemes: &mut Object,
    left: &mut Left,
) -> Json {
    let mut order: Vec<String> = Vec::new();
    let mut items: BTreeMap<String, Object> = BTreeMap::new();
    let mut ids = Ids::default();
    for route in &model.routes {
        let method = route.method.to_ascii_lowercase();
        if !METHODS.contains(&&*method) {
            left.note("route with a method OpenAPI does not have", 1, &route.id());
            continue;
        }
        let path = template(&route.path);
        let item = items.entry(path.clone()).or_insert_with(|| {
            order.push(path.clone());
            Object::default()
        });
        if item.has(&method) {
            left.note("second route of the same method and path", 1, &route.id());
            continue;
        }
        item.set(&method, operation(route, &path, &method, (keys, requests), &mut ids, schemes, left));
    }
    let mut out = Object::default();
    for path in order {
        if let Some(item) = items.remove(&path) {
            out.set(&path, item.done());
        }
    }
    out.done()
}

/// Returns the schemas of request bodies.
pub(super) fn bodies(model: &Model, keys: &Keys<'_>) -> Vec<Json> {
    let types: BTreeSet<&str> = model.routes.iter().map(|route| route.request_body.as_str()).collect();
    types.into_iter().map(|ty| shape(keys, &ty.into(), false, Parts::NONE).schema.done()).collect()
}

/// Writes a path template with OpenAPI's parameters: `/posts/:id` is `/posts/{id}`.
fn template(path: &str) -> String {
    let segments = path.strip_prefix('/').unwrap_or(path).split('/').map(|segment| {
        if let Some(name) = segment.strip_prefix([':', '*']) {
            return format!("{{{name}}}");
        }
        segment.replace("+}", "}")
    });
    format!("/{}", segments.collect::<Vec<_>>().join("/"))
}

/// The ids of operations: update is one operation under two methods, and an id is given once.
#[derive(Default)]
struct Ids {
    taken: HashSet<String>,
    /// The number that was tried last for a handler under a method.
    last: HashMap<(String, String), usize>,
}

impl Ids {
    fn of(&mut self, handler: &str, method: &str) -> String {
        if handler.is_empty() || self.taken.insert(handler.to_owned()) {
            return handler.to_owned();
        }
        let last = self.last.entry((handler.to_owned(), method.to_owned())).or_default();
        loop {
            *last += 1;
            let id = if *last == 1 { format!("{handler}.{method}") } else { format!("{handler}.{method}{last}") };
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

fn operation(
    route: &Route,
    path: &str,
    method: &str,
    (keys, requests): (&Keys<'_>, &Keys<'_>),
    ids: &mut Ids,
    schemes: &mut Object,
    left: &mut Left,
) -> Json {
    let mut out = Object::default();
    let mut own = Object::default();
    if path != route.path {
        own.set("path", text(&*route.path));
    }
    let id = ids.of(&route.handler, method);
    out.text("operationId", &id);
    if id != *route.handler || id.is_empty() {
        own.set("handler", text(&*route.handler));
    }
    own.set("resource", text(&*route.resource));
    own.set("operation", text(&*route.operation));
    if !route.tags.is_empty() {
        out.set("tags", texts(route.tags.iter().map(|tag| &**tag)));
    }
    out.text("description", &route.documentation);
    if let Some(reason) = &route.deprecated {
        out.set("deprecated", boolean(true));
        if !reason.is_empty() {
            own.set("deprecated", text(&**reason));
        }
    }
    let parameters = parameters(route, path, keys, left);
    if !parameters.is_empty() {
        out.set("parameters", list(parameters));
    }
    if !route.request_body.is_empty() {
        let mut body = Object::default();
        body.set("content", content(&route.request_body, requests, "request_body", &mut own));
        body.set("required", boolean(true));
        out.set("requestBody", body.done());
    }
    out.set("responses", responses(route, keys, &mut own));
    if !route.middleware.is_empty() {
        own.set("middleware", texts(route.middleware.iter().map(|name| &**name)));
    }
    security(route, schemes, &mut out, &mut own, left);
    if !route.declared {
        own.set("declared", boolean(false));
    }
    out.set("x-etched-route", own.done());
    out.done()
}

/// What is answered, by status; 200 where the route does not say.
fn responses(route: &Route, keys: &Keys<'_>, own: &mut Object) -> Json {
    let mut responses = Object::default();
    if route.responses.is_empty() {
        let mut response = Object::default();
        response.set("description", text("Success"));
        if !route.response_body.is_empty() {
            response.set("content", content(&route.response_body, keys, "response_body", own));
        }
        responses.set("200", response.done());
        return responses.done();
    }
    // What the import would read of the rest is not all of it.
    own.set("response_body", text(&*route.response_body));
    let mut listed = Vec::new();
    for answer in &route.responses {
        let mut record = Object::default();
        record.set("status", super::object::number(answer.status.to_string()));
        record.text("body", &answer.body);
        record.text("documentation", &answer.documentation);
        listed.push(record.done());
        let status = answer.status.to_string();
        if responses.has(&status) {
            continue;
        }
        let mut response = Object::default();
        let description = match &*answer.documentation {
            "" => reason(answer.status),
            documentation => documentation,
        };
        response.set("description", text(description));
        if !answer.body.is_empty() {
            response.set("content", content(&answer.body, keys, "body", &mut Object::default()));
        }
        responses.set(&status, response.done());
    }
    own.set("responses", list(listed));
    responses.done()
}

/// What a status says where nobody else does: a description is required.
fn reason(status: u32) -> &'static str {
    match status {
        200..=299 => "Success",
        300..=399 => "Redirection",
        400..=499 => "Client error",
        500..=599 => "Server error",
        _ => "Informational",
    }
}

/// A body of one media type; a type the import would read otherwise is kept beside.
fn content(ty: &Type, keys: &Keys<'_>, key: &str, own: &mut Object) -> Json {
    let shape = shape(keys, ty, false, Parts::NONE);
    if shape.differs(ty, &shape.format) {
        own.set(key, text(&**ty));
    }
    let schema = shape.schema;
    let mut media = Object::default();
    media.set("schema", schema.done());
    let mut out = Object::default();
    out.set("application/json", media.done());
    out.done()
}

fn parameters(route: &Route, path: &str, keys: &Keys<'_>, left: &mut Left) -> Vec<Json> {
    let mut out = Vec::new();
    let mut named = BTreeSet::new();
    for parameter in &route.parameters {
        if !matches!(&*parameter.location, "path" | "query" | "header" | "cookie") {
            left.note("parameter that is in no part of a request", 1, &route.id());
        } else if named.insert((&*parameter.location, &*parameter.name)) {
            out.push(parameter_object(parameter, keys));
        }
    }
    // A path's own parameters have to be declared; one the route does not list is marked, and left out by the import.
    for name in path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name) {
        if named.insert(("path", name)) {
            let mut parameter = Object::default();
            parameter.set("name", text(name));
            parameter.set("in", text("path"));
            parameter.set("required", boolean(true));
            let mut schema = Object::default();
            schema.set("type", text("string"));
            parameter.set("schema", schema.done());
            parameter.set("x-etched-derived", boolean(true));
            out.push(parameter.done());
        }
    }
    out
}

fn parameter_object(parameter: &Parameter, keys: &Keys<'_>) -> Json {
    let mut out = Object::default();
    out.set("name", text(&*parameter.name));
    out.set("in", text(&*parameter.location));
    if parameter.required || parameter.location == "path" {
        out.set("required", boolean(true));
    }
    out.text("description", &parameter.documentation);
    let shape = shape(keys, &parameter.ty, parameter.nullable, Parts::NONE);
    let differs = shape.differs(&parameter.ty, &shape.format);
    let mut schema = shape.schema;
    if differs {
        schema.put("x-etched-type", text(&*parameter.ty));
    }
    out.set("schema", schema.done());
    out.done()
}
