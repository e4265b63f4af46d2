//! The constraints a field can carry, as one table.

use etched_core::scalar::Family;

/// A kind of constraint.
pub(crate) struct ConstraintKind {
    pub(crate) name: &'static str,
    pub(crate) arguments: Arguments,
    pub(crate) applies: Applies,
    /// What it says of a field, in a sentence without a full stop.
    pub(crate) meaning: &'static str,
    /// A field that has it.
    pub(crate) example: &'static str,
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

use Family::{Bytes, Duration, Id, Int, Real, Text, Time};

pub(crate) const CONSTRAINTS: &[ConstraintKind] = &[
    ConstraintKind {
        name: "min",
        arguments: Arguments::Bound,
        applies: Applies::Measured(&[Text, Int, Real, Time, Duration, Id, Bytes]),
        meaning: "the least value, or of text, bytes, arrays and hashes the least length",
        example: "age: int! @min(18)",
    },
    ConstraintKind {
        name: "max",
        arguments: Arguments::Bound,
        applies: Applies::Measured(&[Text, Int, Real, Time, Duration, Id, Bytes]),
        meaning: "the greatest value, or of text, bytes, arrays and hashes the greatest length",
        example: "name: string! @max(80)",
    },
    ConstraintKind {
        name: "length",
        arguments: Arguments::Counts,
        applies: Applies::Measured(&[Text, Id, Bytes]),
        meaning: "the exact length, or the least and the greatest",
        example: "code: string! @length(2, 8)",
    },
    ConstraintKind {
        name: "pattern",
        arguments: Arguments::Regex,
        applies: Applies::Families(&[Text, Id]),
        meaning: "a regular expression that the text matches",
        example: "slug: string! @pattern(/^[a-z-]+$/)",
    },
    ConstraintKind {
        name: "unique",
        arguments: Arguments::None,
        applies: Applies::Anything,
        meaning: "no two records have the same value",
        example: "email: email! @unique",
    },
    ConstraintKind {
        name: "default",
        arguments: Arguments::Any,
        applies: Applies::Anything,
        meaning: "the value of a record that states none",
        example: "state: string! @default(\"new\")",
    },
    ConstraintKind {
        name: "primary",
        arguments: Arguments::None,
        applies: Applies::Scalar,
        meaning: "the primary key",
        example: "id: uuid! @primary",
    },
    ConstraintKind {
        name: "auto",
        arguments: Arguments::None,
        applies: Applies::Families(&[Id, Int, Time, Text]),
        meaning: "the application sets it when a record is made",
        example: "created_at: timestamp! @auto",
    },
    ConstraintKind {
        name: "auto_update",
        arguments: Arguments::None,
        applies: Applies::Families(&[Time]),
        meaning: "the application sets it when a record is made and at each change",
        example: "updated_at: timestamp! @auto_update",
    },
    ConstraintKind {
        name: "index",
        arguments: Arguments::None,
        applies: Applies::Anything,
        meaning: "records are looked up by it",
        example: "state: string! @index",
    },
    ConstraintKind {
        name: "immutable",
        arguments: Arguments::None,
        applies: Applies::Anything,
        meaning: "it is set once and never changed",
        example: "number: string! @immutable",
    },
    ConstraintKind {
        name: "private",
        arguments: Arguments::None,
        applies: Applies::Anything,
        meaning: "it is in no response",
        example: "password_hash: string! @private",
    },
    ConstraintKind {
        name: "precision",
        arguments: Arguments::Counts,
        applies: Applies::Families(&[Real]),
        meaning: "the number of digits, and how many of them stand after the point",
        example: "price: decimal! @precision(10, 2)",
    },
    ConstraintKind {
        name: "positive",
        arguments: Arguments::None,
        applies: Applies::Families(&[Int, Real, Duration]),
        meaning: "above zero",
        example: "quantity: int! @positive",
    },
    ConstraintKind {
        name: "nonnegative",
        arguments: Arguments::None,
        applies: Applies::Families(&[Int, Real, Duration]),
        meaning: "zero or above",
        example: "stock: int! @nonnegative",
    },
    ConstraintKind {
        name: "one_of",
        arguments: Arguments::Many,
        applies: Applies::Scalar,
        meaning: "the values it may have",
        example: "size: int! @one_of(1, 2, 4)",
    },
    ConstraintKind {
        name: "deprecated",
        arguments: Arguments::Reason,
        applies: Applies::Anything,
        meaning: "it is on its way out, and why",
        example: "nick: string? @deprecated(\"use name\")",
    },
];

/// Returns the constraint with this name.
pub(crate) fn find(name: &str) -> Option<&'static ConstraintKind> {
    CONSTRAINTS.iter().find(|kind| kind.name == name)
}

impl Arguments {
    /// Returns what is expected in the parentheses.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::None => "no arguments",
            Self::Any => "one value in parentheses",
            Self::Many => "at least one value in parentheses",
            Self::Bound => "one value in parentheses, such as `(5)`",
            Self::Counts => "one or two whole numbers in parentheses",
            Self::Regex => "one regex in parentheses, such as `(/^[a-z]+$/)`",
            Self::Reason => "a reason as a string, or nothing",
        }
    }
}

impl Applies {
    /// Returns what it stands on.
    pub(crate) fn words(self) -> String {
        let mut words: Vec<_> = match self {
            Self::Anything => vec!["every type"],
            Self::Scalar => vec!["scalars", "enums"],
            Self::Families(families) | Self::Measured(families) => families.iter().map(|it| family(*it)).collect(),
        };
        if matches!(self, Self::Measured(_)) {
            words.extend(["arrays", "hashes"]);
        }
        words.join(", ")
    }
}

/// Returns what values of a family are called.
fn family(family: Family) -> &'static str {
    match family {
        Text => "texts",
        Int => "whole numbers",
        Real => "decimal numbers",
        Family::Bool => "booleans",
        Time => "dates and times",
        Id => "identifiers",
        Family::Json => "json",
        Bytes => "bytes",
        Duration => "durations",
    }
}
