//! Values that the image keeps as JSON text, given to any serializer as the values they are.

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A JSON value; objects keep the order of their keys.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JsonText {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Text(String),
    List(Vec<JsonText>),
    Object(Vec<(String, JsonText)>),
}

impl JsonText {
    /// Reads a text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Reads a text if writing the value gives the same text again.
    pub(crate) fn exact(text: &str) -> Option<Self> {
        Self::parse(text).filter(|value| value.to_text() == text)
    }

    fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Returns what records say of a JSON text: the text of a string, otherwise the JSON as it is.
pub(crate) fn plain(json: &str) -> Cow<'_, str> {
    serde_json::from_str(json).map_or(Cow::Borrowed(json), Cow::Owned)
}

/// Returns whether what records say of a JSON text means that text, and no other: `true` of a string does not.
pub(crate) fn is_meant(json: &str) -> bool {
    let plain = plain(json);
    match JsonText::parse(&plain) {
        Some(_) => plain == json,
        None => JsonText::Text(plain.into_owned()).to_text() == json,
    }
}

impl Serialize for JsonText {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            Self::Int(value) => to.serialize_i64(*value),
            Self::Uint(value) => to.serialize_u64(*value),
            Self::Float(value) => to.serialize_f64(*value),
            Self::Text(value) => to.serialize_str(value),
            Self::List(values) => to.collect_seq(values),
            Self::Object(entries) => to.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = JsonText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }
            fn visit_unit<E>(self) -> Result<JsonText, E> {
                Ok(JsonText::Null)
            }
            fn visit_bool<E>(self, value: bool) -> Result<JsonText, E> {
                Ok(JsonText::Bool(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<JsonText, E> {
                Ok(JsonText::Int(value))
            }
            fn visit_u64<E>(self, value: u64) -> Result<JsonText, E> {
                Ok(JsonText::Uint(value))
            }
            fn visit_f64<E>(self, value: f64) -> Result<JsonText, E> {
                Ok(JsonText::Float(value))
            }
            fn visit_str<E>(self, value: &str) -> Result<JsonText, E> {
                Ok(JsonText::Text(value.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<JsonText, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                Ok(JsonText::List(values))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonText, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(JsonText::Object(entries))
            }
        }

        from.deserialize_any(Any)
    }
}
