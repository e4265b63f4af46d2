//! How the keys of a record are read, and what the JSON Schema says of them.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error as _, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::shared;
use super::value::{Text, Value};

/// Whether a key has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Must be there and not null.
    Need,
    /// May be missing or null; always written.
    Keep,
    /// May be missing or null; left out when empty.
    Opt,
}

/// One key of a record.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    pub(super) mode: Mode,
    pub(super) shape: String,
}

/// A record of the document.
pub(super) trait Record: Sized {
    /// Name, as in the JSON Schema and in messages.
    const NAME: &'static str;
    /// What it is, in one sentence.
    const DOC: &'static str;
    /// Its keys, in the order they are written.
    fn keys() -> Vec<Key>;
    /// Makes one from a bare text, for records that older documents write so.
    fn from_text(_: &str) -> Option<Self> {
        None
    }
}

/// A record of which the model has a list.
pub(super) trait Listed: Record {
    /// What it is in the model.
    type Model: Clone;
    /// Makes one from what is in the model.
    fn written(from: &Self::Model) -> impl Serialize;
}

/// What the JSON Schema says of a value.
pub(super) trait Shape {
    fn shape() -> String;
}

macro_rules! shapes {
    ($($Type:ty: $shape:literal)*) => { $(impl Shape for $Type {
        fn shape() -> String {
            $shape.to_owned()
        }
    })* };
}

shapes! {
    Text<'_>: r#"{"type":"string"}"#
    bool: r#"{"type":"boolean"}"#
    u32: r#"{"type":"integer","minimum":0,"maximum":4294967295}"#
    Real: r#"{"type":"number"}"#
    Value: "{}"
}

impl<T: Shape> Shape for Option<T> {
    fn shape() -> String {
        T::shape()
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn shape() -> String {
        format!(r#"{{"type":"array","items":{}}}"#, T::shape())
    }
}

impl<W: Listed + Shape> Shape for List<'_, W> {
    fn shape() -> String {
        Vec::<W>::shape()
    }
}

/// A shape that null satisfies, too.
pub(super) fn or_null(shape: &str) -> String {
    match shape {
        "{}" => shape.to_owned(),
        _ => format!(r#"{{"anyOf":[{shape},{{"type":"null"}}]}}"#),
    }
}

/// Records in a row, as the model has them: each is converted when it is written and as soon as it is read, so no
/// list is in memory in two forms.
pub(super) struct List<'a, W: Listed>(pub(super) Cow<'a, [W::Model]>);

impl<W: Listed> List<'_, W> {
    pub(super) fn into_owned(self) -> Vec<W::Model> {
        self.0.into_owned()
    }
}

impl<W: Listed> Clone for List<'_, W> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<W: Listed> Default for List<'_, W> {
    fn default() -> Self {
        Self(Cow::Borrowed(&[]))
    }
}

impl<W: Listed<Model: PartialEq>> PartialEq for List<'_, W> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<W: Listed<Model: fmt::Debug>> fmt::Debug for List<'_, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<W: Listed> Serialize for List<'_, W> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(W::written))
    }
}

impl<'de, W: Deserialize<'de> + Listed + Into<W::Model>> Deserialize<'de> for List<'_, W> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Elements<W>(PhantomData<W>);

        impl<'de, W: Deserialize<'de> + Listed + Into<W::Model>> Visitor<'de> for Elements<W> {
            type Value = Vec<W::Model>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a list of {}s", W::NAME)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(record) = shared::place(list.len(), || {
                    seq.next_element::<Object<W>>().map(|element| element.map(|Object(record)| record.into()))
                })? {
                    push(&mut list, record);
                }
                list.shrink_to_fit();
                Ok(list)
            }
        }

        from.deserialize_seq(Elements::<W>(PhantomData)).map(|list| Self(Cow::Owned(list)))
    }
}

/// Adds to a list of unknown length, which the length a document states is a claim about.
///
/// Space grows by a quarter at a time: of records that say next to nothing a list is far larger than its text.
pub(super) fn push<T>(list: &mut Vec<T>, value: T) {
    if list.len() == list.capacity() {
        list.reserve_exact((list.len() / 4).max(4));
    }
    list.push(value);
}

/// A record that is an object. What serde derives would take a list for one as well, by position.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de> + Record> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de> + Record> Visitor<'de> for Entries<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "an object ({})", T::NAME)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
                T::from_text(text).ok_or_else(|| E::invalid_type(serde::de::Unexpected::Str(text), &self))
            }
        }

        from.deserialize_any(Entries(PhantomData)).map(Self)
    }
}

/// Reads a value that may be null.
pub(super) fn optional<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

/// A number that is neither infinite nor NaN; MessagePack could carry either.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Real(pub(super) f64);

impl Serialize for Real {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(if self.0.is_finite() { self.0 } else { 0.0 })
    }
}

impl<'de> Deserialize<'de> for Real {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(from)?;
        if value.is_finite() {
            Ok(Self(value))
        } else {
            Err(D::Error::invalid_value(serde::de::Unexpected::Float(value), &"a finite number"))
        }
    }
}

/// Whether a value is what a missing key reads as.
pub(super) fn is_empty<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
