//! The records, key by key as the table of members says.
//!
//! Keys and their order are those of the document writer; a test compares the two over whole documents.

use etched_core::signature::Signature;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::{Deprecated, Meta, Options, is_meant, plain};
use crate::handle::*;
use crate::list::List;
use crate::visit::{Form, Mode, Record, Records, Shown, Value};

macro_rules! records {
    ($( $(#[$doc:meta])* $Name:ident $label:literal $(extra $Extra:ident)? { $($members:tt)* }
        derived { $($derived:tt)* } )*) => { $(
        impl Serialize for $Name<'_> {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.any().serialize(to)
            }
        }
    )* };
}

etched_core::members!(records);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut len = 0;
        self.keys(&mut |key| len += usize::from(key.is_written()));
        let mut record = to.serialize_struct(self.kind(), len)?;
        let mut result = Ok(());
        self.keys(&mut |key| {
            if result.is_ok() {
                let name = key.member.key;
                result = if key.is_written() { record.serialize_field(name, &key) } else { record.skip_field(name) };
            }
        });
        result?;
        record.end()
    }
}

impl Shown<'_> {
    fn is_written(&self) -> bool {
        match self.mode {
            Mode::need | Mode::keep | Mode::lean => true,
            Mode::top => false,
            Mode::opt => self.says(),
        }
    }

    /// Whether it says anything.
    fn says(&self) -> bool {
        match (self.form, self.member.value) {
            (Form::Not, Value::Bool(is)) => !is,
            (Form::Source, Value::Text(name)) => name != etched_core::Origin::Schema.name(),
            (Form::JsonExact, Value::Json(text)) => !is_meant(text),
            (Form::SignatureExact, Value::Records(parameters)) => {
                parameters.list::<Parameter<'_>>().iter().any(|parameter| !is_text(parameter))
            }
            (Form::ChainLines, Value::Records(chains)) => lines(chains).next().is_some(),
            (_, Value::Nothing) => false,
            (_, value) => self.flagged || !value.is_nothing(),
        }
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match (self.form, self.member.value) {
            (Form::Not, Value::Bool(is)) => to.serialize_bool(!is),
            (Form::JsonExact, Value::Json(text)) => to.serialize_str(text),
            (Form::Signature, Value::Records(parameters)) => {
                to.collect_seq(parameters.list::<Parameter<'_>>().iter().map(|it| text(it).to_string()))
            }
            (Form::Security, Value::Records(alternatives)) => alternatives.list::<Alternative<'_>>().serialize(to),
            (Form::Chains, Value::Records(chains)) => {
                to.collect_map(chains.list::<Chain<'_>>().iter().map(|chain| (chain.operation(), chain.names())))
            }
            (Form::ChainLines, Value::Records(chains)) => {
                let mut map = to.serialize_map(Some(lines(chains).count()))?;
                for chain in lines(chains) {
                    map.serialize_entry(chain.operation(), &chain.line())?;
                }
                map.end()
            }
            (_, value) => value.serialize(to),
        }
    }
}

/// An alternative as OpenAPI writes it: an object of schemes, each with its scopes.
impl Serialize for Alternative<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.schemes().map(|(scheme, scopes)| (scheme, scopes.collect::<Vec<_>>())))
    }
}

/// A parameter as one text.
fn text(it: Parameter<'_>) -> Signature<'_> {
    Signature { name: it.name(), ty: it.ty().unwrap_or_default(), nullable: it.nullable(), required: it.required() }
}

/// Whether that text says all of it.
fn is_text(it: Parameter<'_>) -> bool {
    it.location().is_none() && it.documentation().is_none() && text(it).is_whole()
}

/// The chains that have a line of their own.
fn lines(chains: Records<'_>) -> impl Iterator<Item = Chain<'_>> {
    let chains: List<'_, Chain<'_>> = chains.list();
    chains.iter().filter(|chain| chain.line().is_some())
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Nothing => to.serialize_none(),
            Self::Text(text) => to.serialize_str(text),
            Self::Json(text) => to.serialize_str(&plain(text)),
            Self::Deprecated(reason) => Deprecated(Some(reason)).serialize(to),
            Self::Number(number) => to.serialize_u32(number),
            Self::Real(number) => to.serialize_f64(number),
            Self::Bool(is) => to.serialize_bool(is),
            Self::Texts(texts) => texts.serialize(to),
            Self::Options(pairs) => Options(pairs).serialize(to),
            Self::Meta(pairs) => Meta(pairs).serialize(to),
            Self::Records(records) => to.collect_seq(records.iter()),
        }
    }
}

impl Serialize for Category<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut record = to.serialize_struct("category", 3)?;
        record.serialize_field("name", self.name())?;
        record.serialize_field("covered", &self.covered())?;
        record.serialize_field("patterns", &self.patterns().len())?;
        record.end()
    }
}
