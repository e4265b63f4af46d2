//! Where the application answers: addresses, their variables, and the path that every other is under.

use super::Import;
use super::node::{At, Map, Node};

impl<'d> Import<'d, '_> {
    /// Keeps the addresses of servers, each with its variables after it, and the base path of the first.
    pub(crate) fn servers(&mut self, top: &'d Map<'_>, root: &At<'_>) {
        let at = root.to("servers");
        let Some(servers) = top.get("servers") else { return };
        for (index, server) in servers.list().unwrap_or_default().iter().enumerate() {
            let at = at.item(index);
            let Some(map) = server.map() else {
                self.report.warn(server.line, &at, format!("a server must be an object, found {}", server.kind()));
                self.report.note("something else where a server must be", &at);
                continue;
            };
            self.unread(map, "a server", &["url", "variables"], &at);
            let url = map.get("url").and_then(Node::scalar).unwrap_or_default();
            let variables = map.get("variables").filter(|variables| variables.map().is_some());
            let options = &mut self.model.application.options;
            let first = options.is_empty();
            options.push(("server".into(), url.into()));
            if let Some(variables) = variables {
                options.push(("server_variables".into(), variables.json().into()));
            }
            if first {
                let base = base_path(url, variables);
                options.extend((!base.is_empty()).then(|| ("base_path".into(), base.into())));
            }
        }
    }
}

/// Returns the path of a server's address, variables by their default values, without a slash at its end.
fn base_path(url: &str, variables: Option<&Node<'_>>) -> String {
    let mut address = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        address.push_str(before);
        let variable = variables.and_then(|variables| variables.get(name));
        match variable.and_then(|variable| variable.get("default")).and_then(Node::scalar) {
            Some(value) => address.push_str(value),
            None => address.extend(["{", name, "}"]),
        }
        rest = after;
    }
    address.push_str(rest);
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]),
        None => address.strip_prefix("//").map_or(&*address, |rest| rest.find('/').map_or("", |at| &rest[at..])),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    // A variable without a default may be anything.
    if path.is_empty() || path == "." || path.contains('{') { String::new() } else { format!("/{path}") }
}
