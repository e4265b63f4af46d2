//! Where answers go, and in which form.

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use serde::Serialize;

use super::json::Escaped;
use super::{Color, Failure, Format, Options};
use crate::render::{Line, Page, Picture, PictureError, Render, Style, Tone};

/// Columns that prose on standard error may take where it is no terminal.
const ELSEWHERE: usize = 100;

/// Whether an answer is good news; an answer that is not ends the program with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Good,
    /// It is not: a 404, errors in a schema, more deviations than allowed.
    Bad,
}

/// What a command comes to: [`Context::end`] turns it into the exit code.
pub type Outcome = Result<Verdict, Failure>;

/// Where answers go, and in which form; [`Command`](super::Command) has an example.
#[derive(Clone, Debug)]
pub struct Context {
    format: Format,
    out: Style,
    err: Style,
    pretty: bool,
}

impl Context {
    /// Looks at the options, the environment and the terminal.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        Self {
            format: options.format,
            out: Style::default().colour(colour(options.color, out.is_terminal())).width(width(out.is_terminal())),
            err: Style::default()
                .colour(colour(options.color, err.is_terminal()))
                .width(width(err.is_terminal()).or(Some(ELSEWHERE))),
            pretty: out.is_terminal(),
        }
    }

    /// Returns the same with documentation and bodies shown, if `full`.
    #[must_use]
    pub fn full(&self, full: bool) -> Self {
        Self { out: self.out.full(full), ..self.clone() }
    }

    /// Returns the form answers are wanted in.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Returns how text on standard output is to look.
    #[must_use]
    pub fn style(&self) -> Style {
        self.out
    }

    /// Returns how text on standard error is to look.
    #[must_use]
    pub fn error_style(&self) -> Style {
        self.err
    }

    /// Writes an answer in the form that is wanted; what it says beside that goes to standard error.
    ///
    /// # Errors
    /// When the form is not one of the answer, and when standard output cannot be written to.
    pub fn answer<A: Serialize + Render>(&self, answer: &A) -> Outcome {
        let picture = match self.format {
            Format::Json => return self.json(answer),
            Format::Text => {
                let mut notes = Page::new(self.err);
                notes.notes(answer.notes());
                // Whoever closed standard error does not want to know.
                let _ = io::stderr().write_all(notes.into_text().as_bytes());
                let mut page = Page::new(self.out);
                answer.render(&mut page);
                return self.write(page.into_text().as_bytes());
            }
            Format::Dot => Picture::Dot,
            Format::Mermaid => Picture::Mermaid,
            Format::Svg => Picture::Svg,
        };
        match answer.picture(picture) {
            Ok(text) => self.write(text.as_bytes()),
            Err(PictureError::NoGraph) => Err(self.wrong_format()),
            Err(error) => Err(Failure::new("too_large", error.to_string())
                .advise("Name a resource and a --depth, narrow it with --kind, or use `--format dot`.")),
        }
    }

    /// Returns the failure of a form that the command does not know.
    #[must_use]
    pub fn wrong_format(&self) -> Failure {
        let name = format!("{:?}", self.format).to_lowercase();
        Failure::new("usage", format!("`--format {name}` is for `graph` only"))
            .advise("Use `--format text` or `--format json`.")
    }

    /// Writes an answer as JSON: over several lines on a terminal, in one line elsewhere.
    ///
    /// # Errors
    /// When standard output cannot be written to.
    pub fn json<A: Serialize>(&self, answer: &A) -> Outcome {
        let mut out = Escaped(BufWriter::new(io::stdout().lock()));
        let written = if self.pretty {
            serde_json::to_writer_pretty(&mut out, answer)
        } else {
            serde_json::to_writer(&mut out, answer)
        };
        finish(written.map_err(io::Error::from).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()))
    }

    /// Writes bytes to standard output.
    ///
    /// # Errors
    /// When standard output cannot be written to; a pipe that was closed is not an error.
    pub fn write(&self, bytes: &[u8]) -> Outcome {
        let mut out = io::stdout().lock();
        finish(out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// Says something beside the answer, to people only.
    pub fn note(&self, text: &str) {
        self.say("note", text);
    }

    /// Says what is probably not meant as it is written, to people only; programs ask `check`.
    pub fn warn(&self, text: &str) {
        self.say("warning", text);
    }

    fn say(&self, kind: &str, text: &str) {
        if self.format == Format::Text {
            let mut page = Page::new(self.err);
            page.line(&Line::of(Tone::Notice, kind).add(Tone::Plain, ": ").add(Tone::Plain, text));
            // Whoever closed standard error does not want to know.
            let _ = io::stderr().write_all(page.into_text().as_bytes());
        }
    }

    /// Reports a failure, if there is one, and returns the exit code.
    #[must_use]
    pub fn end(&self, outcome: Outcome) -> ExitCode {
        match outcome {
            Ok(Verdict::Good) => ExitCode::SUCCESS,
            Ok(Verdict::Bad) => ExitCode::FAILURE,
            Err(failure) => {
                let text = match self.format {
                    Format::Json => failure.to_json() + "\n",
                    _ => failure.to_text(self.err),
                };
                let _ = io::stderr().write_all(text.as_bytes());
                if failure.code == "usage" { ExitCode::from(2) } else { ExitCode::FAILURE }
            }
        }
    }
}

fn finish(written: io::Result<()>) -> Outcome {
    match written {
        Ok(()) => Ok(Verdict::Good),
        // The reader has what it wanted: `etched resources | head -1`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Verdict::Good),
        Err(error) => Err(Failure::new("output", format!("cannot write the answer: {error}"))),
    }
}

/// Decides on colour: the option, then `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`, then what is written to.
fn colour(wanted: Color, terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    match wanted {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR").is_some() => false,
        Color::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto if set("CLICOLOR").is_some_and(|value| value == "0") => false,
        Color::Auto => terminal && set("TERM").is_none_or(|value| value != "dumb"),
    }
}

/// Returns the columns there are: `COLUMNS`, or those of the terminal.
fn width(terminal: bool) -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok()).filter(|columns| *columns > 0);
    said.or_else(|| {
        let size = || terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| usize::from(columns));
        terminal.then(size).flatten().filter(|columns| *columns > 0)
    })
}
