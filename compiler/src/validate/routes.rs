//! Rules on declared routes.

use std::collections::{HashMap, HashSet};

use etched_core::template::Template;

use super::{Rules, place};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::operation::{REST, canonical};
use crate::syntax::{File, Resource, Route, Span, Tree};

impl Rules<'_, '_> {
    pub(super) fn routes(&mut self, resource: &Resource<'_>) {
        let limited = resource.operations.first();
        let operations: Option<HashSet<&str>> =
            limited.map(|(_, names)| names.iter().map(|name| canonical(name.text)).collect());
        let mut by_handler: HashMap<&str, &Route<'_>> = HashMap::new();
        for route in &resource.routes {
            self.route_path(route);
            self.handler(resource, operations.as_ref(), route);
            match by_handler.get(canonical(route.handler.text)) {
                Some(other) => self.same_handler(other, route),
                None => drop(by_handler.insert(canonical(route.handler.text), route)),
            }
        }
    }

    /// A path is a template: `/` and segments, whose parameters have distinct names.
    ///
    /// Rejects `@route GET "login" -> login` and `@route GET "/a/:id/b/:id" -> both`.
    fn route_path(&mut self, route: &Route<'_>) {
        let path = &route.path;
        let blank = path.text.find(|c: char| c.is_whitespace() || c.is_control());
        let (wrong, message, label) = match (Template::parse(&path.text), blank) {
            (Err(error), _) => {
                (error.at..error.end, format!("`{}` is not a path template", path.text), error.to_string())
            }
            (Ok(_), Some(at)) => {
                (at..at + 1, format!("`{}` is not a path", path.text), "a path has no white space".to_owned())
            }
            _ => return,
        };
        // Without escapes the text is in the file as it is, between its quotes.
        let Span { start, end } = path.span;
        let span = if path.text.len() + 2 == (end - start) as usize {
            Span { start: start + 1 + wrong.start as u32, end: start + 1 + wrong.end as u32 }
        } else {
            path.span
        };
        let expected = "a path such as \"/posts/:id/publish\"";
        self.push(self.about(&code::ROUTE_PATH, span, message).label(label).expect(expected));
    }

    /// A handler is not one of the REST operations the resource already has.
    ///
    /// Rejects `@route GET "/posts/all" -> list`.
    fn handler(&mut self, resource: &Resource<'_>, operations: Option<&HashSet<&str>>, route: &Route<'_>) {
        let name = canonical(route.handler.text);
        let exists = operations.is_none_or(|names| names.contains(name));
        if REST.contains(&name) && exists {
            let message = format!("`{}` already has the operation `{name}`", resource.name.text);
            let error = self.about(&code::HANDLER_TAKEN, route.handler.span, message);
            self.push(error.expect("another handler, or `@operations` without it"));
        }
    }

    /// Routes with one handler run the same middleware: middleware belongs to the operation, not to the path.
    ///
    /// Rejects `@route GET "/a" -> a [auth]` beside `@route POST "/a" -> a`.
    fn same_handler(&mut self, other: &Route<'_>, route: &Route<'_>) {
        let texts = |route: &'_ Route<'_>| route.middleware.iter().map(|item| item.text.clone()).collect::<Vec<_>>();
        if texts(other) != texts(route) {
            let message = format!("two routes to `{}` have different middleware", route.handler.text);
            let place = self.place(other.span);
            let error = self.about(&code::HANDLER_TAKEN, route.span, message);
            self.push(error.expect("the same middleware, or another handler").relate("the other route", place));
        }
    }
}

/// A method and path, parameter names aside, are declared once.
///
/// Rejects `@route GET "/me" -> me` in two resources.
pub(super) fn twice(tree: &Tree<'_>, diagnostics: &mut Diagnostics) {
    let mut known: HashMap<(&str, String), (&File<'_>, &Route<'_>)> = HashMap::new();
    for file in &tree.files {
        let routes = file.resources.iter().flat_map(|resource| &resource.routes);
        for route in routes.filter(|route| Template::parse(&route.path.text).is_ok()) {
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
