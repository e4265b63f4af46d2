//! Pieces of text with a tone: what they are, from which follows how they look.

use etched_core::foreign;

use super::text::{split, width};

/// What a piece of text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tone {
    #[default]
    Plain,
    /// The name of what a line is about.
    Name,
    /// A heading.
    Heading,
    /// What matters less: places, separators, documentation.
    Dim,
    /// A type, or the name of another resource.
    Type,
    /// What is as it should be, or only reads.
    Good,
    /// What changes something, or deserves a look.
    Notice,
    /// What destroys, or is wrong.
    Bad,
    /// A kind, an event, an operation.
    Word,
}

impl Tone {
    /// Returns the escape that starts it.
    fn start(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Name => "\x1b[1m",
            Self::Heading => "\x1b[1;4m",
            Self::Dim => "\x1b[2m",
            Self::Type => "\x1b[36m",
            Self::Good => "\x1b[32m",
            Self::Notice => "\x1b[33m",
            Self::Bad => "\x1b[31m",
            Self::Word => "\x1b[35m",
        }
    }

    /// Returns the tone of a method.
    pub(crate) fn of_method(method: &str) -> Self {
        match method {
            "GET" | "HEAD" | "OPTIONS" => Self::Good,
            "DELETE" => Self::Bad,
            _ => Self::Notice,
        }
    }
}

/// A line: pieces of clean text side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    spans: Vec<(Tone, String)>,
    width: usize,
}

impl Line {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Returns a line of one piece.
    pub(crate) fn of(tone: Tone, text: &str) -> Self {
        Self::new().add(tone, text)
    }

    /// Adds a piece.
    pub(crate) fn add(mut self, tone: Tone, text: &str) -> Self {
        self.push(tone, text);
        self
    }

    /// Adds a piece.
    pub(crate) fn push(&mut self, tone: Tone, text: &str) {
        if text.is_empty() {
            return;
        }
        let text = foreign::line(text);
        self.width += width(&text);
        match self.spans.last_mut() {
            Some((last, kept)) if *last == tone => kept.push_str(&text),
            _ => self.spans.push((tone, text.into_owned())),
        }
    }

    /// Adds blanks up to a column.
    pub(crate) fn pad_to(&mut self, column: usize) {
        if self.width < column {
            let blanks = " ".repeat(column - self.width);
            self.push(Tone::Plain, &blanks);
        }
    }

    /// Adds that many blanks.
    pub(crate) fn blanks(&mut self, count: usize) {
        self.pad_to(self.width + count);
    }

    /// Adds all pieces of another line.
    pub(crate) fn append(&mut self, other: &Self) {
        for (tone, text) in &other.spans {
            self.push(*tone, text);
        }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Cuts it into lines of at most `columns`.
    pub(crate) fn broken(&self, columns: usize) -> Vec<Self> {
        let mut lines = vec![Self::new()];
        for (tone, text) in &self.spans {
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let line = lines.last_mut().expect("there is one from the start");
                let room = columns.saturating_sub(line.width);
                // A character of two columns may not fit into one that is left.
                if !line.is_empty() && (room == 0 || width(split(rest, room).0) > room) {
                    lines.push(Self::new());
                    continue;
                }
                let (head, tail) = split(rest, room);
                line.push(*tone, head);
                rest = tail;
            }
        }
        lines
    }

    /// Returns it with at most `columns`, with `…` where something is missing.
    pub(crate) fn cut(&self, columns: usize) -> Self {
        if self.width <= columns {
            return self.clone();
        }
        let mut line = self.broken(columns.saturating_sub(1).max(1)).swap_remove(0);
        line.push(Tone::Dim, "…");
        line
    }

    /// Returns its last `columns`, with `…` where something is missing before them.
    pub(crate) fn cut_start(&self, columns: usize) -> Self {
        if self.width <= columns {
            return self.clone();
        }
        let mut line = Self::of(Tone::Dim, "…");
        let mut skip = self.width - columns + 1;
        for (tone, text) in &self.spans {
            if skip == 0 {
                line.push(*tone, text);
                continue;
            }
            let (head, rest) = split(text, skip);
            // A character of two columns goes whole.
            skip = skip.saturating_sub(width(head));
            if skip > 0 && !rest.is_empty() {
                let (more, rest) = split(rest, 1);
                skip = skip.saturating_sub(width(more));
                line.push(*tone, rest);
            } else {
                line.push(*tone, rest);
            }
        }
        line
    }

    /// Writes it without blanks at its end.
    pub(crate) fn write(&self, colour: bool, out: &mut String) {
        let last = self.spans.iter().rposition(|(_, text)| !text.trim_end().is_empty());
        for (at, (tone, text)) in self.spans.iter().enumerate().take(last.map_or(0, |last| last + 1)) {
            let text = if Some(at) == last { text.trim_end() } else { text };
            let start = if colour { tone.start() } else { "" };
            out.push_str(start);
            out.push_str(text);
            if !start.is_empty() {
                out.push_str("\x1b[0m");
            }
        }
    }
}
