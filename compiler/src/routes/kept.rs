//! What is wrong with routes that are kept all the same: those of documents and images.
//!
//! In a schema the same are errors; a document may hold such, and the first declared route answers.

use super::{MANY_VISITS, conflicts, most_visits, unanswerable};
use crate::diagnostic::{Diagnostic, Place, code};
use crate::model::{Model, Route};

/// Returns a warning for each route that claims the same requests as an earlier one, in declaration order.
///
/// ```
/// use etched_compiler::model::{Model, Route};
///
/// let route = |path: &str| Route { method: "GET".into(), path: path.into(), ..Route::default() };
/// let model = Model { routes: vec![route("/posts/:id"), route("/posts/{key}")], ..Model::default() };
/// assert_eq!(etched_compiler::routes::alike(&model)[0].code(), "W0012");
/// ```
///
/// Cost: as [`conflicts()`](super::conflicts()).
#[must_use]
pub fn alike(model: &Model) -> Vec<Diagnostic> {
    let warning = |conflict: super::Conflict| {
        let [first, second] = [conflict.first, conflict.second].map(|at| &model.routes[at as usize]);
        let message = format!(
            "{} and {} match the same requests, such as `{} {}`; the first one wins",
            named(first, &written(first)),
            named(second, ""),
            second.method,
            conflict.path,
        );
        Diagnostic::new(&code::ROUTES_ALIKE, place(second), message)
    };
    conflicts(model).into_iter().map(warning).collect()
}

/// Returns a warning for each route that no request ever reaches.
pub fn unanswered(model: &Model) -> impl Iterator<Item = Diagnostic> {
    model.routes.iter().filter_map(|route| {
        let reason = unanswerable(&route.path)?;
        let message = format!("{} matches no request: {reason}", named(route, ""));
        Some(Diagnostic::new(&code::ROUTE_UNANSWERED, place(route), message))
    })
}

/// Returns a warning of routes that make matching costly, if they do.
#[must_use]
pub fn costly(model: &Model) -> Option<Diagnostic> {
    let visits = most_visits(model.routes.iter().map(|route| route.path.as_str()));
    let message = format!(
        "matching a request such as `{}` visits up to {} nodes of the path trie; static segments before parameters \
         would keep templates apart",
        visits.path, visits.most
    );
    let file = model.files.first().map_or("", |file| file.path.as_str());
    (visits.most > MANY_VISITS).then(|| Diagnostic::new(&code::COSTLY_MATCHING, Place::path(file), message))
}

fn place(route: &Route) -> Place {
    Place::point(file(route), route.line, 0)
}

/// The file of a route; a pointer into it is for programs.
fn file(route: &Route) -> &str {
    route.file_path.split('#').next().unwrap_or_default()
}

fn written(route: &Route) -> String {
    match (file(route), route.line) {
        ("", _) => String::new(),
        (file, 0) => file.to_owned(),
        (file, line) => format!("{file}:{line}"),
    }
}

/// Writes a route with its handler and its place, as far as they are known.
fn named(route: &Route, place: &str) -> String {
    match [route.handler.as_str(), place] {
        ["", ""] => format!("`{}`", route.id()),
        ["", known] | [known, ""] => format!("`{}` ({known})", route.id()),
        [handler, place] => format!("`{}` ({handler}, {place})", route.id()),
    }
}
