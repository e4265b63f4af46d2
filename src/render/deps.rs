//! What is reached, as a tree.

use std::collections::HashMap;

use super::location::{Length, count, place};
use super::node::{name, relation};
use super::{Column, Line, Page, Render, Table, Tone};
use crate::graph::Direction;
use crate::query::deps::Answer;
use crate::traverse::Branches;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let Some(start) = self.nodes.first() else { return };
        let verb = match self.direction {
            Direction::Forward => " depends on ",
            Direction::Reverse => " is depended on by ",
            Direction::Both => " is connected to ",
        };
        let mut head = name(start).add(Tone::Plain, verb);
        let nodes = self.nodes.len() - 1;
        if nodes == 0 && self.edges.is_empty() {
            head.push(Tone::Plain, "nothing");
        } else {
            head.push(Tone::Plain, &count(nodes, "node", "nodes"));
            head.push(Tone::Plain, &format!(" via {}", count(self.edges.len(), "edge", "edges")));
        }
        page.ends(head, &place(start.location, Length::Full));
        if self.edges.is_empty() {
            return;
        }
        page.gap();
        let full = table(self, Length::Full);
        if full.fits(page) {
            full.print(page)
        } else {
            table(self, Length::File).print(page)
        }
        if branches(self).any(|branch| branch.repeated) {
            page.gap();
            page.say(Tone::Dim, "* expanded elsewhere in the tree");
        }
    }
}

/// Levels of a tree that are drawn; a chain of thousands is numbered beyond them.
const DEEPEST: usize = 24;

fn branches(answer: &Answer<'_>) -> Branches {
    let places: HashMap<&str, u32> = answer.nodes.iter().map(|node| node.id.as_str()).zip(0..).collect();
    let place = |id: &str| places.get(id).copied().unwrap_or(0);
    let ends = answer.edges.iter().map(|edge| (place(&edge.from), place(&edge.to)));
    Branches::new(answer.nodes.len(), ends, answer.direction)
}

fn table(answer: &Answer<'_>, length: Length) -> Table {
    let columns = [Column::new("").cut(24), Column::new("").cut(16).drop(2), Column::new("").cut_start(12).drop(3)];
    let mut table = Table::new(0, &columns);
    // For each open level, whether more is to come on it.
    let mut more: Vec<bool> = Vec::new();
    for item in branches(answer) {
        let Some(edge) = item.edge.and_then(|at| answer.edges.get(at as usize)) else { continue };
        let node = &answer.nodes[item.node as usize];
        more.truncate(item.level.saturating_sub(1));
        let mut branch = String::new();
        for more in more.iter().skip(more.len().saturating_sub(DEEPEST)) {
            branch.push_str(if *more { "│  " } else { "   " });
        }
        if more.len() > DEEPEST {
            branch.insert_str(0, &format!("{}: ", more.len() - DEEPEST));
        }
        branch.push_str(if item.last { "└─ " } else { "├─ " });
        more.push(!item.last);
        let mut line = Line::of(Tone::Dim, &branch);
        line.append(&name(node));
        // Where an edge is followed from its end, the arrow says so.
        if edge.to != node.id && answer.direction == Direction::Both {
            line.push(Tone::Dim, " <-");
        }
        if item.repeated {
            line.push(Tone::Dim, " *");
        }
        // Other edges come from all over a resource, and its own place is above.
        let place = edge.relationship.map(|_| place(edge.location, length));
        table.row(vec![line.into(), relation(edge), place.unwrap_or_default().into()]);
    }
    table
}
