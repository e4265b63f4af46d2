//! Rules on what is in the braces of a declared route.

use std::collections::HashMap;

use etched_core::near::near;
use etched_core::template::Template;

use super::{Rules, place};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::syntax::{Group, Mark, Route, Span, Tree, Type, enclosing};

/// Bytes that the paths of nested groups may have together: each route in them has them all.
const MAX_PREFIX: usize = 1_024;
/// Middleware that declared routes may run together, beside [`NAMES_EACH`] for every resource: each method of each route
/// has its whole list.
const SPARE_NAMES: usize = 1 << 20;
const NAMES_EACH: usize = 1 << 10;

/// Returns whether the paths before that of a route are more than may be; each route in such groups would have them all.
pub(super) fn is_too_long(groups: &[Group], group: Option<usize>) -> bool {
    enclosing(groups, group).map(|group| group.prefix.text.len()).sum::<usize>() > MAX_PREFIX
}

/// Declared routes run so much middleware together, and no more. Rejects the route with which it is more.
pub(super) fn middleware_fits(tree: &Tree<'_>, diagnostics: &mut Diagnostics) {
    let resources = tree.files.iter().map(|file| file.resources.len()).sum::<usize>();
    let mut spare = SPARE_NAMES + NAMES_EACH * resources;
    for file in &tree.files {
        let free = std::iter::once((0, &file.routes, &file.groups));
        let of_resources = file.resources.iter().map(|resource| {
            let shared = resource.middleware.iter().take(1).map(|(_, list)| list.len()).sum();
            (shared, &resource.routes, &resource.groups)
        });
        for (shared, routes, groups) in free.chain(of_resources) {
            for route in routes {
                let of_groups: usize = enclosing(groups, route.group).map(|group| group.middleware.len()).sum();
                let names = (shared + of_groups + route.middleware.len()) * route.methods.len();
                let Some(left) = spare.checked_sub(names) else {
                    let message = "declared routes run too much middleware together";
                    let error = Diagnostic::new(&code::MIDDLEWARE_TOO_LONG, place(file, route.path.span), message);
                    diagnostics.push(error.expect("fewer routes under that much middleware"));
                    return;
                };
                spare = left;
            }
        }
    }
}

impl Rules<'_, '_> {
    /// Paths of groups are templates, and not too long together. Rejects `@group "internal" { … }`.
    pub(super) fn groups(&mut self, groups: &[Group]) {
        for (at, group) in groups.iter().enumerate() {
            self.path(&group.prefix);
            // Those inside of it are too long as well, and say no more.
            if is_too_long(groups, Some(at)) && !is_too_long(groups, group.parent) {
                let message = format!("the paths of groups have at most {MAX_PREFIX} bytes together");
                self.push(self.about(&code::ROUTE_PATH, group.prefix.span, message).expect("a shorter path"));
            }
        }
    }

    pub(super) fn details(&mut self, route: &Route<'_>, groups: &[Group]) {
        self.each_once(&code::ROUTE_TWICE, "the method", route.methods.iter().copied());
        self.parameters(route, groups);
        self.bodies(route);
    }

    /// Parameters of a path are in it, and each parameter is declared once.
    ///
    /// Rejects `@route GET "/users/:id" -> one { path(uid: uuid!) }` and `query(page: int?, page: int?)`.
    fn parameters(&mut self, route: &Route<'_>, groups: &[Group]) {
        let path = if is_too_long(groups, route.group) { String::new() } else { route.whole_path(groups) };
        let in_path: Vec<&str> = Template::parse(&path).map(|path| path.parameters().collect()).unwrap_or_default();
        for location in ["path", "query"] {
            let of = route.details.parameters.iter().filter(|(at, ..)| at.text == location);
            self.each_once(&code::PARAMETER_TWICE, "the parameter", of.map(|(_, name, _)| *name));
        }
        for (location, name, ty) in &route.details.parameters {
            self.value_type(ty);
            if location.text != "path" {
                continue;
            }
            if path.is_empty() {
                continue;
            }
            if !in_path.contains(&name.text) {
                let message = format!("the path `{path}` has no parameter `{}`", name.text);
                let error = self.about(&code::ROUTE_ANSWER, name.span, message);
                self.push(error.expect("a parameter of the path, or `query`").meant(near(name.text, in_path.clone())));
            } else if ty.mark == Mark::Nullable {
                let message = format!("`{}` is in the path, and always there", name.text);
                self.push(self.about(&code::ROUTE_ANSWER, ty.span, message).expect("its type without `?`"));
            }
        }
    }

    /// Bodies are where HTTP has them, and each status is answered in one way.
    ///
    /// Rejects a body on `GET`, one under 204, and `response 200: User` beside `response: Post`.
    fn bodies(&mut self, route: &Route<'_>) {
        if let Some((span, ty)) = &route.details.body {
            self.body(ty);
            if let Some(method) = route.methods.iter().find(|method| matches!(method.text, "GET" | "HEAD")) {
                let message = format!("a `{}` request has no body", method.text);
                let method = self.place(method.span);
                let error = self.about(&code::ROUTE_ANSWER, *span, message).relate("the method", method);
                self.push(error.expect("`query(…)` for what is asked for, or `POST`"));
            }
        }
        let mut known: HashMap<u32, Span> = HashMap::new();
        for response in &route.details.responses {
            if let Some(first) = known.insert(response.status, response.span) {
                let message = format!("the response {} is given twice", response.status);
                let first = self.place(first);
                let error = self.about(&code::KEY_TWICE, response.span, message);
                self.push(error.relate("first given here", first));
            }
            let Some(ty) = &response.body else { continue };
            self.body(ty);
            if matches!(response.status, 100..=199 | 204 | 205 | 304) {
                let message = format!("a response with status {} has no body", response.status);
                self.push(self.about(&code::ROUTE_ANSWER, ty.span, message).expect("the status alone, or another"));
            }
        }
    }

    /// A body is there or not. Rejects `response: User?`.
    fn body(&mut self, ty: &Type<'_>) {
        self.body_type(ty);
        if ty.mark == Mark::Nullable {
            let error = self.about(&code::ROUTE_ANSWER, ty.span, "a body is there or not, and never null");
            self.push(error.expect("its type without `?`; `response 204` for an answer without a body"));
        }
    }
}
