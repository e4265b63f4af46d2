//! A chain of dependencies.

use super::location::{Length, count, place};
use super::node::{name, name_of, relation};
use super::{Cell, Column, Line, Page, Render, Table, Tone};
use crate::query::path::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let (Some(start), Some(end)) = (self.nodes.first(), self.nodes.last()) else {
            let mut head = name_of(&self.from).add(Tone::Plain, " does not depend on ");
            head.append(&name_of(&self.to));
            return page.line(&head);
        };
        let mut head = name(start).add(Tone::Plain, " depends on ");
        head.append(&name(end));
        page.line(&head.add(Tone::Plain, &format!(" in {}", count(self.edges.len(), "step", "steps"))));
        page.gap();
        let columns =
            [Column::new("").cut(16), Column::new("").wrap(16).drop(2), Column::new("").cut_start(20).drop(3)];
        let mut table = Table::new(2, &columns);
        table.row(vec![name(start).into(), Cell::default(), place(start.location, Length::Full).into()]);
        for (edge, to) in self.edges.iter().zip(self.nodes.iter().skip(1)) {
            let mut line = Line::of(Tone::Dim, "-> ");
            line.append(&name(to));
            table.row(vec![line.into(), relation(edge), place(edge.location, Length::Full).into()]);
        }
        table.print(page);
    }
}
