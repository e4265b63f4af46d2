//! What cannot be answered, and what was probably meant.

use std::fmt;

/// A name that nothing has.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// let error = etched::query::NotFound::new("resource", "Pst", ["User", "Post"]);
/// assert_eq!(error.to_string(), "there is no resource `Pst`");
/// assert_eq!((error.code().as_str(), error.suggestions), ("unknown_resource", vec!["Post".to_owned()]));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// What was looked for, such as `resource`.
    pub kind: &'static str,
    /// The name that was given.
    pub name: String,
    /// Known names near to it, the nearest first; at most three.
    pub suggestions: Vec<String>,
}

impl NotFound {
    /// Makes one, with suggestions from the names there are.
    #[must_use]
    pub fn new<'a>(kind: &'static str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self { kind, name: name.to_owned(), suggestions: near(name, known) }
    }

    /// Returns the stable code, such as `unknown_resource`.
    #[must_use]
    pub fn code(&self) -> String {
        format!("unknown_{}", self.kind.replace(' ', "_"))
    }
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no {} `{}`", self.kind, self.name)
    }
}

impl std::error::Error for NotFound {}

/// Returns up to three known names near to one, the nearest first.
pub(crate) fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    etched_core::near::near(name, known).iter().map(str::to_owned).collect()
}
