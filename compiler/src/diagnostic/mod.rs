//! What the compiler has to say about a schema.

pub(crate) mod code;
mod edit;
mod explain;
mod json;
mod place;
mod render;

use std::fmt;

use etched_core::near::Near;

pub use code::{ALL as CODES, Code};
pub use edit::{Edit, Edits};
pub use explain::{ExampleKind, Explanation};
pub(crate) use json::string as json_string;
pub use place::Place;

/// Errors and warnings kept in one run; those after it are counted only.
const MAX_KEPT: usize = 1_000;

/// How much a diagnostic matters.
///
/// ```
/// use etched_compiler::{Severity, compile_str};
///
/// let errors = compile_str("resource Tag { name: strng! }").unwrap_err();
/// assert_eq!(errors.iter().next().unwrap().severity(), Severity::Error);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The schema cannot be compiled.
    Error,
    /// The schema compiles, but is probably not what was meant.
    Warning,
}

/// The other party of a conflict.
///
/// ```
/// let errors = etched_compiler::compile_str("resource Tag { }\nresource Tag { }").unwrap_err();
/// let first = &errors.iter().next().unwrap().related()[0];
/// assert_eq!((first.message.as_str(), first.place.line()), ("first declared here", Some(1)));
/// ```
#[derive(Clone, Debug)]
pub struct Related {
    /// What it is, such as "first declared here".
    pub message: String,
    /// Where it is.
    pub place: Place,
}

/// One error or warning.
///
/// ```
/// let errors = etched_compiler::compile_str("resource Tag { name: strng! }").unwrap_err();
/// let error = errors.iter().next().unwrap();
/// assert_eq!((error.code(), error.message()), ("E0040", "unknown type `strng`"));
/// assert_eq!((error.place().column(), error.suggestion()), (Some(22), Some("string")));
/// ```
#[derive(Clone, Debug)]
pub struct Diagnostic {
    code: &'static str,
    severity: Severity,
    message: String,
    place: Place,
    label: String,
    expected: Option<String>,
    suggestion: Option<String>,
    edit: Option<Box<Edit>>,
    related: Vec<Related>,
}

impl Diagnostic {
    /// Makes a diagnostic; its severity follows from the code.
    #[must_use]
    pub fn new(code: &'static Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code: code.id,
            severity: if code.id.starts_with('W') { Severity::Warning } else { Severity::Error },
            message: message.into(),
            place,
            label: String::new(),
            expected: None,
            suggestion: None,
            edit: None,
            related: Vec::new(),
        }
    }

    /// Adds what is under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what would have been right.
    #[must_use]
    pub fn expect(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Adds the known name that was probably meant, if there is one.
    #[must_use]
    pub fn suggest(mut self, suggestion: Option<impl Into<String>>) -> Self {
        self.suggestion = suggestion.map(Into::into);
        self
    }

    /// Adds the known names that were probably meant: the nearest as the suggestion and, where no other can be meant,
    /// an edit that writes it over what the diagnostic points at.
    pub(crate) fn meant(self, near: Near<'_>) -> Self {
        self.meant_as(near, |name| name.to_owned())
    }

    /// As [`meant`](Self::meant), for a name with what is written around it, such as `@`.
    pub(crate) fn meant_as(mut self, near: Near<'_>, written: impl Fn(&str) -> String) -> Self {
        if let Some(name) = near.only() {
            let quoted = self.place.text().starts_with('"');
            let written = if quoted { format!("\"{}\"", written(name)) } else { written(name) };
            let place = self.place.clone();
            self = self.fix(place, written);
        }
        self.suggest(near.first().map(written))
    }

    /// Adds the edit that fixes it; to be used where no other is possible.
    #[must_use]
    pub fn fix(mut self, place: Place, replacement: impl Into<String>) -> Self {
        self.edit = Some(Box::new(Edit { place, replacement: replacement.into() }));
        self
    }

    /// Adds the other party of a conflict.
    #[must_use]
    pub fn relate(mut self, message: impl Into<String>, place: Place) -> Self {
        self.related.push(Related { message: message.into(), place });
        self
    }

    /// Returns the stable code, such as `E0060`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Returns how much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Returns the message in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Returns what would have been right, where that is worth saying.
    #[must_use]
    pub fn expected(&self) -> Option<&str> {
        self.expected.as_deref()
    }

    /// Returns the known name that was probably meant.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// Returns the edit that fixes it, where it is unambiguous; `etched check --fix` applies it.
    #[must_use]
    pub fn edit(&self) -> Option<&Edit> {
        self.edit.as_deref()
    }

    /// Returns the other parties of a conflict.
    #[must_use]
    pub fn related(&self) -> &[Related] {
        &self.related
    }
}

/// All errors and warnings of one run, sorted by file and line.
///
/// ```
/// let sources = etched_compiler::Sources::from_texts([("post.cdt", "resource Post { title: strng! }")]);
/// let diagnostics = etched_compiler::compile(&sources).unwrap_err();
/// assert_eq!(diagnostics.iter().next().unwrap().suggestion(), Some("string"));
/// println!("{}", diagnostics.render(false, 80));
/// ```
#[derive(Default)]
#[must_use = "errors are for somebody to see"]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
    /// Warnings among those kept, which give way to errors.
    kept_warnings: usize,
}

impl Diagnostics {
    /// Returns an empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic; after the first thousand they are counted only.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        match diagnostic.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
        let warning = diagnostic.severity == Severity::Warning;
        if self.list.len() < MAX_KEPT {
            self.kept_warnings += usize::from(warning);
            self.list.push(diagnostic);
        } else if !warning
            && self.kept_warnings > 0
            && let Some(slot) = self.list.iter().rposition(|known| known.severity == Severity::Warning)
        {
            self.list[slot] = diagnostic;
            self.kept_warnings -= 1;
        }
    }

    /// Adds everything another run found.
    pub fn append(&mut self, other: Self) {
        let kept = other.list;
        let errors = kept.iter().filter(|known| known.severity == Severity::Error).count();
        self.errors += other.errors - errors;
        self.warnings += other.warnings - (kept.len() - errors);
        kept.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Returns them sorted by file and position.
    pub fn sorted(mut self) -> Self {
        self.list.sort_by(|a, b| a.place.order().cmp(&b.place.order()).then_with(|| a.code.cmp(b.code)));
        self
    }

    /// Returns whether there are errors.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Returns whether there is nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.errors + self.warnings == 0
    }

    /// Returns the number of errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Returns the number of warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.warnings
    }

    /// Returns the diagnostics that were kept.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Returns how many were counted but not kept.
    fn hidden(&self) -> usize {
        self.errors + self.warnings - self.list.len()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false, 100))
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Diagnostics {}
