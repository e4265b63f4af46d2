//! The list of patterns.

use super::location::{Length, count, place};
use super::text::first_sentence;
use super::{Line, Page, Render, Tone, head};
use crate::handle::Pattern;
use crate::query::Note;
use crate::query::patterns::Answer;

/// Examples that a list shows of each pattern.
const EXAMPLES: usize = 3;
/// Variants that are shown of each pattern.
const VARIANTS: usize = 6;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        page.line(&head(self.total_count, self.patterns.len(), "pattern", "patterns"));
        for category in &self.categories {
            page.gap();
            let coverage = match category.covered {
                0 => String::new(),
                covered => format!("in {covered} of {}", count(self.resource_count, "resource", "resources")),
            };
            page.ends(Line::of(Tone::Heading, category.name), &Line::of(Tone::Dim, &coverage));
            for pattern in self.patterns.iter().filter(|pattern| pattern.category() == category.name) {
                brief(*pattern, page);
            }
        }
    }

    fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// Returns how often a pattern is followed.
fn followed(pattern: Pattern<'_>) -> String {
    match pattern.support() {
        Some((support, applicable)) => format!("followed by {support} of {applicable}"),
        None => count(pattern.frequency() as usize, "use", "uses"),
    }
}

/// Writes with which arguments a pattern is used, and how often: `auth(staff) 41, auth 36, auth(editor) 2`.
pub(super) fn variants(pattern: Pattern<'_>, indent: usize, page: &mut Page) {
    let all = pattern.variants();
    let shown = all.into_iter().take(VARIANTS);
    let mut words: Vec<Line> = shown
        .map(|each| Line::of(Tone::Type, each.code()).add(Tone::Dim, " ").add(Tone::Plain, &each.count().to_string()))
        .collect();
    let rest = all.len().saturating_sub(VARIANTS);
    if rest > 0 {
        words.push(Line::of(Tone::Dim, &format!("and {rest} more")));
    }
    page.words(indent, ", ", &words);
}

fn brief(pattern: Pattern<'_>, page: &mut Page) {
    let mut name = Line::of(Tone::Plain, "  ").add(Tone::Name, pattern.id());
    // The ids of some documents are numbers; then the name says what it is.
    if !pattern.id().contains('/') && pattern.name() != pattern.id() {
        name.push(Tone::Plain, " ");
        name.push(Tone::Plain, pattern.name());
    }
    page.ends(name, &Line::of(Tone::Plain, &followed(pattern)));
    if let Some(description) = pattern.description() {
        page.prose(4, Tone::Plain, first_sentence(description));
    }
    if !pattern.template().is_empty() {
        page.code(4, Tone::Type, pattern.template());
    }
    variants(pattern, 4, page);
    let places = pattern.examples().into_iter().take(EXAMPLES).map(|example| {
        let mut line = Line::of(Tone::Dim, example.resource());
        if example.location().file.is_some() {
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
