//! Values of any shape inside a document: defaults, `@meta` entries, options.
//!
//! The model keeps such values as JSON text. A text that comes out of a JSON writer exactly as it went in is written
//! as the value it stands for; any other (`1.50`, an object with a key twice) is written as text beside it, so that
//! nothing is lost on the way.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::json_text::JsonText;
use super::record::push;
use super::shared;
use crate::model::Text;

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Shared;

        impl Visitor<'_> for Shared {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(shared::text(text))
            }
        }

        from.deserialize_str(Shared)
    }
}

/// Texts in a row.
#[derive(Default)]
pub(super) struct Texts(pub(super) Vec<Text>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Elements;

        impl<'de> Visitor<'de> for Elements {
            type Value = Vec<Text>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of strings")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = seq.next_element()? {
                    push(&mut texts, text);
                }
                texts.shrink_to_fit();
                Ok(texts)
            }
        }

        from.deserialize_seq(Elements).map(Self)
    }
}

/// A number that is neither infinite nor NaN; MessagePack could carry either.
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
            Err(de::Error::invalid_value(de::Unexpected::Float(value), &"a finite number"))
        }
    }
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
    Text: r#"{"type":"string"}"#
    bool: r#"{"type":"boolean"}"#
    u32: r#"{"type":"integer","minimum":0,"maximum":4294967295}"#
    Real: r#"{"type":"number"}"#
    Texts: r#"{"type":"array","items":{"type":"string"}}"#
}

/// A shape that null satisfies, too.
pub(super) fn or_null(shape: &str) -> String {
    match shape {
        "{}" => shape.to_owned(),
        _ => format!(r#"{{"anyOf":[{shape},{{"type":"null"}}]}}"#),
    }
}

/// A value of any shape; objects keep the order of their keys.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Reads a text only if writing the value gives the same text again.
    pub(super) fn parse_exact(text: &str) -> Option<Self> {
        Self::parse(text).filter(|value| value.to_text() == text)
    }

    pub(super) fn to_text(&self) -> String {
        serde_json::to_string(self).expect("a value has text keys and finite numbers")
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            Self::Int(value) => to.serialize_i64(*value),
            Self::Uint(value) => to.serialize_u64(*value),
            Self::Float(value) => to.serialize_f64(*value),
            Self::Text(value) => to.serialize_str(value),
            Self::List(values) => {
                let mut list = to.serialize_seq(Some(values.len()))?;
                for value in values {
                    list.serialize_element(value)?;
                }
                list.end()
            }
            Self::Object(entries) => serialize_entries(to, entries),
        }
    }
}

fn serialize_entries<S: Serializer, K: Serialize, V: Serialize>(to: S, entries: &[(K, V)]) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(entries.len()))?;
    for (key, value) in entries {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }
            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }
            fn visit_none<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }
            fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Json, D::Error> {
                Json::deserialize(from)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Bool(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
                Ok(u64::try_from(value).map_or(Json::Int(value), Json::Uint))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
                Ok(Json::Uint(value))
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Json, E> {
                if value.is_finite() {
                    Ok(Json::Float(value))
                } else {
                    Err(E::invalid_value(de::Unexpected::Float(value), &"a finite number"))
                }
            }
            fn visit_str<E>(self, value: &str) -> Result<Json, E> {
                Ok(Json::Text(value.to_owned()))
            }
            fn visit_string<E>(self, value: String) -> Result<Json, E> {
                Ok(Json::Text(value))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                Ok(Json::List(values))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut entries = Vec::new();
                let mut seen = BTreeSet::new();
                while let Some(key) = map.next_key::<String>()? {
                    if !seen.insert(key.clone()) {
                        return Err(de::Error::custom(format_args!("duplicate key `{key}`")));
                    }
                    entries.push((key, map.next_value()?));
                }
                Ok(Json::Object(entries))
            }
        }

        from.deserialize_any(Any)
    }
}

/// Reads all entries of an object, in order, and refuses duplicate keys.
fn read_entries<'de, A, V>(
    mut map: A,
    value: impl Fn(&mut A) -> Result<V, A::Error>,
) -> Result<Vec<(Text, V)>, A::Error>
where
    A: MapAccess<'de>,
{
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    while let Some(key) = map.next_key::<Text>()? {
        if !seen.insert(key.clone()) {
            return Err(de::Error::custom(format_args!("duplicate key `{key}`")));
        }
        push(&mut entries, (key, value(&mut map)?));
    }
    entries.shrink_to_fit();
    Ok(entries)
}

