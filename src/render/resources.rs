//! The list of resources.

use super::location::{Length, count, directory, place, thousands};
use super::{Cell, Column, Line, Page, Render, Table, Tone};
use crate::query::Note;
use crate::query::resources::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let mut head = Line::of(Tone::Name, &count(self.total_count, "resource", "resources"));
        for (number, one, many) in [
            (self.field_count, "field", "fields"),
            (self.relationship_count, "relationship", "relationships"),
            (self.route_count, "route", "routes"),
        ] {
            head.push(Tone::Plain, &format!(", {}", count(number, one, many)));
        }
        if self.resources.len() < self.total_count {
            head.push(Tone::Plain, &format!(", showing {}", thousands(self.resources.len())));
        }
        let version = self.version.filter(|_| self.application.is_some());
        let name: Vec<&str> = self.application.into_iter().chain(version).collect();
        page.ends(head, &Line::of(Tone::Dim, &name.join(" ")));
        if self.resources.is_empty() {
            return;
        }
        page.gap();
        let full = table(self, Length::Full);
        if full.fits(page) { full.print(page) } else { table(self, Length::File).print(page) }
    }

    fn notes(&self) -> &[Note] {
        &self.notes
    }
}

fn table(answer: &Answer<'_>, length: Length) -> Table {
    let grouped = answer.resources.windows(2).any(|two| directory(two[0].location) != directory(two[1].location));
    let named = answer.resources.iter().any(|row| row.relationships.is_some());
    // Names wrap where counts are aligned.
    let column = |title| if named { Column::new(title).wrap(14) } else { Column::new(title).right() };
    let mut table = Table::new(
        if grouped { 2 } else { 0 },
        &[
            Column::new("name").cut(32),
            Column::new("fields").right(),
            column("relationships").drop(3),
            column("hooks").drop(5),
            Column::new("routes").right().drop(2),
            Column::new("middleware").wrap(20).drop(4),
            Column::new("declared in").cut_start(24).drop(1),
        ],
    );
    let mut last = None;
    for row in &answer.resources {
        let here = directory(row.location);
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
        let names = |names: &Option<Vec<&str>>, count: usize| match names {
            Some(names) if count > 0 => Cell::default().words(Tone::Plain, names.iter().copied()),
            _ => number(count),
        };
        let name = if row.deprecated { Tone::Dim } else { Tone::Name };
        table.row(vec![
            Line::of(name, row.name).into(),
            number(row.counts.field_count),
            names(&row.relationships, row.counts.relationship_count),
            names(&row.hooks, row.counts.hook_count),
            number(row.counts.route_count),
            Cell::default().words(Tone::Word, row.middleware.iter().copied()),
            place(row.location, length).into(),
        ]);
    }
    table
}
