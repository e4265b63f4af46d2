//! The pieces of a schema file: the name of a resource, and each of its members.

use std::collections::HashMap;
use std::fmt::Write;

use super::write::{arguments, block, documented, field_line, list, option, quoted, relationship_line, signature};
use crate::lex::is_identifier;
use crate::model::{Field, Model, Resource, Route, Text, TypeKind};
use crate::routes::derive;

/// What a piece states, for the count of what is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Application,
    Setting,
    MiddlewareMeaning,
    Resource,
    Annotation,
    Key,
    Middleware,
    Field,
    Relationship,
    Route,
    Hook,
    Validation,
    Constraint,
    Invariant,
    Scope,
    Computed,
    Function,
}

impl Kind {
    /// Returns its name for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Setting => "option of the application",
            Self::MiddlewareMeaning => "kind of middleware",
            Self::Resource => "resource",
            Self::Key => "key",
            Self::Annotation => "annotation of a resource",
            Self::Middleware => "middleware of an operation",
            Self::Field => "field",
            Self::Relationship => "relationship",
            Self::Route => "route",
            Self::Hook => "hook",
            Self::Validation => "validation",
            Self::Constraint => "constraint",
            Self::Invariant => "invariant",
            Self::Scope => "scope",
            Self::Computed => "computed field",
            Self::Function => "function",
        }
    }
}

/// One member, with its documentation.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    /// Its place in the list of its kind.
    pub(super) at: usize,
    pub(super) text: String,
    /// Whether it is written.
    pub(super) kept: bool,
}

/// A file in the making: a resource, or where `resource` is none the application or what belongs to none.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) path: String,
    pub(super) resource: Option<usize>,
    /// What precedes the members, and follows them.
    pub(super) head: String,
    pub(super) tail: &'static str,
    pub(super) pieces: Vec<Piece>,
    pub(super) kept: bool,
}

/// Returns the drafts of a model's files, with everything in them that has a form.
pub(super) fn drafts(model: &Model) -> Vec<Draft> {
    let served = Served::of(model);
    let mut taken = HashMap::from([("app".to_owned(), 0_u32), ("routes".to_owned(), 0)]);
    let mut drafts: Vec<Draft> = application(model).into_iter().chain(free(model, &served)).collect();
    for (at, resource) in model.resources.iter().enumerate() {
        let name: String = etched_core::name::snake(&resource.name).collect();
        let times = taken.entry(name.clone()).and_modify(|times| *times += 1).or_insert(0);
        let path = if *times == 0 { format!("{name}.cdt") } else { format!("{name}_{times}.cdt") };
        let mut head = documented(&resource.documentation);
        let _ = writeln!(head, "resource {} {{", resource.name);
        let kept = is_identifier(&resource.name);
        let pieces = pieces(resource, &served, model);
        drafts.push(Draft { path, resource: Some(at), head, tail: "}\n", pieces, kept });
    }
    drafts
}

fn application(model: &Model) -> Option<Draft> {
    let application = &model.application;
    if application.name.is_empty() {
        return None;
    }
    let mut settings = Vec::new();
    if !application.route_prefix.is_empty() {
        settings.push(format!("route_prefix: {}", quoted(&application.route_prefix)));
    }
    for (key, text) in [("version", &application.version), ("documentation", &application.documentation)] {
        if !text.is_empty() {
            settings.push(format!("{key}: {}", quoted(text)));
        }
    }
    settings.extend(application.options.iter().map(|(key, value)| option(key, value)));
    let piece = |(at, text): (usize, String)| Piece { kind: Kind::Setting, at, text: text + "\n", kept: true };
    let pieces = settings.into_iter().enumerate().map(piece).collect();
    let head = format!("@application {} {{\n", quoted(&application.name));
    Some(Draft { path: "app.cdt".to_owned(), resource: None, head, tail: "}\n", pieces, kept: true })
}