/// Returns what a document says of a JSON text: the text of a string, otherwise the JSON as it is.
pub(super) fn plain(json: &str) -> Cow<'_, str> {
    serde_json::from_str(json).map_or(Cow::Borrowed(json), Cow::Owned)
}

/// Returns the JSON text that is meant by what a document says: the same where it is JSON, otherwise that of a string.
pub(super) fn meant(plain: &str) -> Cow<'_, str> {
    match Json::parse(plain) {
        Some(_) => Cow::Borrowed(plain),
        None => Cow::Owned(Json::Text(plain.to_owned()).to_text()),
    }
}

/// An object whose keys are names from the application, in order.
pub(super) struct Map<V>(pub(super) Vec<(Text, V)>);

impl<V> Default for Map<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V: Serialize> Serialize for Map<V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize_entries(to, &self.0)
    }
}

impl<'de, V: Deserialize<'de> + Default> Deserialize<'de> for Map<V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries<V>(std::marker::PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = Vec<(Text, V)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object keyed by name")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                read_entries(map, A::next_value)
            }
        }

        let entries = from.deserialize_map(Entries::<Option<V>>(std::marker::PhantomData))?;
        Ok(Self(entries.into_iter().map(|(key, value)| (key, value.unwrap_or_default())).collect()))
    }
}

impl<V: Shape> Shape for Map<V> {
    fn shape() -> String {
        format!(r#"{{"type":"object","additionalProperties":{}}}"#, or_null(&V::shape()))
    }
}

/// What the JSON Schema says of entries of key and text.
pub(super) const PAIRS: &str = concat!(
    r#"{"anyOf":[{"type":"object","additionalProperties":{}},{"type":"array","items":"#,
    r#"{"type":"array","items":{"type":"string"},"minItems":2,"maxItems":2}}]}"#
);

/// Writes entries of key and text as an object; as a list of pairs where an object could not carry them exactly.
pub(super) fn write_pairs<S: Serializer>(
    entries: &[(Text, Text)],
    to: S,
    value: impl Fn(&str) -> Option<Json>,
) -> Result<S::Ok, S::Error> {
    let mut seen = BTreeSet::new();
    let values: Option<Vec<_>> =
        entries.iter().map(|(key, text)| Some((key, value(text).filter(|_| seen.insert(key))?))).collect();
    match values {
        Some(values) => serialize_entries(to, &values),
        None => entries.serialize(to),
    }
}

/// Reads what [`write_pairs`] writes; `text` makes the text of a value that is in an object.
pub(super) fn read_pairs<'de, D: Deserializer<'de>>(
    from: D,
    text: fn(String) -> String,
) -> Result<Vec<(Text, Text)>, D::Error> {
    struct Either(fn(String) -> String);

    impl<'de> Visitor<'de> for Either {
        type Value = Vec<(Text, Text)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object, or a list of pairs of key and text")
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            read_entries(map, |map| map.next_value_seed(JsonText).map(|value| shared::text(&(self.0)(value))))
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = seq.next_element()? {
                push(&mut entries, entry);
            }
            entries.shrink_to_fit();
            Ok(entries)
        }
    }

    from.deserialize_any(Either(text))
}

/// An option is plain text.
pub(super) fn write_option(text: &str) -> Option<Json> {
    Some(Json::Text(text.to_owned()))
}

/// Of an option, a foreign document's number or list is kept as its JSON text.
pub(super) fn read_option(value: String) -> String {
    if value.starts_with('"') { serde_json::from_str(&value).expect("it is a JSON string") } else { value }
}

/// A `@meta` entry is JSON text.
pub(super) fn read_meta(value: String) -> String {
    value
}

/// Reads a deprecation: `true` without a reason, else the reason.
pub(super) fn read_reason<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Text>, D::Error> {
    struct Reason;

    impl Visitor<'_> for Reason {
        type Value = Option<Text>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("true, false or a reason")
        }
        fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
            Ok(value.then(Text::default))
        }
        fn visit_str<E>(self, reason: &str) -> Result<Self::Value, E> {
            Ok(Some(shared::text(reason)))
        }
    }

    from.deserialize_any(Reason)
}
