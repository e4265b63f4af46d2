//! Rules on declared routes.

use std::collections::{HashMap, HashSet};

use etched_core::template::Template;

use super::details::is_too_long;
use super::spelling::{foreign, inside};
use super::{Rules, place};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::operation::{REST, canonical};
use crate::syntax::{File, Group, Resource, Route, Text, Tree};

impl Rules<'_, '_> {
    /// Applies all rules to the routes of a resource, or of none.
    pub(super) fn routes(&mut self, routes: &[Route<'_>], groups: &[Group], resource: Option<&Resource<'_>>) {
        let limited = resource.and_then(|resource| resource.operations.first());
        let operations: Option<HashSet<&str>> =
            limited.map(|(_, names)| names.iter().map(|name| canonical(name.text)).collect());
        let mut by_handler: HashMap<&str, &Route<'_>> = HashMap::new();
        self.groups(groups);
        for route in routes {
            self.path(&route.path);
            self.details(route, groups);
            if let Some(resource) = resource {
                self.handler(resource, operations.as_ref(), route);
            }
            match by_handler.get(canonical(route.handler.text)) {
                Some(other) => self.same_handler(other, route, groups),
                None => drop(by_handler.insert(canonical(route.handler.text), route)),
            }
        }
    }

    /// A path is a template: `/` and segments, whose parameters have distinct names.
    ///
    /// Rejects `@route GET "login" -> login` and `@route GET "/a/:id/b/:id" -> both`.
    pub(super) fn path(&mut self, path: &Text) {
        let blank = path.text.find(|c: char| c.is_whitespace() || c.is_control());
        let wrong = match (Template::parse(&path.text), blank) {
            (Err(error), _) => error.at..error.end,
            (Ok(_), Some(at)) => at..at + 1,
            _ => return self.read_as_text(path),
        };
        let expected = "a path such as \"/posts/:id/publish\"";
        let error = match (Template::parse(&path.text), foreign(&path.text)) {
            (Err(_), Some(foreign)) => {
                let message = format!("`{}` is no parameter of a path template", &path.text[foreign.at.clone()]);
                let error = self.about(&code::ROUTE_PATH, inside(path, foreign.at), message).label(foreign.note);
                error.expect(format!("`{}`", foreign.right)).suggest(Some(foreign.right))
            }
            (Err(error), None) => {
                let message = format!("`{}` is not a path template", path.text);
                self.about(&code::ROUTE_PATH, inside(path, wrong), message).label(error.to_string()).expect(expected)
            }
            (Ok(_), _) => {
                let message = format!("`{}` is not a path", path.text);
                let error = self.about(&code::ROUTE_PATH, inside(path, wrong), message);
                error.label("a path has no white space").expect(expected)
            }
        };
        self.push(error);
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
    fn same_handler(&mut self, other: &Route<'_>, route: &Route<'_>, groups: &[Group]) {
        let texts = |route: &Route<'_>| {
            let of_groups = route.group_middleware(groups).into_iter();
            of_groups.chain(&route.middleware).map(|item| item.text.clone()).collect::<Vec<_>>()
        };
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
    // By path, what is outside of the prefix apart: it is another path there. Each method is there once.
    type Claims<'t, 'a> = Vec<(&'t str, &'t File<'a>, &'t Route<'a>)>;
    let mut known: HashMap<(bool, String), Claims<'_, '_>> = HashMap::new();
    for file in &tree.files {
        let of_resources = file.resources.iter().map(|resource| (&resource.routes, &resource.groups));
        let lists = std::iter::once((&file.routes, &file.groups)).chain(of_resources);
        for (route, groups) in lists.flat_map(|(routes, groups)| routes.iter().map(move |route| (route, groups))) {
            if Template::parse(&route.path.text).is_err() || is_too_long(groups, route.group) {
                continue;
            }
            let path = route.whole_path(groups);
            let shape: Vec<_> = path.split('/').map(|part| if part.starts_with(':') { ":" } else { part }).collect();
            let known = known.entry((route.details.outside, shape.join("/"))).or_default();
            for method in &route.methods {
                match known.iter().find(|(known, ..)| *known == method.text) {
                    None => known.push((method.text, file, route)),
                    Some((_, other, first)) => {
                        let message = format!("the route `{} {path}` is declared twice", method.text);
                        let error = Diagnostic::new(&code::ROUTE_TWICE, place(file, route.path.span), message);
                        diagnostics.push(error.relate("first declared here", place(other, first.path.span)));
                    }
                }
            }
        }
    }
}
