//! Paths to routes: one per path and method, with parameters, body types and security.

use std::collections::HashSet;

use crate::model::{
    Authentication, Chain, Origin, Parameter, Resource, Response, Route, RouteExtra, Scalar, Text, Type,
};
use crate::routes::unanswerable;

use super::Import;
use super::bodies::{Body, body_type, media};
use super::node::{At, Entry, Map, Node};
use super::operations::Names;
use super::schemas::texts;
use super::types::Typed;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What the operations of a path share.
struct PathItem<'d, 't> {
    path: &'d str,
    parameters: Vec<Parameter>,
    /// Its summary and description.
    documentation: (&'d str, &'d str),
    operations: Vec<&'d Entry<'t>>,
}

impl<'d, 't> Import<'d, 't> {
    /// Makes a route of each path and method.
    pub(crate) fn routes(&mut self) {
        let document = self.document;
        let root = At::root("/paths");
        let Some(paths) = document.root.get("paths") else {
            self.resource_middleware();
            return;
        };
        let Some(paths) = paths.map() else {
            if !paths.is_null() {
                self.report.warn(paths.line, &root, format!("`paths` must be an object, found {}", paths.kind()));
            }
            return;
        };
        let names = Names::new(&document, paths);
        let mut handlers = HashSet::new();
        for entry in paths.iter() {
            let at = root.to(&entry.key);
            if entry.key.starts_with("x-") {
                self.report.note("`x-*` of `paths`", &at);
                continue;
            }
            self.path_item(entry, &names, &mut handlers, &at);
        }
        self.unused_items();
        self.resource_middleware();
    }

    /// Counts the shared path items that no path refers to.
    fn unused_items(&mut self) {
        let root = At::root("/components/pathItems");
        let components = self.document.root.get("components");
        let items = components.and_then(|components| components.get("pathItems")).and_then(Node::map);
        for entry in items.into_iter().flat_map(Map::iter) {
            if !self.used(&entry.node) {
                self.report.note("path item that no path refers to", &root.to(&entry.key));
            }
        }
    }

    fn path_item(&mut self, entry: &'d Entry<'t>, names: &Names<'d>, handlers: &mut HashSet<&'d str>, at: &At<'_>) {
        self.check_path(entry, at);
        let shared = self.merged_item(entry, at);
        for (key, text) in [("summary", shared.documentation.0), ("description", shared.documentation.1)] {
            let own =
                |entry: &&Entry<'_>| entry.node.get(key).and_then(Node::scalar).is_some_and(|text| !text.is_empty());
            if !text.is_empty() && shared.operations.iter().all(own) {
                self.report.note(format!("`{key}` of a path whose operations override it"), at);
            }
        }
        for operation in &shared.operations {
            self.route(&shared, operation, names, handlers, at);
        }
    }

    /// Reads a path item and those it refers to, one after the other: OpenAPI 3.1 allows operations and parameters beside
    /// a `$ref`, and what stands nearer to the path overrides.
    fn merged_item(&mut self, entry: &'d Entry<'t>, at: &At<'_>) -> PathItem<'d, 't> {
        let mut out =
            PathItem { path: &entry.key, parameters: Vec::new(), documentation: ("", ""), operations: Vec::new() };
        let parts = self.document.chain(&entry.node, at, &mut self.report);
        let mut methods = HashSet::new();
        let has_operation = |part: &&Node<'_>| METHODS.iter().any(|method| part.get(method).is_some());
        let answers = parts.iter().any(has_operation);
        for part in parts {
            let Some(item) = part.map() else {
                self.report.warn(part.line, at, format!("a path must hold an object, found {}", part.kind()));
                self.report.note("something else where a path item must be", at);
                continue;
            };
            self.reported.insert(std::ptr::from_ref(part).addr());
            let read: Vec<&str> =
                ["$ref", "parameters", "summary", "description"].iter().chain(&METHODS).copied().collect();
            if !answers {
                self.unread(item, "a path without operations", &["$ref"], at);
                continue;
            }
            self.unread(item, "a path", &read, at);
            let parameters = self.parameters(item, at, Vec::new());
            for parameter in parameters {
                let same = |held: &Parameter| held.name == parameter.name && held.location == parameter.location;
                if out.parameters.iter().any(same) {
                    self.report.note("parameter of a path that the one referring to it overrides", at);
                } else {
                    out.parameters.push(parameter);
                }
            }
            let text = |key: &str| item.get(key).and_then(Node::scalar).unwrap_or_default();
            for (held, key) in [(&mut out.documentation.0, "summary"), (&mut out.documentation.1, "description")] {
                match (held.is_empty(), text(key)) {
                    (true, text) => *held = text,
                    (false, "") => {}
                    (false, _) => {
                        self.report.note(format!("`{key}` of a path that the one referring to it overrides"), at)
                    }
                }
            }
            for operation in item.iter().filter(|operation| METHODS.contains(&&*operation.key)) {
                if methods.insert(&*operation.key) {
                    out.operations.push(operation);
                } else {
                    self.report
                        .note("operation of a path that the one referring to it overrides", &at.to(&operation.key));
                }
            }
        }
        out
    }

