//! What can be wrong with a question about dependencies.

use std::fmt;

/// Why a question about dependencies has no answer.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let error = registry.dependencies("Ordr").run().unwrap_err();
/// assert_eq!(error.to_string(), "there is no resource `Ordr`; did you mean `Order`?");
/// assert_eq!((error.code(), error.suggestions()), ("unknown_node", &["Order".to_owned()][..]));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphError {
    /// No node has that id.
    UnknownNode {
        /// What was asked for.
        name: String,
        /// Ids that may have been meant, nearest first.
        suggestions: Vec<String>,
    },
    /// No route has that method and path.
    UnknownRoute {
        /// What was asked for: method and path.
        name: String,
        /// Routes that may have been meant, nearest first.
        suggestions: Vec<String>,
    },
    /// No edge can be of that kind.
    UnknownEdgeKind {
        /// What was asked for.
        name: String,
        /// The kinds there are, sorted.
        valid: Vec<String>,
    },
    /// No node can be of that kind.
    UnknownNodeKind {
        /// What was asked for.
        name: String,
        /// The kinds there are.
        valid: Vec<String>,
    },
    /// The change cannot be made to that kind of node.
    WrongChange {
        /// Id of the node.
        name: String,
        /// The change.
        change: &'static str,
        /// The kind of node it is for.
        wanted: &'static str,
    },
}

impl GraphError {
    /// Returns what may have been meant: near names, or the valid kinds.
    #[must_use]
    pub fn suggestions(&self) -> &[String] {
        match self {
            Self::UnknownNode { suggestions, .. } | Self::UnknownRoute { suggestions, .. } => suggestions,
            Self::UnknownEdgeKind { valid, .. } | Self::UnknownNodeKind { valid, .. } => valid,
            Self::WrongChange { .. } => &[],
        }
    }

    /// Returns a short stable word for the error, as JSON answers give it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownNode { .. } => "unknown_node",
            Self::UnknownRoute { .. } => "unknown_route",
            Self::UnknownEdgeKind { .. } => "unknown_edge_kind",
            Self::UnknownNodeKind { .. } => "unknown_node_kind",
            Self::WrongChange { .. } => "wrong_change",
        }
    }
}

impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let near = |f: &mut fmt::Formatter<'_>, near: &[String]| match near {
            [] => Ok(()),
            near => write!(f, "; did you mean `{}`?", near.join("`, `")),
        };
        match self {
            Self::UnknownNode { name, suggestions } => {
                match name.split_once(':') {
                    Some((kind @ ("middleware" | "function" | "route" | "resource"), name)) => {
                        write!(f, "there is no {kind} `{name}`")?;
                    }
                    _ => write!(f, "there is no resource `{name}`")?,
                }
                near(f, suggestions)
            }
            Self::UnknownRoute { name, suggestions } => {
                write!(f, "there is no route `{name}`")?;
                near(f, suggestions)
            }
            Self::UnknownEdgeKind { name, valid } => {
                write!(f, "there is no edge kind `{name}`; expected one of {}", valid.join(", "))
            }
            Self::UnknownNodeKind { name, valid } => {
                write!(f, "there is no node kind `{name}`; expected one of {}", valid.join(", "))
            }
            Self::WrongChange { name, change, wanted } => {
                write!(f, "`{change}` applies to a {wanted}, and `{name}` is not one")
            }
        }
    }
}

impl std::error::Error for GraphError {}
