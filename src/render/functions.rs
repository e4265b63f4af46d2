//! The list of functions that bodies call.

use super::location::{Length, place, thousands};
use super::{Cell, Column, Line, Page, Render, Table, Tone, head};
use crate::query::Note;
use crate::query::functions::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        page.line(&head(self.total_count, self.functions.len(), "function", "functions"));
        if self.functions.is_empty() {
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
    let mut table = Table::new(
        0,
        &[
            Column::new("name").cut(20),
            Column::new("bodies").right().drop(3),
            Column::new("called by").cut(12),
            Column::new("hooks").wrap(14).drop(2),
            Column::new("declared in").cut_start(20).drop(1),
        ],
    );
    for function in &answer.functions {
        let mut name = Line::of(Tone::Notice, function.name);
        for caller in &function.callers {
            table.row(vec![
                std::mem::take(&mut name).into(),
                Line::of(Tone::Plain, &thousands(caller.body_count as usize)).into(),
                Line::of(Tone::Name, caller.resource).into(),
                Cell::default().words(Tone::Plain, caller.hooks.iter().copied()),
                place(caller.location, length).into(),
            ]);
        }
        // Of an image somebody made, a function may have nothing that calls it.
        if !name.is_empty() {
            table.row(vec![name.into(), Cell::default(), Cell::default(), Cell::default(), Cell::default()]);
        }
    }
    table
}
