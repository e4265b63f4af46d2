//! The list of resources.

use super::place::{Length, count, directory, place};
use super::{Cell, Column, Line, Page, Render, Table, Tone};
use crate::query::{ResourceRow, Resources};

impl Render for Resources<'_> {
    fn render(&self, page: &mut Page) {
        let rows = &self.resources;
        let empty = Line::new();
        let sum = |of: fn(&ResourceRow<'_>) -> usize| rows.iter().map(of).sum::<usize>();
        let mut head = Line::of(Tone::Name, &count(self.total_count, "resource", "resources"));
        for (number, one, many) in [
            (sum(|row| row.0.fields().len()), "field", "fields"),
            (sum(|row| row.0.relationships().len()), "relation", "relations"),
            (sum(|row| row.0.routes().len()), "route", "routes"),
        ] {
            head.push(Tone::Plain, ", ");
            head.push(Tone::Plain, &count(number, one, many));
        }
        if rows.len() < self.total_count {
            head = Line::of(Tone::Name, &count(self.total_count, "resource", "resources"))
                .add(Tone::Plain, &format!(", {} of them here", rows.len()));
        }
        let application = self.registry.application();
        let name = Line::of(Tone::Dim, application.name()).add(Tone::Dim, " ").add(Tone::Dim, application.version());
        page.ends(head, if application.name().is_empty() { &empty } else { &name });
        if rows.is_empty() {
            return;
        }
        page.gap();
        let full = self.table(Length::Full);
        if full.fits(page) { full.print(page) } else { self.table(Length::File).print(page) }
    }
}

impl Resources<'_> {
    fn table(&self, length: Length) -> Table {
        let grouped = self.resources.windows(2).any(|two| {
            let [a, b] = [0, 1].map(|at| directory(two[at].0.location()));
            a != b
        });
        let mut table = Table::new(
            if grouped { 2 } else { 0 },
            &[
                Column::new("name").cut(32),
                Column::new("fields").right(),
                Column::new("relations").right().drop(3),
                Column::new("hooks").right().drop(5),
                Column::new("routes").right().drop(2),
                Column::new("middleware").wrap(20).drop(4),
                Column::new("declared in").cut_start(24).drop(1),
            ],
        );
        let mut last = None;
        for row in &self.resources {
            let resource = row.0;
            let here = directory(resource.location());
            if grouped && last != Some(here) {
                if last.is_some() {
                    table.gap();
                }
                let name = if here.is_empty() { "elsewhere" } else { here };
                table.heading(Line::of(Tone::Heading, name), Line::new());
                last = Some(here);
            }
            let number = |number: usize| {
                let tone = if number == 0 { Tone::Dim } else { Tone::Plain };
                Line::of(tone, &if number == 0 { "-".to_owned() } else { number.to_string() }).into()
            };
            let name = if resource.deprecated().is_some() { Tone::Dim } else { Tone::Name };
            table.row(vec![
                Line::of(name, resource.name()).into(),
                number(resource.fields().len()),
                number(resource.relationships().len()),
                number(resource.hooks().len()),
                number(resource.routes().len()),
                Cell::default().words(Tone::Word, resource.middleware()),
                place(resource.location(), length).into(),
            ]);
        }
        table
    }
}
