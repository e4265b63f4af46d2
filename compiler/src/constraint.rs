//! The constraints a field can carry, as one table.

use etched_core::scalar::Family;

/// A kind of constraint.
pub(crate) struct ConstraintKind {
    pub(crate) name: &'static str,
    pub(crate) arguments: Arguments,
    pub(crate) applies: Applies,
}

/// What is in the parentheses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arguments {
    None,
    /// One literal of any kind.
    Any,
    /// One or more literals of any kind, or one list of them.
    Many,
    /// A bound: a number, or for points in time a string or a call.
    Bound,
    /// One or two whole numbers.
    Counts,
    Regex,
    /// A string or nothing.
    Reason,
}

/// What it can stand on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Applies {
    Anything,
    /// A scalar, whatever its values look like.
    Scalar,
    /// A scalar of one of these families.
    Families(&'static [Family]),
    /// A scalar of one of these families, an array or a hash.
    Measured(&'static [Family]),
}

use Family::{Id, Int, Real, Text, Time};

pub(crate) const CONSTRAINTS: &[ConstraintKind] = &[
    ConstraintKind {
        name: "min",
        arguments: Arguments::Bound,
        applies: Applies::Measured(&[Text, Int, Real, Time, Id]),
    },
    ConstraintKind {
        name: "max",
        arguments: Arguments::Bound,
        applies: Applies::Measured(&[Text, Int, Real, Time, Id]),
    },
    ConstraintKind { name: "length", arguments: Arguments::Counts, applies: Applies::Measured(&[Text, Id]) },
    ConstraintKind { name: "pattern", arguments: Arguments::Regex, applies: Applies::Families(&[Text, Id]) },
    ConstraintKind { name: "unique", arguments: Arguments::None, applies: Applies::Anything },
    ConstraintKind { name: "default", arguments: Arguments::Any, applies: Applies::Anything },
    ConstraintKind { name: "primary", arguments: Arguments::None, applies: Applies::Scalar },
    ConstraintKind { name: "auto", arguments: Arguments::None, applies: Applies::Families(&[Id, Int, Time, Text]) },
    ConstraintKind { name: "auto_update", arguments: Arguments::None, applies: Applies::Families(&[Time]) },
    ConstraintKind { name: "index", arguments: Arguments::None, applies: Applies::Anything },
    ConstraintKind { name: "immutable", arguments: Arguments::None, applies: Applies::Anything },
    ConstraintKind { name: "private", arguments: Arguments::None, applies: Applies::Anything },
    ConstraintKind { name: "precision", arguments: Arguments::Counts, applies: Applies::Families(&[Real]) },
    ConstraintKind { name: "positive", arguments: Arguments::None, applies: Applies::Families(&[Int, Real]) },
    ConstraintKind { name: "nonnegative", arguments: Arguments::None, applies: Applies::Families(&[Int, Real]) },
    ConstraintKind { name: "one_of", arguments: Arguments::Many, applies: Applies::Scalar },
    ConstraintKind { name: "deprecated", arguments: Arguments::Reason, applies: Applies::Anything },
];

/// Returns the constraint with this name.
pub(crate) fn find(name: &str) -> Option<&'static ConstraintKind> {
    CONSTRAINTS.iter().find(|kind| kind.name == name)
}
