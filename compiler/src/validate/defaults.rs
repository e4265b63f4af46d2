//! Rules on default values.

use std::collections::HashMap;

use etched_core::scalar::Family;

use super::Rules;
use super::constraints::{bound, int_fits, scalar_family};
use super::types::whole;
use crate::diagnostic::{Code, Diagnostic, code};
use crate::duration;
use crate::suggest::Suggestions;
use crate::syntax::{Field, Mark, Type, TypeKind, Use, Value, ValueKind};

/// Calls whose answer is known, with what it is.
const CALLS: &[(&str, &[Family])] = &[
    ("now", &[Family::Time, Family::Text]),
    ("today", &[Family::Time, Family::Text]),
    ("uuid", &[Family::Id, Family::Text]),
    ("ulid", &[Family::Id, Family::Text]),
];

impl Rules<'_, '_> {
    /// A default fits its field's type and bounds.
    ///
    /// Rejects `count: int! @default("none")`, `state: enum ["on", "off"]! @default("of")` and
    /// `count: int! @min(1) @default(0)`.
    pub(super) fn default_value(&mut self, field: &Field<'_>) {
        let Some(used) = field.constraints.iter().find(|used| used.name.text == "default") else { return };
        let [value] = used.arguments.as_slice() else { return };
        if self.fitting_value(&code::DEFAULT_TYPE, value, &field.ty) {
            self.default_bounds(field, value);
        }
    }

    fn default_bounds(&mut self, field: &Field<'_>, value: &Value<'_>) {
        let size = match &value.kind {
            ValueKind::Number(text) => text.parse().unwrap_or_default(),
            ValueKind::Duration(text) => duration::nanoseconds(text).unwrap_or_default() as f64,
            ValueKind::String(text) if scalar_family(&field.ty) == Some(Family::Text) => text.chars().count() as f64,
            ValueKind::List(items) => items.len() as f64,
            _ => return,
        };
        let outside = |bound: Option<(f64, &Use<'_>)>, wrong: fn(f64, f64) -> bool| {
            bound.filter(|(bound, _)| wrong(size, *bound)).map(|(_, used)| used.whole)
        };
        let low = outside(bound(field, "min"), |size, bound| size < bound);
        if let Some(span) = low.or_else(|| outside(bound(field, "max"), |size, bound| size > bound)) {
            let other = self.place(span);
            let error = self.about(&code::CONSTRAINT_RANGE, value.span, "the default violates the field's own bound");
            self.push(error.relate("the bound", other));
        }
    }

    /// Reports a value that does not fit a type; returns whether it fits.
    pub(super) fn fitting_value(&mut self, code: &'static Code, value: &Value<'_>, ty: &Type<'_>) -> bool {
        self.fitting_values(code, std::slice::from_ref(value), ty)
    }

    /// Reports each of several values that does not fit a type; returns whether all fit.
    pub(super) fn fitting_values(&mut self, code: &'static Code, values: &[Value<'_>], ty: &Type<'_>) -> bool {
        let mut known = Known::default();
        let suggestions = &self.index.suggestions;
        let misfits: Vec<_> = values.iter().filter_map(|value| misfit(value, ty, &mut known, suggestions)).collect();
        let fit = misfits.is_empty();
        for misfit in misfits {
            let error =
                Diagnostic::new(code, self.place(misfit.value.span), "this value does not fit the field's type");
            let ty = self.place(misfit.ty.span);
            self.push(error.expect(misfit.expected).suggest(misfit.suggestion).relate("the type", ty));
        }
        fit
    }
}

/// The names in types, each with its place there: values of enums, fields of structs. A list may hold thousands of
/// values of one type.
#[derive(Default)]
struct Known<'v> {
    by_type: HashMap<*const (), HashMap<&'v str, usize>>,
}

impl<'v> Known<'v> {
    fn place(&mut self, ty: &Type<'_>, names: impl Iterator<Item = &'v str>, name: &str) -> Option<usize> {
        let of_type = self.by_type.entry(std::ptr::from_ref(ty).cast()).or_insert_with(|| {
            let mut places = HashMap::new();
            for (at, name) in names.enumerate() {
                places.entry(name).or_insert(at);
            }
            places
        });
        of_type.get(name).copied()
    }
}

