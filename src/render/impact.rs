//! What a change breaks.

use super::location::{Length, count, place};
use super::node::name_of;
use super::{Cell, Column, Line, Page, Render, Table, Tone, routes};
use crate::graph::Severity;
use crate::query::impact::{Affected, Answer};

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let counts = self.counts;
        let mut head = Line::of(Tone::Plain, self.change.name()).add(Tone::Plain, " ");
        head.append(&name_of(&self.start));
        head.push(Tone::Plain, ": ");
        let affected = if counts.affected == 0 { "nothing".to_owned() } else { counts.affected.to_string() };
        page.ends(head.add(Tone::Name, &affected).add(Tone::Plain, " affected"), &place(self.location, Length::Full));
        let words: Vec<Line> = [
            (counts.deleted, "deleted", "deleted", Tone::Bad),
            (counts.blocked, "blocking", "blocking", Tone::Bad),
            (counts.broken, "broken", "broken", Tone::Bad),
            (counts.nulled, "nulled", "nulled", Tone::Notice),
            (counts.changed, "changed", "changed", Tone::Notice),
            (counts.resources, "resource", "resources", Tone::Plain),
            (counts.routes, "route", "routes", Tone::Plain),
            (counts.hooks, "hook", "hooks", Tone::Plain),
        ]
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many, tone)| Line::of(tone, &count(number, one, many)))
        .collect();
        page.words(2, ", ", &words);
        for severity in [Severity::Critical, Severity::High, Severity::Medium, Severity::Low] {
            let affected: Vec<&Affected<'_>> = self.affected.iter().filter(|it| it.severity == severity).collect();
            if affected.is_empty() {
                continue;
            }
            page.gap();
            let tone = match severity {
                Severity::Critical | Severity::High => Tone::Bad,
                Severity::Medium => Tone::Notice,
                Severity::Low => Tone::Heading,
            };
            page.say(tone, severity.name());
            let full = table(&affected, Length::Full);
            if full.fits(page) { full.print(page) } else { table(&affected, Length::File).print(page) }
        }
    }
}

fn table(affected: &[&Affected<'_>], length: Length) -> Table {
    let columns = [Column::new("").wrap(20), Column::new("").wrap(24), Column::new("").cut_start(12).drop(3)];
    let mut table = Table::new(2, &columns);
    for line in affected {
        let label = match (line.kind, line.name.split_once(' ')) {
            ("route", Some((method, path))) => routes::label(method, path),
            ("hook", _) => Line::of(Tone::Name, &line.name).into(),
            _ => name_of(&line.id).into(),
        };
        let reasons = line.reasons.iter().enumerate().fold(Cell::default(), |cell, (at, reason)| {
            let semicolon = if at + 1 < line.reasons.len() { ";" } else { "" };
            cell.prose(Tone::Plain, &format!("{reason}{semicolon}"))
        });
        table.row(vec![label, reasons, place(line.location, length).into()]);
    }
    table
}
