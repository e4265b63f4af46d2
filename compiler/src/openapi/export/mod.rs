//! A model to an OpenAPI 3.1 document that imports to the same resources, fields and routes.
//!
//! What OpenAPI has no key for is in keys of ours, all of them `x-etched-*`, which the import reads back and
//! everyone else may ignore. What it cannot hold at all is counted.

mod object;
mod paths;
mod schemas;
mod security;
mod shape;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Model;
use crate::openapi::report::NotRepresented;
use crate::openapi::security::SCHEME;

use object::{Object, list, raw, text};
use view::{Keys, View};

/// An OpenAPI document, and what of the model is not in it; made by [`export`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exported {
    /// The document: OpenAPI 3.1 as JSON, indented, keys in the model's order.
    pub text: String,
    /// What the document does not hold, by reason, with the first places.
    pub not_exported: Vec<NotRepresented>,
}

/// Reasons and places of what an export leaves out.
#[derive(Debug, Default)]
struct Left {
    reasons: BTreeMap<&'static str, (u32, Vec<String>)>,
}

impl Left {
    fn note(&mut self, reason: &'static str, count: usize, place: &str) {
        if count > 0 {
            let (total, examples) = self.reasons.entry(reason).or_default();
            *total = total.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
            if examples.len() < 3 {
                examples.push(place.to_owned());
            }
        }
    }
}

/// Writes a model as an OpenAPI 3.1 document.
///
/// The document holds every resource as a named schema and every route as an operation. Importing it gives back
/// resources, fields, relationships and routes. A `@private` field is in no response: it is in the schema of requests
/// that set it, and left out where none does. Hooks, validations, scopes and what else describes behaviour are in
/// [`Exported::not_exported`]. Same model, same text.
///
/// ```
/// use etched_compiler::openapi::{export, import};
///
/// let text = b"{openapi: 3.0.3, info: {title: T, version: '1'}, paths: {}, components: {schemas: {Tag: {type: object}}}}";
/// let model = import("tags.yaml", text)?.model;
/// let exported = export(&model);
/// assert_eq!(import("tags.json", exported.text.as_bytes())?.model.resources[0].name, "Tag");
/// # Ok::<(), etched_compiler::openapi::Error>(())
/// ```
#[must_use]
pub fn export(model: &Model) -> Exported {
    let mut left = Left::default();
    let keys = Keys::new(keys(model), View::Response);
    let bodies = paths::bodies(model, &keys);
    let requests = view::for_requests(model, &keys, &bodies, &mut left);
    let mut root = Object::default();
    root.set("openapi", text("3.1.1"));
    root.set("info", info(model));
    let mut servers: Vec<Object> = Vec::new();
    let mut options = Vec::new();
    let mut schemes = Object::default();
    for (key, value) in &model.application.options {
        match (&**key, servers.last_mut()) {
            ("server", _) => {
                let mut server = Object::default();
                server.set("url", text(&**value));
                servers.push(server);
            }
            ("server_variables", Some(server)) if !server.has("variables") => server.set("variables", raw(value)),
            // It is read from the first address again.
            ("base_path", Some(_)) => {}
            (key, _) if key.starts_with(SCHEME) => schemes.put(&key[SCHEME.len()..], raw(value)),
            _ => options.push(list([text(&**key), text(&**value)])),
        }
    }
    if !servers.is_empty() {
        root.set("servers", list(servers.into_iter().map(Object::done)));
    }
    if !options.is_empty() {
        root.set("x-etched-options", list(options));
    }
    let paths = paths::paths(model, &keys, &requests, &mut schemes, &mut left);
    root.set("paths", paths);
    let mut components = Object::default();
    components.set("schemas", schemas::schemas(model, &keys, &requests, &mut left));
    if !schemes.is_empty() {
        components.set("securitySchemes", schemes.done());
    }
    root.set("components", components.done());
    left.note("pattern (rediscovered on import)", model.patterns.len(), "");
    left.note("route prefix (part of the paths)", usize::from(!model.application.route_prefix.is_empty()), "");
    let mut text = String::new();
    object::write(&root.done(), 0, &mut text);
    text.push('\n');
    let reasons = left.reasons.into_iter();
    let reasons =
        reasons.map(|(reason, (count, examples))| NotRepresented { reason: reason.to_owned(), count, examples });
    Exported { text, not_exported: reasons.collect() }
}

fn info(model: &Model) -> object::Json {
    let mut info = Object::default();
    let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
    info.set("title", text(or(&model.application.name, "API")));
    info.set("version", text(or(&model.application.version, "0")));
    info.text("description", &model.application.documentation);
    info.done()
}

/// Returns the key of each resource under `components.schemas`, where only letters, digits, `.`, `_` and `-` may stand.
fn keys(model: &Model) -> BTreeMap<&str, String> {
    let allowed = |part: char| part.is_ascii_alphanumeric() || matches!(part, '.' | '_' | '-');
    let names: BTreeSet<&str> = model.resources.iter().map(|resource| &*resource.name).collect();
    let mut taken: BTreeSet<String> = names
        .iter()
        .filter(|name| !name.is_empty() && name.chars().all(allowed))
        .map(|&name| name.to_owned())
        .collect();
    let mut keys = BTreeMap::new();
    for name in names {
        let mut key = name.to_owned();
        if key.is_empty() || !key.chars().all(allowed) {
            let plain: String = name.chars().map(|part| if allowed(part) { part } else { '_' }).collect();
            let plain = if plain.is_empty() { "_".to_owned() } else { plain };
            key.clone_from(&plain);
            let mut number = 2;
            while !taken.insert(key.clone()) {
                key = format!("{plain}_{number}");
                number += 1;
            }
        }
        keys.insert(name, key);
    }
    keys
}
