//! What cannot be answered, and what was probably meant.

use std::fmt;

use etched_core::near::nearest;

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
    pub fn new<'a>(kind: &'static str, name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Self {
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
///
/// A name that differs in letter case alone counts, and so does one that the given name starts (`Ord` for `Order`),
/// since that is how names are abbreviated.
pub(crate) fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Vec<String> {
    let mut found: Vec<&str> = Vec::new();
    while found.len() < 3 {
        let rest = known.clone().into_iter().filter(|known| *known != name && !found.contains(known));
        match nearest(name, rest) {
            Some(next) => found.push(next),
            None => break,
        }
    }
    if name.chars().count() >= 3 {
        let starts = |known: &str| {
            known.len() > name.len()
                && known.is_char_boundary(name.len())
                && known[..name.len()].eq_ignore_ascii_case(name)
        };
        for known in known {
            if found.len() == 3 {
                break;
            }
            if starts(known) && !found.contains(&known) {
                found.push(known);
            }
        }
    }
    found.into_iter().map(str::to_owned).collect()
}
