//! Security requirements: the alternatives of each route, as the document says them, and what their schemes are.
//!
//! A requirement is a text like that of a middleware, `oauth(read, write)`: the scheme under the document's own name, and
//! the scopes. What a scheme is is among the options of the application, as JSON under `security_scheme.NAME`.

use std::collections::HashSet;

use crate::model::{Alternative, Text};

use super::Import;
use super::node::{At, Map, Node};

/// What comes before the name of a scheme in the key of an option.
pub(crate) const SCHEME: &str = "security_scheme.";

/// The schemes a document declares.
#[derive(Debug, Default)]
pub(crate) struct Schemes<'d> {
    declared: HashSet<&'d str>,
}

impl<'d, 't> Import<'d, 't> {
    /// Keeps what each declared scheme is.
    pub(crate) fn schemes(&mut self) {
        let Some(components) = self.document.root.get("components") else { return };
        let Some(declared) = components.get("securitySchemes").and_then(Node::map) else { return };
        let root = At::root("/components/securitySchemes");
        for entry in declared.iter() {
            let at = root.to(&entry.key);
            self.schemes.declared.insert(&entry.key);
            let Some((scheme, _)) = self.follow(&entry.node, &at) else { continue };
            if scheme.map().is_none() {
                let message = format!("a security scheme must be an object, found {}", scheme.kind());
                self.report.warn(entry.line, &at, message);
                self.report.note("something else where a security scheme must be", &at);
                continue;
            }
            if scheme.get("x-etched-derived").is_some_and(Node::is_true) {
                continue;
            }
            let key = format!("{SCHEME}{}", entry.key);
            self.model.application.options.push((key.into(), scheme.json().into()));
        }
    }

    /// Reads security requirements: alternatives, each of what is asked for together.
    pub(crate) fn security(&mut self, security: &'d Node<'t>, at: &At<'_>) -> Vec<Alternative> {
        let Some(alternatives) = security.list() else {
            self.report.warn(security.line, at, format!("`security` must be a list, found {}", security.kind()));
            self.report.note("`security` of the wrong kind", at);
            return Vec::new();
        };
        let mut out = Vec::with_capacity(alternatives.len());
        for (index, node) in alternatives.iter().enumerate() {
            let at = at.item(index);
            let Some(map) = node.map() else {
                let message = format!("a security requirement must be an object, found {}", node.kind());
                self.report.warn(node.line, &at, message);
                self.report.note("something else where a security requirement must be", &at);
                continue;
            };
            let requirements = map.iter().map(|entry| self.requirement(&entry.key, &entry.node, &at)).collect();
            out.push(Alternative { requirements });
        }
        out
    }

    fn requirement(&mut self, scheme: &str, node: &Node<'t>, at: &At<'_>) -> Text {
        if !self.schemes.declared.contains(scheme) {
            self.report.warn(node.line, at, format!("no security scheme is called {scheme:?}"));
        }
        if node.list().is_none() {
            let message = format!("scopes must be a list, found {}", node.kind());
            self.report.warn(node.line, &at.to(scheme), message);
            self.report.note("scopes of the wrong kind", at);
        }
        requirement(scheme, node)
    }
}

/// Returns the text of a scheme and its scopes.
fn requirement(scheme: &str, scopes: &Node<'_>) -> Text {
    Alternative::requirement(scheme, scopes.list().unwrap_or_default().iter().filter_map(Node::scalar))
}

/// Reads the alternatives that our own export wrote.
pub(crate) fn written(security: &Node<'_>) -> Vec<Alternative> {
    let alternatives = security.list().unwrap_or_default().iter().filter_map(Node::map);
    let of = |map: &Map<'_>| map.iter().map(|entry| requirement(&entry.key, &entry.node)).collect();
    alternatives.map(|map| Alternative { requirements: of(map) }).collect()
}
