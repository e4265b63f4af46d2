//! The Rust types and what they hold, as one table.
//!
//! Types are known by the last segment of their path, so that none of the crates they come from is a dependency. A
//! type that is not here takes part with `#[field(type = "…")]`, which names what it holds.

use etched_core::scalar::Scalar;

use super::{Shape, Type};

/// What a Rust type holds: an entry of [`TYPES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Values of these scalars; the text types also hold enums.
    Scalars(&'static [Scalar]),
    /// Values of its argument, one after the other.
    Array,
    /// Values of its second argument by values of its first.
    Hash,
    /// What its argument holds, and nothing else.
    Same,
    /// Anything that JSON can say: `json`, inline structs, arrays and hashes.
    Json,
}

const TEXT: Holds =
    Holds::Scalars(&[Scalar::String, Scalar::Text, Scalar::Markdown, Scalar::Email, Scalar::Url, Scalar::Phone]);
/// Addresses, which are text in JSON.
const ADDRESS: Holds = Holds::Scalars(&[Scalar::String]);
const INT: Holds = Holds::Scalars(&[Scalar::Int]);
const FLOAT: Holds = Holds::Scalars(&[Scalar::Float]);
const DECIMAL: Holds = Holds::Scalars(&[Scalar::Decimal]);
const BYTES: Holds = Holds::Scalars(&[Scalar::Bytes]);
const DURATION: Holds = Holds::Scalars(&[Scalar::Duration]);
const TIMESTAMP: Holds = Holds::Scalars(&[Scalar::Timestamp]);

/// The table: the last segment of a type's path, the crates it is in, what it holds.
///
/// Of the types that hold a scalar, the first is the one messages propose.
///
/// ```
/// use etched_compiler::bind::{Holds, TYPES};
/// use etched_compiler::model::Scalar;
///
/// let (_, crates, holds) = TYPES.iter().find(|(name, ..)| *name == "Uuid").unwrap();
/// assert_eq!((*crates, *holds), ("uuid", Holds::Scalars(&[Scalar::Uuid])));
/// ```
#[rustfmt::skip]
pub const TYPES: &[(&str, &str, Holds)] = &[
    ("String", "std", TEXT),
    ("str", "std", TEXT),
    ("CompactString", "compact_str", TEXT),
    ("SmolStr", "smol_str", TEXT),
    ("EcoString", "ecow", TEXT),
    ("ByteString", "bytestring", TEXT),
    ("SecretString", "secrecy", TEXT),
    ("IpNetwork", "ipnetwork", ADDRESS),
    ("Ipv4Network", "ipnetwork", ADDRESS),
    ("Ipv6Network", "ipnetwork", ADDRESS),
    ("IpAddr", "std", ADDRESS),
    ("Ipv4Addr", "std", ADDRESS),
    ("Ipv6Addr", "std", ADDRESS),
    ("Url", "url", Holds::Scalars(&[Scalar::Url])),
    ("Uri", "http", Holds::Scalars(&[Scalar::Url])),
    ("EmailAddress", "email_address", Holds::Scalars(&[Scalar::Email])),
    ("PhoneNumber", "phonenumber", Holds::Scalars(&[Scalar::Phone])),
    ("i64", "std", INT),
    ("i8", "std", INT),
    ("i16", "std", INT),
    ("i32", "std", INT),
    ("i128", "std", INT),
    ("isize", "std", INT),
    ("u8", "std", INT),
    ("u16", "std", INT),
    ("u32", "std", INT),
    ("u64", "std", INT),
    ("u128", "std", INT),
    ("usize", "std", INT),
    ("NonZero", "std", INT),
    ("NonZeroI8", "std", INT),
    ("NonZeroI16", "std", INT),
    ("NonZeroI32", "std", INT),
    ("NonZeroI64", "std", INT),
    ("NonZeroI128", "std", INT),
    ("NonZeroIsize", "std", INT),
    ("NonZeroU8", "std", INT),
    ("NonZeroU16", "std", INT),
    ("NonZeroU32", "std", INT),
    ("NonZeroU64", "std", INT),
    ("NonZeroU128", "std", INT),
    ("NonZeroUsize", "std", INT),
    ("f64", "std", FLOAT),
    ("f32", "std", FLOAT),
    ("OrderedFloat", "ordered_float", FLOAT),
    ("NotNan", "ordered_float", FLOAT),
    ("Decimal", "rust_decimal", DECIMAL),
    ("BigDecimal", "bigdecimal", DECIMAL),
    ("bool", "std", Holds::Scalars(&[Scalar::Bool])),
    ("DateTime", "chrono, jiff", TIMESTAMP),
    ("DateTimeUtc", "sea_orm", TIMESTAMP),
    ("DateTimeLocal", "sea_orm", TIMESTAMP),
    ("DateTimeWithTimeZone", "sea_orm", TIMESTAMP),
    ("TimeDateTime", "sea_orm", TIMESTAMP),
    ("TimeDateTimeWithTimeZone", "sea_orm", TIMESTAMP),
    ("NaiveDateTime", "chrono", TIMESTAMP),
    ("OffsetDateTime", "time", TIMESTAMP),
    ("PrimitiveDateTime", "time", TIMESTAMP),
    ("UtcDateTime", "time", TIMESTAMP),
    ("Timestamp", "jiff", TIMESTAMP),
    ("Zoned", "jiff", TIMESTAMP),
    ("SystemTime", "std", TIMESTAMP),
    ("NaiveDate", "chrono", Holds::Scalars(&[Scalar::Date])),
    ("TimeDate", "sea_orm", Holds::Scalars(&[Scalar::Date])),
    ("Date", "time, jiff", Holds::Scalars(&[Scalar::Date])),
    ("NaiveTime", "chrono", Holds::Scalars(&[Scalar::Time])),
    ("TimeTime", "sea_orm", Holds::Scalars(&[Scalar::Time])),
    ("Time", "time, jiff", Holds::Scalars(&[Scalar::Time])),
    ("Uuid", "uuid", Holds::Scalars(&[Scalar::Uuid])),
    ("Ulid", "ulid", Holds::Scalars(&[Scalar::Ulid])),
    ("Vec<u8>", "std", BYTES),
    ("Bytes", "bytes", BYTES),
    ("BytesMut", "bytes", BYTES),
    ("ByteBuf", "serde_bytes", BYTES),
    ("Duration", "std, time", DURATION),
    ("TimeDelta", "chrono", DURATION),
    ("SignedDuration", "jiff", DURATION),
    ("Span", "jiff", DURATION),
    ("PgInterval", "sqlx", DURATION),
    ("Value", "serde_json", Holds::Json),
    ("RawValue", "serde_json", Holds::Json),
    ("JsonValue", "sea_orm, sqlx", Holds::Json),
    ("JsonRawValue", "sqlx", Holds::Json),
    ("Json", "sqlx, sea_orm, diesel_json", Holds::Json),
    ("Vec", "std", Holds::Array),
    ("VecDeque", "std", Holds::Array),
    ("HashSet", "std", Holds::Array),
    ("BTreeSet", "std", Holds::Array),
    ("IndexSet", "indexmap", Holds::Array),
    ("SmallVec", "smallvec", Holds::Array),
    ("HashMap", "std", Holds::Hash),
    ("BTreeMap", "std", Holds::Hash),
    ("IndexMap", "indexmap", Holds::Hash),
    ("Box", "std", Holds::Same),
    ("Arc", "std", Holds::Same),
    ("Rc", "std", Holds::Same),
    ("Cow", "std", Holds::Same),
    ("Secret", "secrecy", Holds::Same),
    ("SecretBox", "secrecy", Holds::Same),
];

