//! Rules on types and null marks.

use std::collections::HashMap;

use etched_core::near::near;
use etched_core::scalar::Scalar;

use super::Rules;
use crate::diagnostic::code;
use crate::syntax::{Field, Mark, Name, Resource, Span, Type, TypeKind, Value, ValueKind};
use crate::{language, types};

/// Where a type stands, for what is to be said of a resource there.
#[derive(Clone, Copy)]
enum Role<'n> {
    /// It is that of a resource's own field: with a resource, the field would be a relationship.
    Field(&'n str),
    /// It is inside that type.
    Item(&'n str),
    /// It is, or is in, the body of a request or a response: records are sent there.
    Body,
    /// Anything else: values only.
    Value,
}

impl Rules<'_, '_> {
    pub(super) fn types(&mut self, resource: &Resource<'_>) {
        for field in &resource.fields {
            self.field(field, Role::Field(field.name.text));
        }
        for computed in &resource.computed {
            computed.ty.iter().for_each(|ty| self.null_mark(ty.mark, ty.span));
        }
        let callables = resource.scopes.iter().chain(&resource.computed).chain(&resource.functions);
        for callable in callables {
            for ty in callable.parameters.iter().map(|(_, ty)| ty).chain(&callable.ty) {
                self.ty(ty, Role::Value);
            }
        }
    }

    /// Applies all rules on fields to a field, also of a struct.
    fn field(&mut self, field: &Field<'_>, role: Role<'_>) {
        self.null_mark(field.ty.mark, field.ty.span);
        self.ty(&field.ty, role);
        self.constraints(field);
        self.each_once(&code::KEY_TWICE, "the key", field.meta.iter().map(|(key, _)| *key));
    }

    /// Applies all rules on types to that of a body, which may be a resource.
    pub(super) fn body_type(&mut self, ty: &Type<'_>) {
        self.ty(ty, Role::Body);
    }

    /// Applies all rules on types to that of a parameter.
    pub(super) fn value_type(&mut self, ty: &Type<'_>) {
        self.ty(ty, Role::Value);
    }

    fn ty(&mut self, ty: &Type<'_>, role: Role<'_>) {
        let inside = match role {
            Role::Field(name) | Role::Item(name) => Role::Item(name),
            Role::Body => Role::Body,
            Role::Value => Role::Value,
        };
        match &ty.kind {
            TypeKind::Scalar { name, arguments } => {
                self.known_type(*name, arguments.is_empty(), ty.span, role);
                self.type_arguments(name.text, arguments, ty.span);
            }
            TypeKind::Array(item) => self.ty(item, inside),
            TypeKind::Hash(key, value) => {
                self.hash_key(key);
                self.ty(key, Role::Value);
                self.ty(value, inside);
            }
            TypeKind::Enum(_) => self.enum_values(ty),
            TypeKind::OneOf(targets) => self.one_of(targets, ty.span, role),
            TypeKind::Struct(fields) => {
                self.structure(fields, ty.span);
                fields.iter().for_each(|field| self.field(field, Role::Value));
            }
        }
    }

    /// Fields, computed fields and relationships say whether they may be null: an error under `@strict nullability`,
    /// otherwise a warning. What is inside another type and what functions and scopes take and return is required
    /// without a mark: the language's own specification writes them so, strict or not.
    ///
    /// Rejects `title: string` under `@strict nullability`, but not `tags: array<string>!`.
    pub(super) fn null_mark(&mut self, mark: Mark, span: Span) {
        if mark != Mark::None {
            return;
        }
        let diagnostic = match self.file.strict {
            None => self
                .about(&code::NO_MARK, span, "this type does not say whether it may be null")
                .label("taken as required")
                // It says what the compiler reads, so that the meaning stays.
                .fix(self.place(Span { start: span.end, end: span.end }), "!"),
            Some(strict) => {
                let strict = self.place(strict);
                let error =
                    self.about(&code::STRICT_NULLABILITY, span, "this type does not say whether it may be null");
                error.relate("required by this", strict)
            }
        };
        self.push(diagnostic.expect("`!` (required) or `?` (nullable) after the type"));
    }

    /// A type is one of the language's. Rejects `title: strng!`, `size: bigint!` and, where `Tag` is a resource,
    /// `tags: array<Tag>!`.
    fn known_type(&mut self, name: Name<'_>, plain: bool, whole: Span, role: Role<'_>) {
        if Scalar::named(name.text).is_some() {
            return;
        }
        if self.index.get(name.text).is_none() {
            let error = self.about(&code::UNKNOWN_TYPE, name.span, format!("unknown type `{}`", name.text));
            let error = error.label("no such type");
            if let Some(meant) = language::meant(name.text) {
                // The length of a `varchar(80)` is that of a `string(80)`; the width of an `int(11)` goes.
                let span = if plain || language::takes_arguments(meant) { name.span } else { whole };
                let place = self.place(span);
                return self.push(error.suggest(Some(meant.to_owned())).fix(place, meant));
            }
            let near = match role {
                Role::Field(_) => self.index.near_type(name.text),
                Role::Body => self.index.near_type(name.text),
                Role::Item(_) | Role::Value => near(name.text, types::names()),
            };
            let names: Vec<_> = near.iter().map(|name| format!("`{name}`")).collect();
            let error = match names.as_slice() {
                [] => error.expect("a type; `etched explain types` lists them"),
                [_] => error,
                [first @ .., last] => error.expect(format!("{} or {last}", first.join(", "))),
            };
            return self.push(error.meant(near));
        }
        if matches!(role, Role::Body) {
            return;
        }
        let error = self.about(&code::UNKNOWN_TYPE, name.span, format!("`{}` is a resource, not a type", name.text));
        self.push(error.label("its records are not values").expect(match role {
            Role::Field(field) | Role::Item(field) => {
                format!("`@has_many {} as \"{field}\"` in place of the field", name.text)
            }
            Role::Body | Role::Value => "the type of its key, such as `uuid`".to_owned(),
        }));
    }

    /// Arguments fit their type. Rejects `name: string(0)!`, `count: int(7)!` and `price: decimal(2, 10)!`.
    fn type_arguments(&mut self, name: &str, arguments: &[Value<'_>], span: Span) {
        let Some(scalar) = Scalar::named(name) else { return };
        let counts: Vec<Option<u32>> = arguments.iter().map(whole).collect();
        let expected = match (scalar, counts.as_slice()) {
            (_, []) | (Scalar::String | Scalar::Decimal, [Some(1..)]) => return,
            (Scalar::Decimal, [Some(digits @ 1..), Some(scale)]) if scale <= digits => return,
            (scalar, [Some(width)]) if scalar.widths().contains(width) => return,
            (Scalar::Int, _) => "a width in bits: 8, 16, 32 or 64; bare `int` is any",
            (Scalar::Float, _) => "a width in bits: 32 or 64; bare `float` is any",
            (Scalar::String, _) => "one whole number: the most characters it may have",
            (Scalar::Decimal, _) => "the number of digits, and at most as many after the point",
            _ => "no arguments",
        };
        let message = format!("`{}` does not take these arguments", scalar.name());
        self.push(self.about(&code::TYPE_ARGUMENTS, span, message).expect(expected));
    }

    /// What refers to one of several resources is a relationship: its resource says so, and each is there once.
    ///
    /// Rejects `subject: one_of<Task, string>!`, `subject: one_of<Task, Task>!` and `array<one_of<Task, Project>!>!`.
    fn one_of(&mut self, targets: &[Name<'_>], span: Span, role: Role<'_>) {
        if !matches!(role, Role::Field(_)) {
            let error = self.about(&code::MISPLACED, span, "`one_of` is a relationship, and this is a value");
            return self.push(error.expect("it as the whole type of a resource's field"));
        }
        for target in targets {
            if Scalar::named(target.text).is_some() {
                let message = format!("`{}` is a type, not a resource", target.text);
                self.push(self.about(&code::UNKNOWN_TARGET, target.span, message).expect("resources in `one_of`"));
            } else {
                self.known_target(*target, false);
            }
        }
        self.each_once(&code::MEMBER_TWICE, "the resource", targets.iter().copied());
    }

    /// Keys of a hash are scalars that are never null. Rejects `hash<array<int!>!, int!>`.
    fn hash_key(&mut self, key: &Type<'_>) {
        let scalar =
            matches!(&key.kind, TypeKind::Scalar { name, .. } if Scalar::named(name.text) != Some(Scalar::Json));
        if !scalar || key.mark == Mark::Nullable {
            let error = self.about(&code::HASH_KEY, key.span, "this cannot be the key of a hash");
            self.push(error.expect("a scalar that is required, such as `string!`"));
        }
    }

    /// An enum has values, and they are distinct. Rejects `enum []` and `enum ["draft", "draft"]`.
    fn enum_values(&mut self, ty: &Type<'_>) {
        let TypeKind::Enum(values) = &ty.kind else { return };
        if values.is_empty() {
            self.push(self.about(&code::ENUM_EMPTY, ty.span, "this enum has no values").expect("at least one string"));
        }
        let mut known: HashMap<&str, Span> = HashMap::with_capacity(values.len());
        for value in values {
            let first = *known.entry(&value.text).or_insert(value.span);
            if first.start != value.span.start {
                let first = self.place(first);
                let message = format!("the value \"{}\" is given twice", value.text);
                self.push(self.about(&code::ENUM_VALUE_TWICE, value.span, message).relate("first given here", first));
            }
        }
    }

    /// A struct has fields, and their names are distinct. Rejects `location: {}!`.
    fn structure(&mut self, fields: &[Field<'_>], span: Span) {
        if fields.is_empty() {
            self.push(self.about(&code::STRUCT_EMPTY, span, "this struct has no fields").expect("at least one field"));
        }
        self.each_once(&code::MEMBER_TWICE, "the name", fields.iter().map(|field| field.name));
    }
}

/// Returns a whole number that is not negative.
pub(super) fn whole(value: &Value<'_>) -> Option<u32> {
    match &value.kind {
        ValueKind::Number(text) => text.parse().ok(),
        _ => None,
    }
}
