//! What an import could not carry over, and what it found wrong.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use super::node::At;
use crate::diagnostic::{Diagnostic, Place, code};

/// Pointers kept per reason.
const EXAMPLES: usize = 3;

/// Warnings kept; the rest are counted.
const WARNINGS: usize = 1000;

/// Something a document says that the model has no place for, or the other way round: part of
/// [`Imported`](super::Imported) and [`Exported`](super::Exported).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotRepresented {
    /// What it is, such as "`example` of a schema".
    pub reason: String,
    /// How often it occurs.
    pub count: u32,
    /// JSON pointers of the first places, at most three.
    pub examples: Vec<String>,
}

/// Something that is wrong with a document, and that the import went on in spite of: part of
/// [`Imported`](super::Imported).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// What is wrong: lower-case, no full stop.
    pub message: String,
    /// JSON pointer of the place.
    pub pointer: String,
    /// Line of the place, 0 when unknown.
    pub line: u32,
}

impl Warning {
    /// Returns it as the compiler reports everything; `name` is what the document is called.
    ///
    /// ```
    /// let imported = etched_compiler::openapi::import("pets.yaml", b"openapi: 3.1.0\ninfo: [Pets]\n")?;
    /// let warning = imported.warnings[0].diagnostic("pets.yaml");
    /// assert_eq!((warning.code(), warning.place().line()), ("W0011", Some(2)));
    /// # Ok::<(), etched_compiler::openapi::Error>(())
    /// ```
    #[must_use]
    pub fn diagnostic(&self, name: &str) -> Diagnostic {
        let message = format!("{}: {}", self.pointer, self.message);
        Diagnostic::new(&code::OPENAPI_READING, Place::point(name, self.line, 0), message)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Report {
    reasons: BTreeMap<Cow<'static, str>, (u32, Vec<String>)>,
    warnings: Vec<Warning>,
    /// Above zero while a part is read again that was already reported on.
    pub(crate) muted: u32,
    /// What was insisted on, by reason and place.
    insisted: HashSet<(&'static str, String)>,
}

impl Report {
    /// Counts something that has no place in the model.
    pub(crate) fn note(&mut self, reason: impl Into<Cow<'static, str>>, at: &At<'_>) {
        if self.muted > 0 {
            return;
        }
        let (count, examples) = self.reasons.entry(reason.into()).or_default();
        *count = count.saturating_add(1);
        if examples.len() < EXAMPLES {
            examples.push(at.pointer());
        }
    }

    /// Counts something that only reading a part again tells, once for each place.
    pub(crate) fn insist(&mut self, reason: &'static str, at: &At<'_>) {
        if self.insisted.insert((reason, at.pointer())) {
            let muted = std::mem::take(&mut self.muted);
            self.note(reason, at);
            self.muted = muted;
        }
    }

    /// Notes something wrong.
    pub(crate) fn warn(&mut self, line: u32, at: &At<'_>, message: impl Into<String>) {
        if self.muted > 0 {
            return;
        }
        if self.warnings.len() < WARNINGS {
            self.warnings.push(Warning { message: message.into(), pointer: at.pointer(), line });
        } else {
            self.note("warning beyond the first 1,000", at);
        }
    }

    pub(crate) fn finish(self) -> (Vec<NotRepresented>, Vec<Warning>) {
        let reasons = self.reasons.into_iter();
        let reasons =
            reasons.map(|(reason, (count, examples))| NotRepresented { reason: reason.into(), count, examples });
        (reasons.collect(), self.warnings)
    }
}