/// Returns the draft of what belongs to no resource: kinds of middleware, and routes.
fn free(model: &Model, served: &Served<'_>) -> Option<Draft> {
    let mut pieces = Vec::new();
    for (at, (middleware, does)) in model.application.kinds.iter().enumerate() {
        let text = format!("@middleware_kind {middleware}: {does}\n");
        pieces.push(Piece { kind: Kind::MiddlewareMeaning, at, text, kept: true });
    }
    for (at, route) in served.routes.get("").into_iter().flatten() {
        let own = route.middleware.len().saturating_sub(if route.declared {
            route.own_middleware as usize
        } else {
            usize::MAX
        });
        let text =
            route_text(route, &route.middleware[..own], &route.middleware[own..], &model.application.route_prefix);
        pieces.push(Piece { kind: Kind::Route, at: *at, text, kept: true });
    }
    let (path, head) = ("routes.cdt".to_owned(), String::new());
    (!pieces.is_empty()).then_some(Draft { path, resource: None, head, tail: "", pieces, kept: true })
}

/// The routes of each resource that are written, and how.
struct Served<'m> {
    /// Of each resource whether it has the routes that follow from it.
    follows: HashMap<&'m str, bool>,
    /// The routes that are written, by resource, each with its place in the model.
    routes: HashMap<&'m str, Vec<(usize, &'m Route)>>,
}

impl<'m> Served<'m> {
    fn of(model: &'m Model) -> Self {
        let mut bare = model.clone();
        bare.routes.clear();
        derive(&mut bare);
        let mut derived: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
        for route in &bare.routes {
            derived.entry(&route.resource).or_default().push((&route.method, &route.path));
        }
        let mut stated: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
        for route in model.routes.iter().filter(|route| !route.declared) {
            stated.entry(&route.resource).or_default().push((&route.method, &route.path));
        }
        let follows: HashMap<&str, bool> = model
            .resources
            .iter()
            .map(|resource| {
                let name = resource.name.as_str();
                (name, derived.get(name) == stated.get(name))
            })
            .collect();
        let mut routes: HashMap<&str, Vec<_>> = HashMap::new();
        for (at, route) in model.routes.iter().enumerate() {
            if route.declared || !follows.get(route.resource.as_str()).is_some_and(|follows| *follows) {
                routes.entry(&route.resource).or_default().push((at, route));
            }
        }
        Self { follows, routes }
    }
}

fn pieces(resource: &Resource, served: &Served<'_>, model: &Model) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut put = |kind, at, text| pieces.push(Piece { kind, at, text, kept: true });
    let follows = served.follows.get(resource.name.as_str()).is_some_and(|follows| *follows);
    let routes = served.routes.get(resource.name.as_str()).map_or(&[][..], |routes| routes);
    annotations(resource, follows, &mut |text| put(Kind::Annotation, 0, text));
    let shared = resource.shared_middleware.len();
    let own = own_chains(resource, follows, routes);
    for (at, (operation, names)) in own.iter().enumerate().filter(|(_, (_, names))| !names.is_empty()) {
        put(Kind::Middleware, at, format!("@on {operation}: {}\n", list(names)));
    }
    for (at, key) in resource.keys.iter().enumerate() {
        let name = if key.name.is_empty() { String::new() } else { format!(" as {}", quoted(&key.name)) };
        put(Kind::Key, at, format!("@{} {}{name}\n", key.kind, list(&key.members)));
    }
    for (at, field) in resource.fields.iter().enumerate().filter(|(_, field)| !field.inherited) {
        put(Kind::Field, at, documented(&field.documentation) + &field_line(field));
    }
    for (at, relationship) in resource.relationships.iter().enumerate() {
        // One of several resources is a field of that type, which says all of them.
        let one_of = |field: &Field| field.name == relationship.name && matches!(field.ty.kind(), TypeKind::OneOf(_));
        if relationship.kind == "one_of" && resource.fields.iter().any(one_of) {
            continue;
        }
        let keyed = resource.fields.iter().any(|field| field.name == relationship.foreign_key);
        put(Kind::Relationship, at, documented(&relationship.documentation) + &relationship_line(relationship, keyed));
    }
    for (at, route) in routes {
        let middle = middle(route, shared);
        let of_operation = own.iter().find(|(operation, _)| route.declared && *operation == route.operation);
        let groups = middle.len().saturating_sub(of_operation.map_or(0, |(_, names)| names.len()));
        let behind = if route.declared { shared + middle.len() } else { shared };
        let groups = if route.declared { &middle[..groups] } else { &[] };
        let own = route.middleware.get(behind..).unwrap_or_default();
        put(Kind::Route, *at, route_text(route, groups, own, &model.application.route_prefix));
    }
    behaviour(resource, &mut put);
    pieces
}

