//! Answers as text for people.
//!
//! Each draws the answer to one question and asks nothing: all it says is in the answer, and so in its JSON.
//! Everything that came from a schema or a document is cleaned on its way into a line, so that no name and no comment
//! can steer the terminal. Widths are those of the terminal (`unicode-width`), not of bytes or characters.

mod cycles;
mod deps;
mod depth;
mod deviations;
mod dump;
mod fields;
mod functions;
mod graph;
mod impact;
mod info;
mod line;
mod location;
mod matching;
mod node;
mod page;
mod path;
mod pattern;
mod patterns;
mod resource;
mod resources;
mod route_counts;
mod routes;
mod table;
mod text;
mod why;

use crate::query::{Answer, Note};

#[cfg(feature = "cli")]
pub(crate) use line::Line;
#[cfg(not(feature = "cli"))]
use line::Line;
pub(crate) use line::Tone;
pub use page::{Page, Picture, PictureError, Render, Style};
use table::{Cell, Column, Table};

/// Calls a method of the answer to whichever question.
macro_rules! of_each {
    ($answer:expr, $inner:ident => $call:expr) => {
        match $answer {
            Answer::Resources($inner) => $call,
            Answer::Resource($inner) => $call,
            Answer::Routes($inner) => $call,
            Answer::RouteCounts($inner) => $call,
            Answer::Match($inner) => $call,
            Answer::Why($inner) => $call,
            Answer::Fields($inner) => $call,
            Answer::Functions($inner) => $call,
            Answer::Patterns($inner) => $call,
            Answer::Pattern($inner) => $call,
            Answer::Deviations($inner) => $call,
            Answer::Deps($inner) => $call,
            Answer::Path($inner) => $call,
            Answer::Cycles($inner) => $call,
            Answer::Depth($inner) => $call,
            Answer::Impact($inner) => $call,
            Answer::Graph($inner) => $call,
            Answer::Info($inner) => $call,
            Answer::Dump($inner) => $call,
        }
    };
}

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        of_each!(self, answer => answer.render(page));
    }

    fn notes(&self) -> &[Note] {
        of_each!(self, answer => answer.notes())
    }

    fn picture(&self, form: Picture) -> Result<String, PictureError> {
        of_each!(self, answer => answer.picture(form))
    }
}

/// Returns an answer as text, its notes last.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::query::{Question, routes};
/// use etched::render::{Style, text};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let answer = routes::Request::default().resource("Ordr").ask(&registry).unwrap();
/// let expected = "0 routes\n\nnote: there is no resource `Ordr`; did you mean `Order`?\n";
/// assert_eq!(text(&answer, Style::default()), expected);
/// # }
/// ```
#[must_use]
pub fn text(answer: &impl Render, style: Style) -> String {
    let mut page = Page::new(style);
    answer.render(&mut page);
    if !answer.notes().is_empty() {
        page.gap();
        page.notes(answer.notes());
    }
    page.into_text()
}

/// Returns the head of a list: how much of what there is, and how much of it is shown.
fn head(total: usize, shown: usize, one: &str, many: &str) -> Line {
    let mut head = Line::of(Tone::Name, &location::count(total, one, many));
    if shown < total {
        head.push(Tone::Plain, &format!(", showing {}", location::thousands(shown)));
    }
    head
}
