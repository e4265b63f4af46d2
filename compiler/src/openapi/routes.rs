//! Paths to routes: one per path and method, with parameters, body types and middleware.

use std::collections::HashSet;

use crate::model::{Chain, Field, Mark, Origin, Parameter, Resource, Route, RouteExtra, Scalar, Text, Type, TypeKind};
use crate::routes::unanswerable;

use super::Import;
use super::node::{At, Entry, Map, Node};
use super::operations::{Names, about};
use super::schemas::texts;
use super::types::Typed;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Fields of an inline body that its type text shows.
const SHOWN: usize = 8;

/// What the operations of a path share.
struct PathItem<'d, 't> {
    path: &'d str,
    parameters: Vec<Parameter>,
    item: &'d Map<'t>,
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
        self.resource_middleware();
    }

    fn path_item(&mut self, entry: &'d Entry<'t>, names: &Names<'d>, handlers: &mut HashSet<&'d str>, at: &At<'_>) {
        self.check_path(entry, at);
        let document = self.document;
        let Some((target, _)) = document.follow(&entry.node, at, &mut self.report) else { return };
        let Some(item) = target.map() else {
            self.report.warn(entry.line, at, format!("a path must hold an object, found {}", target.kind()));
            self.report.note("something else where a path item must be", at);
            return;
        };
        let shared = ["$ref", "parameters", "summary", "description"];
        let read: Vec<&str> = shared.iter().chain(&METHODS).copied().collect();
        self.unread(item, "a path", &read, at);
        let parameters = self.parameters(item, at, Vec::new());
        let shared = PathItem { path: &entry.key, parameters, item };
        for operation in item.iter().filter(|operation| METHODS.contains(&&*operation.key)) {
            self.route(&shared, operation, names, handlers, at);
        }
        // OpenAPI 3.1 allows operations beside a path's `$ref`.
        if let Some(beside) = entry.node.map().filter(|beside| !std::ptr::eq(*beside, item)) {
            let extra = beside.iter().filter(|own| METHODS.contains(&&*own.key) && item.get(&own.key).is_none());
            for operation in extra {
                self.route(&shared, operation, names, handlers, at);
            }
        }
    }

    /// Warns about a path that no request can match as it stands; it is kept as it is.
    fn check_path(&mut self, entry: &Entry<'_>, at: &At<'_>) {
        if let Some(reason) = unanswerable(&entry.key) {
            self.report.warn(entry.line, at, format!("no request is answered by this path: {reason}"));
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
        let (response_body, answers, list) = self.response_body(operation, &at);
        let resource = names
            .resource(shared.path, answers, takes, &tags)
            .map(|name| self.document.shown(name))
            .unwrap_or_default()
            .to_owned();
        let kind = names.operation(&method, shared.path, list);
        let handler = match operation.get("operationId").and_then(Node::text).filter(|id| !id.is_empty()) {
            Some(id) => {
                if !handlers.insert(id) {
                    self.report.warn(entry.line, &at.to("operationId"), format!("the operationId {id:?} stands twice"));
                }
                id.to_owned()
            }
            None if resource.is_empty() => derived_handler(&entry.key, shared.path),
            None => format!("{resource}.{kind}"),
        };
        let security = operation.get("security").or_else(|| self.document.root.get("security"));
        let middleware = security.map(|security| self.middleware(security, &at.to("security"))).unwrap_or_default();
        let parameters = self.parameters(operation, &at, shared.parameters.clone());
        let mut route = Route {
            method: method.into(),
            path: shared.path.into(),
            handler: handler.into(),
            resource: resource.into(),
            operation: kind.into(),
            middleware,
            file_path: format!("{}{}", self.document.name, at.pointer()).into(),
            line: entry.line,
            declared: true,
            origin: Origin::OpenApi,
            extra: RouteExtra {
                request_body,
                response_body,
                documentation: documentation(operation, shared.item).into(),
                parameters,
                tags,
                deprecated: operation.get("deprecated").is_some_and(Node::is_true).then(Text::default),
                ..RouteExtra::default()
            }
            .into(),
        };
        if let Some(own) = operation.get("x-etched-route") {
            written(own, &mut route);
        }
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
                        self.report.warn(node.line, &at, format!("the {location} parameter {name:?} stands twice"));
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

    fn parameter(&mut self, node: &'d Node<'t>, at: &At<'_>) -> Option<Parameter> {
        let document = self.document;
        let (node, reference) = document.follow(node, at, &mut self.report)?;
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
        let schema = map.get("schema").or_else(|| media(map.get("content")).map(|(_, schema)| schema));
        let typed = match schema {
            Some(schema) => {
                let at = at.to("schema");
                let constrained = schema.map().is_some_and(|map| {
                    !super::constraints::constraints(map, Type::EMPTY.kind()).is_empty() || map.get("default").is_some()
                });
                if constrained {
                    self.report.note("constraint or default of a parameter", &at);
                }
                self.typed(schema, &at)
            }
            None => Typed { ty: Scalar::String.into(), ..Typed::default() },
        };
        self.report.muted -= muted;
        Some(Parameter {
            name: name.into(),
            location: location.into(),
            ty: body_type(&typed),
            nullable: typed.nullable,
            required: location == "path" || map.get("required").is_some_and(Node::is_true),
            documentation: map.get("description").and_then(Node::text).unwrap_or_default().into(),
        })
    }

    fn request_body(&mut self, operation: &'d Map<'t>, at: &At<'_>) -> (Type, Option<&'d str>) {
        let Some(body) = operation.get("requestBody") else { return (Type::EMPTY, None) };
        let at = at.to("requestBody");
        let document = self.document;
        let Some((body, reference)) = document.follow(body, &at, &mut self.report) else {
            return (Type::EMPTY, None);
        };
        let (ty, about, _) = self.body(body, reference.is_some(), "a request body", &["content", "required"], &at);
        (ty, about)
    }

    /// The type of the success answer: the lowest 2xx status that has a body, else `default`.
    fn response_body(&mut self, operation: &'d Map<'t>, at: &At<'_>) -> (Type, Option<&'d str>, bool) {
        let nothing = (Type::EMPTY, None, false);
        let Some(responses) = operation.get("responses") else { return nothing };
        let at = at.to("responses");
        let Some(responses) = responses.map() else {
            self.report.warn(responses.line, &at, format!("`responses` must be an object, found {}", responses.kind()));
            return nothing;
        };
        let document = self.document;
        let mut best: Option<(&'d Entry<'t>, &'d Node<'t>, bool)> = None;
        let mut others = Vec::new();
        for entry in responses.iter().filter(|entry| !entry.key.starts_with("x-")) {
            let at = at.to(&entry.key);
            let Some((response, reference)) = document.follow(&entry.node, &at, &mut self.report) else { continue };
            let success = entry.key.starts_with('2') || entry.key == "default";
            let typed = media(response.get("content")).is_some();
            let better = best.is_none_or(|(held, ..)| rank(&entry.key) < rank(&held.key));
            if success && typed && better {
                others.extend(best.map(|(held, ..)| held));
                best = Some((entry, response, reference.is_some()));
            } else {
                others.push(entry);
            }
        }
        for entry in others {
            self.report.note("response besides the success one", &at.to(&entry.key));
        }
        match best {
            Some((entry, response, referred)) => {
                let at = at.to(&entry.key);
                self.body(response, referred, "a response", &["content", "description"], &at)
            }
            None => nothing,
        }
    }

    /// The type a request body or response holds, the resource it is about, and whether it is a list of it.
    fn body(
        &mut self,
        body: &'d Node<'t>,
        referred: bool,
        what: &str,
        read: &[&str],
        at: &At<'_>,
    ) -> (Type, Option<&'d str>, bool) {
        let Some(map) = body.map() else {
            self.report.warn(body.line, at, format!("{what} must be an object, found {}", body.kind()));
            return (Type::EMPTY, None, false);
        };
        let muted = u32::from(referred);
        self.report.muted += muted;
        self.unread(map, what, read, at);
        let content = map.get("content");
        let count = content.and_then(Node::map).map_or(0, Map::len);
        if count > 1 {
            self.report.note(format!("further media types of {what}"), &at.to("content"));
        }
        let found = media(content).map(|(kind, schema)| {
            let content = at.to("content");
            let media = content.to(kind);
            let at = media.to("schema");
            let typed = self.typed(schema, &at);
            if typed.fields.iter().any(|field| !field.fields.is_empty()) || typed.fields.len() > SHOWN {
                self.report.note(format!("all fields of an inline object in {what}"), &at);
            }
            let (about, list) = about(&self.document, schema);
            let any = typed.ty.kind().scalar() == Some(Scalar::Json);
            let empty = any && schema.get("properties").and_then(Node::map).is_some_and(|map| map.len() == 0);
            if empty {
                self.report.note(format!("object without properties as {what}"), &at);
                return (Type::EMPTY, about, list);
            }
            (body_type(&typed), about, list)
        });
        self.report.muted -= muted;
        found.unwrap_or_default()
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

/// Lower is better: 200, 201, ..., 2XX, default.
fn rank(status: &str) -> (u8, &str) {
    match status {
        "default" => (2, status),
        _ if status.ends_with(['X', 'x']) => (1, status),
        _ => (0, status),
    }
}

/// Returns the media type to read and its schema: JSON first, then what is like JSON, then the first that has one.
fn media<'n, 't>(content: Option<&'n Node<'t>>) -> Option<(&'n str, &'n Node<'t>)> {
    let map = content?.map()?;
    let with_schema = || map.iter().filter_map(|entry| Some((&*entry.key, entry.node.get("schema")?)));
    let best = |test: &dyn Fn(&str) -> bool| with_schema().find(|(kind, _)| test(kind));
    best(&|kind| kind.split(';').next() == Some("application/json"))
        .or_else(|| best(&|kind| kind.contains("json")))
        .or_else(|| with_schema().next())
}

/// Returns a type in full: an inline object by its first fields, an enum as the text it is.
fn body_type(typed: &Typed) -> Type {
    let is_struct = matches!(typed.ty.kind().innermost(), TypeKind::Struct(_));
    if typed.fields.is_empty() || !is_struct {
        return typed.ty.clone();
    }
    let field = |field: &Field| {
        let mark = Mark::of(field.nullable || !field.required);
        (field.name.clone(), field.ty.kind().clone().marked(mark))
    };
    let shown: Box<[_]> = typed.fields.iter().take(SHOWN).map(field).collect();
    let whole = |_| if typed.fields.len() > SHOWN { TypeKind::Open(shown) } else { TypeKind::Struct(shown) };
    typed.ty.kind().clone().with_innermost(whole).into()
}

/// The keys that say no more than OpenAPI's defaults for the place a parameter stands in.
fn default_style(map: &Map<'_>, location: &str) -> &'static [&'static str] {
    let form = matches!(location, "query" | "cookie");
    let style = map.get("style").and_then(Node::text).unwrap_or(if form { "form" } else { "simple" });
    let explode = map.get("explode").map_or(style == "form", Node::is_true);
    if style == if form { "form" } else { "simple" } && explode == form { &["style", "explode"] } else { &[] }
}

fn documentation(operation: &Map<'_>, item: &Map<'_>) -> String {
    let text = |key: &str| {
        let own = operation.get(key).and_then(Node::text).filter(|text| !text.is_empty());
        own.or_else(|| item.get(key).and_then(Node::text)).unwrap_or_default()
    };
    match (text("summary"), text("description")) {
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
    if own.get("middleware").is_some() {
        route.middleware = texts(own.get("middleware"));
    }
    if let Some(reason) = own.text_at("deprecated") {
        route.deprecated = Some(reason.into());
    }
    if let Some(declared) = own.get("declared") {
        route.declared = declared.is_true();
    }
}
