//! One pattern: its template, its examples, and where it is absent.

use super::location::{Length, place};
use super::{Cell, Column, Line, Page, Render, Table, Tone};
use crate::query::pattern::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let pattern = self.pattern;
        page.ends(Line::of(Tone::Name, pattern.id()), &Line::of(Tone::Dim, pattern.category()));
        if let Some(description) = pattern.description() {
            page.prose(2, Tone::Plain, description);
        }
        page.gap();
        let mut table = Table::new(2, &[Column::new(""), Column::new("").wrap(20)]);
        let mut row = |key: &str, value: &str| {
            table.row(vec![Line::of(Tone::Dim, key).into(), Cell::default().prose(Tone::Plain, value)]);
        };
        row("name", pattern.name());
        row("frequency", &pattern.frequency().to_string());
        if let Some((support, applicable)) = pattern.support() {
            let lower = pattern.wilson().unwrap_or_default();
            row("support", &format!("{support} of {applicable}, at least {:.0} % (95 % Wilson)", lower * 100.0));
        }
        row("confidence", &format!("{:.2}", pattern.confidence()));
        table.print(page);
        if !pattern.template().is_empty() {
            page.gap();
            page.say(Tone::Heading, "Template");
            page.code(2, Tone::Type, pattern.template());
        }
        if !pattern.variants().is_empty() {
            page.gap();
            page.say(Tone::Heading, "Variants");
            super::patterns::variants(pattern, 2, page);
        }
        let examples = pattern.examples();
        if !examples.is_empty() {
            page.gap();
            page.say(Tone::Heading, "Examples");
            for example in examples {
                let name = Line::of(Tone::Plain, "  ").add(Tone::Name, example.resource());
                page.ends(name, &place(example.location(), Length::Full));
                page.code(4, Tone::Plain, example.code());
            }
            let rest = (pattern.frequency() as usize).saturating_sub(examples.len());
            if rest > 0 {
                page.say(Tone::Dim, &format!("  and {rest} more"));
            }
        }
        if !self.deviations.is_empty() {
            page.gap();
            page.say(Tone::Heading, "Deviations");
            for deviation in &self.deviations {
                let name = Line::of(Tone::Plain, "  ").add(Tone::Name, deviation.subject());
                page.ends(name, &place(deviation.location(), Length::Full));
            }
        }
    }
}