    /// Warns about a path that no request can match as it stands; it is kept as it is.
    fn check_path(&mut self, entry: &Entry<'_>, at: &At<'_>) {
        if let Some(reason) = unanswerable(&entry.key) {
            self.report.warn(entry.line, at, format!("this path matches no request: {reason}"));
        }
    }

    fn route(
        &mut self,
        shared: &PathItem<'d, 't>,
        entry: &'d Entry<'t>,
        names: &Names<'d>,
        handlers: &mut HashSet<&'d str>,
        at: &At<'_>,
    ) {
        let at = at.to(&entry.key);
        let Some(operation) = entry.node.map() else {
            self.report.warn(entry.line, &at, format!("an operation must be an object, found {}", entry.node.kind()));
            self.report.note("something else where an operation must be", &at);
            return;
        };
        let read = [
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "security",
            "tags",
            "summary",
            "description",
            "deprecated",
        ];
        self.unread(operation, "an operation", &read, &at);
        let method = entry.key.to_ascii_uppercase();
        let tags = texts(operation.get("tags"));
        let (request_body, takes) = self.request_body(operation, &at);
        let Body { ty: response_body, about: answers, list } = self.response_body(operation, &at);
        let resource = names
            .resource(&method, shared.path, answers, takes, &tags)
            .map(|name| self.document.shown(name))
            .unwrap_or_default()
            .to_owned();
        let kind = names.operation(&method, shared.path, list);
        let handler = match operation.get("operationId").and_then(Node::scalar).filter(|id| !id.is_empty()) {
            Some(id) => {
                if !handlers.insert(id) {
                    self.report.warn(entry.line, &at.to("operationId"), format!("duplicate operationId {id:?}"));
                }
                id.to_owned()
            }
            None if resource.is_empty() => derived_handler(&entry.key, shared.path),
            None => format!("{resource}.{kind}"),
        };
        let security = operation.get("security").or_else(|| self.document.root.get("security"));
        let security = security.map(|security| self.security(security, &at.to("security"))).unwrap_or_default();
        let parameters = self.parameters(operation, &at, shared.parameters.clone());
        let mut route = Route {
            method: method.into(),
            path: shared.path.into(),
            handler: handler.into(),
            resource: resource.into(),
            operation: kind.into(),
            middleware: Vec::new(),
            authentication: Authentication::None,
            file_path: format!("{}{}", self.document.name, at.pointer()).into(),
            line: entry.line,
            declared: true,
            origin: Origin::OpenApi,
            extra: RouteExtra {
                request_body,
                response_body,
                documentation: documentation(operation, shared.documentation).into(),
                parameters,
                tags,
                security,
                deprecated: operation.get("deprecated").is_some_and(Node::is_true).then(Text::default),
                ..RouteExtra::default()
            }
            .into(),
        };
        if let Some(own) = operation.get("x-etched-route") {
            written(own, &mut route);
        }
        let stated = operation.get("x-etched-route").and_then(|own| own.text_at("authentication"));
        route.authentication = stated.and_then(Authentication::from_name).unwrap_or_else(|| route.told());
        self.model.routes.push(route);
    }

    /// Reads parameters; those of an operation replace the path's of the same name and place.
    fn parameters(&mut self, owner: &'d Map<'t>, at: &At<'_>, mut out: Vec<Parameter>) -> Vec<Parameter> {
        let Some(list) = owner.get("parameters") else { return out };
        let at = at.to("parameters");
        let Some(list) = list.list() else {
            self.report.warn(list.line, &at, format!("`parameters` must be a list, found {}", list.kind()));
            return out;
        };
        let from_path = out.len();
        let mut places: std::collections::HashMap<(Text, Text), usize> =
            out.iter().enumerate().map(|(place, held)| ((held.name.clone(), held.location.clone()), place)).collect();
        for (index, node) in list.iter().enumerate() {
            let at = at.item(index);
            let Some(parameter) = self.parameter(node, &at) else { continue };
            match places.get(&(parameter.name.clone(), parameter.location.clone())) {
                Some(&place) => {
                    if place >= from_path {
                        let Parameter { name, location, .. } = &parameter;
                        self.report.warn(node.line, &at, format!("duplicate {location} parameter {name:?}"));
                    }
                    out[place] = parameter;
                }
                None => {
                    places.insert((parameter.name.clone(), parameter.location.clone()), out.len());
                    out.push(parameter);
                }
            }
        }
        out
    }

