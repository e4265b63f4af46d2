//! Rules on the constraints of a field.

use std::collections::HashMap;

use etched_core::near::near;
use etched_core::scalar::{Family, Scalar};

use super::Rules;
use super::types::whole;
use crate::constraint::{Applies, Arguments, CONSTRAINTS, ConstraintKind, find};
use crate::diagnostic::code;
use crate::duration;
use crate::syntax::{Field, Mark, Span, Type, TypeKind, Use, Value, ValueKind};

impl Rules<'_, '_> {
    pub(super) fn constraints(&mut self, field: &Field<'_>) {
        for used in &field.constraints {
            match find(used.name.text) {
                None => self.unknown_constraint(used),
                Some(kind) => {
                    if self.constraint_type(kind, used, field) {
                        self.constraint_arguments(kind, used, field);
                    }
                }
            }
        }
        self.constraints_once(field);
        self.bounds(field);
        self.default_value(field);
        self.primary_nullable(field);
    }

    /// A constraint is one of the language's. Rejects `title: string! @uniqe`.
    fn unknown_constraint(&mut self, used: &Use<'_>) {
        let name = used.name.text;
        let meant = near(name, CONSTRAINTS.iter().map(|kind| kind.name).chain(["meta"]));
        let error = self.about(&code::UNKNOWN_CONSTRAINT, used.span, format!("unknown constraint `@{name}`"));
        let error = match meant.first() {
            Some(_) => error.label("no constraint has this name"),
            None => error
                .label("no constraint has this name")
                .expect("a constraint; notes of your own go into `@meta(key: value)`"),
        };
        self.push(error.meant_as(meant, |name| format!("@{name}")));
    }

    /// A constraint stands on a field at most once. Rejects `title: string! @min(1) @min(5)`.
    fn constraints_once(&mut self, field: &Field<'_>) {
        let mut known: HashMap<&str, Span> = HashMap::new();
        for used in &field.constraints {
            let first = *known.entry(used.name.text).or_insert(used.span);
            if first.start != used.span.start {
                let first = self.place(first);
                let message = format!("`@{}` is given twice", used.name.text);
                self.push(self.about(&code::CONSTRAINT_TWICE, used.span, message).relate("first given here", first));
            }
        }
    }

    /// A constraint fits the field's type. Rejects `count: int! @pattern(/^a+$/)`.
    fn constraint_type(&mut self, kind: &ConstraintKind, used: &Use<'_>, field: &Field<'_>) -> bool {
        let scalar = scalar_family(&field.ty);
        let unknown = matches!(&field.ty.kind, TypeKind::Scalar { .. }) && scalar.is_none();
        let several = matches!(field.ty.kind, TypeKind::Array(_) | TypeKind::Hash(..));
        let of = |families: &[Family]| scalar.is_some_and(|family| families.contains(&family));
        let fits = match kind.applies {
            Applies::Anything => true,
            Applies::Scalar => scalar.is_some() || matches!(field.ty.kind, TypeKind::Enum(_)),
            Applies::Families(families) => of(families),
            Applies::Measured(families) => several || of(families),
        };
        if fits || unknown {
            return !unknown;
        }
        let expected = kind.applies.words();
        let message = format!("`@{}` does not apply to the type of `{}`", kind.name, field.name.text);
        let ty = self.place(field.ty.span);
        let error = self.about(&code::CONSTRAINT_TYPE, used.span, message).expect(format!("it on {expected}"));
        self.push(error.relate("the type", ty));
        false
    }

    /// Arguments are what the constraint takes. Rejects `title: string! @min("5")`, `@min()` and `@unique(true)`.
    fn constraint_arguments(&mut self, kind: &ConstraintKind, used: &Use<'_>, field: &Field<'_>) {
        let arguments = used.arguments.as_slice();
        let expected = match (kind.arguments, arguments) {
            (Arguments::None, []) | (Arguments::Any, [_]) | (Arguments::Reason, []) => return,
            (Arguments::Regex, [Value { kind: ValueKind::Regex(_), .. }]) => return,
            (Arguments::Reason, [Value { kind: ValueKind::String(_), .. }]) => return,
            (Arguments::Counts, [_] | [_, _]) if arguments.iter().all(|argument| whole(argument).is_some()) => return,
            (Arguments::Many, [_, ..]) => return self.alternatives(used, field),
            (Arguments::Bound, [bound]) => match bound_error(bound, &field.ty) {
                None => return,
                Some(expected) => expected,
            },
            (expected, _) => expected.words(),
        };
        let message = match arguments {
            [] => format!("`@{}` has no arguments", kind.name),
            _ => format!("`@{}` does not take these arguments", kind.name),
        };
        self.push(self.about(&code::CONSTRAINT_ARGUMENTS, used.whole, message).expect(expected));
    }

