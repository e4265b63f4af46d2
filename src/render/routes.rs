//! The list of routes.

use super::location::{Length, file, place};
use super::{Cell, Column, Line, Page, Render, Table, Tone, head};
use crate::handle::{Alternative, Route};
use crate::list::List;
use crate::query::Note;
use crate::query::routes::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        page.line(&head(self.total_count, self.routes.len(), "route", "routes"));
        if self.routes.is_empty() {
            return;
        }
        page.gap();
        let mut table = table(2);
        for (at, group) in self.routes.chunk_by(|a, b| a.resource_name() == b.resource_name()).enumerate() {
            if at > 0 {
                table.gap();
            }
            let first = group[0];
            let name = if first.resource_name().is_empty() { "no resource" } else { first.resource_name() };
            let shared = file(first.location());
            let one_file = group.iter().all(|route| file(route.location()) == shared);
            table.heading(Line::of(Tone::Name, name), Line::of(Tone::Dim, if one_file { shared } else { "" }));
            let length = if one_file { Length::Line } else { Length::File };
            group.iter().for_each(|route| table.row(row(*route, length)));
        }
        table.print(page);
    }

    fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// Returns an empty table of routes.
pub(crate) fn table(indent: usize) -> Table {
    Table::new(
        indent,
        &[
            Column::new(""),
            Column::new("").wrap(24),
            Column::new("").cut(8).drop(3),
            Column::new("").cut(16).drop(4),
            Column::new("").wrap(14).drop(1),
            Column::new("").wrap(14).drop(1),
            Column::new("").drop(2),
        ],
    )
}

/// Returns the row of a route: method, path, operation, handler where it is not the derived one, middleware, security, place.
pub(crate) fn row(route: Route<'_>, length: Length) -> Vec<Cell> {
    let note = if route.deprecated().is_some() { "deprecated" } else { "" };
    vec![
        Line::of(Tone::of_method(route.method()), route.method()).into(),
        path(route.path()).word(Line::of(Tone::Notice, note)),
        Line::of(Tone::Plain, route.operation()).into(),
        handler(route).into(),
        chain(route.middleware().iter()),
        security(route.security()),
        place(route.location(), length).into(),
    ]
}

/// Returns `-> handler` for a handler that resource and operation do not tell: they tell `Post.list`.
fn handler(route: Route<'_>) -> Line {
    let handler = route.handler();
    let derived = handler.strip_prefix(route.resource_name()).and_then(|rest| rest.strip_prefix('.'));
    if handler.is_empty() || derived == Some(route.operation()) {
        return Line::new();
    }
    Line::of(Tone::Dim, "-> ").add(Tone::Plain, handler)
}

/// Returns a route's method and path.
pub(crate) fn label(method: &str, path: &str) -> Cell {
    segments(Line::of(Tone::of_method(method), method).into(), path)
}

/// Returns a path with its parameters set off; it may break before a slash.
pub(crate) fn path(path: &str) -> Cell {
    segments(Cell::default(), path)
}

/// Adds a path after a blank.
fn segments(mut cell: Cell, path: &str) -> Cell {
    let mut first = true;
    for (at, segment) in path.split('/').enumerate() {
        let open = segment.starts_with([':', '*', '{']);
        let slash = Line::of(Tone::Plain, if at > 0 { "/" } else { "" });
        let word = slash.add(if open { Tone::Type } else { Tone::Plain }, segment);
        if word.is_empty() {
            continue;
        }
        cell = if first { cell.word(word) } else { cell.close(word) };
        first = false;
    }
    cell
}

/// Returns middleware in run order.
pub(crate) fn chain<'a>(names: impl Iterator<Item = &'a str>) -> Cell {
    names.fold(Cell::default(), |cell, name| {
        let (base, arguments) = name.split_at(name.find('(').unwrap_or(name.len()));
        cell.word(Line::of(Tone::Word, base).add(Tone::Dim, arguments))
    })
}

/// Returns security alternatives: `oauth(read) and key or basic`; an empty one is `anonymous`.
pub(crate) fn security(alternatives: List<'_, Alternative<'_>>) -> Cell {
    let mut cell = Cell::default();
    for (at, alternative) in alternatives.iter().enumerate() {
        if at > 0 {
            cell = cell.word(Line::of(Tone::Dim, "or"));
        }
        if alternative.requirements().is_empty() {
            cell = cell.word(Line::of(Tone::Notice, "anonymous"));
        }
        for (at, text) in alternative.requirements().iter().enumerate() {
            if at > 0 {
                cell = cell.word(Line::of(Tone::Dim, "and"));
            }
            let (base, arguments) = text.split_at(text.find('(').unwrap_or(text.len()));
            cell = cell.word(Line::of(Tone::Word, base).add(Tone::Dim, arguments));
        }
    }
    cell
}
