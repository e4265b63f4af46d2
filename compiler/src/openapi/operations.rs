//! Which resource a route serves, and which operation it is: OpenAPI says neither, so both are read from the path's
//! shape, the types and the tags.

use std::collections::{HashMap, HashSet};

use super::node::{Map, Node};
use super::refs::{Document, Target};

/// Named schemas by what their names sound like, and the paths of the document.
#[derive(Debug, Default)]
pub(crate) struct Names<'d> {
    by_sound: HashMap<String, &'d str>,
    paths: HashSet<String>,
}

/// The name in lower case without separators; singular where English makes that plain.
fn sound(name: &str) -> String {
    let mut out: String = name.chars().filter(|part| part.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if out.len() > 3 {
        if let Some(stem) = out.strip_suffix("ies").map(str::to_owned) {
            out = stem + "y";
        } else if ["sses", "shes", "ches", "xes"].iter().any(|end| out.ends_with(end)) {
            out.truncate(out.len() - 2);
        } else if out.ends_with('s') && !out.ends_with("ss") && !out.ends_with("us") && !out.ends_with("is") {
            out.pop();
        }
    }
    out
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

/// Returns a path with every parameter under one name, so that `/a/{x}` and `/a/{y}` are one shape.
fn shape(path: &str) -> String {
    let segments = path.trim_end_matches('/').split('/');
    segments.map(|segment| if is_parameter(segment) { "{}" } else { segment }).collect::<Vec<_>>().join("/")
}

impl<'d> Names<'d> {
    pub(crate) fn new(document: &Document<'d, '_>, paths: &'d Map<'_>) -> Self {
        let mut by_sound = HashMap::new();
        for entry in document.schemas.into_iter().flat_map(Map::iter) {
            let sound = sound(&entry.key);
            if !sound.is_empty() {
                by_sound.entry(sound).or_insert(&*entry.key);
            }
        }
        Self { by_sound, paths: paths.iter().map(|entry| shape(&entry.key)).collect() }
    }

    fn called(&self, word: &str) -> Option<&'d str> {
        self.by_sound.get(&sound(word)).copied()
    }

    /// Returns the resource a route serves: what the end of the path is called after (`/terminal/readers` after
    /// `terminal.reader`), what it answers with, what it takes, what an earlier segment or a tag is called after.
    pub(crate) fn resource(
        &self,
        path: &str,
        answer: Option<&'d str>,
        body: Option<&'d str>,
        tags: &[crate::model::Text],
    ) -> Option<&'d str> {
        let fixed = path.split('/').filter(|segment| !segment.is_empty() && !is_parameter(segment));
        let sounds: Vec<String> = fixed.map(sound).collect();
        let end = (0..sounds.len()).rev().take(3).rev();
        let last = end.filter_map(|from| self.by_sound.get(&sounds[from..].concat()).copied()).next();
        last.or(answer)
            .or(body)
            .or_else(|| sounds.iter().rev().skip(1).find_map(|sound| self.by_sound.get(sound).copied()))
            .or_else(|| tags.iter().find_map(|tag| self.called(tag)))
    }

    /// Returns the operation a route is: one of the five REST ones by method and path, the last segment for
    /// `POST /orders/{id}/cancel`, or the method's own name.
    pub(crate) fn operation(&self, method: &str, path: &str, answers_list: bool) -> String {
        let trimmed = path.trim_end_matches('/');
        let last = trimmed.rsplit('/').next().unwrap_or_default();
        let on_member = is_parameter(last);
        let members = || self.paths.contains(&format!("{}/{{}}", shape(trimmed)));
        match method {
            "GET" if on_member => "show",
            "GET" if answers_list || members() => "list",
            "GET" => "show",
            "POST" if on_member => "update",
            "POST" if is_plural(last) || members() || !trimmed.contains('{') => "create",
            "POST" => return last.to_owned(),
            "PUT" | "PATCH" => "update",
            "DELETE" => "delete",
            other => return other.to_ascii_lowercase(),
        }
        .to_owned()
    }
}

/// Whether a segment names a collection: `POST /uploads/{id}/parts` creates a part.
fn is_plural(segment: &str) -> bool {
    let letters: String = segment.chars().filter(|part| part.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    sound(segment) != letters
}

/// Returns the named schema that a body schema is about, and whether it is a list: directly, as items, or as the items of
/// the one array of an inline envelope.
pub(crate) fn about<'d>(document: &Document<'d, '_>, schema: &Node<'_>) -> (Option<&'d str>, bool) {
    if let Some(name) = named(document, schema) {
        let target = document.schemas.and_then(|schemas| schemas.get(name));
        return (Some(name), target.is_some_and(|target| is_list(name, target)));
    }
    if let Some(items) = schema.get("items") {
        return (named(document, items), true);
    }
    let properties = schema.get("properties").and_then(Node::map);
    let arrays = properties.into_iter().flat_map(Map::iter).filter_map(|entry| entry.node.get("items"));
    let found: Vec<Option<&'d str>> = arrays.map(|items| named(document, items)).collect();
    match found.as_slice() {
        [] => {
            let mut single =
                properties.into_iter().flat_map(Map::iter).filter_map(|entry| named(document, &entry.node));
            (single.next(), false)
        }
        arrays => (arrays.iter().copied().flatten().next(), true),
    }
}

/// Whether a named schema is a list: an array, or an envelope that is called one and holds one.
fn is_list(name: &str, schema: &Node<'_>) -> bool {
    let called = || {
        let name = name.to_lowercase();
        ["list", "collection", "page", "results"].iter().any(|word| name.contains(word))
    };
    let mut properties = schema.get("properties").and_then(Node::map).into_iter().flat_map(Map::iter);
    schema.text_at("type") == Some("array") || properties.any(|entry| entry.node.get("items").is_some()) && called()
}

/// The named schema of a reference, alone or wrapped in a combination; the first of several alternatives.
fn named<'d>(document: &Document<'d, '_>, schema: &Node<'_>) -> Option<&'d str> {
    if let Some(reference) = schema.text_at("$ref") {
        return match document.target(reference) {
            Target::Resource(name) => Some(name),
            _ => None,
        };
    }
    let combined = ["allOf", "anyOf", "oneOf"].iter().filter_map(|key| schema.get(key).and_then(Node::list));
    combined.flatten().find_map(|member| match document.target(member.text_at("$ref")?) {
        Target::Resource(name) => Some(name),
        _ => None,
    })
}