    /// What a field may be one of fits its type. Rejects `size: int! @one_of(1, "two")`.
    fn alternatives(&mut self, used: &Use<'_>, field: &Field<'_>) {
        let listed = match used.arguments.as_slice() {
            [Value { kind: ValueKind::List(items), .. }] => items.as_slice(),
            arguments => arguments,
        };
        self.fitting_values(&code::CONSTRAINT_ARGUMENTS, listed, &field.ty);
    }

    /// Lower bounds are not above upper ones. Rejects `@min(10) @max(5)` and `@length(5, 2)`.
    fn bounds(&mut self, field: &Field<'_>) {
        let min = bound(field, "min");
        let max = bound(field, "max");
        if let (Some((low, _)), Some((high, used))) = (min, max)
            && low > high
        {
            let other = min.map(|(_, used)| self.place(used.whole));
            let error = self.about(&code::CONSTRAINT_RANGE, used.whole, "the upper bound is below the lower one");
            self.push(other.into_iter().fold(error, |error, other| error.relate("the lower bound", other)));
        }
        for used in &field.constraints {
            if let [low, high] = used.arguments.as_slice()
                && let (Some(low), Some(high)) = (whole(low), whole(high))
            {
                let wrong = match used.name.text {
                    "length" => (low > high).then_some("the shortest length, then the longest"),
                    "precision" => (high > low).then_some("the number of digits, then at most as many after the point"),
                    _ => None,
                };
                if let Some(expected) = wrong {
                    let message = format!("the arguments of `@{}` contradict each other", used.name.text);
                    self.push(self.about(&code::CONSTRAINT_RANGE, used.whole, message).expect(expected));
                }
            }
        }
    }

    /// A primary key is never null. Rejects `id: uuid? @primary`.
    fn primary_nullable(&mut self, field: &Field<'_>) {
        let primary = field.constraints.iter().find(|used| used.name.text == "primary");
        if let Some(used) = primary
            && field.ty.mark == Mark::Nullable
        {
            let message = format!("the primary key `{}` may be null", field.name.text);
            self.push(self.about(&code::PRIMARY_NULLABLE, used.span, message).expect("`!` after its type"));
        }
    }
}

/// Returns what the values of a scalar type look like; nothing for other types and unknown ones.
pub(super) fn scalar_family(ty: &Type<'_>) -> Option<Family> {
    match &ty.kind {
        TypeKind::Scalar { name, .. } => Scalar::named(name.text).map(Scalar::family),
        _ => None,
    }
}

/// Returns whether a number is a whole one that its type is wide enough for, signed or not, and what it should be.
pub(super) fn int_fits(number: &str, ty: &Type<'_>) -> (bool, &'static str) {
    let Ok(number) = number.parse::<i128>() else { return (false, "a whole number") };
    let width = match &ty.kind {
        TypeKind::Scalar { arguments, .. } => arguments.first().and_then(whole).filter(|width| *width < 127),
        _ => None,
    };
    let fits = width.is_none_or(|width| number >> width == 0 || number >> width.saturating_sub(1) == -1);
    (fits, "a whole number that the type is wide enough for")
}

/// Returns the number a bound of this field is, if it has one.
pub(super) fn bound<'f, 'a>(field: &'f Field<'a>, name: &str) -> Option<(f64, &'f Use<'a>)> {
    let used = field.constraints.iter().find(|used| used.name.text == name)?;
    match used.arguments.as_slice() {
        [Value { kind: ValueKind::Number(text), .. }] => Some((text.parse().ok()?, used)),
        [Value { kind: ValueKind::Duration(text), .. }] => Some((duration::nanoseconds(text)? as f64, used)),
        _ => None,
    }
}

/// Returns what a bound should be when it is not.
fn bound_error(value: &Value<'_>, ty: &Type<'_>) -> Option<&'static str> {
    let (fits, expected) = match (scalar_family(ty), &value.kind) {
        (Some(Family::Int), ValueKind::Number(text)) => int_fits(text, ty),
        (Some(Family::Duration), kind) => {
            (matches!(kind, ValueKind::Duration(_)), "a duration, such as `250ms` or `2s`")
        }
        (Some(Family::Int), _) => (false, "a whole number"),
        (Some(Family::Real), kind) => (matches!(kind, ValueKind::Number(_)), "a number"),
        (Some(Family::Time), kind) => {
            let fits = matches!(kind, ValueKind::Number(_) | ValueKind::String(_) | ValueKind::Call(_));
            (fits, "a number, a point in time as a string, or a call such as `now()`")
        }
        _ => (whole(value).is_some(), "a whole number: how many characters or items"),
    };
    (!fits).then_some(expected)
}
