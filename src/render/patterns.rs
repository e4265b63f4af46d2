//! Patterns and deviations.

use super::place::{Length, count, place};
use super::text::first_sentence;
use super::{Cell, Column, Line, Page, Render, Table, Tone};
use crate::handle::{Deviation, Pattern};
use crate::query::{Deviations, PatternAnswer, PatternList};

/// Examples that a list shows of each pattern.
const EXAMPLES: usize = 3;

impl Render for PatternList<'_> {
    fn render(&self, page: &mut Page) {
        let mut head = Line::of(Tone::Name, &count(self.total_count, "pattern", "patterns"));
        if self.patterns.len() < self.total_count {
            head.push(Tone::Plain, &format!(", {} of them here", self.patterns.len()));
        }
        page.line(&head);
        let resources = self.registry.resources().len();
        let mut categories: Vec<&str> = Vec::new();
        for pattern in &self.patterns {
            if !categories.contains(&pattern.category()) {
                categories.push(pattern.category());
            }
        }
        for name in categories {
            page.gap();
            let covered = self.registry.patterns().categories().into_iter().find(|known| known.name() == name);
            let coverage = match covered.map(|category| category.covered() as usize) {
                Some(covered) if covered > 0 => {
                    format!("in {covered} of {}", count(resources, "resource", "resources"))
                }
                _ => String::new(),
            };
            page.ends(Line::of(Tone::Heading, name), &Line::of(Tone::Dim, &coverage));
            for pattern in self.patterns.iter().filter(|pattern| pattern.category() == name) {
                brief(*pattern, page);
            }
        }
    }
}

/// Returns how often a pattern is kept.
fn kept(pattern: Pattern<'_>) -> String {
    match pattern.support() {
        Some((support, applicable)) => format!("kept in {support} of {applicable}"),
        None => count(pattern.frequency() as usize, "use", "uses"),
    }
}

fn brief(pattern: Pattern<'_>, page: &mut Page) {
    let mut name = Line::of(Tone::Plain, "  ").add(Tone::Name, pattern.id());
    // The ids of some documents are numbers; then the name says what it is.
    if !pattern.id().contains('/') && pattern.name() != pattern.id() {
        name.push(Tone::Plain, " ");
        name.push(Tone::Plain, pattern.name());
    }
    page.ends(name, &Line::of(Tone::Plain, &kept(pattern)));
    if let Some(description) = pattern.description() {
        page.prose(4, Tone::Plain, first_sentence(description));
    }
    if !pattern.template().is_empty() {
        page.code(4, Tone::Type, pattern.template());
    }
    let places = pattern.examples().into_iter().take(EXAMPLES).map(|example| {
        let mut line = Line::of(Tone::Dim, example.resource());
        if !example.location().file.is_empty() {
            line.push(Tone::Dim, " ");
            line.append(&place(example.location(), Length::Full));
        }
        line
    });
    let mut places: Vec<Line> = places.collect();
    let rest = (pattern.frequency() as usize).saturating_sub(places.len());
    if rest > 0 && !places.is_empty() {
        places.push(Line::of(Tone::Dim, &format!("and {rest} more")));
    }
    page.words(4, ", ", &places);
}

impl Render for PatternAnswer<'_> {
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

impl Render for Deviations<'_> {
    fn render(&self, page: &mut Page) {
        let mut head = Line::of(Tone::Name, &count(self.total_count, "deviation", "deviations"));
        if self.deviations.len() < self.total_count {
            head.push(Tone::Plain, &format!(", {} of them here", self.deviations.len()));
        }
        page.line(&head);
        for deviation in &self.deviations {
            page.gap();
            whole(*deviation, page);
        }
    }
}

fn whole(deviation: Deviation<'_>, page: &mut Page) {
    let subject = Line::of(Tone::Name, deviation.subject());
    page.ends(subject, &place(deviation.location(), Length::Full));
    let (support, applicable) = deviation.support();
    let lower = deviation.wilson() * 100.0;
    let words = [
        Line::of(Tone::Plain, "does without ").add(Tone::Notice, deviation.pattern()),
        Line::of(Tone::Dim, &format!("which {support} of {applicable} keep (at least {lower:.0} %)")),
    ];
    page.words(2, ", ", &words);
    if let Some(rival) = deviation.rival() {
        page.words(2, "", &[Line::of(Tone::Plain, "has instead ").add(Tone::Word, rival)]);
    }
    if !deviation.template().is_empty() {
        page.code(4, Tone::Type, deviation.template());
    }
}