    pub(crate) fn parameter(&mut self, node: &'d Node<'t>, at: &At<'_>) -> Option<Parameter> {
        let (node, reference) = self.follow(node, at)?;
        let Some(map) = node.map() else {
            self.report.warn(node.line, at, format!("a parameter must be an object, found {}", node.kind()));
            return None;
        };
        if map.get("x-etched-derived").is_some_and(Node::is_true) {
            return None;
        }
        let Some(name) = map.get("name").and_then(Node::scalar) else {
            self.report.warn(node.line, at, "a parameter without a name");
            self.report.note("parameter without a name", at);
            return None;
        };
        let location = map.get("in").and_then(Node::text).unwrap_or_default();
        if !matches!(location, "path" | "query" | "header" | "cookie") {
            self.report.warn(
                node.line,
                at,
                format!("a parameter is in path, query, header or cookie, not {location:?}"),
            );
        }
        // A shared parameter is reported on once per use otherwise.
        let muted = u32::from(reference.is_some());
        self.report.muted += muted;
        let read = ["name", "in", "required", "description", "schema", "content"];
        self.unread(map, "a parameter", &[&read[..], default_style(map, location)].concat(), at);
        let content = map.get("content");
        self.media_types(content, "a parameter", &at.to("content"));
        let schema = map.get("schema").or_else(|| media(content).map(|(_, schema)| schema));
        if map.get("schema").is_some() && content.is_some() {
            self.report.note("`content` beside the `schema` of a parameter", at);
        }
        let typed = match schema {
            Some(schema) => {
                let at = at.to("schema");
                self.unheard(schema, "a parameter's schema", &at);
                self.typed(schema, &at)
            }
            None => Typed { ty: Scalar::String.into(), ..Typed::default() },
        };
        if !typed.values.is_empty() {
            self.report.note("values of a parameter", at);
        }
        if !typed.format.is_empty() {
            self.report.note("`format` of a parameter", at);
        }
        self.report.muted -= muted;
        Some(Parameter {
            name: name.into(),
            location: location.into(),
            ty: body_type(&typed),
            nullable: typed.nullable,
            required: location == "path" || map.get("required").is_some_and(Node::is_true),
            documentation: map.get("description").and_then(Node::scalar).unwrap_or_default().into(),
        })
    }

    /// Gives each resource the middleware of its routes by operation, so that a resource answers for itself.
    fn resource_middleware(&mut self) {
        let mut places = std::collections::HashMap::new();
        for (place, resource) in self.model.resources.iter().enumerate() {
            places.insert(resource.name.clone(), place);
        }
        for route in &self.model.routes {
            let Some(&place) = places.get(&route.resource) else { continue };
            if !route.middleware.is_empty() {
                let resource: &mut Resource = &mut self.model.resources[place];
                let chain: &mut Chain = resource.middleware.entry(route.operation.clone()).or_default();
                for name in &route.middleware {
                    if !chain.names.contains(name) {
                        chain.names.push(name.clone());
                    }
                }
            }
        }
    }
}

/// The keys that say no more than OpenAPI's defaults for the place a parameter is in.
fn default_style(map: &Map<'_>, location: &str) -> &'static [&'static str] {
    let form = matches!(location, "query" | "cookie");
    let style = map.get("style").and_then(Node::text).unwrap_or(if form { "form" } else { "simple" });
    let explode = map.get("explode").map_or(style == "form", Node::is_true);
    if style == if form { "form" } else { "simple" } && explode == form { &["style", "explode"] } else { &[] }
}

fn documentation(operation: &Map<'_>, (summary, description): (&str, &str)) -> String {
    let own = |key: &str| operation.get(key).and_then(Node::scalar).filter(|text| !text.is_empty());
    match (own("summary").unwrap_or(summary), own("description").unwrap_or(description)) {
        (summary, "") => summary.to_owned(),
        ("", description) => description.to_owned(),
        (summary, description) if summary == description => summary.to_owned(),
        (summary, description) => format!("{summary}\n\n{description}"),
    }
}

/// A handler for an operation without an id: `get /store/inventory` is `getStoreInventory`.
fn derived_handler(method: &str, path: &str) -> String {
    let mut out = method.to_owned();
    for word in path.split(|part: char| !part.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let mut letters = word.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    }
    out
}

/// Reads what our own export wrote of a response.
fn response(own: &Node<'_>) -> Response {
    let text = |key: &str| own.text_at(key).unwrap_or_default();
    let status = own.get("status").and_then(Node::scalar).and_then(|status| status.parse().ok());
    Response {
        status: status.unwrap_or_default(),
        body: text("body").into(),
        documentation: text("documentation").into(),
    }
}

/// Puts back what our own export wrote beside an operation.
fn written(own: &Node<'_>, route: &mut Route) {
    let put = |key: &str, into: &mut Text| {
        if let Some(text) = own.text_at(key) {
            *into = text.into();
        }
    };
    put("path", &mut route.path);
    put("handler", &mut route.handler);
    put("resource", &mut route.resource);
    put("operation", &mut route.operation);
    let put = |key: &str, into: &mut Type| {
        if let Some(text) = own.text_at(key) {
            *into = text.into();
        }
    };
    put("request_body", &mut route.request_body);
    put("response_body", &mut route.response_body);
    if let Some(responses) = own.get("responses").and_then(Node::list) {
        route.responses = responses.iter().map(response).collect();
    }
    if own.get("middleware").is_some() {
        route.middleware = texts(own.get("middleware"));
    }
    if let Some(security) = own.get("security") {
        route.security = super::security::written(security);
    }
    if let Some(reason) = own.text_at("deprecated") {
        route.deprecated = Some(reason.into());
    }
    if let Some(declared) = own.get("declared") {
        route.declared = declared.is_true();
    }
}
