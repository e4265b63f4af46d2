//! A value of any shape, read as the JSON text that the model keeps of it.
//!
//! The text is written while the value is read: a tree of `[0,0,0]` takes twenty times what its text takes.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Unexpected, Visitor};

/// Reads a value, whatever it is, as compact JSON text.
pub(super) struct JsonText;

impl<'de> DeserializeSeed<'de> for JsonText {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<String, D::Error> {
        let mut out = Vec::new();
        Any(&mut out).deserialize(from)?;
        Ok(String::from_utf8(out).expect("JSON text is UTF-8"))
    }
}

/// Appends a value to a text.
struct Any<'t>(&'t mut Vec<u8>);

impl Any<'_> {
    fn put<E>(self, value: impl serde::Serialize) -> Result<(), E> {
        serde_json::to_writer(self.0, &value).expect("a vector takes all of it, and a plain value is JSON");
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Any<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        self.put(())
    }
    fn visit_none<E>(self) -> Result<(), E> {
        self.put(())
    }
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.put(value)
    }
    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.put(value)
    }
    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.put(value)
    }
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        if value.is_finite() {
            self.put(value)
        } else {
            Err(E::invalid_value(Unexpected::Float(value), &"a finite number"))
        }
    }
    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.put(value)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let out = self.0;
        let start = out.len() + 1;
        out.push(b'[');
        loop {
            let end = out.len();
            if end > start {
                out.push(b',');
            }
            if seq.next_element_seed(Any(out))?.is_none() {
                out.truncate(end);
                out.push(b']');
                return Ok(());
            }
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let out = self.0;
        // Where the keys are in the text; a set of them would take more than the text.
        let mut keys: Vec<(u32, u32)> = Vec::new();
        out.push(b'{');
        loop {
            let end = out.len();
            if !keys.is_empty() {
                out.push(b',');
            }
            let at = out.len() as u32;
            if map.next_key_seed(Key(out))?.is_none() {
                out.truncate(end);
                break;
            }
            keys.push((at, out.len() as u32));
            out.push(b':');
            map.next_value_seed(Any(out))?;
        }
        let key = |&(start, end): &(u32, u32)| &out[start as usize..end as usize];
        keys.sort_unstable_by(|a, b| key(a).cmp(key(b)));
        if let Some(twice) = keys.windows(2).find(|pair| key(&pair[0]) == key(&pair[1])) {
            let key: String = serde_json::from_slice(key(&twice[0])).expect("it was written as a string");
            return Err(A::Error::custom(format_args!("duplicate key `{key}`")));
        }
        out.push(b'}');
        Ok(())
    }
}

/// Appends the key of an object.
struct Key<'t>(&'t mut Vec<u8>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    fn visit_str<E>(self, key: &str) -> Result<(), E> {
        Any(self.0).put(key)
    }
}
