//! How many routes there are, by what they have in common.

use super::location::thousands;
use super::{Column, Line, Page, Render, Table, Tone, head};
use crate::query::Note;
use crate::query::route_counts::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        page.line(&head(self.total_count, self.total_count, "route", "routes"));
        let groups =
            [("by method", &self.methods), ("by operation", &self.operations), ("by middleware", &self.middleware)];
        for (title, counts) in groups.into_iter().filter(|(_, counts)| !counts.is_empty()) {
            page.gap();
            page.say(Tone::Heading, title);
            let mut table = Table::new(2, &[Column::new("").right(), Column::new("").cut(20)]);
            for it in counts {
                table.row(vec![
                    Line::of(Tone::Plain, &thousands(it.count)).into(),
                    Line::of(Tone::Name, it.name).into(),
                ]);
            }
            table.print(page);
        }
    }

    fn notes(&self) -> &[Note] {
        &self.notes
    }
}
