//! The scalar types of the schema language, and their other names.

/// A scalar type.
///
/// ```
/// use etched_core::scalar::{Family, Scalar};
///
/// let scalar = Scalar::named("integer").unwrap();
/// assert_eq!((scalar, scalar.name(), scalar.family()), (Scalar::Int, "int", Family::Int));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scalar {
    /// Text of one line.
    String,
    /// Text of any length.
    Text,
    /// Text in Markdown.
    Markdown,
    /// A whole number.
    Int,
    /// A binary floating-point number.
    Float,
    /// A decimal number.
    Decimal,
    /// True or false.
    Bool,
    /// A point in time.
    Timestamp,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A UUID.
    Uuid,
    /// A ULID.
    Ulid,
    /// An e-mail address.
    Email,
    /// A URL.
    Url,
    /// A telephone number.
    Phone,
    /// Anything that JSON can say.
    Json,
    /// Binary data.
    Bytes,
    /// A length of time.
    Duration,
}

/// What values of a [`Scalar`] look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Texts.
    Text,
    /// Whole numbers.
    Int,
    /// Numbers with a fraction.
    Real,
    /// True and false.
    Bool,
    /// Points in time.
    Time,
    /// Identifiers that nobody writes by hand.
    Id,
    /// Anything that JSON can say.
    Json,
    /// Binary data.
    Bytes,
    /// Lengths of time.
    Duration,
}

/// The table: a scalar, its name and what its values look like. The places are numbers in images: new ones go last.
const TABLE: [(Scalar, &str, Family); 18] = [
    (Scalar::String, "string", Family::Text),
    (Scalar::Text, "text", Family::Text),
    (Scalar::Markdown, "markdown", Family::Text),
    (Scalar::Int, "int", Family::Int),
    (Scalar::Float, "float", Family::Real),
    (Scalar::Decimal, "decimal", Family::Real),
    (Scalar::Bool, "bool", Family::Bool),
    (Scalar::Timestamp, "timestamp", Family::Time),
    (Scalar::Date, "date", Family::Time),
    (Scalar::Time, "time", Family::Time),
    (Scalar::Uuid, "uuid", Family::Id),
    (Scalar::Ulid, "ulid", Family::Id),
    (Scalar::Email, "email", Family::Text),
    (Scalar::Url, "url", Family::Text),
    (Scalar::Phone, "phone", Family::Text),
    (Scalar::Json, "json", Family::Json),
    (Scalar::Bytes, "bytes", Family::Bytes),
    (Scalar::Duration, "duration", Family::Duration),
];

impl Scalar {
    /// Every scalar by name, in the order the language lists them.
    pub const NAMES: [&'static str; 18] = {
        let mut names = [""; 18];
        let mut at = 0;
        while at < TABLE.len() {
            names[at] = TABLE[at].1;
            at += 1;
        }
        names
    };

    /// Other names of scalars: the long forms.
    pub const OTHER_NAMES: [(&'static str, Self); 3] =
        [("integer", Self::Int), ("boolean", Self::Bool), ("datetime", Self::Timestamp)];

    /// Returns the scalar of this name, which may be one of its other names.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let known = TABLE.iter().find(|(_, known, _)| *known == name).map(|(scalar, ..)| *scalar);
        known.or_else(|| Self::OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, scalar)| *scalar))
    }

    /// Returns the scalar at a place of the table, which is its number in images.
    pub(crate) fn at(place: u32) -> Option<Self> {
        TABLE.get(place as usize).map(|(scalar, ..)| *scalar)
    }

    /// Returns the name the language uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        TABLE[self as usize].1
    }

    /// Returns the widths in bits that it can state as its argument: `int(32)`; none where it has no widths.
    ///
    /// ```
    /// use etched_core::scalar::Scalar;
    ///
    /// assert_eq!(Scalar::Float.widths(), [32, 64]);
    /// assert!(Scalar::Text.widths().is_empty());
    /// ```
    #[must_use]
    pub const fn widths(self) -> &'static [u32] {
        match self {
            Self::Int => &[8, 16, 32, 64],
            Self::Float => &[32, 64],
            _ => &[],
        }
    }

    /// Returns what its values look like.
    #[must_use]
    pub const fn family(self) -> Family {
        TABLE[self as usize].2
    }
}

/// Returns the name that types of this name are kept under: `int` of `integer`, and any other name as it is.
///
/// ```
/// use etched_core::scalar::canonical;
///
/// assert_eq!((canonical("datetime"), canonical("array")), ("timestamp", "array"));
/// ```
#[must_use]
pub fn canonical(name: &str) -> &str {
    Scalar::OTHER_NAMES.iter().find(|(other, _)| *other == name).map_or(name, |(_, scalar)| scalar.name())
}

#[cfg(test)]
mod tests {
    use super::{Scalar, TABLE};

    #[test]
    fn the_table_is_in_the_order_of_the_scalars() {
        for (at, (scalar, name, _)) in TABLE.iter().enumerate() {
            assert_eq!((*scalar as usize, scalar.name()), (at, *name));
            assert_eq!(Scalar::named(name), Some(*scalar));
        }
    }
}
