//! Request bodies and responses: the one type a route takes, and the one it answers with.

use crate::model::{Field, Mark, Scalar, Type, TypeKind};

use super::Import;
use super::node::{At, Entry, Map, Node};
use super::operations::about;
use super::types::Typed;

/// Fields of an inline body that its type text shows.
const SHOWN: usize = 8;

/// What a request body or a response holds.
#[derive(Debug, Default)]
pub(crate) struct Body<'d> {
    /// Its type.
    pub(crate) ty: Type,
    /// The named schema it is about.
    pub(crate) about: Option<&'d str>,
    /// Whether it is a list of it.
    pub(crate) list: bool,
}

impl<'d, 't> Import<'d, 't> {
    pub(crate) fn request_body(&mut self, operation: &'d Map<'t>, at: &At<'_>) -> (Type, Option<&'d str>) {
        let Some(body) = operation.get("requestBody") else { return (Type::EMPTY, None) };
        let at = at.to("requestBody");
        let Some((body, reference)) = self.follow(body, &at) else { return (Type::EMPTY, None) };
        let body = self.body(body, reference.is_some(), "a request body", &["content", "required"], &at);
        (body.ty, body.about)
    }

    /// The type of the success answer: the lowest 2xx status that has a body, and `default` where no 2xx is declared.
    pub(crate) fn response_body(&mut self, operation: &'d Map<'t>, at: &At<'_>) -> Body<'d> {
        let Some(responses) = operation.get("responses") else { return Body::default() };
        let at = at.to("responses");
        let Some(responses) = responses.map() else {
            self.report.warn(responses.line, &at, format!("`responses` must be an object, found {}", responses.kind()));
            return Body::default();
        };
        let succeeds = |key: &str| key.starts_with('2');
        let declared = responses.iter().any(|entry| succeeds(&entry.key));
        let mut best: Option<(&'d Entry<'t>, &'d Node<'t>, bool)> = None;
        let mut others = Vec::new();
        for entry in responses.iter() {
            let at = at.to(&entry.key);
            if entry.key.starts_with("x-") {
                self.report.note("`x-*` of `responses`", &at);
                continue;
            }
            let Some((response, reference)) = self.follow(&entry.node, &at) else { continue };
            let success = succeeds(&entry.key) || (entry.key == "default" && !declared);
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
                self.body(response, referred, "a response", &["content"], &at)
            }
            None => Body::default(),
        }
    }

    /// Returns the object a reference object stands for, and the last reference; what it led through is used.
    pub(crate) fn follow(&mut self, node: &'d Node<'t>, at: &At<'_>) -> Option<(&'d Node<'t>, Option<&'d str>)> {
        let document = self.document;
        document.follow(node, at, &mut self.report, &mut |node| {
            self.reported.insert(std::ptr::from_ref(node).addr());
        })
    }

    /// Returns whether anything refers to a shared object.
    pub(crate) fn used(&self, node: &Node<'_>) -> bool {
        self.reported.contains(&std::ptr::from_ref(node).addr())
    }

    /// Reads a request body or a response.
    pub(crate) fn body(
        &mut self,
        body: &'d Node<'t>,
        referred: bool,
        what: &str,
        read: &[&str],
        at: &At<'_>,
    ) -> Body<'d> {
        let Some(map) = body.map() else {
            self.report.warn(body.line, at, format!("{what} must be an object, found {}", body.kind()));
            return Body::default();
        };
        // What is shared is reported on where it stands.
        let muted = u32::from(referred);
        self.report.muted += muted;
        self.unread(map, what, read, at);
        let content = map.get("content");
        self.media_types(content, what, &at.to("content"));
        let found = media(content).map(|(kind, schema)| {
            let content = at.to("content");
            let media = content.to(kind);
            let at = media.to("schema");
            self.unheard(schema, &format!("the schema of {what}"), &at);
            let typed = self.typed(schema, &at);
            if typed.fields.iter().any(|field| !field.fields.is_empty()) || typed.fields.len() > SHOWN {
                self.report.note(format!("all fields of an inline object in {what}"), &at);
            }
            if !typed.values.is_empty() {
                self.report.note(format!("values of {what}"), &at);
            }
            if !typed.format.is_empty() {
                self.report.note(format!("`format` of {what}"), &at);
            }
            let (about, list) = about(&self.document, schema);
            let any = typed.ty.kind().scalar() == Some(Scalar::Json);
            let empty = any && schema.get("properties").and_then(Node::map).is_some_and(|map| map.len() == 0);
            if empty {
                self.report.note(format!("object without properties as {what}"), &at);
                return Body { ty: Type::EMPTY, about, list };
            }
            Body { ty: body_type(&typed), about, list }
        });
        self.report.muted -= muted;
        found.unwrap_or_default()
    }

    /// Counts the media types of which one is read, and what they say beside their schema.
    pub(crate) fn media_types(&mut self, content: Option<&'d Node<'t>>, what: &str, at: &At<'_>) {
        let Some(map) = content.and_then(Node::map) else { return };
        let read = media(content).map(|(kind, _)| kind);
        for entry in map.iter() {
            match entry.node.map() {
                Some(media) if read == Some(&*entry.key) => {
                    self.unread(media, &format!("a media type of {what}"), &["schema"], &at.to(&entry.key));
                }
                _ => self.report.note(format!("further media types of {what}"), &at.to(&entry.key)),
            }
        }
    }

    /// Reports on what is shared under `components`, once and where it stands.
    pub(crate) fn shared(&mut self) {
        let document = self.document;
        let Some(components) = document.root.get("components") else { return };
        for kind in ["parameters", "responses", "requestBodies"] {
            let root = At::root("/components");
            let root = root.to(kind);
            let Some(shared) = components.get(kind) else { continue };
            let Some(map) = shared.map() else {
                self.report.warn(shared.line, &root, format!("`{kind}` must be an object, found {}", shared.kind()));
                continue;
            };
            for entry in map.iter() {
                let at = root.to(&entry.key);
                if !self.used(&entry.node) {
                    self.report.note(format!("shared entry of `{kind}` that nothing refers to"), &at);
                    continue;
                }
                if entry.node.get("$ref").is_some() {
                    continue;
                }
                match kind {
                    "parameters" => drop(self.parameter(&entry.node, &at)),
                    "responses" => {
                        drop(self.body(&entry.node, false, "a response", &["content"], &at));
                    }
                    _ => drop(self.body(&entry.node, false, "a request body", &["content", "required"], &at)),
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
pub(crate) fn media<'n, 't>(content: Option<&'n Node<'t>>) -> Option<(&'n str, &'n Node<'t>)> {
    let map = content?.map()?;
    let with_schema = || map.iter().filter_map(|entry| Some((&*entry.key, entry.node.get("schema")?)));
    let best = |test: &dyn Fn(&str) -> bool| with_schema().find(|(kind, _)| test(kind));
    best(&|kind| kind.split(';').next() == Some("application/json"))
        .or_else(|| best(&|kind| kind.contains("json")))
        .or_else(|| with_schema().next())
}

/// Returns a type in full: an inline object by its first fields, an enum as the text it is.
pub(crate) fn body_type(typed: &Typed) -> Type {
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
