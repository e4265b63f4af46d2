//! The type a field has in the schema, read from its text.

use crate::model::{self, Text, base_type};

/// A schema type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected<'a> {
    /// By canonical name.
    Scalar(&'a str),
    Array(Box<Marked<'a>>),
    Hash(Box<Marked<'a>>, Box<Marked<'a>>),
    Enum(&'a [Text]),
    Struct,
    /// A type of an imported document that this language has no word for; nothing is checked.
    Foreign,
}

/// A schema type with its null mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marked<'a> {
    /// As the schema writes it, the mark included; empty for a field, whose mark stands elsewhere.
    pub(super) text: &'a str,
    pub(super) expected: Expected<'a>,
    pub(super) null: Null,
}

/// Whether a value may be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Null {
    Never,
    May,
    /// Imported fields that need not be given and are not null either: both ways of writing them are right.
    Either,
}

impl<'a> Marked<'a> {
    pub(super) fn of(field: &'a model::Field) -> Self {
        let null = match (field.nullable, field.required) {
            (true, _) => Null::May,
            (false, true) => Null::Never,
            (false, false) => Null::Either,
        };
        Self { text: "", expected: Expected::read(&field.ty, &field.values), null }
    }
}

impl<'a> Expected<'a> {
    /// Reads the text of a type without its null mark; `values` are those of its enum.
    pub(super) fn read(text: &'a str, values: &'a [Text]) -> Self {
        let text = text.trim();
        if let Some(item) = text.strip_prefix("array<").and_then(|rest| rest.strip_suffix('>')) {
            return Self::Array(Box::new(marked(item, values)));
        }
        if let Some(pair) = text.strip_prefix("hash<").and_then(|rest| rest.strip_suffix('>')) {
            return match comma(pair) {
                Some(at) => Self::Hash(Box::new(marked(&pair[..at], &[])), Box::new(marked(&pair[at + 1..], values))),
                None => Self::Foreign,
            };
        }
        match text {
            "enum" => Self::Enum(values),
            "struct" => Self::Struct,
            _ if crate::types::is_scalar(base_type(text)) => Self::Scalar(base_type(text)),
            _ => Self::Foreign,
        }
    }

    /// Returns the Rust type to write for it, where one can be named.
    pub(super) fn rust(&self) -> Option<String> {
        Some(match self {
            Self::Scalar(name) => super::table::proposed(name)?.to_owned(),
            Self::Array(item) => format!("Vec<{}>", item.rust()?),
            Self::Hash(key, value) => format!("HashMap<{}, {}>", key.rust()?, value.rust()?),
            Self::Enum(_) => "String".to_owned(),
            Self::Struct | Self::Foreign => return None,
        })
    }
}

impl Marked<'_> {
    /// Returns the Rust type to write for it, where one can be named.
    pub(super) fn rust(&self) -> Option<String> {
        let inner = self.expected.rust()?;
        Some(if self.null == Null::May { format!("Option<{inner}>") } else { inner })
    }
}

fn marked<'a>(text: &'a str, values: &'a [Text]) -> Marked<'a> {
    let whole = text.trim();
    let (text, null) = match (whole.strip_suffix('?'), whole.strip_suffix('!')) {
        (Some(text), _) => (text, Null::May),
        (_, Some(text)) => (text, Null::Never),
        _ => (whole, Null::Never),
    };
    Marked { text: whole, expected: Expected::read(text, values), null }
}

/// Returns where the comma between key and value stands: outside of all brackets.
fn comma(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, letter)| {
        match letter {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' | ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::{Expected, Marked, Null};

    #[test]
    fn types_are_read_from_their_text() {
        let never = |text, expected| Box::new(Marked { text, expected, null: Null::Never });
        let may = |text, expected| Box::new(Marked { text, expected, null: Null::May });
        assert_eq!(Expected::read("decimal(10,2)", &[]), Expected::Scalar("decimal"));
        assert_eq!(Expected::read("integer", &[]), Expected::Scalar("int"));
        assert_eq!(
            Expected::read("array<string(5)?>", &[]),
            Expected::Array(may("string(5)?", Expected::Scalar("string")))
        );
        assert_eq!(
            Expected::read("hash<string!,hash<int!,decimal(10,2)?>!>", &[]),
            Expected::Hash(
                never("string!", Expected::Scalar("string")),
                never(
                    "hash<int!,decimal(10,2)?>!",
                    Expected::Hash(
                        never("int!", Expected::Scalar("int")),
                        may("decimal(10,2)?", Expected::Scalar("decimal"))
                    )
                )
            )
        );
        assert_eq!(Expected::read("object", &[]), Expected::Foreign);
        assert_eq!(Expected::read("hash<string!>", &[]), Expected::Foreign);
    }
}
