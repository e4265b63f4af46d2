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

use super::shape::Shape;

/// Text that is borrowed when writing and owned when reading.
pub(super) type Text<'a> = Cow<'a, str>;

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
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Json, A::Error> {
                read_entries(map).map(Json::Object)
            }
        }

        from.deserialize_any(Any)
    }
}

/// Reads all entries of an object, in order, and refuses a key that stands twice.
fn read_entries<'de, A: MapAccess<'de>, V: Deserialize<'de>>(mut map: A) -> Result<Vec<(String, V)>, A::Error> {
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    while let Some(key) = map.next_key::<String>()? {
        if !seen.insert(key.clone()) {
            return Err(de::Error::custom(format_args!("duplicate key `{key}`")));
        }
        entries.push((key, map.next_value()?));
    }
    Ok(entries)
}

/// A JSON text as a document carries it: the value where that is exact, the text itself where it is not.
pub(super) fn split(text: &str) -> (Option<Json>, Option<Text<'_>>) {
    match Json::parse_exact(text) {
        // A null value reads as "no value", so the text has to say it.
        Some(Json::Null) => (None, Some(Cow::Borrowed(text))),
        Some(value) => (Some(value), None),
        None => (Json::parse(text).filter(|value| *value != Json::Null), Some(Cow::Borrowed(text))),
    }
}

/// The text of a value read from a document; the exact text wins.
pub(super) fn join(value: Option<Json>, text: Option<Text<'_>>) -> Option<String> {
    text.map(Text::into_owned).or_else(|| value.map(|value| value.to_text()))
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
            type Value = Vec<(String, V)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object keyed by name")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                read_entries(map)
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
    entries: Vec<(Text<'a>, Text<'a>)>,
}

impl<'a> Pairs<'a> {
    fn new(entries: &'a [(String, String)]) -> Self {
        let entries = entries.iter().map(|(key, text)| (Cow::Borrowed(&**key), Cow::Borrowed(&**text))).collect();
        Self { entries }
    }

    fn into_owned(self) -> Vec<(String, String)> {
        self.entries.into_iter().map(|(key, text)| (key.into_owned(), text.into_owned())).collect()
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

    fn deserialize<'de, D: Deserializer<'de>>(from: D, text: fn(Json) -> String) -> Result<Self, D::Error> {
        struct Either(fn(Json) -> String);

        impl<'de> Visitor<'de> for Either {
            type Value = Vec<(String, String)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object, or a list of pairs of key and text")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let entries: Vec<(String, Json)> = read_entries(map)?;
                Ok(entries.into_iter().map(|(key, value)| (key, (self.0)(value))).collect())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = seq.next_element()? {
                    entries.push(entry);
                }
                Ok(entries)
            }
        }

        let entries = from.deserialize_any(Either(text))?;
        Ok(Self { entries: entries.into_iter().map(|(key, text)| (Cow::Owned(key), Cow::Owned(text))).collect() })
    }
}

macro_rules! pairs {
    ($(#[$doc:meta])* $Name:ident, write $write:expr, read $read:expr, value $shape:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(super) struct $Name<'a>(Pairs<'a>);

        impl<'a> $Name<'a> {
            pub(super) fn new(entries: &'a [(String, String)]) -> Self {
                Self(Pairs::new(entries))
            }
            pub(super) fn into_owned(self) -> Vec<(String, String)> {
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
    read |value| value.to_text(),
    value "{}"
);

pairs!(
    /// Options: the texts are plain; a foreign document's number or list is kept as its JSON text.
    Options,
    write |text| Some(Json::Text(text.to_owned())),
    read |value| match value {
        Json::Text(text) => text,
        other => other.to_text(),
    },
    value "{}"
);

/// Deprecation: `true` without a reason, else the reason.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Deprecated<'a>(pub(super) Option<Text<'a>>);

impl Serialize for Deprecated<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0.as_deref() {
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
            type Value = Option<String>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false or a reason")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(value.then(String::new))
            }
            fn visit_str<E>(self, reason: &str) -> Result<Self::Value, E> {
                Ok(Some(reason.to_owned()))
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
