//! The type a field has in the schema, as a struct is compared with it.

use crate::model::{self, Element, Scalar, Text, TypeKind};

/// A schema type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected<'a> {
    /// With the width it states, in bits.
    Scalar(Scalar, Option<u32>),
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
    /// The element it is; none for a field, whose mark stands elsewhere.
    pub(super) element: Option<&'a Element>,
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

impl Null {
    pub(super) fn of(nullable: bool) -> Self {
        if nullable { Self::May } else { Self::Never }
    }
}

impl<'a> Marked<'a> {
    pub(super) fn of(field: &'a model::Field) -> Self {
        let null = match (field.nullable, field.required) {
            (true, _) => Null::May,
            (false, true) => Null::Never,
            (false, false) => Null::Either,
        };
        Self { element: None, expected: Expected::of(field.ty.kind(), &field.values), null }
    }

    fn element(element: &'a Element, values: &'a [Text]) -> Self {
        let null = Null::of(element.nullable());
        Self { element: Some(element), expected: Expected::of(&element.kind, values), null }
    }
}

impl<'a> Expected<'a> {
    /// Returns what a type is to a struct; `values` are those of its enum.
    pub(super) fn of(ty: &'a TypeKind, values: &'a [Text]) -> Self {
        match ty {
            TypeKind::Scalar(scalar, arguments) => {
                let width = arguments.first().and_then(|width| width.parse().ok());
                Self::Scalar(*scalar, width.filter(|width| scalar.widths().contains(width)))
            }
            TypeKind::Array(item) => Self::Array(Box::new(Marked::element(item, values))),
            TypeKind::Hash(pair) => {
                Self::Hash(Box::new(Marked::element(&pair.0, &[])), Box::new(Marked::element(&pair.1, values)))
            }
            TypeKind::Enum(own) => Self::Enum(if own.is_empty() { values } else { own }),
            TypeKind::Struct(_) => Self::Struct,
            TypeKind::Open(_) | TypeKind::OneOf(_) | TypeKind::Resource(_) | TypeKind::Foreign(_) => Self::Foreign,
        }
    }

    /// Returns the Rust type to write for it, where one can be named.
    pub(super) fn rust(&self) -> Option<String> {
        Some(match self {
            Self::Scalar(Scalar::Int, Some(width)) => format!("i{width}"),
            Self::Scalar(Scalar::Float, Some(width)) => format!("f{width}"),
            Self::Scalar(scalar, _) => super::table::proposed(*scalar)?.to_owned(),
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