/// The annotations of a whole resource. They come first: behind a field some would be the field's.
fn annotations(resource: &Resource, follows: bool, put: &mut impl FnMut(String)) {
    if resource.deprecated.is_some() {
        put(arguments("deprecated", &resource.deprecated).trim_start().to_owned() + "\n");
    }
    let meta = super::write::meta(&resource.meta);
    if !meta.is_empty() {
        put(meta.trim_start().to_owned() + "\n");
    }
    if !resource.path_key.is_empty() {
        put(format!("@key {}\n", resource.path_key));
    }
    if !resource.path.is_empty() {
        put(format!("@path {}\n", quoted(&resource.path)));
    }
    for nested in &resource.nested_under {
        let name = if nested.segment.is_empty() { String::new() } else { format!(" as {}", quoted(&nested.segment)) };
        put(format!("@nested under {}{name}\n", nested.parent));
    }
    match &resource.operations {
        Some(operations) => put(format!("@operations {}\n", list(operations))),
        None if !follows => put("@operations []\n".to_owned()),
        None => {}
    }
    if !resource.shared_middleware.is_empty() {
        put(format!("@middleware {}\n", list(&resource.shared_middleware)));
    }
    for allow in &resource.allows {
        put(format!("@allow({}, {})\n", quoted(&allow.pattern), quoted(&allow.reason)));
    }
}

/// Returns what of a route's middleware stands between the list of its resource and its own.
fn middle(route: &Route, shared: usize) -> &[Text] {
    let own = if route.declared { route.own_middleware as usize } else { 0 };
    route.middleware.get(shared..route.middleware.len().saturating_sub(own)).unwrap_or_default()
}

/// Returns what each operation has of its own: what all its routes end with before what is theirs; what they have before
/// it, groups give them.
fn own_chains<'m>(resource: &'m Resource, follows: bool, routes: &[(usize, &'m Route)]) -> Vec<(&'m str, &'m [Text])> {
    let shared = resource.shared_middleware.len();
    let own = |name: &str, names: &'m [Text]| {
        let mut routes = routes.iter().filter(|(_, route)| route.operation == name).map(|(_, route)| *route).peekable();
        if routes.peek().is_none() {
            // Of what does not follow from a resource, its routes say all.
            return if follows { names.get(shared..).unwrap_or_default() } else { &[] };
        }
        let middles = routes.map(|route| if route.declared { middle(route, shared) } else { &[] });
        middles
            .reduce(|one, other| {
                let same = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
                &one[one.len() - same..]
            })
            .unwrap_or_default()
    };
    resource.middleware.iter().map(|(name, chain)| (name.as_str(), own(name, &chain.names))).collect()
}

/// Returns a route with its documentation, in a group of the middleware that runs before its own.
fn route_text(route: &Route, groups: &[Text], own: &[Text], prefix: &str) -> String {
    let inside = route.path.strip_prefix(prefix.trim_end_matches('/')).filter(|rest| rest.starts_with('/'));
    let middleware = if own.is_empty() { String::new() } else { format!(" {}", list(own)) };
    let path = quoted(inside.unwrap_or(&route.path));
    let line = format!("@route {} {path} -> {}{middleware}", route.method, route.operation);
    let details = details(route, inside.is_some());
    let text = documented(&route.documentation) + &line + &details + &arguments("deprecated", &route.deprecated) + "\n";
    if groups.is_empty() { text } else { format!("@group \"/\" {} {{\n{text}}}\n", list(groups)) }
}

