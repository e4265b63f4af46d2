//! What an image holds.

use super::location::{count, thousands};
use super::{Column, Line, Page, Render, Table, Tone};
use crate::query::info::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let version = self.version.map(|version| match self.application {
            Some(_) => version.to_owned(),
            None => format!("version {version}"),
        });
        let head =
            [self.application.map(|name| Line::of(Tone::Name, name)), version.map(|it| Line::of(Tone::Plain, &it))];
        let head: Vec<Line> = head.into_iter().flatten().collect();
        if !head.is_empty() {
            page.words(0, " ", &head);
            page.gap();
        }
        let mut table = Table::new(0, &[Column::new(""), Column::new("").wrap(20)]);
        let mut row = |key: &str, value: String| {
            let value =
                value.split(' ').fold(super::Cell::default(), |cell, word| cell.word(Line::of(Tone::Plain, word)));
            table.row(vec![Line::of(Tone::Dim, key).into(), value]);
        };
        row("resources", thousands(self.resources));
        row("fields", thousands(self.fields));
        row("relationships", thousands(self.relationships));
        row("routes", thousands(self.routes));
        row("patterns", thousands(self.patterns));
        row("graph", format!("{}, {}", count(self.nodes, "node", "nodes"), count(self.edges, "edge", "edges")));
        let cycle = match (self.largest_cycle, self.self_loops) {
            (0 | 1, None) => "no cycle among them".to_owned(),
            (0 | 1, Some(loops)) => format!("{}, no larger cycle", count(loops, "self loop", "self loops")),
            (size, None) => format!("{} in the largest cycle", thousands(size)),
            (size, Some(loops)) => {
                format!("{} in the largest cycle, {}", thousands(size), count(loops, "self loop", "self loops"))
            }
        };
        row("between resources", format!("{}, {cycle}", count(self.resource_edges, "edge", "edges")));
        row("image", format!("{}, layout {}", count(self.image_bytes, "byte", "bytes"), self.layout_version));
        row("digest", self.digest.clone());
        if let Some(embedder) = &self.embedded_in {
            row("embedded in", embedder.to_string());
        }
        row("schema files", thousands(self.schema_files));
        row("left out", if self.strip.is_empty() { "nothing".to_owned() } else { self.strip.join(", ") });
        table.print(page);
        if !self.not_represented.is_empty() {
            page.gap();
            page.say(Tone::Notice, "Not represented");
            let mut table = Table::new(2, &[Column::new("").right(), Column::new("").wrap(20)]);
            for (reason, number) in &self.not_represented {
                let number = Line::of(Tone::Plain, &thousands(*number as usize));
                table.row(vec![number.into(), super::Cell::default().prose(Tone::Plain, reason)]);
            }
            table.print(page);
        }
    }
}
