//! The list of fields.

use super::place::{Length, count, place};
use super::{Cell, Column, Line, Page, Render, Table, Tone};
use crate::handle::Field;
use crate::query::Fields;

impl Render for Fields<'_> {
    fn render(&self, page: &mut Page) {
        let mut head = Line::of(Tone::Name, &count(self.total_count, "field", "fields"));
        if self.fields.len() < self.total_count {
            head.push(Tone::Plain, &format!(", {} of them here", self.fields.len()));
        }
        page.line(&head);
        if self.fields.is_empty() {
            return;
        }
        page.gap();
        let full = self.table(Length::Full);
        if full.fits(page) { full.print(page) } else { self.table(Length::File).print(page) }
    }
}

impl Fields<'_> {
    fn table(&self, length: Length) -> Table {
        let columns = [
            Column::new("field").wrap(20),
            Column::new("type").wrap(10),
            Column::new("constraints").wrap(18).drop(1),
            Column::new("declared in").cut(12).drop(2),
        ];
        let mut table = Table::new(0, &columns);
        for row in &self.fields {
            let name = Line::of(Tone::Type, row.0.resource().name())
                .add(Tone::Dim, ".")
                .add(Tone::Name, &row.path());
            table.row(vec![
                name.into(),
                ty(row.0),
                Cell::default().words(Tone::Plain, row.0.constraints().iter()),
                place(row.0.location(), length).into(),
            ]);
        }
        table
    }
}

/// Values of an enum that are shown; the rest is counted.
const VALUES: usize = 12;

/// Returns the type of a field with its null mark.
pub(crate) fn ty(field: Field<'_>) -> Cell {
    let mut cell = Cell::default();
    let values = field.values();
    let mut words: Vec<Line> = vec![Line::of(Tone::Type, field.ty())];
    let shown = if values.len() > VALUES + 1 { VALUES } else { values.len() };
    for (at, value) in values.iter().take(shown).enumerate() {
        let separator = if at + 1 < values.len() { "|" } else { "" };
        words.push(Line::of(Tone::Plain, value).add(Tone::Dim, separator));
    }
    if shown < values.len() {
        words.push(Line::of(Tone::Dim, &format!("{} more", values.len() - shown)));
    }
    if let (Some(format), Some(last)) = (field.format(), words.last_mut()) {
        last.push(Tone::Dim, &format!("({format})"));
    }
    if let Some(last) = words.last_mut() {
        last.push(Tone::Dim, mark(field.nullable(), field.required()));
    }
    for word in words {
        cell = cell.word(word);
    }
    cell
}

/// Returns the null mark: `!` must be given and is never null, `?` may be null; an OpenAPI property that need not be
/// given but is never null has none, and one that must be given but may be null has both.
pub(crate) fn mark(nullable: bool, required: bool) -> &'static str {
    match (nullable, required) {
        (false, true) => "!",
        (true, false) => "?",
        (true, true) => "?!",
        (false, false) => "",
    }
}
