//! Rules on declared routes.

use std::collections::HashMap;

use super::{Rules, place};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::lex::{is_ident_continue, is_ident_start};
use crate::operation::{REST, canonical};
use crate::syntax::{File, Resource, Route, Tree};

impl Rules<'_, '_> {
    pub(super) fn routes(&mut self, resource: &Resource<'_>) {
        for (index, route) in resource.routes.iter().enumerate() {
            self.route_path(route);
            self.handler(resource, route);
            self.same_handler(&resource.routes[..index], route);
        }
    }

    /// A path starts with `/`, and its parameters are names, each once.
    ///
    /// Rejects `@route GET "login" -> login` and `@route GET "/a/:id/b/:id" -> both`.
    fn route_path(&mut self, route: &Route<'_>) {
        if let Err((message, expected)) = check_path(&route.path.text) {
            self.push(self.about(&code::ROUTE_PATH, route.path.span, message).expect(expected));
        }
    }

    /// A handler is not one of the REST operations the resource already has.
    ///
    /// Rejects `@route GET "/posts/all" -> list`.
    fn handler(&mut self, resource: &Resource<'_>, route: &Route<'_>) {
        let name = canonical(route.handler.text);
        let limited = resource.operations.first();
        let exists = limited.is_none_or(|(_, names)| names.iter().any(|known| canonical(known.text) == name));
        if REST.contains(&name) && exists {
            let message = format!("`{}` already has the operation `{name}`", resource.name.text);
            let error = self.about(&code::HANDLER_TAKEN, route.handler.span, message);
            self.push(error.expect("another handler, or `@operations` without it"));
        }
    }

    /// Routes with one handler run the same middleware: middleware belongs to the operation, not to the path.
    ///
    /// Rejects `@route GET "/a" -> a [auth]` beside `@route POST "/a" -> a`.
    fn same_handler(&mut self, earlier: &[Route<'_>], route: &Route<'_>) {
        let texts = |route: &Route<'_>| route.middleware.iter().map(|item| item.text.clone()).collect::<Vec<_>>();
        let other = earlier.iter().find(|other| canonical(other.handler.text) == canonical(route.handler.text));
        if let Some(other) = other
            && texts(other) != texts(route)
        {
            let message = format!("two routes to `{}` have different middleware", route.handler.text);
            let place = self.place(other.span);
            let error = self.about(&code::HANDLER_TAKEN, route.span, message);
            self.push(error.expect("the same middleware, or another handler").relate("the other route", place));
        }
    }
}

fn check_path(path: &str) -> Result<(), (String, &'static str)> {
    let Some(rest) = path.strip_prefix('/') else {
        return Err((format!("the path `{path}` does not start with `/`"), "a path such as \"/posts/:id/publish\""));
    };
    if path.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#')) {
        return Err((format!("`{path}` is not a path"), "a path without white space, `?` and `#`"));
    }
    let mut names: Vec<&str> = Vec::new();
    for segment in rest.split('/').filter(|_| !rest.is_empty()) {
        if segment.is_empty() {
            return Err((
                format!("the path `{path}` has an empty segment"),
                "one `/` between segments and none at the end",
            ));
        }
        // A parameter is `:` and a name, alone or with literal text around it: `:id`, `:name.json`.
        for part in segment.split(':').skip(1) {
            let end = part.find(|c| !is_ident_continue(c)).unwrap_or(part.len());
            let name = &part[..end];
            if !name.starts_with(is_ident_start) {
                return Err((format!("a parameter in `{path}` has no name"), "a name after `:`, such as `:id`"));
            }
            if names.contains(&name) {
                return Err((format!("the parameter `{name}` is in `{path}` twice"), "distinct names"));
            }
            names.push(name);
        }
    }
    Ok(())
}

/// A method and path, parameter names aside, are declared once.
///
/// Rejects `@route GET "/me" -> me` in two resources.
pub(super) fn twice(tree: &Tree<'_>, diagnostics: &mut Diagnostics) {
    let mut known: HashMap<(&str, String), (&File<'_>, &Route<'_>)> = HashMap::new();
    for file in &tree.files {
        for route in file.resources.iter().flat_map(|resource| &resource.routes) {
            let shape: Vec<_> =
                route.path.text.split('/').map(|part| if part.starts_with(':') { ":" } else { part }).collect();
            let key = (route.method.text, shape.join("/"));
            match known.get(&key) {
                None => {
                    known.insert(key, (file, route));
                }
                Some((other, first)) => {
                    let message = format!("the route `{} {}` is declared twice", route.method.text, route.path.text);
                    let error = Diagnostic::new(&code::ROUTE_TWICE, place(file, route.path.span), message);
                    diagnostics.push(error.relate("first declared here", place(other, first.path.span)));
                }
            }
        }
    }
}
