//! The list of fields.

use super::location::{Length, place};
use super::{Cell, Column, Line, Page, Render, Table, Tone, head};
use crate::handle::FieldConstraint;
use crate::list::Texts;
use crate::query::Note;
use crate::query::fields::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        page.line(&head(self.total_count, self.fields.len(), "field", "fields"));
        if self.fields.is_empty() {
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
    let columns = [
        Column::new("field").wrap(20),
        Column::new("type").wrap(10),
        Column::new("constraints").wrap(18).drop(1),
        Column::new("declared in").cut_start(20).drop(2),
    ];
    let mut table = Table::new(0, &columns);
    for row in &answer.fields {
        let path = row.path.as_deref().unwrap_or(row.name);
        let name = Line::of(Tone::Type, row.resource).add(Tone::Dim, ".").add(Tone::Name, path);
        table.row(vec![
            name.into(),
            ty(row.ty, row.values, row.format, mark(row.nullable, row.required)),
            Cell::default().words(Tone::Plain, row.constraints.iter().map(FieldConstraint::as_str)),
            place(row.location, length).into(),
        ]);
    }
    table
}

/// Values of an enum that are shown; the rest is counted.
const VALUES: usize = 12;

/// Returns the type of a field with its values, its format and its null mark.
pub(crate) fn ty(ty: &str, values: Texts<'_>, format: Option<&str>, mark: &str) -> Cell {
    let shown = if values.len() > VALUES + 1 { VALUES } else { values.len() };
    let mut end = Line::new();
    if shown < values.len() {
        end.push(Tone::Dim, &format!("|{} more", values.len() - shown));
    }
    if let Some(format) = format {
        end.push(Tone::Dim, &format!("({format})"));
    }
    end.push(Tone::Dim, mark);
    if values.is_empty() {
        let mut line = Line::of(Tone::Type, ty);
        line.append(&end);
        return line.into();
    }
    let mut cell = Cell::from(Line::of(Tone::Type, ty));
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
