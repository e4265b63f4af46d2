//! Types and constraints, each stored once.

use std::collections::{HashMap, VecDeque};

use etched_core::cell::{Id, List, Opt, Range, Str};
use etched_core::kind::{LiteralCode, TypeCode};
use etched_core::layout::{self as rows, Section};

use super::write::{Writer, run};
use crate::model::{Element, FieldConstraint, Literal, Mark, Text, Type, TypeKind};

/// The types and constraints that are written already.
#[derive(Default)]
pub(super) struct Values<'m> {
    /// Types by how they are written.
    types: HashMap<&'m str, Id<rows::Type>>,
    /// Types that are inside of others, by what they are made of.
    inner: HashMap<Inner, u32>,
    constraints: HashMap<&'m str, u32>,
}

/// Kind, words and parts of a type.
type Inner = (u32, (u32, u32), Box<[(u32, u32, u32)]>);

impl<'m> Writer<'m> {
    /// Writes a type, what it is made of before it.
    pub(super) fn ty(&mut self, ty: &'m Type) -> Id<rows::Type> {
        if let Some(&known) = self.values.types.get(ty.as_str()) {
            return known;
        }
        let (kind, words, parts) = self.made_of(ty.kind());
        let record = rows::Type {
            text: self.pool.str(ty.text()),
            kind,
            base: Opt::from_index(self.type_ids.get(ty.base()).copied()),
            words,
            parts: self.parts(&parts),
        };
        let id = Id::new(self.out.put(Section::Type, &record));
        self.values.types.insert(ty.as_str(), id);
        id
    }

    fn inner(&mut self, kind: &'m TypeKind) -> u32 {
        let (kind, words, parts) = self.made_of(kind);
        let of = parts.iter().map(|part| (part.name.0, part.ty.index, part.mark)).collect();
        let key = (kind, (words.start, words.len), of);
        if let Some(&known) = self.values.inner.get(&key) {
            return known;
        }
        let record = rows::Type { kind, words, parts: self.parts(&parts), ..rows::Type::default() };
        let at = self.out.put(Section::Type, &record);
        self.values.inner.insert(key, at);
        at
    }

    fn parts(&mut self, parts: &[rows::TypePart]) -> Range<rows::TypePart> {
        let start = self.out.len(Section::TypePart);
        for part in parts {
            self.out.put(Section::TypePart, part);
        }
        run(start, parts.len())
    }

    /// Returns a type's number, words and parts; the types in it are written.
    fn made_of(&mut self, kind: &'m TypeKind) -> (u32, List<Str>, Vec<rows::TypePart>) {
        let words: &[Text] = match kind {
            TypeKind::Scalar(_, words) | TypeKind::Enum(words) => words,
            TypeKind::Resource(name) | TypeKind::Foreign(name) => std::slice::from_ref(name),
            _ => &[],
        };
        let words = self.pool.strs(words);
        let mut part = |name: &str, element: &'m Element| {
            let name = self.pool.str(name);
            let mark = match element.mark {
                Mark::None => 0,
                Mark::Required => 1,
                Mark::Nullable => 2,
            };
            rows::TypePart { name, ty: Id::new(self.inner(&element.kind)), mark }
        };
        let (code, parts) = match kind {
            TypeKind::Scalar(scalar, _) => (TypeCode::Scalar(*scalar), Vec::new()),
            TypeKind::Enum(_) => (TypeCode::Enum, Vec::new()),
            TypeKind::Resource(_) => (TypeCode::Resource, Vec::new()),
            TypeKind::Foreign(_) => (TypeCode::Foreign, Vec::new()),
            TypeKind::Array(item) => (TypeCode::Array, vec![part("", item)]),
            TypeKind::Hash(pair) => (TypeCode::Hash, vec![part("", &pair.0), part("", &pair.1)]),
            TypeKind::OneOf(members) => (TypeCode::OneOf, members.iter().map(|member| part("", member)).collect()),
            TypeKind::Struct(fields) | TypeKind::Open(fields) => {
                let open = matches!(kind, TypeKind::Open(_));
                let code = if open { TypeCode::Open } else { TypeCode::Struct };
                (code, fields.iter().map(|(name, field)| part(name, field)).collect())
            }
        };
        (code.number(), words, parts)
    }

    /// Writes a constraint of a field and returns its number.
    pub(super) fn constraint(&mut self, constraint: &'m FieldConstraint) -> u32 {
        if let Some(&known) = self.values.constraints.get(constraint.as_str()) {
            return known;
        }
        let record = rows::FieldConstraint {
            text: self.pool.str(constraint.text()),
            name: self.pool.str(constraint.name()),
            arguments: self.literals(constraint.arguments()),
        };
        let at = self.out.put(Section::FieldConstraint, &record);
        self.values.constraints.insert(constraint.as_str(), at);
        at
    }

    /// Writes literals level by level, so that the items of one are in one run.
    fn literals(&mut self, literals: &'m [Literal]) -> Range<rows::Literal> {
        let start = self.out.skip(Section::Literal, literals.len() as u32);
        let mut waiting: VecDeque<(u32, &str, &Literal)> =
            (start..).zip(literals).map(|(at, literal)| (at, "", literal)).collect();
        while let Some((at, key, literal)) = waiting.pop_front() {
            let (code, text) = match literal {
                Literal::String(text) => (LiteralCode::String, text.as_str()),
                Literal::Number(text) => (LiteralCode::Number, text.as_str()),
                Literal::Duration(text) => (LiteralCode::Duration, text.as_str()),
                Literal::Bool(true) => (LiteralCode::True, ""),
                Literal::Bool(false) => (LiteralCode::False, ""),
                Literal::Null => (LiteralCode::Null, ""),
                Literal::Regex(text) => (LiteralCode::Regex, text.as_str()),
                Literal::Name(text) => (LiteralCode::Name, text.as_str()),
                Literal::Call(text) => (LiteralCode::Call, text.as_str()),
                Literal::Other(text) => (LiteralCode::Other, text.as_str()),
                Literal::List(_) => (LiteralCode::List, ""),
                Literal::Map(_) => (LiteralCode::Map, ""),
            };
            let items: Vec<(&str, &Literal)> = match literal {
                Literal::List(items) => items.iter().map(|item| ("", item)).collect(),
                Literal::Map(entries) => entries.iter().map(|(key, item)| (key.as_str(), item)).collect(),
                _ => Vec::new(),
            };
            let first = self.out.skip(Section::Literal, items.len() as u32);
            let record = rows::Literal {
                key: self.pool.str(key),
                kind: code as u32,
                text: self.pool.str(text),
                items: run(first, items.len()),
            };
            self.out.set(Section::Literal, at, &record);
            waiting.extend((first..).zip(items).map(|(at, (key, item))| (at, key, item)));
        }
        run(start, literals.len())
    }
}
