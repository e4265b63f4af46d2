//! The constraints a field can carry, as one table.

use etched_core::scalar::Family;

/// A kind of constraint.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) arguments: Arguments,
    pub(crate) applies: Applies,
}

/// What stands in the parentheses.
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

pub(crate) const CONSTRAINTS: &[Kind] = &[
    Kind { name: "min", arguments: Arguments::Bound, applies: Applies::Measured(&[Text, Int, Real, Time, Id]) },
    Kind { name: "max", arguments: Arguments::Bound, applies: Applies::Measured(&[Text, Int, Real, Time, Id]) },
    Kind { name: "length", arguments: Arguments::Counts, applies: Applies::Measured(&[Text, Id]) },
    Kind { name: "pattern", arguments: Arguments::Regex, applies: Applies::Families(&[Text, Id]) },
    Kind { name: "unique", arguments: Arguments::None, applies: Applies::Anything },
    Kind { name: "default", arguments: Arguments::Any, applies: Applies::Anything },
    Kind { name: "primary", arguments: Arguments::None, applies: Applies::Scalar },
    Kind { name: "auto", arguments: Arguments::None, applies: Applies::Families(&[Id, Int, Time, Text]) },
    Kind { name: "auto_update", arguments: Arguments::None, applies: Applies::Families(&[Time]) },
    Kind { name: "index", arguments: Arguments::None, applies: Applies::Anything },
    Kind { name: "immutable", arguments: Arguments::None, applies: Applies::Anything },
    Kind { name: "private", arguments: Arguments::None, applies: Applies::Anything },
    Kind { name: "precision", arguments: Arguments::Counts, applies: Applies::Families(&[Real]) },
    Kind { name: "positive", arguments: Arguments::None, applies: Applies::Families(&[Int, Real]) },
    Kind { name: "nonnegative", arguments: Arguments::None, applies: Applies::Families(&[Int, Real]) },
    Kind { name: "one_of", arguments: Arguments::Many, applies: Applies::Scalar },
    Kind { name: "deprecated", arguments: Arguments::Reason, applies: Applies::Anything },
];

/// Returns the constraint with this name.
pub(crate) fn find(name: &str) -> Option<&'static Kind> {
    CONSTRAINTS.iter().find(|kind| kind.name == name)
}
