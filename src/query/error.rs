//! Why a question has no answer, and what to do about it.

use std::fmt;

use serde::{Serialize, Serializer};

use super::note::Subject;
use crate::graph::GraphError;

/// Why a question has no answer; the same type for every question.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::query::{ErrorCode, Question, Subject, resource};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let error = resource::Request::new("Ordr").ask(&registry).unwrap_err();
/// assert_eq!(error.code, ErrorCode::Unknown(Subject::Resource));
/// assert_eq!(error.to_string(), "there is no resource `Ordr`");
/// assert_eq!((error.suggestions, error.next_step), (vec!["Order".to_owned()], Some("`resources` lists all 28.".to_owned())));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Error {
    /// The stable code, such as `unknown_resource`.
    pub code: ErrorCode,
    /// What was wrong, in a sentence.
    pub message: String,
    /// What was probably meant, the likeliest first; at most three.
    pub suggestions: Vec<String>,
    /// What to do about it, in a sentence, unless the message or the suggestions say as much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
}

/// The stable code of an [`Error`].
///
/// ```
/// use etched::query::{ErrorCode, Subject};
///
/// assert_eq!(ErrorCode::Unknown(Subject::EdgeKind).as_str(), "unknown_edge_kind");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// Nothing has a name that was asked for.
    Unknown(Subject),
    /// A change that the thing it is to be made to does not know.
    WrongChange,
    /// A request that asks for nothing, such as one with an empty method.
    Usage,
}

impl ErrorCode {
    /// Returns the code as JSON has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown(subject) => subject.unknown(),
            Self::WrongChange => "wrong_change",
            Self::Usage => "usage",
        }
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl Error {
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), suggestions: Vec::new(), next_step: None }
    }

    /// Says that nothing has a name, with the similar names.
    pub(super) fn unknown<'a>(subject: Subject, name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        Self::new(ErrorCode::Unknown(subject), format!("there is no {subject} `{name}`")).suggest(near(name, known))
    }

    pub(super) fn suggest(self, suggestions: Vec<String>) -> Self {
        Self { suggestions, ..self }
    }

    pub(super) fn next(self, next_step: impl Into<String>) -> Self {
        Self { next_step: Some(next_step.into()), ..self }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<GraphError> for Error {
    fn from(error: GraphError) -> Self {
        let valid = |subject, name: &str, valid: &[String]| {
            Self::unknown(subject, name, valid.iter().map(String::as_str))
                .next(format!("Expected one of {}.", valid.join(", ")))
        };
        match error {
            GraphError::UnknownNode { name, suggestions } => {
                let (subject, name) = match name.split_once(':') {
                    Some(("middleware", name)) => (Subject::Middleware, name),
                    Some(("function", name)) => (Subject::Function, name),
                    Some(("route", name)) => (Subject::Route, name),
                    Some(("resource", name)) => (Subject::Resource, name),
                    _ => (Subject::Resource, name.as_str()),
                };
                Self::unknown(subject, name, []).suggest(suggestions).next(
                    "A bare name means a resource; write others as middleware:auth, function:String.slugify, 'route:GET /posts/:id'.",
                )
            }
            GraphError::UnknownRoute { name, suggestions } => Self::unknown(Subject::Route, &name, [])
                .suggest(suggestions)
                .next("`routes` lists all routes; the path is a template, such as /posts/:id."),
            GraphError::UnknownEdgeKind { name, valid: kinds } => valid(Subject::EdgeKind, &name, &kinds),
            GraphError::UnknownNodeKind { name, valid: kinds } => valid(Subject::NodeKind, &name, &kinds),
            GraphError::WrongChange { .. } => Self::new(ErrorCode::WrongChange, error.to_string()),
        }
    }
}

/// Returns up to three known names near to one, the nearest first.
pub(crate) fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    etched_core::near::near(name, known).iter().map(str::to_owned).collect()
}
