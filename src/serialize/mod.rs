//! `Serialize` for handles and lists: the records of the metadata document, key by key and in its order.

mod json;
mod records;

use serde::{Serialize, Serializer};

use crate::handle::Handle;
use crate::list::{List, Pairs, Texts};

pub(crate) use json::{JsonText, is_meant, plain};

impl<'r, H: Handle<'r> + Serialize> Serialize for List<'r, H> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

impl Serialize for crate::handle::FieldConstraint<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl Serialize for Texts<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

/// Options: an object of texts, or a list of pairs where a key is repeated.
#[derive(Clone, Copy)]
pub(crate) struct Options<'r>(pub(crate) Pairs<'r>);

/// `@meta` entries: an object of values, or a list of pairs of texts where an object would not carry them exactly.
#[derive(Clone, Copy)]
pub(crate) struct Meta<'r>(pub(crate) Pairs<'r>);

fn keys_differ(pairs: Pairs<'_>) -> bool {
    let mut keys: Vec<_> = pairs.iter().map(|(key, _)| key).collect();
    keys.sort_unstable();
    keys.windows(2).all(|pair| pair[0] != pair[1])
}

impl Serialize for Options<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if keys_differ(self.0) { to.collect_map(self.0.iter()) } else { to.collect_seq(self.0.iter()) }
    }
}

impl Serialize for Meta<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let values: Option<Vec<_>> = self.0.iter().map(|(key, text)| Some((key, JsonText::exact(text)?))).collect();
        match values {
            Some(values) if keys_differ(self.0) => to.collect_map(values),
            _ => to.collect_seq(self.0.iter()),
        }
    }
}

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Options(*self).serialize(to)
    }
}

/// Deprecation: `true` without a reason, else the reason.
#[derive(Clone, Copy)]
pub(crate) struct Deprecated<'r>(pub(crate) Option<&'r str>);

impl Serialize for Deprecated<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(reason) if !reason.is_empty() => to.serialize_str(reason),
            reason => to.serialize_bool(reason.is_some()),
        }
    }
}
