//! The list of cycles.

use super::location::{Length, count, place};
use super::node::{name_of, relation};
use super::{Column, Line, Page, Render, Table, Tone};
use crate::query::cycles::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let mut head = Line::of(Tone::Name, &count(self.total_count, "cycle", "cycles"));
        if self.largest > 1 {
            head.push(Tone::Plain, &format!(", the largest of {}", count(self.largest, "resource", "resources")));
        }
        page.line(&head);
        for cycle in &self.cycles {
            page.gap();
            if let [member] = cycle.members.as_slice() {
                page.words(0, "", &[name_of(member).add(Tone::Plain, " refers to itself")]);
            } else {
                let members = count(cycle.members.len(), "resource", "resources");
                page.say(Tone::Plain, &format!("{members} that depend on each other"));
                let names: Vec<Line> = cycle.members.iter().map(|id| name_of(id)).collect();
                page.words(2, ", ", &names);
                page.say(Tone::Dim, "  shortest cycle:");
            }
            let columns =
                [Column::new("").cut(16), Column::new("").wrap(16).drop(2), Column::new("").cut_start(20).drop(3)];
            let mut table = Table::new(4, &columns);
            for edge in &cycle.edges {
                let mut line = name_of(&edge.from).add(Tone::Dim, " -> ");
                line.append(&name_of(&edge.to));
                table.row(vec![line.into(), relation(edge), place(edge.location, Length::Full).into()]);
            }
            table.print(page);
        }
    }
}
