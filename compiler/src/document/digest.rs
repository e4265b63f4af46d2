//! The digest of a file inside a document: 32 hexadecimal digits.

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::value::Shape;
use crate::model;

/// Written as digits, read from them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digest(pub(super) [u8; 16]);

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{:032x}", u128::from_be_bytes(self.0)))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = model::Text::deserialize(from)?;
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match u128::from_str_radix(&text, 16) {
            Ok(number) if digits => Ok(Self(number.to_be_bytes())),
            _ => Err(D::Error::invalid_value(Unexpected::Str(&text), &"32 hexadecimal digits")),
        }
    }
}

impl Shape for Digest {
    fn shape() -> String {
        r#"{"type":"string","pattern":"^[0-9a-fA-F]{32}$"}"#.to_owned()
    }
}
