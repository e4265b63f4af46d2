//! Values of any shape inside a document: defaults, `@meta` entries, options.
//!
//! The model keeps such values as JSON text. A text that comes out of a JSON writer exactly as it went in is written
//! as the value it stands for; any other (`1.50`, an object with a key twice) is written as text beside it, so that
//! nothing is lost on the way.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::json_text::JsonText;
use super::shape::{Shape, push};
use super::shared;
use crate::model;

/// Text that is borrowed when writing and shared when reading.
pub(super) type Text<'a> = Cow<'a, model::Text>;

impl Serialize for model::Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for model::Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Shared;

        impl Visitor<'_> for Shared {
            type Value = model::Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_str<E>(self, text: &str) -> Result<model::Text, E> {
                Ok(shared::text(text))
            }
        }

        from.deserialize_str(Shared)
    }
}

/// Texts in a row, borrowed when writing and owned when reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Texts<'a>(pub(super) Cow<'a, [model::Text]>);

impl Texts<'_> {
    pub(super) fn into_owned(self) -> Vec<model::Text> {
        self.0.into_owned()
    }
}

impl Serialize for Texts<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Texts<'_> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Elements;

        impl<'de> Visitor<'de> for Elements {
            type Value = Vec<model::Text>;

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

        from.deserialize_seq(Elements).map(|texts| Self(Cow::Owned(texts)))
    }
}

impl Shape for Texts<'_> {
    fn shape() -> String {
        Vec::<Text<'_>>::shape()
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
    fn parse_exact(text: &str) -> Option<Self> {
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

/// Reads all entries of an object, in order, and refuses a key that stands twice.
fn read_entries<'de, A, V>(
    mut map: A,
    value: impl Fn(&mut A) -> Result<V, A::Error>,
) -> Result<Vec<(model::Text, V)>, A::Error>
where
    A: MapAccess<'de>,
{
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    while let Some(key) = map.next_key::<model::Text>()? {
        if !seen.insert(key.clone()) {
            return Err(de::Error::custom(format_args!("duplicate key `{key}`")));
        }
        push(&mut entries, (key, value(&mut map)?));
    }
    entries.shrink_to_fit();
    Ok(entries)
}

/// A value as a document carries it: taken apart when writing, as JSON text when reading.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Write(Json),
    Read(model::Text),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Write(value) => value.serialize(to),
            Self::Read(text) => Json::parse(text).expect("it was read as JSON").serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        JsonText.deserialize(from).map(|text| Self::Read(shared::text(&text)))
    }
}

/// A JSON text as a document carries it: the value where that is exact, the text itself where it is not.
pub(super) fn split(text: &model::Text) -> (Option<Value>, Option<Text<'_>>) {
    match Json::parse_exact(text) {
        // A null value reads as "no value", so the text has to say it.
        Some(Json::Null) => (None, Some(Cow::Borrowed(text))),
        Some(value) => (Some(Value::Write(value)), None),
        None => {
            let value = Json::parse(text).filter(|value| *value != Json::Null);
            (value.map(Value::Write), Some(Cow::Borrowed(text)))
        }
    }
}

/// The text of a value read from a document; the exact text wins.
pub(super) fn join(value: Option<Value>, text: Option<Text<'_>>) -> Option<model::Text> {
    text.map(Text::into_owned).or_else(|| {
        value.map(|value| match value {
            Value::Read(text) => text,
            Value::Write(value) => value.to_text().into(),
        })
    })
}

/// An object whose keys are names from the application, in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Map<'a, V>(pub(super) Vec<(Text<'a>, V)>);

impl<V> Default for Map<'_, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V: Serialize> Serialize for Map<'_, V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize_entries(to, &self.0)
    }
}

impl<'de, V: Deserialize<'de> + Default> Deserialize<'de> for Map<'_, V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries<V>(std::marker::PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = Vec<(model::Text, V)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object keyed by name")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                read_entries(map, A::next_value)
            }
        }

        let entries = from.deserialize_map(Entries::<Option<V>>(std::marker::PhantomData))?;
        Ok(Self(entries.into_iter().map(|(key, value)| (Cow::Owned(key), value.unwrap_or_default())).collect()))
    }
}

