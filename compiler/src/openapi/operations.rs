//! Which resource a route serves, and which operation it is: OpenAPI says neither, so both are read from the path's
//! shape, the types and the tags.

use std::collections::{HashMap, HashSet};

use crate::routes::{plural, singular, words};

use super::node::{Map, Node};
use super::refs::{Document, Target};

/// Named schemas by the noun they are named after, and the paths of the document.
#[derive(Debug, Default)]
pub(crate) struct Names<'d> {
    by_noun: HashMap<String, &'d str>,
    paths: HashSet<String>,
}

/// Two names are of one noun when their plurals are equal: `blog-posts` and `BlogPost`, `data` and `datum`.
fn noun(name: &str) -> String {
    bent(name, plural)
}

fn bent(name: &str, last: fn(&str) -> String) -> String {
    let mut words = words(name);
    if let Some(word) = words.last_mut() {
        *word = last(word);
    }
    words.concat()
}

/// A segment of a path, as far as names go.
#[derive(Clone, Copy)]
struct Segment<'p> {
    /// What precedes a verb: `items` of `items:batchGet`, `{id}` of `{id}:archive`.
    name: &'p str,
    /// What stands after a colon outside of a parameter.
    verb: Option<&'p str>,
}

impl<'p> Segment<'p> {
    fn of(text: &'p str) -> Self {
        let outside = text.rfind('}').map_or(0, |at| at + 1);
        match text[outside..].find(':') {
            // `:id` is a parameter in other notations, and no verb.
            Some(0) if outside == 0 => Self { name: text, verb: None },
            Some(at) => Self { name: &text[..outside + at], verb: Some(&text[outside + at + 1..]) },
            None => Self { name: text, verb: None },
        }
    }

    fn is_parameter(self) -> bool {
        self.name.starts_with('{')
    }

    /// Whether it names a collection: `POST /uploads/{id}/parts` creates a part.
    fn is_plural(self) -> bool {
        words(self.name).last().is_some_and(|word| singular(word) != *word)
    }
}

fn segments(path: &str) -> Vec<Segment<'_>> {
    path.split('/').filter(|segment| !segment.is_empty()).map(Segment::of).collect()
}

/// Returns a path with every parameter under one name, so that `/a/{x}` and `/a/{y}` are one shape.
fn shape(path: &str) -> String {
    let segments = path.trim_end_matches('/').split('/');
    segments.map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect::<Vec<_>>().join("/")
}

impl<'d> Names<'d> {
    pub(crate) fn new(document: &Document<'d, '_>, paths: &'d Map<'_>) -> Self {
        let mut by_noun = HashMap::new();
        let mut compounds = Vec::new();
        // Large documents are called by few words.
        let (mut known, mut many): (HashMap<String, String>, HashMap<String, String>) = Default::default();
        for entry in document.schemas.into_iter().flat_map(Map::iter) {
            let mut words = words(&entry.key);
            let Some(last) = words.pop() else { continue };
            let last = many.entry(last).or_insert_with_key(|word| plural(word));
            // Either is written before the last word: `financial_connections.account`.
            let mut compound = String::new();
            for word in &words {
                match known.get(word) {
                    Some(one) => compound.push_str(one),
                    None => {
                        let one = singular(word);
                        compound.push_str(&one);
                        known.insert(word.clone(), one);
                    }
                }
            }
            compound.push_str(last);
            let noun = words.concat() + last;
            if compound != noun {
                compounds.push((compound, &*entry.key));
            }
            by_noun.entry(noun).or_insert(&*entry.key);
        }
        // What is called so exactly comes first.
        for (compound, key) in compounds {
            by_noun.entry(compound).or_insert(key);
        }
        Self { by_noun, paths: paths.iter().map(|entry| shape(&entry.key)).collect() }
    }

    fn called(&self, word: &str) -> Option<&'d str> {
        self.by_noun.get(&noun(word)).copied()
    }

    /// Returns the named schema that the end of a run of segments is called after, of as many of them as possible:
    /// `/terminal/readers` after `terminal.reader`.
    fn named_after(&self, fixed: &[Segment<'_>]) -> Option<&'d str> {
        let (last, before) = fixed.split_last()?;
        (before.len().saturating_sub(2)..=before.len()).find_map(|from| {
            let words = before[from..].iter().flat_map(|segment| words(segment.name));
            let mut name: String = words.map(|word| singular(&word)).collect();
            name.push_str(&noun(last.name));
            self.by_noun.get(&name).copied()
        })
    }

    /// Returns the resource a route serves.
    ///
    /// The path says it where its end names a schema, and where its end is a verb, the segment before it:
    /// `/orders/{id}/cancel` is of `Order`. A collection without a schema is told by what the route answers with, what
    /// it takes, or a tag, and never by what it is under.
    pub(crate) fn resource(
        &self,
        method: &str,
        path: &str,
        answer: Option<&'d str>,
        body: Option<&'d str>,
        tags: &[crate::model::Text],
    ) -> Option<&'d str> {
        let all = segments(path);
        let fixed: Vec<(Segment<'_>, bool)> = (0..all.len())
            .filter(|&at| !all[at].is_parameter())
            .map(|at| (all[at], all.get(at + 1).is_some_and(|next| next.is_parameter())))
            .collect();
        let names: Vec<Segment<'_>> = fixed.iter().map(|(segment, _)| *segment).collect();
        let by_path = || {
            for (at, (segment, has_member)) in fixed.iter().enumerate().rev() {
                let found = self.named_after(&names[..=at]);
                let collection = *has_member || segment.is_plural();
                // `POST /payments/{id}/refund` is something done to a payment, unless it answers as a refund would.
                let under_member = at > 0 && fixed[at - 1].1;
                let verb = method == "POST" && under_member && !collection && (found.is_none() || found != answer);
                if found.is_some() && !verb || collection {
                    return found;
                }
            }
            None
        };
        by_path().or(answer).or(body).or_else(|| tags.iter().find_map(|tag| self.called(tag)))
    }

    /// Returns the operation a route is: what is called so after a colon, one of the five REST ones by method and path,
    /// the last segment for `POST /orders/{id}/cancel`, or the method's own name.
    pub(crate) fn operation(&self, method: &str, path: &str, answers_list: bool) -> String {
        let trimmed = path.trim_end_matches('/');
        let last = Segment::of(trimmed.rsplit('/').next().unwrap_or_default());
        if let Some(verb) = last.verb.filter(|verb| !verb.is_empty()) {
            return verb.to_owned();
        }
        let on_member = last.is_parameter();
        let members = || self.paths.contains(&format!("{}/{{}}", shape(trimmed)));
        match method {
            "GET" if on_member => "show",
            "GET" if answers_list || members() => "list",
            "GET" => "show",
            "POST" if on_member => "update",
            "POST" if last.is_plural() || members() || !trimmed.contains('{') => "create",
            "POST" => return last.name.to_owned(),
            "PUT" | "PATCH" => "update",
            "DELETE" => "delete",
            other => return other.to_ascii_lowercase(),
        }
        .to_owned()
    }
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
