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
            Column::new("declared in").cut_start(20).drop(2),
        ];
        let mut table = Table::new(0, &columns);
        for row in &self.fields {
            let name = Line::of(Tone::Type, row.0.resource().name()).add(Tone::Dim, ".").add(Tone::Name, &row.path());
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
    let values = field.values();
    let shown = if values.len() > VALUES + 1 { VALUES } else { values.len() };
    let mut end = Line::new();
    if shown < values.len() {
        end.push(Tone::Dim, &format!("|{} more", values.len() - shown));
    }
    if let Some(format) = field.format() {
        end.push(Tone::Dim, &format!("({format})"));
    }
    end.push(Tone::Dim, mark(field.nullable(), field.required()));
    if values.is_empty() {
        let mut line = Line::of(Tone::Type, field.ty());
        line.append(&end);
        return line.into();
    }
    let mut cell = Cell::from(Line::of(Tone::Type, field.ty()));
    for (at, value) in values.iter().take(shown).enumerate() {
        let last = at + 1 == shown;
        let mut word = Line::of(Tone::Plain, value);
        if last {
            word.append(&end);
        } else {
            word.push(Tone::Dim, "|");
        }
        cell = if at == 0 { cell.word(word) } else { cell.close(word) };
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
