//! An image as it lies, as text to be reviewed and compared.

use super::location::{Length, count, place, thousands};
use super::{Column, Line, Page, Render, Table, Tone};
use crate::query::dump::{Answer, Entry};

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        page.say(Tone::Heading, "header");
        let mut table = Table::new(2, &[Column::new(""), Column::new("")]);
        let mut row = |key: &str, value: &str| {
            table.row(vec![Line::of(Tone::Dim, key).into(), Line::of(Tone::Plain, value).into()]);
        };
        row("layout", &self.layout_version);
        row("digest", &self.digest);
        row("fingerprint", &self.fingerprint);
        row("checksum", &self.checksum);
        if let Some(embedder) = &self.embedded_in {
            row("embedded in", &embedder.to_string());
        }
        row("bytes", &thousands(self.image_bytes));
        row("header and table", &thousands(self.header_bytes));
        row("records", &thousands(self.record_bytes - self.header_bytes));
        row("strings", &thousands(self.string_bytes));
        row("trie visits at most", &self.max_visits.to_string());
        row("left out", &if self.strip.is_empty() { "nothing".to_owned() } else { self.strip.join(", ") });
        table.print(page);

        page.gap();
        page.say(Tone::Heading, "sections");
        let columns = [
            Column::new("name"),
            Column::new("count").right(),
            Column::new("stride").right().drop(2),
            Column::new("bytes").right(),
            Column::new("share").right(),
            Column::new("hash").cut(8).drop(1),
        ];
        let mut table = Table::new(2, &columns);
        for section in &self.sections {
            let tone = if section.bytes == 0 { Tone::Dim } else { Tone::Plain };
            let cell = |text: &str| Line::of(tone, text).into();
            table.row(vec![
                Line::of(if section.bytes == 0 { Tone::Dim } else { Tone::Name }, &section.name).into(),
                cell(&thousands(section.count)),
                cell(&thousands(section.stride)),
                cell(&thousands(section.bytes)),
                cell(&format!("{:.1} %", section.share * 100.0)),
                Line::of(Tone::Dim, if section.bytes == 0 { "" } else { &section.hash }).into(),
            ]);
        }
        table.print(page);

        if !self.files.is_empty() {
            page.gap();
            page.say(Tone::Heading, "files");
            let mut table = Table::new(2, &[Column::new("").drop(1), Column::new("").cut_start(20)]);
            for file in &self.files {
                let digest = Line::of(Tone::Dim, file.digest.as_deref().unwrap_or_default());
                table.row(vec![digest.into(), Line::of(Tone::Plain, file.path.unwrap_or_default()).into()]);
            }
            table.print(page);
        }

        let shown = self.resources.len();
        page.gap();
        let all = count(self.total_count, "resource", "resources");
        let of = if shown < self.total_count { format!("{} of {all}", thousands(shown)) } else { all };
        page.line(&Line::of(Tone::Heading, "entries").add(Tone::Dim, &format!("  {of}")));
        let mut table =
            Table::new(2, &[Column::new("").drop(1), Column::new("").cut(20), Column::new("").cut_start(20).drop(2)]);
        for resource in &self.resources {
            entry(&mut table, resource, "", Tone::Name);
            resource.routes.iter().for_each(|route| entry(&mut table, route, "  ", Tone::Plain));
        }
        self.routes.iter().for_each(|route| entry(&mut table, route, "", Tone::Plain));
        table.print(page);
    }
}

fn entry(table: &mut Table, entry: &Entry<'_>, indent: &str, tone: Tone) {
    let name = Line::of(Tone::Plain, indent).add(tone, &entry.name);
    let place = place(entry.location, Length::Full);
    table.row(vec![Line::of(Tone::Dim, &entry.hash).into(), name.into(), place.into()]);
}
