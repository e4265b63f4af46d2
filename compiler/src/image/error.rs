//! Why a model has no image.

use std::fmt;

use etched_core::extent::{Excess, MAX_BYTES, MAX_NAME};

use crate::diagnostic::{Diagnostic, Place, code};

/// Why a model has no image.
///
/// ```
/// use etched_compiler::image::{self, WriteError};
/// use etched_compiler::model::{Model, Resource};
///
/// let tag = Resource { name: "Tag".into(), ..Resource::default() };
/// let model = Model { resources: vec![tag.clone(), tag], ..Model::default() };
/// let error = image::write(&model, etched_compiler::Strip::NONE).unwrap_err();
/// assert_eq!(error, WriteError::NameTwice("Tag".to_owned()));
/// assert_eq!(error.diagnostic("shop.json").code(), "E0104");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// It would take more than [`MAX_BYTES`].
    TooLarge,
    /// Its records name so much text, or so many lists, that answers were out of proportion to it.
    Excessive(Excess),
    /// Two resources have this name; no reader makes such a model.
    NameTwice(String),
    /// The name of a resource, here its start, is longer than [`MAX_NAME`].
    NameTooLong(String),
    /// A route has this method, which is not in capitals; no reader makes such a model.
    Method(String),
}

impl WriteError {
    /// Returns it as the compiler reports everything; `name` is what the source of the model is called.
    #[must_use]
    pub fn diagnostic(&self, name: &str) -> Diagnostic {
        Diagnostic::new(&code::NO_IMAGE, Place::path(name), self.to_string())
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "the image would have more than {} MiB", MAX_BYTES >> 20),
            Self::Excessive(excess) => excess.fmt(f),
            Self::NameTwice(name) => write!(f, "two resources have the name `{name}`"),
            Self::NameTooLong(start) => {
                write!(f, "a name has at most {MAX_NAME} bytes, and that of the resource `{start}…` has more")
            }
            Self::Method(method) => write!(f, "the method `{method}` of a route is not in capitals"),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<Excess> for WriteError {
    fn from(excess: Excess) -> Self {
        Self::Excessive(excess)
    }
}
