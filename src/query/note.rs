//! What an answer says beside what was asked.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::error::near;

/// What a name can be the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// A resource.
    Resource,
    /// A route: method and path template.
    Route,
    /// A method of routes.
    Method,
    /// A middleware, by base name or with arguments.
    Middleware,
    /// An operation of routes.
    Operation,
    /// A path template of routes, or what one starts with.
    Path,
    /// A base type of fields.
    Type,
    /// A pattern, by id or name.
    Pattern,
    /// A category of patterns.
    Category,
    /// A kind of patterns: what their ids start with.
    PatternKind,
    /// A function that bodies call.
    Function,
    /// A kind of nodes of the dependency graph.
    NodeKind,
    /// A kind of its edges.
    EdgeKind,
}

impl Subject {
    /// Returns the word for it, such as `edge kind`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Route => "route",
            Self::Method => "method",
            Self::Middleware => "middleware",
            Self::Operation => "operation",
            Self::Path => "path",
            Self::Type => "type",
            Self::Pattern => "pattern",
            Self::Category => "category",
            Self::PatternKind => "pattern kind",
            Self::Function => "function",
            Self::NodeKind => "node kind",
            Self::EdgeKind => "edge kind",
        }
    }

    /// Returns the code of a name that nothing has.
    pub(super) const fn unknown(self) -> &'static str {
        match self {
            Self::Resource => "unknown_resource",
            Self::Route => "unknown_route",
            Self::Method => "unknown_method",
            Self::Middleware => "unknown_middleware",
            Self::Operation => "unknown_operation",
            Self::Path => "unknown_path",
            Self::Type => "unknown_type",
            Self::Pattern => "unknown_pattern",
            Self::Category => "unknown_category",
            Self::PatternKind => "unknown_pattern_kind",
            Self::Function => "unknown_function",
            Self::NodeKind => "unknown_node_kind",
            Self::EdgeKind => "unknown_edge_kind",
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something an answer says beside what was asked; displays as a sentence for people.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::query::{Note, Question, routes};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let answer = routes::Request::default().middleware("auht").ask(&registry).unwrap();
/// assert_eq!(answer.total_count, 0);
/// assert_eq!(answer.notes[0].to_string(), "there is no middleware `auht`; did you mean `auth`?");
/// # }
/// ```
///
/// In JSON: `code` (such as `unknown_middleware`), `message`, `name`, `suggestions` and `known`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// A filter names what there is not, so nothing can pass it.
    #[non_exhaustive]
    Unknown {
        /// What was named.
        subject: Subject,
        /// The name.
        name: String,
        /// Similar names, the nearest first; at most three.
        suggestions: Vec<String>,
        /// All known names, where none is near and they are few by nature.
        known: Vec<String>,
    },
}

impl Note {
    /// Notes that nothing has a name, with similar ones.
    pub(super) fn unknown<'a>(subject: Subject, name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        Self::Unknown { subject, name: name.to_owned(), suggestions: near(name, known), known: Vec::new() }
    }

    /// Notes that nothing has a name, with similar ones, or else all there are.
    pub(super) fn unknown_among<'a>(
        subject: Subject,
        name: &str,
        all: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Self {
        let suggestions = near(name, all.clone());
        let known = if suggestions.is_empty() { all.into_iter().map(str::to_owned).collect() } else { Vec::new() };
        Self::Unknown { subject, name: name.to_owned(), suggestions, known }
    }

    /// Returns the stable code, such as `unknown_middleware`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown { subject, .. } => subject.unknown(),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { subject, name, suggestions, known } => {
                write!(f, "there is no {subject} `{name}`")?;
                match (suggestions.as_slice(), known.as_slice()) {
                    ([], []) => Ok(()),
                    ([], known) => write!(f, "; expected one of {}", known.join(", ")),
                    (near, _) => write!(f, "; did you mean `{}`?", near.join("` or `")),
                }
            }
        }
    }
}

impl Serialize for Note {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown { name, suggestions, known, .. } => {
                let mut note = to.serialize_struct("Note", 4 + usize::from(!known.is_empty()))?;
                note.serialize_field("code", self.code())?;
                note.serialize_field("message", &self.to_string())?;
                note.serialize_field("name", name)?;
                note.serialize_field("suggestions", suggestions)?;
                match known.as_slice() {
                    [] => note.skip_field("known")?,
                    known => note.serialize_field("known", known)?,
                }
                note.end()
            }
        }
    }
}
