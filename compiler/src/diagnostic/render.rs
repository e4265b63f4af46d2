//! Diagnostics the way rustc shows its own.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use etched_core::foreign;

use super::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::SourceFile;

/// Lines longer than this are named but not shown: a schema of one huge line would be copied for each diagnostic.
const MAX_SHOWN_LINE: usize = 4_096;
/// Another party this many lines away is shown in the same snippet.
const SAME_SNIPPET: u32 = 12;

impl Diagnostics {
    /// Returns all diagnostics as text for people, with a summary line; `width` is in columns, 40 at least.
    #[must_use]
    pub fn render(&self, colour: bool, width: usize) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(width.max(40));
        let mut text = String::new();
        for diagnostic in &self.list {
            text.push_str(&renderer.render(&[diagnostic.group()]));
            text.push_str("\n\n");
        }
        let summary = self.summary();
        if !summary.is_empty() {
            let level = if self.errors > 0 { Level::ERROR } else { Level::WARNING };
            text.push_str(&renderer.render(&[Group::with_title(level.primary_title(summary))]));
            text.push('\n');
        }
        text
    }

    fn summary(&self) -> String {
        let count = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}{}", if n == 1 { "" } else { "s" }));
        let parts = [count(self.errors, "error"), count(self.warnings, "warning")];
        let mut summary = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        if self.hidden() > 0 {
            summary.push_str(&format!("; {} are not shown", self.hidden()));
        }
        summary
    }
}

impl Diagnostic {
    fn group(&self) -> Group<'_> {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(foreign::line(&self.message)).id(self.code));
        let main = Excerpt::around(&self.place, self.related.iter().map(|related| &related.place));
        match &main {
            None if self.place.file_path().is_empty() => {}
            None => group = group.element(origin(&self.place)),
            Some(excerpt) => {
                let label = (!self.label.is_empty()).then(|| foreign::line(&self.label));
                let mut snippet = excerpt.snippet(&self.place);
                snippet = snippet.annotation(AnnotationKind::Primary.span(excerpt.span(&self.place)).label(label));
                for related in self.related.iter().filter(|related| excerpt.holds(&related.place)) {
                    let span = excerpt.span(&related.place);
                    snippet =
                        snippet.annotation(AnnotationKind::Context.span(span).label(foreign::line(&related.message)));
                }
                group = group.element(snippet);
            }
        }
        for related in &self.related {
            if main.as_ref().is_some_and(|excerpt| excerpt.holds(&related.place)) {
                continue;
            }
            group = match Excerpt::around(&related.place, []) {
                None => {
                    group.element(origin(&related.place)).element(Level::NOTE.message(foreign::line(&related.message)))
                }
                Some(excerpt) => {
                    let span = excerpt.span(&related.place);
                    let annotation = AnnotationKind::Context.span(span).label(foreign::line(&related.message));
                    group.element(excerpt.snippet(&related.place).annotation(annotation))
                }
            };
        }
        if let Some(expected) = &self.expected
            && !self.message.contains(expected.as_str())
            && !self.label.contains(expected.as_str())
        {
            group = group.element(Level::NOTE.message(format!("expected {}", foreign::line(expected))));
        }
        if let Some(suggestion) = &self.suggestion {
            group = group.element(Level::HELP.message(format!("did you mean `{}`?", foreign::line(suggestion))));
        }
        group
    }
}

fn origin(place: &Place) -> Origin<'_> {
    let origin = Origin::path(foreign::line(place.file_path()));
    match (place.line(), place.column()) {
        (None, _) => origin,
        (Some(line), None) => origin.line(line as usize),
        (Some(line), Some(column)) => origin.line(line as usize).char_column(column as usize),
    }
}

/// The lines of a file that a snippet shows; handing over whole files would make each diagnostic cost the file.
struct Excerpt<'a> {
    file: &'a Arc<SourceFile>,
    text: &'a str,
    start: u32,
    first_line: u32,
}

impl<'a> Excerpt<'a> {
    fn around<'p>(place: &'a Place, others: impl IntoIterator<Item = &'p Place>) -> Option<Self> {
        let start = place.range()?.start;
        let line = place.file.line(start);
        let (mut first, mut last) = (line, line);
        for other in others {
            let Some(Range { start, .. }) = other.range() else { continue };
            let other_line = other.file.line(start);
            if other.file_path() == place.file_path() && other_line.abs_diff(line) <= SAME_SNIPPET {
                (first, last) = (first.min(other_line), last.max(other_line));
            }
        }
        let (start, end) = (place.file.line_range(first).0, place.file.line_range(last).1);
        let text = &place.file.text()[start as usize..end as usize];
        (text.lines().all(|line| line.len() <= MAX_SHOWN_LINE)).then_some(Self {
            file: &place.file,
            text,
            start,
            first_line: first,
        })
    }

    fn snippet<T: Clone>(&self, place: &'a Place) -> Snippet<'a, T> {
        let path = foreign::line(place.file_path());
        Snippet::source(foreign::lines(self.text)).line_start(self.first_line as usize).path(path)
    }

    fn holds(&self, place: &Place) -> bool {
        let same = Arc::ptr_eq(self.file, &place.file);
        same && place.range().is_some_and(|Range { start, .. }| {
            start >= self.start && start as usize <= self.start as usize + self.text.len()
        })
    }

    /// Returns the place as a range within the excerpt as it is shown, ending on the line it starts on.
    fn span(&self, place: &Place) -> Range<usize> {
        let Range { start, end } = place.range().unwrap_or(self.start..self.start);
        let line_end = place.file.line_range(place.file.line(start)).1;
        let (start, end) = ((start - self.start) as usize, (end.min(line_end).max(start) - self.start) as usize);
        self.shown(start)..self.shown(end)
    }

    /// Returns where a byte of the excerpt is in what is shown of it.
    fn shown(&self, at: usize) -> usize {
        // How a character is shown depends on what follows it, so the rest is measured and not the beginning.
        let rest = self.text.get(at..).unwrap_or_default();
        foreign::lines(self.text).len() - foreign::lines(rest).len()
    }
}
