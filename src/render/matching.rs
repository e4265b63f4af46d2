//! Which route answers a request.

use super::place::{Length, place};
use super::{Column, Line, Page, Render, Table, Tone};
use crate::query::MatchAnswer;
use crate::registry::Registry;

/// An answer with the request it is to.
pub(crate) struct Request<'a, 'r> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) registry: &'r Registry,
    pub(crate) answer: &'a MatchAnswer<'r>,
}

impl Render for Request<'_, '_> {
    fn render(&self, page: &mut Page) {
        let answer = self.answer;
        let mut head = Line::of(if answer.status == 200 { Tone::Good } else { Tone::Bad }, &answer.status.to_string());
        head.push(Tone::Plain, " ");
        head.push(Tone::of_method(self.method), self.method);
        head.push(Tone::Plain, " ");
        head.push(Tone::Name, self.path);
        page.line(&head);
        if let Some(route) = answer.route {
            let mut line = Line::of(Tone::Plain, "  ");
            line.push(Tone::of_method(route.method()), route.method());
            line.push(Tone::Plain, " ");
            line.push(Tone::Type, route.path());
            if !route.handler().is_empty() {
                line.push(Tone::Dim, " -> ");
                line.push(Tone::Plain, route.handler());
            }
            page.ends(line, &place(route.location(), Length::Full));
            if !answer.params.is_empty() {
                let mut table = Table::new(4, &[Column::new(""), Column::new("").wrap(20)]);
                for param in &answer.params {
                    // White space at an end would not be seen.
                    let quoted = (param.value.trim() != param.value).then(|| format!("{:?}", param.value));
                    let value = Line::of(Tone::Plain, quoted.as_deref().unwrap_or(&param.value));
                    table.row(vec![Line::of(Tone::Type, param.name).into(), value.into()]);
                }
                page.gap();
                page.say(Tone::Heading, "Parameters");
                table.print(page);
            }
        }
        if let Some(why) = answer.route.and_then(|route| self.registry.why(route.method(), route.path()).ok()) {
            page.gap();
            page.say(Tone::Heading, "Middleware");
            super::graph::middleware(&why, page);
        }
        if !answer.allowed.is_empty() {
            let methods: Vec<Line> = answer.allowed.iter().map(|name| Line::of(Tone::of_method(name), name)).collect();
            page.say(Tone::Plain, "  the path answers");
            page.words(4, ", ", &methods);
        }
        if !answer.nearest.is_empty() {
            page.say(Tone::Plain, "  near to it");
            for name in &answer.nearest {
                page.line(&Line::of(Tone::Plain, "    ").add(Tone::Type, name));
            }
        }
    }
}
