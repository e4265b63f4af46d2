//! The dependency graph as text and as pictures.

mod dot;
mod layout;
mod mermaid;
mod order;
mod part;
mod svg;

use super::location::{Length, count, place};
use super::node::{name, name_of, relation};
use super::{Column, Line, Page, Picture, PictureError, Render, Table, Tone};
use crate::query::graph::Answer;
use crate::query::{Edge, Node};

use part::Part;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let head = Line::of(Tone::Name, &count(self.nodes.len(), "node", "nodes"));
        page.line(&head.add(Tone::Plain, &format!(", {}", count(self.edges.len(), "edge", "edges"))));
        let columns =
            [Column::new("").cut(16), Column::new("").wrap(16).drop(2), Column::new("").cut_start(20).drop(3)];
        let mut table = Table::new(2, &columns);
        let part = Part::new(self);
        let nodes: Vec<&Node<'_>> = self.nodes.iter().collect();
        // Edges of a whole graph are sorted by start; those of a walk are not.
        let mut sorted: Vec<&Edge<'_>> = self.edges.iter().collect();
        sorted.sort_by_key(|edge| part.place(&edge.from));
        let mut quiet = Vec::new();
        let mut at = 0;
        for node in nodes {
            let start = at;
            while sorted.get(at).is_some_and(|edge| edge.from == node.id) {
                at += 1;
            }
            if start == at {
                quiet.push(name(node));
                continue;
            }
            table.gap();
            table.heading(name(node), place(node.location, Length::Full));
            for edge in &sorted[start..at] {
                let mut line = Line::of(Tone::Dim, "-> ");
                line.append(&part.node(&edge.to).map_or_else(|| name_of(&edge.to), name));
                table.row(vec![line.into(), relation(edge), place(edge.location, Length::Line).into()]);
            }
        }
        table.print(page);
        if !quiet.is_empty() {
            page.gap();
            page.say(Tone::Dim, "without outgoing edges:");
            page.words(2, ", ", &quiet);
        }
    }

    fn picture(&self, form: Picture) -> Result<String, PictureError> {
        let part = Part::new(self);
        match form {
            Picture::Dot => Ok(dot::dot(&part)),
            Picture::Mermaid => Ok(mermaid::mermaid(&part)),
            Picture::Svg if self.nodes.len() > svg::MOST_NODES => {
                Err(PictureError::TooLarge { nodes: self.nodes.len() })
            }
            Picture::Svg => Ok(svg::svg(&part)),
        }
    }
}
