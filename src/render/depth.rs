//! The longest chain of dependencies from one node, or the depths of all resources.

use super::location::{Length, place, thousands};
use super::node::{name_of, relation};
use super::{Column, Line, Page, Render, Table, Tone, head};
use crate::query::depth::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        match (&self.chain, self.nodes.as_slice()) {
            (Some(chain), [node, ..]) => {
                let mut head = name_of(&node.id);
                if node.undeclared {
                    head.push(Tone::Bad, ", which is not declared,");
                }
                head.push(Tone::Plain, &format!(" has depth {}", thousands(node.depth)));
                page.ends(head, &place(node.location, Length::Full));
                if chain.is_empty() {
                    return;
                }
                page.gap();
                let columns =
                    [Column::new("").cut(16), Column::new("").wrap(16).drop(2), Column::new("").cut_start(20).drop(3)];
                let mut table = Table::new(2, &columns);
                for edge in chain {
                    let mut line = name_of(&edge.from).add(Tone::Dim, " -> ");
                    line.append(&name_of(&edge.to));
                    table.row(vec![line.into(), relation(edge), place(edge.location, Length::Full).into()]);
                }
                table.print(page);
            }
            _ => {
                page.line(&head(self.total_count, self.nodes.len(), "resource", "resources"));
                if self.nodes.is_empty() {
                    return;
                }
                page.gap();
                let columns = [
                    Column::new("depth").right(),
                    Column::new("name").cut(24),
                    Column::new("declared in").cut_start(20).drop(1),
                ];
                let mut table = Table::new(0, &columns);
                for node in &self.nodes {
                    table.row(vec![
                        Line::of(Tone::Plain, &thousands(node.depth)).into(),
                        name_of(&node.id).into(),
                        place(node.location, Length::Full).into(),
                    ]);
                }
                table.print(page);
            }
        }
    }
}
