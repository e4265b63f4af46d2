//! How a member of the model is written in a document, form by form.

use std::collections::BTreeMap;

use etched_core::{middleware, signature};
use serde::de::{DeserializeSeed, Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::json_text::JsonText;
use super::record::{Record, read_list, write_list};
use super::value::{self, Map, Real, Shape, Texts, meant, plain};
use super::{dialect, shared};
use crate::members::*;
use crate::model::{Alternative, Authentication, Chain, FieldConstraint, Origin, Parameter, Support, Text, Type};

/// A form in which a document has members of some type.
pub(super) trait Form<M>: Set<M> {
    /// What the JSON Schema says of it.
    fn shape() -> String;
    /// Whether it is written where it may be left out.
    fn says(member: &M) -> bool;
    /// Writes it.
    fn write<S: Serializer>(member: &M, to: S) -> Result<S::Ok, S::Error>;
    /// Reads it.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<M, D::Error>;
}

/// A type whose members are written in a document as they are.
pub(super) trait Plainly: Default + PartialEq {
    fn shape() -> String;
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

impl<M: Plainly> Form<M> for Plain {
    fn shape() -> String {
        M::shape()
    }
    fn says(member: &M) -> bool {
        says(member)
    }
    fn write<S: Serializer>(member: &M, to: S) -> Result<S::Ok, S::Error> {
        member.write(to)
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<M, D::Error> {
        M::read(from)
    }
}

macro_rules! plain {
    ($($Type:ty)*) => { $(
        impl Plainly for $Type {
            fn shape() -> String {
                <$Type as Shape>::shape()
            }
            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.serialize(to)
            }
            fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                <$Type>::deserialize(from)
            }
        }
    )* };
}
plain! { Text bool u32 }

impl Plainly for f64 {
    fn shape() -> String {
        Real::shape()
    }
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Real(*self).serialize(to)
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Real::deserialize(from).map(|Real(number)| number)
    }
}

impl Plainly for Type {
    fn shape() -> String {
        <Text as Shape>::shape()
    }
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.text().serialize(to)
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Text::deserialize(from).map(|text| shared::ty(&text))
    }
}

impl Plainly for Vec<FieldConstraint> {
    fn shape() -> String {
        Texts::shape()
    }
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(FieldConstraint::text))
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Texts::deserialize(from).map(|Texts(texts)| texts.iter().map(shared::constraint).collect())
    }
}

impl Plainly for Vec<Text> {
    fn shape() -> String {
        Texts::shape()
    }
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Texts::deserialize(from).map(|Texts(texts)| texts)
    }
}

impl<R: Record> Plainly for Vec<R> {
    fn shape() -> String {
        format!(r##"{{"type":"array","items":{{"$ref":"#/$defs/{}"}}}}"##, R::NAME)
    }
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write_list(self, to)
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read_list(from)
    }
}

impl<M: Plainly> Plainly for Option<M> {
    fn shape() -> String {
        M::shape()
    }
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(member) => member.write(to),
            None => to.serialize_none(),
        }
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        M::read(from).map(Some)
    }
}

impl Form<Origin> for Source {
    fn shape() -> String {
        let names: Vec<_> = Origin::ALL.iter().map(|origin| format!("{:?}", origin.name())).collect();
        format!(r#"{{"type":"string","enum":[{}]}}"#, names.join(","))
    }
    fn says(member: &Origin) -> bool {
        says(member)
    }
    fn write<S: Serializer>(member: &Origin, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(member.name())
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Origin, D::Error> {
        let name = Text::deserialize(from)?;
        let expected = "`schema`, `document`, `openapi` or `rust`";
        Origin::from_name(&name).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&name), &expected))
    }
}

impl Form<Authentication> for Authenticates {
    fn shape() -> String {
        let names: Vec<_> = Authentication::ALL.iter().map(|one| format!("{:?}", one.name())).collect();
        format!(r#"{{"type":"string","enum":[{}]}}"#, names.join(","))
    }
    fn says(member: &Authentication) -> bool {
        says(member)
    }
    fn write<S: Serializer>(member: &Authentication, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(member.name())
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Authentication, D::Error> {
        let name = Text::deserialize(from)?;
        let expected = "`required`, `optional` or `none`";
        Authentication::from_name(&name).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&name), &expected))
    }
}

