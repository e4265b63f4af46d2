//! What there is to say of a source that could be read.

use std::fmt;

use etched::{Location, Registry};
use etched_compiler::model::{Model, Route};
use etched_compiler::routes;

/// Something in a source that was read otherwise than it was written, or is probably not meant so.
#[derive(Clone)]
pub(crate) struct Remark {
    pub(crate) message: String,
    pub(crate) file_path: String,
    pub(crate) line: u32,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = place(&self.file_path, self.line);
        write!(f, "{place}{}{}", if place.is_empty() { "" } else { ": " }, self.message)
    }
}

/// Writes a place as `file:line`, as far as it is known; a pointer into the file is for programs.
pub(crate) fn place(file_path: &str, line: u32) -> String {
    Location { file: file_path.split('#').next().unwrap_or_default(), line }.to_string()
}

/// Returns what is to be said of routes that claim the same requests, in declaration order.
pub(crate) fn conflicts(model: &Model) -> Vec<Remark> {
    let remark = |conflict: routes::Conflict| {
        let [first, second] = [conflict.first, conflict.second].map(|at| &model.routes[at as usize]);
        // Where the second is stands before the message.
        let message = format!(
            "{} and {} claim the same requests, such as `{} {}`; the first answers",
            named(first, &place(&first.file_path, first.line)),
            named(second, ""),
            second.method,
            conflict.path,
        );
        Remark { message, file_path: second.file_path.to_string(), line: second.line }
    };
    routes::conflicts(model).into_iter().map(remark).collect()
}

/// Returns what is to be said of routes that no request ever reaches.
pub(crate) fn unanswered(model: &Model) -> impl Iterator<Item = Remark> {
    model.routes.iter().filter_map(|route| {
        let reason = routes::unanswerable(&route.path)?;
        let message = format!("no request is answered by {}: {reason}", named(route, ""));
        Some(Remark { message, file_path: route.file_path.to_string(), line: route.line })
    })
}

/// Returns what is to be said of routes that make it dear to find the one that answers.
pub(crate) fn dear(model: &Model) -> Option<Remark> {
    let visits = routes::most_visits(model.routes.iter().map(|route| route.path.as_str()));
    let message = format!(
        "to match a request such as `{}`, up to {} nodes of the path trie are visited; literal segments before \
         parameters would keep templates apart",
        visits.path, visits.most
    );
    (visits.most > routes::MANY_VISITS).then_some(Remark { message, file_path: String::new(), line: 0 })
}

/// Writes a route with its handler and its place, as far as they are known.
fn named(route: &Route, place: &str) -> String {
    match [route.handler.as_str(), place] {
        ["", ""] => format!("`{}`", route.id()),
        ["", known] | [known, ""] => format!("`{}` ({known})", route.id()),
        [handler, place] => format!("`{}` ({handler}, {place})", route.id()),
    }
}

/// Returns the routes of an image as far as their conflicts go.
pub(crate) fn routes_of(registry: &Registry) -> Model {
    let route = |route: etched::Route<'_>| Route {
        method: route.method().into(),
        path: route.path().into(),
        handler: route.handler().into(),
        file_path: route.location().file.into(),
        line: route.location().line,
        ..Route::default()
    };
    Model { routes: registry.routes().into_iter().map(route).collect(), ..Model::default() }
}
