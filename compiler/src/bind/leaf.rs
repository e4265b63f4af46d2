//! One type beside the type the schema has for it.

use std::collections::BTreeMap;

use etched_core::scalar::Scalar;

use super::claim::claim;
use super::expect::{Expected, Marked, Null};
use super::table::{self, Holds};
use super::{Mismatch, Promise, PromiseKind, Shape, Type};

/// What one field is checked against, and where the answers go.
pub(super) struct Leaf<'a, S> {
    /// The field in full: `Post.views`.
    pub(super) label: &'a str,
    /// Its type as the schema writes it: `int!`.
    pub(super) written: &'a str,
    /// Where the schema says so, with a space before: ` (schema/post.cdt:9)`; empty where it is not known.
    pub(super) place: &'a str,
    /// What of the field it is, with a space behind: `an item of `; empty for the field itself.
    pub(super) part: &'static str,
    /// What the struct says its type holds.
    pub(super) holds: Option<&'a (String, S)>,
    /// What the manifest says that types hold.
    pub(super) types: &'a BTreeMap<String, String>,
    pub(super) mismatches: &'a mut Vec<Mismatch<S>>,
    pub(super) promises: &'a mut Vec<Promise<S>>,
}

/// Looks through boxes and references.
pub(super) fn peel<S>(ty: &Type<S>) -> &Type<S> {
    match &ty.shape {
        Shape::Reference(inner) => peel(inner),
        Shape::Named(name, arguments) if table::holds(name) == Some(Holds::Same) => arguments.first().map_or(ty, peel),
        _ => ty,
    }
}

/// Returns what an `Option` is around.
pub(super) fn option<S>(ty: &Type<S>) -> Option<&Type<S>> {
    match &ty.shape {
        Shape::Named(name, arguments) if name == "Option" => arguments.first(),
        _ => None,
    }
}

