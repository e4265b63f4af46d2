//! The list of deviations.

use super::location::{Length, place};
use super::{Line, Page, Render, Tone, head};
use crate::handle::Deviation;
use crate::query::Note;
use crate::query::deviations::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        page.line(&head(self.total_count, self.deviations.len(), "deviation", "deviations"));
        for deviation in &self.deviations {
            page.gap();
            whole(*deviation, page);
        }
    }

    fn notes(&self) -> &[Note] {
        &self.notes
    }
}

fn whole(deviation: Deviation<'_>, page: &mut Page) {
    let subject = Line::of(Tone::Name, deviation.subject());
    page.ends(subject, &place(deviation.location(), Length::Full));
    let (support, applicable) = deviation.support();
    let lower = deviation.wilson() * 100.0;
    let words = [
        Line::of(Tone::Plain, "lacks ").add(Tone::Notice, deviation.pattern()),
        Line::of(Tone::Dim, &format!("which {support} of {applicable} follow (at least {lower:.0} %)")),
    ];
    page.words(2, ", ", &words);
    if let Some(rival) = deviation.rival() {
        page.words(2, "", &[Line::of(Tone::Plain, "follows instead ").add(Tone::Word, rival)]);
    }
    if !deviation.template().is_empty() {
        page.code(4, Tone::Type, deviation.template());
    }
}
