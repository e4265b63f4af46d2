//! What text is written onto, and for whom.

use std::fmt;

use super::line::{Line, Tone};
use super::text::wrap;
use crate::query::Note;

/// Prose is never set wider than this: longer lines are hard to read.
const PROSE: usize = 100;

/// For whom text is written; [`Render`] has an example.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Style {
    /// With colours.
    pub colour: bool,
    /// Columns there are; `None` where nothing has to fit (a pipe, a file), so that nothing is shortened.
    pub width: Option<usize>,
    /// With documentation of members and with bodies.
    pub full: bool,
}

impl Style {
    /// Sets [`colour`](Self#structfield.colour).
    #[must_use]
    pub const fn colour(self, colour: bool) -> Self {
        Self { colour, ..self }
    }

    /// Sets [`width`](Self#structfield.width).
    #[must_use]
    pub const fn width(self, width: Option<usize>) -> Self {
        Self { width, ..self }
    }

    /// Sets [`full`](Self#structfield.full).
    #[must_use]
    pub const fn full(self, full: bool) -> Self {
        Self { full, ..self }
    }
}

/// An answer that can be shown as text.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::query::{Question, resource};
/// use etched::render::{Page, Render, Style};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let mut page = Page::new(Style::default());
/// resource::Request::new("Tag").ask(&registry).unwrap().render(&mut page);
/// assert!(page.into_text().starts_with("Tag"));
/// # }
/// ```
pub trait Render {
    /// Writes it.
    fn render(&self, page: &mut Page);

    /// Returns what it says beside that; a front end may put it elsewhere.
    fn notes(&self) -> &[Note] {
        &[]
    }

    /// Draws it, if it is a graph.
    ///
    /// # Errors
    /// When it is none, or one that nobody could read.
    fn picture(&self, form: Picture) -> Result<String, PictureError> {
        let _ = form;
        Err(PictureError::NoGraph)
    }
}

/// A form a graph is drawn in.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::query::{Question, graph};
/// use etched::render::{Picture, Render};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let answer = graph::Request::default().name("Order").ask(&registry).unwrap();
/// assert!(answer.picture(Picture::Mermaid).unwrap().starts_with("flowchart LR"));
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Picture {
    /// Graphviz.
    Dot,
    /// Mermaid.
    Mermaid,
    /// Scalable Vector Graphics.
    Svg,
}

/// Why an answer is not drawn; [`Render::picture`] returns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PictureError {
    /// It is no graph.
    NoGraph,
    /// It has too many nodes to be read.
    TooLarge {
        /// How many.
        nodes: usize,
    },
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGraph => f.write_str("only a graph can be drawn"),
            Self::TooLarge { nodes } => write!(f, "a picture of {nodes} nodes cannot be read"),
        }
    }
}

impl std::error::Error for PictureError {}

/// Text as it grows; [`Render`] has an example.
#[derive(Debug, Default)]
pub struct Page {
    style: Style,
    out: String,
}

impl Page {
    /// Returns an empty page.
    #[must_use]
    pub fn new(style: Style) -> Self {
        Self { style, out: String::new() }
    }

    /// Returns the text.
    #[must_use]
    pub fn into_text(self) -> String {
        self.out
    }

    /// Writes a line of plain text; what would act on the terminal is escaped.
    pub fn text(&mut self, text: &str) {
        self.say(Tone::Plain, text);
    }

    /// Writes notes, a line each.
    pub fn notes(&mut self, notes: &[Note]) {
        for note in notes {
            self.line(&Line::of(Tone::Notice, "note").add(Tone::Plain, ": ").add(Tone::Plain, &note.to_string()));
        }
    }

    /// Returns the columns there are, at least 20; a great many where nothing has to fit.
    pub(crate) fn width(&self) -> usize {
        self.style.width.map_or(usize::MAX / 2, |width| width.max(20))
    }

    pub(crate) fn is_full(&self) -> bool {
        self.style.full
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: &Line) {
        line.write(self.style.colour, &mut self.out);
        self.out.push('\n');
    }

    /// Writes a line of one piece.
    pub(crate) fn say(&mut self, tone: Tone, text: &str) {
        self.line(&Line::of(tone, text));
    }

    /// Writes an empty line, unless there is nothing before it or it would be the second.
    pub(crate) fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Writes a line with one part on the left and one at the right edge, or close by where nothing has to fit.
    pub(crate) fn ends(&mut self, mut left: Line, right: &Line) {
        // What does not fit beside the left part is cut at its start, or left out when little would remain.
        let room = self.width().saturating_sub(left.width() + 2);
        if !right.is_empty() && room >= right.width().min(16) {
            let right = right.cut_start(room);
            let edge = self.style.width.unwrap_or(0).min(PROSE);
            left.pad_to(edge.saturating_sub(right.width()).max(left.width() + 2));
            left.append(&right);
        }
        self.line(&left);
    }

    /// Writes prose, wrapped.
    pub(crate) fn prose(&mut self, indent: usize, tone: Tone, text: &str) {
        let widest = self.width().saturating_sub(indent).max(10);
        for line in wrap(text, widest.min(PROSE.saturating_sub(indent)), widest) {
            let mut out = Line::of(Tone::Plain, &" ".repeat(indent));
            out.push(tone, &line);
            self.line(&out);
        }
    }

    /// Writes code: its lines as they are, indented.
    pub(crate) fn code(&mut self, indent: usize, tone: Tone, code: &str) {
        for line in code.trim_end().split('\n') {
            let mut out = Line::of(Tone::Plain, &" ".repeat(indent));
            out.push(tone, &line.trim_end_matches('\r').replace('\t', "    "));
            self.line(&out);
        }
    }

    /// Writes words with a separator between them, wrapped between words, every line indented.
    pub(crate) fn words(&mut self, indent: usize, separator: &str, words: &[Line]) {
        let columns = self.width();
        let start = Line::of(Tone::Plain, &" ".repeat(indent));
        let mut line = start.clone();
        let mut first = true;
        for word in words {
            if !first && line.width() + separator.len() + word.width() > columns {
                self.line(&line);
                line = start.clone();
                first = true;
            }
            if !first {
                line.push(Tone::Dim, separator);
            }
            line.append(word);
            first = false;
        }
        if !first {
            self.line(&line);
        }
    }
}
