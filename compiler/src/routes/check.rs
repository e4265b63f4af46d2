//! What is wrong with the routes of a schema as a whole.

use std::cell::OnceCell;

use etched_core::template::Template;

use super::{Limit, MANY_VISITS, Unplaced, conflicts, most_visits};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::model::{Model, Route};
use crate::source_map::SourceMap;

/// Returns why no request is ever answered by the routes of a path; `None` if some may be.
///
/// Documents keep such paths; in a schema they are errors.
///
/// ```
/// use etched_compiler::routes::unanswerable;
/// assert_eq!(unanswerable("/posts/{id}"), None);
/// let reason = "a path template cannot contain `?` or `#`, at `?`";
/// assert_eq!(unanswerable("/posts?page=1").as_deref(), Some(reason));
/// ```
#[must_use]
pub fn unanswerable(path: &str) -> Option<String> {
    let error = Template::parse(path).err()?;
    Some(match &path[error.at..error.end] {
        "" => error.to_string(),
        wrong => format!("{error}, at `{wrong}`"),
    })
}

/// Reports what [`derive`](super::derive) and the finished routes show.
pub(crate) fn check(model: &Model, unplaced: &[Unplaced], map: &SourceMap, diagnostics: &mut Diagnostics) {
    if let Some(first) = unplaced.first() {
        // Those nested under it go wrong because it does, and what the rest has to say would be 256 times too much.
        left_out(first, map, diagnostics);
        return;
    }
    let routes = Routes { model, map, places: OnceCell::new() };
    templates(&routes, diagnostics);
    claims(&routes, diagnostics);
    visits(&routes, diagnostics);
}

/// The routes with their places, which are looked up when the first of them is needed: most schemas are right.
struct Routes<'m> {
    model: &'m Model,
    map: &'m SourceMap,
    places: OnceCell<Vec<Place>>,
}

impl Routes<'_> {
    fn place(&self, at: usize) -> Place {
        self.places.get_or_init(|| self.map.routes(self.model))[at].clone()
    }
}

/// A resource nested under several parents, which are nested under several in turn, is in more places than
/// anyone wants to serve: 9 levels of two `@nested` each make 512 of them.
fn left_out(unplaced: &Unplaced, map: &SourceMap, diagnostics: &mut Diagnostics) {
    let Unplaced { resource, index, under, limit, .. } = unplaced;
    let too = match limit {
        Limit::Places => "is nested in more than 256 places",
        Limit::Segments => "is nested more than 125 levels deep",
        Limit::PathBytes => "has paths of more than 4,096 bytes",
        Limit::TotalBytes => "makes the paths of all nested resources too long together",
        Limit::Middleware => "makes the middleware of all derived routes too much together",
        Limit::Parent => "is nested under a resource that has too many places",
    };
    let message = format!("`{resource}` {too}");
    let expected = "fewer `@nested` on this resource and on those above it, or shorter segments";
    let mut diagnostic = Diagnostic::new(&code::NESTED_TOO_OFTEN, map.resource(*index), message).expect(expected);
    if let [first, rest @ ..] = under.as_slice() {
        let mut label = format!("under `{first}`");
        let shown = rest.len().min(4);
        rest[..shown].iter().for_each(|parent| label.push_str(&format!(" under `{parent}`")));
        if shown < rest.len() {
            label.push_str(&format!(" and {} more", rest.len() - shown));
        }
        diagnostic = diagnostic.label(label);
    }
    diagnostics.push(diagnostic);
}

/// The path of a route has to be a template, with the prefix and everything it is nested under: `/posts/:id/:id` is
/// none.
fn templates(routes: &Routes<'_>, diagnostics: &mut Diagnostics) {
    for (at, route) in routes.model.routes.iter().enumerate() {
        if let Err(error) = Template::parse(&route.path) {
            let message = format!("the path of `{}` is not a template: {error}", route.id());
            let label = format!("`{}`", &route.path[error.at..error.end]);
            diagnostics.push(Diagnostic::new(&code::ROUTE_PATH, routes.place(at), message).label(label));
        }
    }
}

/// Of two routes that match the same requests one would never answer them: `GET /posts/:id` and `GET /posts/{slug}`.
fn claims(routes: &Routes<'_>, diagnostics: &mut Diagnostics) {
    let model = routes.model;
    for conflict in conflicts(model) {
        let [first, second] = [conflict.first, conflict.second].map(|at| &model.routes[at as usize]);
        let named = |route: &Route| format!("`{}` ({})", route.id(), route.handler);
        let message = format!("{} and {} match the same requests", named(first), named(second));
        let label = format!("would never answer `{} {}`", second.method, conflict.path);
        let expected = if second.declared {
            "a path that differs in more than the names of its parameters"
        } else {
            "another `@path` or `@operations` for one of the two resources"
        };
        diagnostics.push(
            Diagnostic::new(&code::ROUTE_CONFLICT, routes.place(conflict.second as usize), message)
                .label(label)
                .expect(expected)
                .relate(format!("{} comes first", named(first)), routes.place(conflict.first as usize)),
        );
    }
}

/// Templates with parameters before literals, as in `/:a/x`, `/b/:c`, make the matcher look at several ways for one
/// request; a person who sends such requests should not be able to make it work hard.
fn visits(routes: &Routes<'_>, diagnostics: &mut Diagnostics) {
    let model = routes.model;
    let visits = most_visits(model.routes.iter().map(|route| route.path.as_str()));
    if visits.most <= MANY_VISITS {
        return;
    }
    let matches = |route: &Route| Template::parse(&route.path).is_ok_and(|path| path.captures(&visits.path, |_| {}));
    // There is a route, since a request visits nodes.
    let route = model.routes.iter().position(matches).unwrap_or(0);
    let message = format!(
        "to match a request such as `{}`, up to {} nodes of the path trie are visited",
        visits.path, visits.most
    );
    diagnostics.push(
        Diagnostic::new(&code::COSTLY_MATCHING, routes.place(route), message)
            .expect(format!("at most {MANY_VISITS}; static segments before parameters keep templates apart")),
    );
}
