//! Security requirements as middleware.
//!
//! A scheme becomes one name by what it is: `auth:bearer`, `auth:basic`, `auth:api_key`, `auth:oauth2`, `auth:openid`,
//! `auth:mtls`. What tells uses apart is in parentheses, where a base name ends: the scheme's own name if the
//! document has several of one kind, then the scopes: `auth:oauth2(write:pets, read:pets)`.

use std::collections::{HashMap, HashSet};

use crate::model::Text;

use super::Import;
use super::node::{At, Map, Node};

/// Middleware of the declared schemes, by scheme name.
#[derive(Debug, Default)]
pub(crate) struct Schemes<'d> {
    names: HashMap<&'d str, (String, Option<String>)>,
}

/// Returns the middleware a scheme is.
fn base(scheme: &Node<'_>) -> String {
    match scheme.text_at("type").unwrap_or_default() {
        "http" => {
            let name = scheme.text_at("scheme").unwrap_or("http").to_ascii_lowercase();
            format!("auth:{}", plain(&name))
        }
        "apiKey" => "auth:api_key".to_owned(),
        "oauth2" => "auth:oauth2".to_owned(),
        "openIdConnect" => "auth:openid".to_owned(),
        "mutualTLS" => "auth:mtls".to_owned(),
        "" => "auth:unknown".to_owned(),
        other => format!("auth:{}", plain(other)),
    }
}

/// Keeps a name from reading as one with arguments.
fn plain(name: &str) -> String {
    name.chars().map(|part| if part == '(' || part == ')' || part.is_whitespace() { '_' } else { part }).collect()
}

impl<'d, 't> Import<'d, 't> {
    /// Names the middleware of each declared scheme.
    pub(crate) fn schemes(&mut self) {
        let Some(components) = self.document.root.get("components") else { return };
        let Some(declared) = components.get("securitySchemes").and_then(Node::map) else { return };
        let root = At::root("/components/securitySchemes");
        let mut found: Vec<(&'d str, String)> = Vec::new();
        for entry in declared.iter() {
            let at = root.to(&entry.key);
            let Some((scheme, _)) = self.follow(&entry.node, &at) else { continue };
            let Some(map) = scheme.map() else {
                self.report.warn(
                    entry.line,
                    &at,
                    format!("a security scheme must be an object, found {}", scheme.kind()),
                );
                continue;
            };
            self.unread(map, "a security scheme", &["type", "scheme"], &at);
            found.push((&entry.key, base(scheme)));
        }
        let mut uses: HashMap<&str, usize> = HashMap::new();
        for (_, base) in &found {
            *uses.entry(base).or_default() += 1;
        }
        let several: Vec<bool> = found.iter().map(|(_, base)| uses[base.as_str()] > 1).collect();
        for ((name, base), several) in found.into_iter().zip(several) {
            self.schemes.names.insert(name, (base, several.then(|| plain(name))));
        }
    }

    /// Returns the middleware of security requirements, in order, each once.
    ///
    /// Alternatives are listed together, since a chain has no "or"; that is counted.
    pub(crate) fn middleware(&mut self, security: &'d Node<'t>, at: &At<'_>) -> Vec<Text> {
        let Some(alternatives) = security.list() else {
            self.report.warn(security.line, at, format!("`security` must be a list, found {}", security.kind()));
            return Vec::new();
        };
        let filled = alternatives.iter().filter(|one| one.map().is_some_and(|map| map.len() > 0)).count();
        if filled > 1 {
            self.report.note("alternative security requirements, listed together", at);
        }
        if filled > 0 && filled < alternatives.len() {
            self.report.note("optional security", at);
        }
        let mut out: Vec<Text> = Vec::new();
        let mut held = HashSet::new();
        for (index, alternative) in alternatives.iter().enumerate() {
            for entry in alternative.map().into_iter().flat_map(Map::iter) {
                let at = at.item(index);
                let scopes = super::schemas::texts(Some(&entry.node));
                let (base, mut arguments) = match self.schemes.names.get(&*entry.key) {
                    Some((base, name)) => (base.clone(), name.iter().cloned().collect::<Vec<String>>()),
                    None => {
                        let message = format!("no security scheme is called {:?}", entry.key);
                        self.report.warn(entry.line, &at, message);
                        (format!("auth:{}", plain(&entry.key)), Vec::new())
                    }
                };
                arguments.extend(scopes.iter().map(ToString::to_string));
                let text = if arguments.is_empty() { base } else { format!("{base}({})", arguments.join(", ")) };
                let text = Text::from(text);
                if held.insert(text.clone()) {
                    out.push(text);
                }
            }
        }
        out
    }
}
