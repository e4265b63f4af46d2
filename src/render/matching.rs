//! Which route answers a request.

use super::location::{Length, place};
use super::{Column, Line, Page, Render, Table, Tone};
use crate::query::matching::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let mut head = Line::of(if self.status == 200 { Tone::Good } else { Tone::Bad }, &self.status.to_string());
        head.push(Tone::Plain, " ");
        head.push(Tone::of_method(&self.method), &self.method);
        head.push(Tone::Plain, " ");
        head.push(Tone::Name, &self.path);
        page.line(&head);
        if let Some(route) = self.route {
            let mut line = Line::of(Tone::Plain, "  ");
            line.push(Tone::of_method(route.method()), route.method());
            line.push(Tone::Plain, " ");
            line.push(Tone::Type, route.path());
            if !route.handler().is_empty() {
                line.push(Tone::Dim, " -> ");
                line.push(Tone::Plain, route.handler());
            }
            page.ends(line, &place(route.location(), Length::Full));
            if !self.params.is_empty() {
                let mut table = Table::new(4, &[Column::new(""), Column::new("").wrap(20)]);
                for param in &self.params {
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
        if let Some(middleware) = &self.middleware {
            page.gap();
            page.say(Tone::Heading, "Middleware");
            super::why::middleware(middleware, page);
            if let Some(route) = self.route {
                super::why::access(route.security(), route.authentication(), page);
            }
        }
        if !self.allowed.is_empty() {
            let methods: Vec<Line> = self.allowed.iter().map(|name| Line::of(Tone::of_method(name), name)).collect();
            page.say(Tone::Plain, "  allowed methods");
            page.words(4, ", ", &methods);
        }
        if let Some(base) = self.base_path {
            let line = Line::of(Tone::Plain, "  every path starts with ").add(Tone::Type, base);
            page.line(&line);
        }
        if !self.nearest.is_empty() {
            page.say(Tone::Plain, "  similar routes");
            for name in &self.nearest {
                page.line(&Line::of(Tone::Plain, "    ").add(Tone::Type, name));
            }
        }
    }
}
