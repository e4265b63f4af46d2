//! What is wrong with the routes of a schema as a whole.

use std::collections::HashMap;
use std::sync::Arc;

use etched_core::template::Template;

use super::{Limit, MANY_VISITS, Unplaced, conflicts, most_visits};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::model::{Model, Route};
use crate::source::{SourceFile, Sources};

/// Returns why no request is ever answered by the routes of a path; `None` if some may be.
///
/// Documents keep such paths; in a schema they are errors.
///
/// ```
/// use etched_compiler::routes::unanswerable;
/// assert_eq!(unanswerable("/posts/{id}"), None);
/// let reason = "`?` and `#` end a path and cannot stand in its template, wrong at `?`";
/// assert_eq!(unanswerable("/posts?page=1").as_deref(), Some(reason));
/// ```
#[must_use]
pub fn unanswerable(path: &str) -> Option<String> {
    let error = Template::parse(path).err()?;
    Some(match &path[error.at..error.end] {
        "" => error.to_string(),
        wrong => format!("{error}, wrong at `{wrong}`"),
    })
}

/// Reports what [`derive`](super::derive) and the finished routes show.
pub(crate) fn check(model: &Model, unplaced: &[Unplaced], sources: &Sources, diagnostics: &mut Diagnostics) {
    let places = Places { files: sources.files().map(|file| (file.path(), file)).collect() };
    if let Some(first) = unplaced.first() {
        // Those nested under it go wrong because it does, and what the rest has to say would be 256 times too much.
        left_out(first, &places, diagnostics);
        return;
    }
    templates(model, &places, diagnostics);
    claims(model, &places, diagnostics);
    visits(model, &places, diagnostics);
}

struct Places<'s> {
    files: HashMap<&'s str, &'s Arc<SourceFile>>,
}

impl Places<'_> {
    fn line(&self, path: &str, line: u32) -> Place {
        match self.files.get(path) {
            Some(file) => Place::line_of(file, line),
            None => Place::path(path),
        }
    }

    /// The text of a declared route's path, or the line a derived route comes from.
    fn route(&self, route: &Route, prefix: &str) -> Place {
        let line = self.line(&route.file_path, route.line);
        let (Some(file), Some((start, _)), true) = (self.files.get(&*route.file_path), line.range, route.declared)
        else {
            return line;
        };
        let written = route.path.strip_prefix(prefix).unwrap_or(&route.path);
        let rest = &file.text()[start as usize..];
        // The path may stand on a line after its method, but the text of another route's must not be taken for it.
        match rest.find(written).filter(|&at| rest[..at].matches('@').count() <= 1) {
            Some(at) => Place::new(file, start as usize + at, start as usize + at + written.len()),
            None => line,
        }
    }
}

/// A resource nested under several parents, which are nested under several in turn, stands in more places than
/// anyone wants to serve: 9 levels of two `@nested` each make 512 of them.
fn left_out(unplaced: &Unplaced, places: &Places<'_>, diagnostics: &mut Diagnostics) {
    let Unplaced { resource, under, limit, file_path, line } = unplaced;
    let too = match limit {
        Limit::Places => "is nested in more than 256 places",
        Limit::Segments => "is nested more than 125 levels deep",
        Limit::PathBytes => "has paths of more than 4,096 bytes",
        Limit::TotalBytes => "makes the paths of all nested resources too long together",
        Limit::Parent => "is nested under a resource that has too many places",
    };
    let message = format!("`{resource}` {too}");
    let expected = "fewer `@nested` on this resource and on those above it, or shorter segments";
    let mut diagnostic =
        Diagnostic::new(&code::NESTED_TOO_OFTEN, places.line(file_path, *line), message).expect(expected);
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
fn templates(model: &Model, places: &Places<'_>, diagnostics: &mut Diagnostics) {
    for route in &model.routes {
        if let Err(error) = Template::parse(&route.path) {
            let message = format!("the path of `{}` is not a template: {error}", route.id());
            let label = format!("wrong at `{}`", &route.path[error.at..error.end]);
            let place = places.route(route, &model.application.route_prefix);
            diagnostics.push(Diagnostic::new(&code::ROUTE_PATH, place, message).label(label));
        }
    }
}

/// Of two routes that claim the same requests one would never answer them: `GET /posts/:id` and `GET /posts/{slug}`.
fn claims(model: &Model, places: &Places<'_>, diagnostics: &mut Diagnostics) {
    let prefix = &model.application.route_prefix;
    for conflict in conflicts(model) {
        let [first, second] = [conflict.first, conflict.second].map(|at| &model.routes[at as usize]);
        let named = |route: &Route| format!("`{}` ({})", route.id(), route.handler);
        let message = format!("{} and {} claim the same requests", named(first), named(second));
        let label = format!("would never answer `{} {}`", second.method, conflict.path);
        let expected = if second.declared {
            "a path that differs in more than the names of its parameters"
        } else {
            "another `@path` or `@operations` for one of the two resources"
        };
        diagnostics.push(
            Diagnostic::new(&code::ROUTE_CONFLICT, places.route(second, prefix), message)
                .label(label)
                .expect(expected)
                .relate(format!("{} comes first", named(first)), places.route(first, prefix)),
        );
    }
}

/// Templates with parameters before literals, as in `/:a/x`, `/b/:c`, make the matcher look at several ways for one
/// request; a person who sends such requests should not be able to make it work hard.
fn visits(model: &Model, places: &Places<'_>, diagnostics: &mut Diagnostics) {
    let visits = most_visits(model.routes.iter().map(|route| route.path.as_str()));
    if visits.most <= MANY_VISITS {
        return;
    }
    let matches = |route: &&Route| Template::parse(&route.path).is_ok_and(|path| path.captures(&visits.path, |_| {}));
    let Some(route) = model.routes.iter().find(matches).or(model.routes.first()) else { return };
    let message = format!(
        "to match a request such as `{}`, up to {} nodes of the path trie are visited",
        visits.path, visits.most
    );
    let place = places.route(route, &model.application.route_prefix);
    diagnostics.push(
        Diagnostic::new(&code::DEAR_MATCHING, place, message)
            .expect(format!("at most {MANY_VISITS}; literal segments before parameters keep templates apart")),
    );
}