struct Misfit<'v, 'a> {
    value: &'v Value<'a>,
    ty: &'v Type<'a>,
    expected: String,
    suggestion: Option<String>,
}

/// Returns the first part of a value that does not fit its type.
fn misfit<'v, 'a>(
    value: &'v Value<'a>,
    ty: &'v Type<'a>,
    known: &mut Known<'v>,
    suggestions: &Suggestions,
) -> Option<Misfit<'v, 'a>> {
    let wrong = |expected: &str| Some(Misfit { value, ty, expected: expected.to_owned(), suggestion: None });
    if matches!(value.kind, ValueKind::Null) {
        return if ty.mark == Mark::Nullable { None } else { wrong("a value other than null, or `?` after the type") };
    }
    match (&ty.kind, &value.kind) {
        (TypeKind::Array(item), ValueKind::List(values)) => {
            values.iter().find_map(|value| misfit(value, item, known, suggestions))
        }
        (TypeKind::Array(_), _) => wrong("a list, such as `[]`"),
        (TypeKind::Hash(_, item), ValueKind::Map(entries)) => {
            entries.iter().find_map(|(_, value)| misfit(value, item, known, suggestions))
        }
        (TypeKind::Hash(..), _) => wrong("a map, such as `{}`"),
        (TypeKind::Struct(fields), ValueKind::Map(entries)) => {
            let names = || fields.iter().map(|field| field.name.text);
            entries.iter().find_map(|(key, value)| match known.place(ty, names(), &key.text) {
                Some(at) => misfit(value, &fields[at].ty, known, suggestions),
                None => Some(Misfit {
                    value,
                    ty,
                    expected: format!("fields of the struct; it has no `{}`", key.text),
                    suggestion: suggestions.near(&key.text, names()).first().map(str::to_owned),
                }),
            })
        }
        (TypeKind::Struct(_), _) => wrong("a map with the fields of the struct"),
        (TypeKind::Enum(values), ValueKind::String(text)) => {
            let names = || values.iter().map(|known| known.text.as_str());
            known.place(ty, names(), text).is_none().then(|| Misfit {
                value,
                ty,
                expected: super::one_of(names()),
                suggestion: suggestions.near(text, names()).first().map(str::to_owned),
            })
        }
        (TypeKind::Enum(_), _) => wrong("one of the enum's values as a string"),
        (TypeKind::OneOf(_), _) => wrong("no default: the field refers to a record"),
        (TypeKind::Scalar { arguments, .. }, kind) => {
            let family = scalar_family(ty)?;
            let (fits, expected) = match (family, kind) {
                (_, ValueKind::Regex(_)) => (false, "a value, not a regex"),
                (Family::Json, _) => (true, ""),
                (family, ValueKind::Call(name)) => {
                    let known = CALLS.iter().find(|(known, _)| known == name);
                    (known.is_none_or(|(_, families)| families.contains(&family)), "a value of the field's type")
                }
                (Family::Text, ValueKind::String(text)) => {
                    let limit = arguments.first().and_then(whole);
                    (
                        limit.is_none_or(|limit| text.chars().count() <= limit as usize),
                        "a string that is not longer than its type allows",
                    )
                }
                (Family::Text | Family::Id | Family::Bytes, kind) => (matches!(kind, ValueKind::String(_)), "a string"),
                (Family::Int, ValueKind::Number(text)) => int_fits(text, ty),
                (Family::Int, _) => (false, "a whole number"),
                (Family::Real, kind) => (matches!(kind, ValueKind::Number(_)), "a number"),
                (Family::Duration, kind) => {
                    (matches!(kind, ValueKind::Duration(_)), "a duration, such as `250ms` or `2s`")
                }
                (Family::Bool, kind) => (matches!(kind, ValueKind::Bool(_)), "`true` or `false`"),
                (Family::Time, kind) => {
                    (matches!(kind, ValueKind::String(_)), "a point in time as a string, or a call such as `now()`")
                }
            };
            if fits { None } else { wrong(expected) }
        }
    }
}