/// Returns what a route takes and answers, in braces.
fn details(route: &Route, prefixed: bool) -> String {
    let mut lines = Vec::new();
    if !prefixed {
        lines.push("prefix: false".to_owned());
    }
    for location in ["path", "query"] {
        let parameters: Vec<_> =
            route.parameters.iter().filter(|it| it.location == location && !it.ty.is_empty()).cloned().collect();
        if !parameters.is_empty() {
            lines.push(format!("{location}{}", signature(&parameters)));
        }
    }
    if !route.request_body.is_empty() {
        lines.push(format!("body: {}", route.request_body));
    }
    for response in &route.responses {
        let body = if response.body.is_empty() { String::new() } else { format!(": {}", response.body) };
        lines.push(documented(&response.documentation) + &format!("response {}{body}", response.status));
    }
    if route.responses.is_empty() && !route.response_body.is_empty() {
        lines.push(format!("response: {}", route.response_body));
    }
    if lines.is_empty() { String::new() } else { format!(" {{\n{}\n}}", lines.join("\n")) }
}

fn behaviour(resource: &Resource, put: &mut impl FnMut(Kind, usize, String)) {
    for (at, hook) in resource.hooks.iter().enumerate() {
        let (when, event) = hook.event.split_once('_').unwrap_or((&hook.event, ""));
        let transaction = if hook.transaction { " @transaction" } else { "" };
        let is_async = if hook.is_async { " @async" } else { "" };
        let deprecated = arguments("deprecated", &hook.deprecated);
        let line = format!("@{when} {event}{transaction}{is_async}{deprecated}{}", block(&hook.body));
        put(Kind::Hook, at, documented(&hook.documentation) + &line);
    }
    for (at, validation) in resource.validations.iter().enumerate() {
        put(Kind::Validation, at, documented(&validation.documentation) + "@validate" + &block(&validation.body));
    }
    for (at, constraint) in resource.constraints.iter().enumerate() {
        let mut text = documented(&constraint.documentation) + &format!("@constraint {} {{\n", constraint.name);
        if !constraint.operations.is_empty() {
            let _ = writeln!(text, "on: {}", list(&constraint.operations));
        }
        if !constraint.when.is_empty() {
            let _ = writeln!(text, "when: {}", constraint.when);
        }
        let _ = writeln!(text, "condition: {}\nerror: {}\n}}", constraint.condition, quoted(&constraint.error));
        put(Kind::Constraint, at, text);
    }
    for (at, invariant) in resource.invariants.iter().enumerate() {
        let head = documented(&invariant.documentation) + &format!("@invariant {} {{\n", invariant.name);
        let inside = format!("condition: {}\nerror: {}\n}}\n", invariant.condition, quoted(&invariant.error));
        put(Kind::Invariant, at, head + &inside);
    }
    for (at, scope) in resource.scopes.iter().enumerate() {
        let parameters = if scope.parameters.is_empty() { String::new() } else { signature(&scope.parameters) };
        let line = format!("@scope {}{parameters}{}", scope.name, block(&scope.query));
        put(Kind::Scope, at, documented(&scope.documentation) + &line);
    }
    for (at, computed) in resource.computed_fields.iter().enumerate() {
        let mark = if computed.nullable { "?" } else { "!" };
        let line = format!("@computed {}: {}{mark}{}", computed.name, computed.ty, block(&computed.expression));
        put(Kind::Computed, at, documented(&computed.documentation) + &line);
    }
    for (at, function) in resource.functions.iter().enumerate() {
        let mark = if function.nullable { "?" } else { "!" };
        let returns =
            if function.returns.is_empty() { String::new() } else { format!(" -> {}{mark}", function.returns) };
        let line =
            format!("@function {}{}{returns}{}", function.name, signature(&function.parameters), block(&function.body));
        put(Kind::Function, at, documented(&function.documentation) + &line);
    }
}