impl<S: Clone> Leaf<'_, S> {
    /// Rule: a type that may be null is an `Option`, and one that may not is none; `title: Option<String>` is wrong for
    /// `title: string!`. Then its value.
    pub(super) fn marked(&mut self, marked: &Marked<'_>, ty: &Type<S>) {
        let whole = ty;
        let ty = peel(ty);
        let mut inner = option(ty).map_or(ty, peel);
        let nested = option(inner).is_some();
        while let Some(deeper) = option(inner) {
            inner = peel(deeper);
        }
        let is_option = option(ty).is_some();
        match marked.null {
            Null::Never if is_option => {
                let inner = if nested { inner } else { option(ty).unwrap_or(inner) };
                self.wrong(&ty.at, format!(", which is never null; write `{inner}`"));
            }
            _ if nested => self.wrong(&ty.at, format!(", which is null in one way only; write `Option<{inner}>`")),
            Null::May if !is_option => self.wrong(&ty.at, format!(", which may be null; write `Option<{whole}>`")),
            _ => {}
        }
        self.value(&marked.expected, inner);
    }

    /// Looks at what an array or a hash is made of.
    fn inside(&mut self, part: &'static str, marked: &Marked<'_>, ty: &Type<S>) {
        Leaf {
            label: self.label,
            written: &marked.element.map(ToString::to_string).unwrap_or_default(),
            place: self.place,
            part,
            holds: self.holds,
            types: self.types,
            mismatches: self.mismatches,
            promises: self.promises,
        }
        .marked(marked, ty);
    }

    /// Rule: the type holds what the schema has; `views: String` is wrong for `views: int!`.
    pub(super) fn value(&mut self, expected: &Expected<'_>, ty: &Type<S>) {
        let (name, arguments) = match &ty.shape {
            Shape::Named(name, arguments) => (Some(name.as_str()), arguments.as_slice()),
            Shape::List(item) => (Some("Vec"), std::slice::from_ref(&**item)),
            _ => (None, [].as_slice()),
        };
        let known = name.and_then(table::holds);
        // What the struct says itself goes before the table, down to where the types no longer nest.
        if let Some((word, at)) = self.holds {
            match (claim(word), expected) {
                (Ok(claim), _) if expected.claims(self.written).contains(&claim) => return,
                (_, Expected::Array(_) | Expected::Hash(..) | Expected::Foreign) => {}
                (Ok(_), _) => return self.wrong(&at.clone(), format!(", and this says it holds `{word}`")),
                (Err(wrong), _) => return self.wrong(&at.clone(), format!(", and {wrong}")),
            }
        }
        if let (Some(name), false) = (name, *expected == Expected::Foreign)
            && let Some(claim) = self.types.get(name)
        {
            if !expected.claims(self.written).contains(claim) {
                self.wrong(&ty.at, format!(", and Cargo.toml says that `{name}` holds `{claim}`"));
            }
            return;
        }
        match (expected, known) {
            (Expected::Foreign, _) => {}
            // `Json<T>` is stored as JSON and used as `T`.
            (Expected::Array(_) | Expected::Hash(..) | Expected::Struct, Some(Holds::Json)) => {
                if let Some(inner) = arguments.first() {
                    self.value(expected, peel(inner));
                }
            }
            (Expected::Scalar(Scalar::Json, _), Some(Holds::Json)) => {}
            (Expected::Scalar(Scalar::Bytes, _), Some(Holds::Array))
                if arguments.first().is_some_and(table::is_bytes) => {}
            (Expected::Scalar(scalar, stated), Some(Holds::Scalars(list))) if list.contains(scalar) => {
                self.width(*scalar, *stated, ty);
            }
            (Expected::Array(item), Some(Holds::Array)) => {
                if let Some(argument) = arguments.first() {
                    self.inside("an item of ", item, argument);
                }
            }
            (Expected::Hash(key, value), Some(Holds::Hash)) => {
                for ((part, expected), argument) in
                    [("a key of ", key), ("a value of ", value)].into_iter().zip(arguments)
                {
                    self.inside(part, expected, argument);
                }
            }
            (Expected::Enum(_), Some(holds)) if holds.is_text() => {}
            // Types that only another derive knows the inside of.
            (Expected::Enum(values), None) if name.is_some_and(|name| name != "Option") => {
                self.promise(ty, PromiseKind::Values(values.iter().map(|value| value.to_string()).collect()));
            }
            (Expected::Struct, None) if name.is_some_and(|name| name != "Option") => {
                self.promise(ty, PromiseKind::Inline(self.label.to_owned()));
            }
            (_, None) if name.is_some_and(|name| name != "Option") && !matches!(ty.shape, Shape::List(_)) => {
                let otherwise = self.stranger(expected, ty);
                self.promise(ty, PromiseKind::Holds { claims: expected.claims(self.written), otherwise });
            }
            _ => self.unfit(expected, ty, known),
        }
    }

    /// Rule: where both state a width, it is the same; `views: i64` is wrong for `views: int(32)!`.
    fn width(&mut self, scalar: Scalar, stated: Option<u32>, ty: &Type<S>) {
        let (Some(stated), Some(width)) = (stated, table::width(ty)) else { return };
        if stated != width {
            let (name, first) = (scalar.name(), if scalar == Scalar::Int { 'i' } else { 'f' });
            self.wrong(&ty.at, format!(", and `{ty}` holds `{name}({width})`; write `{first}{stated}`"));
        }
    }

    fn unfit(&mut self, expected: &Expected<'_>, ty: &Type<S>, known: Option<Holds>) {
        let write = self.write(expected);
        let message = match known {
            Some(holds) => format!(", and `{ty}` holds {}; {write}", holds.words()),
            None => format!(", and `{ty}` does not hold that; {write}"),
        };
        self.wrong(&ty.at, message);
    }

    /// Returns what to write for a type.
    fn write(&self, expected: &Expected<'_>) -> String {
        match expected {
            Expected::Struct => format!(
                "write a struct with `#[derive(Resource)] #[resource(inline = \"{}\")]`, or `Value`",
                self.label
            ),
            Expected::Enum(_) => "write an enum with `#[derive(ResourceEnum)]`, or `String`".to_owned(),
            expected => expected.rust().map_or_else(String::new, |rust| format!("write `{rust}`")),
        }
    }

    /// Returns what is wrong about a type that nobody says anything of.
    fn stranger(&self, expected: &Expected<'_>, ty: &Type<S>) -> String {
        let claims = expected.claims(self.written);
        let claim = claims.first().map_or("", String::as_str);
        let mut write = self.write(expected);
        if !write.is_empty() {
            write.push_str(", or ");
        }
        let message = format!(
            ", and `{ty}` is not a type etched knows; {write}say that it holds `{claim}`: here with \
             `#[field(type = \"{claim}\")]`, on the type with `#[derive(ResourceScalar)] #[resource(type = \
             \"{claim}\")]`, or in Cargo.toml"
        );
        self.sentence(&message)
    }

    fn sentence(&self, message: &str) -> String {
        format!("{}`{}` is `{}`{}{message}", self.part, self.label, self.written, self.place)
    }

    pub(super) fn wrong(&mut self, at: &S, message: String) {
        let message = self.sentence(&message);
        self.mismatches.push(Mismatch { at: at.clone(), message });
    }

    pub(super) fn promise(&mut self, ty: &Type<S>, kind: PromiseKind) {
        let place = format!("`{}`{}", self.label, self.place);
        self.promises.push(Promise { at: ty.at.clone(), kind, place });
    }
}