/// Returns what a type holds, by the last segment of its path.
pub(super) fn holds(name: &str) -> Option<Holds> {
    TYPES.iter().find(|(known, ..)| *known == name).map(|(.., holds)| *holds)
}

/// Returns the width in bits that a type states, also that of its argument: `32` of `NonZero<u32>`.
pub(super) fn width<S>(ty: &Type<S>) -> Option<u32> {
    let Shape::Named(name, arguments) = &ty.shape else { return None };
    match name.trim_start_matches(|c: char| !c.is_ascii_digit()) {
        "" => arguments.first().and_then(width),
        digits => digits.parse().ok(),
    }
}

/// Returns whether a type is a run of bytes: `Vec<u8>`, `[u8; 32]`.
pub(super) fn is_bytes<S>(item: &Type<S>) -> bool {
    matches!(&item.shape, Shape::Named(name, _) if name == "u8")
}

/// Returns the type messages propose for a scalar.
pub(super) fn proposed(scalar: Scalar) -> Option<&'static str> {
    let holds = |holds: &Holds| matches!(holds, Holds::Scalars(list) if list.contains(&scalar));
    match scalar {
        Scalar::Json => Some("Value"),
        _ => TYPES.iter().find(|(.., entry)| holds(entry)).map(|(name, ..)| *name),
    }
}

impl Holds {
    /// Returns whether it holds text of any kind, and so the values of enums.
    pub(super) fn is_text(self) -> bool {
        self == TEXT
    }

    /// Returns what it holds in words.
    pub(super) fn words(self) -> String {
        match self {
            Self::Scalars(list) => {
                list.iter().map(|scalar| format!("`{}`", scalar.name())).collect::<Vec<_>>().join(", ")
            }
            Self::Array => "an array".to_owned(),
            Self::Hash => "a hash".to_owned(),
            Self::Same => "what its argument holds".to_owned(),
            Self::Json => "`json`".to_owned(),
        }
    }
}
