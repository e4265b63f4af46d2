//! The pieces of a schema file: the name of a resource, and each of its members.

use std::collections::HashMap;
use std::fmt::Write;

use super::write::{arguments, block, documented, field_line, list, option, quoted, relationship_line, signature};
use crate::lex::is_identifier;
use crate::model::{Model, Resource, Route};
use crate::routes::derive;

/// What a piece states, for the count of what is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Application,
    Setting,
    Resource,
    Annotation,
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
            Self::Resource => "resource",
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

/// A file in the making: a resource, or the application where `resource` is none.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) path: String,
    pub(super) resource: Option<usize>,
    /// What precedes the members.
    pub(super) head: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) kept: bool,
}

/// Returns the drafts of a model's files, with everything in them that has a form.
pub(super) fn drafts(model: &Model) -> Vec<Draft> {
    let served = Served::of(model);
    let mut taken = HashMap::from([("app".to_owned(), 0_u32)]);
    let mut drafts: Vec<Draft> = application(model, served.prefixed).into_iter().collect();
    for (at, resource) in model.resources.iter().enumerate() {
        let name: String = etched_core::name::snake(&resource.name).collect();
        let times = taken.entry(name.clone()).and_modify(|times| *times += 1).or_insert(0);
        let path = if *times == 0 { format!("{name}.cdt") } else { format!("{name}_{times}.cdt") };
        let mut head = documented(&resource.documentation);
        let _ = writeln!(head, "resource {} {{", resource.name);
        let kept = is_identifier(&resource.name);
        let pieces = pieces(resource, &served, model);
        drafts.push(Draft { path, resource: Some(at), head, pieces, kept });
    }
    drafts
}

fn application(model: &Model, prefixed: bool) -> Option<Draft> {
    let application = &model.application;
    if application.name.is_empty() {
        return None;
    }
    let mut settings = Vec::new();
    if prefixed && !application.route_prefix.is_empty() {
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
    Some(Draft { path: "app.cdt".to_owned(), resource: None, head, pieces, kept: true })
}

/// The routes of each resource that are written, and how.
struct Served<'m> {
    /// Whether the paths of what is written have the prefix of the application.
    prefixed: bool,
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
        let prefix = model.application.route_prefix.as_str();
        let has = |route: &Route| route.path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'));
        let prefixed = routes.values().flatten().all(|(_, route)| has(route));
        Self { prefixed, follows, routes }
    }
}

fn pieces(resource: &Resource, served: &Served<'_>, model: &Model) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut put = |kind, at, text| pieces.push(Piece { kind, at, text, kept: true });
    let follows = served.follows.get(resource.name.as_str()).is_some_and(|follows| *follows);
    let routes = served.routes.get(resource.name.as_str()).map_or(&[][..], |routes| routes);
    annotations(resource, follows, &mut |text| put(Kind::Annotation, 0, text));
    for (at, (operation, names)) in own_chains(resource, follows, routes).into_iter().enumerate() {
        put(Kind::Middleware, at, format!("@on {operation}: {}\n", list(names)));
    }
    for (at, field) in resource.fields.iter().enumerate().filter(|(_, field)| !field.inherited) {
        put(Kind::Field, at, documented(&field.documentation) + &field_line(field));
    }
    for (at, relationship) in resource.relationships.iter().enumerate() {
        let keyed = resource.fields.iter().any(|field| field.name == relationship.foreign_key);
        put(Kind::Relationship, at, documented(&relationship.documentation) + &relationship_line(relationship, keyed));
    }
    let prefix = if served.prefixed { model.application.route_prefix.as_str() } else { "" };
    for (at, route) in routes {
        let own = if route.declared {
            route.middleware.len().saturating_sub(route.own_middleware as usize)
        } else {
            resource.shared_middleware.len()
        };
        let own = route.middleware.get(own..).unwrap_or_default();
        let middleware = if own.is_empty() { String::new() } else { format!(" {}", list(own)) };
        let path = route.path.strip_prefix(prefix).unwrap_or(&route.path);
        let line = format!("@route {} {} -> {}{middleware}", route.method, quoted(path), route.operation);
        put(
            Kind::Route,
            *at,
            documented(&route.documentation) + &line + &arguments("deprecated", &route.deprecated) + "\n",
        );
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

/// Returns what each operation has behind the shared list and before what its route has.
fn own_chains<'m>(
    resource: &'m Resource,
    follows: bool,
    routes: &[(usize, &'m Route)],
) -> Vec<(&'m str, &'m [crate::model::Text])> {
    let shared = resource.shared_middleware.len();
    let chains = resource.middleware.iter().filter_map(|(name, chain)| {
        let route = routes.iter().rev().find(|(_, route)| route.operation == *name).map(|(_, route)| *route);
        // Of what does not follow from a resource, the route says all.
        if !follows && (route.is_none() || route.is_some_and(|route| !route.declared)) {
            return None;
        }
        let of_route = route.filter(|route| route.declared).map_or(0, |route| route.own_middleware as usize);
        let own = chain.names.get(shared..chain.names.len().saturating_sub(of_route)).unwrap_or_default();
        (!own.is_empty()).then_some((name.as_str(), own))
    });
    chains.collect()
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