impl<V: Shape> Shape for Map<'_, V> {
    fn shape() -> String {
        format!(r#"{{"type":"object","additionalProperties":{}}}"#, super::shape::or_null(&V::shape()))
    }
}

/// Entries of key and text. Written as an object; as a list of pairs where an object could not carry them exactly.
#[derive(Clone, Debug, Default, PartialEq)]
struct Pairs<'a> {
    entries: Cow<'a, [(model::Text, model::Text)]>,
}

impl<'a> Pairs<'a> {
    fn new(entries: &'a [(model::Text, model::Text)]) -> Self {
        Self { entries: Cow::Borrowed(entries) }
    }

    fn into_owned(self) -> Vec<(model::Text, model::Text)> {
        self.entries.into_owned()
    }

    fn serialize<S: Serializer>(&self, to: S, value: impl Fn(&str) -> Option<Json>) -> Result<S::Ok, S::Error> {
        let mut seen = BTreeSet::new();
        let values: Option<Vec<_>> =
            self.entries.iter().map(|(key, text)| Some((key, value(text).filter(|_| seen.insert(key))?))).collect();
        match values {
            Some(values) => serialize_entries(to, &values),
            None => self.entries.serialize(to),
        }
    }

    fn deserialize<'de, D: Deserializer<'de>>(from: D, text: fn(String) -> String) -> Result<Self, D::Error> {
        struct Either(fn(String) -> String);

        impl<'de> Visitor<'de> for Either {
            type Value = Vec<(model::Text, model::Text)>;

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

        from.deserialize_any(Either(text)).map(|entries| Self { entries: Cow::Owned(entries) })
    }
}

macro_rules! pairs {
    ($(#[$doc:meta])* $Name:ident, write $write:expr, read $read:expr, value $shape:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(super) struct $Name<'a>(Pairs<'a>);

        impl<'a> $Name<'a> {
            pub(super) fn new(entries: &'a [(model::Text, model::Text)]) -> Self {
                Self(Pairs::new(entries))
            }
            pub(super) fn into_owned(self) -> Vec<(model::Text, model::Text)> {
                self.0.into_owned()
            }
        }

        impl Serialize for $Name<'_> {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(to, $write)
            }
        }

        impl<'de> Deserialize<'de> for $Name<'_> {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Pairs::deserialize(from, $read).map(Self)
            }
        }

        impl Shape for $Name<'_> {
            fn shape() -> String {
                concat!(
                    r#"{"anyOf":[{"type":"object","additionalProperties":"#, $shape, r#"},{"type":"array","items":"#,
                    r#"{"type":"array","items":{"type":"string"},"minItems":2,"maxItems":2}}]}"#
                )
                .to_owned()
            }
        }
    };
}

pairs!(
    /// `@meta` entries: the texts are JSON.
    Meta,
    write Json::parse_exact,
    read |value| value,
    value "{}"
);

pairs!(
    /// Options: the texts are plain; a foreign document's number or list is kept as its JSON text.
    Options,
    write |text| Some(Json::Text(text.to_owned())),
    read |value| if value.starts_with('"') { serde_json::from_str(&value).expect("it is a JSON string") } else { value },
    value "{}"
);

/// Deprecation: `true` without a reason, else the reason.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Deprecated<'a>(pub(super) Option<Text<'a>>);

impl Serialize for Deprecated<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0.as_ref().map(|reason| reason.as_str()) {
            None => to.serialize_bool(false),
            Some("") => to.serialize_bool(true),
            Some(reason) => to.serialize_str(reason),
        }
    }
}

impl<'de> Deserialize<'de> for Deprecated<'_> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reason;

        impl Visitor<'_> for Reason {
            type Value = Option<model::Text>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false or a reason")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(value.then(model::Text::default))
            }
            fn visit_str<E>(self, reason: &str) -> Result<Self::Value, E> {
                Ok(Some(shared::text(reason)))
            }
        }

        Ok(Self(from.deserialize_any(Reason)?.map(Cow::Owned)))
    }
}

impl Shape for Deprecated<'_> {
    fn shape() -> String {
        r#"{"type":["boolean","string"]}"#.to_owned()
    }
}
