//! What a route runs, and where it comes from.

use etched_core::Authentication;

use super::location::{Length, place};
use super::{Column, Line, Page, Render, Table, Tone, routes};
use crate::handle::Alternative;
use crate::list::List;
use crate::query::why::{Answer, Middleware};

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let (method, path) = self.route.split_once(' ').unwrap_or(("", &self.route));
        let mut head = Line::of(Tone::of_method(method), method).add(Tone::Plain, " ").add(Tone::Name, path);
        if let Some(handler) = self.handler {
            head = head.add(Tone::Dim, " -> ").add(Tone::Plain, handler);
        }
        page.ends(head, &place(self.location, Length::Full));
        middleware(&self.middleware, page);
        access(self.security, self.authentication, page);
    }
}

/// Writes middleware in run order, and where each comes from.
pub(super) fn middleware(middleware: &[Middleware<'_>], page: &mut Page) {
    if middleware.is_empty() {
        return page.say(Tone::Plain, "  runs no middleware");
    }
    let columns =
        [Column::new("").right(), Column::new("").wrap(16), Column::new("").drop(1), Column::new("").cut_start(20)];
    let mut table = Table::new(2, &columns);
    for (at, it) in middleware.iter().enumerate() {
        table.row(vec![
            Line::of(Tone::Dim, &(at + 1).to_string()).into(),
            routes::chain(std::iter::once(it.name)),
            Line::of(Tone::Plain, it.source.name()).into(),
            place(it.location, Length::Full).into(),
        ]);
    }
    table.print(page);
}

/// Writes what a route asks its callers for.
pub(super) fn access(security: List<'_, Alternative<'_>>, authentication: Authentication, page: &mut Page) {
    let mut table = Table::new(2, &[Column::new(""), Column::new("").wrap(20)]);
    let key = |text: &str| Line::of(Tone::Dim, text).into();
    if !security.is_empty() {
        table.row(vec![key("security"), routes::security(security)]);
    }
    let tone = if authentication == Authentication::Optional { Tone::Notice } else { Tone::Plain };
    table.row(vec![key("authentication"), Line::of(tone, authentication.name()).into()]);
    table.print(page);
}