/// An alternative as OpenAPI writes it: an object of schemes, each with its scopes.
struct Requirements(Vec<Text>);

impl Serialize for Requirements {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|text| {
            let scopes: Vec<&str> = middleware::scopes(text).collect();
            (middleware::base(text), scopes)
        }))
    }
}

impl<'de> Deserialize<'de> for Requirements {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let entries = Map::<Texts>::deserialize(from)?.0.into_iter();
        let requirement = |(scheme, Texts(scopes)): (Text, Texts)| {
            shared::text(&Alternative::requirement(&scheme, scopes.iter().map(|scope| &**scope)))
        };
        Ok(Self(entries.map(requirement).collect()))
    }
}

impl Form<Vec<Alternative>> for Security {
    fn shape() -> String {
        format!(r#"{{"type":"array","items":{}}}"#, Map::<Texts>::shape())
    }
    fn says(member: &Vec<Alternative>) -> bool {
        says(member)
    }
    fn write<S: Serializer>(member: &Vec<Alternative>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(member.iter().map(|alternative| Requirements(alternative.requirements.clone())))
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Alternative>, D::Error> {
        let alternatives = Vec::<Requirements>::deserialize(from)?.into_iter();
        Ok(alternatives.map(|Requirements(requirements)| Alternative { requirements }).collect())
    }
}

impl Form<bool> for Not {
    fn shape() -> String {
        <bool as Shape>::shape()
    }
    fn says(member: &bool) -> bool {
        !member
    }
    fn write<S: Serializer>(member: &bool, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(!member)
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
        bool::deserialize(from).map(|opposite| !opposite)
    }
}

/// JSON text that may be missing.
pub(super) trait MaybeJson: Default + PartialEq + From<Text> {
    fn text(&self) -> Option<&Text>;
}

impl MaybeJson for Text {
    fn text(&self) -> Option<&Text> {
        (!self.is_empty()).then_some(self)
    }
}

impl MaybeJson for Option<Text> {
    fn text(&self) -> Option<&Text> {
        self.as_ref()
    }
}

impl<M: MaybeJson> Form<M> for Json {
    fn shape() -> String {
        <Text as Shape>::shape()
    }
    fn says(member: &M) -> bool {
        member.text().is_some()
    }
    fn write<S: Serializer>(member: &M, to: S) -> Result<S::Ok, S::Error> {
        member.text().map(|text| plain(text)).serialize(to)
    }
    /// Older documents have the value itself; what they have as a text is one that may stand for another value.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<M, D::Error> {
        let json = JsonText.deserialize(from)?;
        let text = if json.starts_with('"') { meant(&plain(&json)).into_owned() } else { json };
        Ok(shared::text(&text).into())
    }
}

impl<M: MaybeJson> Form<M> for JsonExact {
    fn shape() -> String {
        <Text as Shape>::shape()
    }
    fn says(member: &M) -> bool {
        member.text().is_some_and(|text| meant(&plain(text)) != text.as_str())
    }
    fn write<S: Serializer>(member: &M, to: S) -> Result<S::Ok, S::Error> {
        member.text().serialize(to)
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<M, D::Error> {
        Text::deserialize(from).map(M::from)
    }
}

/// A parameter as one text.
fn text(Parameter { name, ty, nullable, required, .. }: &Parameter) -> signature::Signature<'_> {
    signature::Signature { name, ty, nullable: *nullable, required: *required }
}

/// Whether that text says all of it.
fn is_text(parameter: &Parameter) -> bool {
    parameter.location.is_empty() && parameter.documentation.is_empty() && text(parameter).is_whole()
}

impl Form<Vec<Parameter>> for Signature {
    fn shape() -> String {
        Texts::shape()
    }
    fn says(member: &Vec<Parameter>) -> bool {
        !member.is_empty()
    }
    fn write<S: Serializer>(member: &Vec<Parameter>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(member.iter().map(|parameter| text(parameter).to_string()))
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Parameter>, D::Error> {
        read_list(from)
    }
}

impl Form<Vec<Parameter>> for SignatureExact {
    fn shape() -> String {
        <Vec<Parameter> as Plainly>::shape()
    }
    fn says(member: &Vec<Parameter>) -> bool {
        !member.iter().all(is_text)
    }
    fn write<S: Serializer>(member: &Vec<Parameter>, to: S) -> Result<S::Ok, S::Error> {
        write_list(member, to)
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Parameter>, D::Error> {
        read_list(from)
    }
}

macro_rules! pairs {
    ($($Form:ident $write:path, $read:path;)*) => { $(
        impl Form<Vec<(Text, Text)>> for $Form {
            fn shape() -> String {
                value::PAIRS.to_owned()
            }
            fn says(member: &Vec<(Text, Text)>) -> bool {
                !member.is_empty()
            }
            fn write<S: Serializer>(member: &Vec<(Text, Text)>, to: S) -> Result<S::Ok, S::Error> {
                value::write_pairs(member, to, $write)
            }
            fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(Text, Text)>, D::Error> {
                value::read_pairs(from, $read)
            }
        }
    )* };
}
pairs! {
    Options value::write_option, value::read_option;
    Meta value::Json::parse_exact, value::read_meta;
}

/// `true` without a reason, else the reason.
impl Form<Option<Text>> for Deprecated {
    fn shape() -> String {
        r#"{"type":["boolean","string"]}"#.to_owned()
    }
    fn says(member: &Option<Text>) -> bool {
        member.is_some()
    }
    fn write<S: Serializer>(member: &Option<Text>, to: S) -> Result<S::Ok, S::Error> {
        match member {
            Some(reason) if !reason.is_empty() => to.serialize_str(reason),
            reason => to.serialize_bool(reason.is_some()),
        }
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Text>, D::Error> {
        value::read_reason(from)
    }
}

type ByOperation = BTreeMap<Text, Chain>;

impl Form<ByOperation> for Chains {
    fn shape() -> String {
        Map::<Texts>::shape()
    }
    fn says(member: &ByOperation) -> bool {
        !member.is_empty()
    }
    fn write<S: Serializer>(member: &ByOperation, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(member.iter().map(|(operation, chain)| (operation, &chain.names)))
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<ByOperation, D::Error> {
        let entries = dialect::Lists::deserialize(from)?.0.into_iter();
        Ok(entries.map(|(operation, names)| (operation, Chain { names, line: 0 })).collect())
    }
}

impl Form<ByOperation> for ChainLines {
    fn shape() -> String {
        Map::<u32>::shape()
    }
    fn says(member: &ByOperation) -> bool {
        member.values().any(|chain| chain.line != 0)
    }
    fn write<S: Serializer>(member: &ByOperation, to: S) -> Result<S::Ok, S::Error> {
        let lines: Vec<_> = member
            .iter()
            .filter(|(_, chain)| chain.line != 0)
            .map(|(operation, chain)| (operation, chain.line))
            .collect();
        to.collect_map(lines)
    }
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<ByOperation, D::Error> {
        let entries = Map::<u32>::deserialize(from)?.0.into_iter();
        Ok(entries.map(|(operation, line)| (operation, Chain { names: Vec::new(), line })).collect())
    }
}

macro_rules! parts {
    ($($Form:ident $part:ident: $Part:ty;)*) => { $(
        impl Form<Support> for $Form {
            fn shape() -> String {
                <$Part as Plainly>::shape()
            }
            fn says(member: &Support) -> bool {
                says(&member.$part)
            }
            fn write<S: Serializer>(member: &Support, to: S) -> Result<S::Ok, S::Error> {
                Plainly::write(&member.$part, to)
            }
            fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Support, D::Error> {
                Ok(Support { $part: Plainly::read(from)?, ..Support::default() })
            }
        }

        impl Form<Option<Support>> for $Form {
            fn shape() -> String {
                <$Part as Plainly>::shape()
            }
            fn says(member: &Option<Support>) -> bool {
                member.is_some()
            }
            fn write<S: Serializer>(member: &Option<Support>, to: S) -> Result<S::Ok, S::Error> {
                match member {
                    Some(counts) => <Self as Form<Support>>::write(counts, to),
                    None => to.serialize_none(),
                }
            }
            fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Support>, D::Error> {
                <Self as Form<Support>>::read(from).map(Some)
            }
        }
    )* };
}
parts! {
    Kept support: u32;
    Applicable applicable: u32;
    Wilson wilson: f64;
}
