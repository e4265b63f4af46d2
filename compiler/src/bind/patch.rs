//! Structs that change a record: what is not there stays as it is.

use super::expect::Null;
use super::leaf::peel;
use super::{Shape, Type};

/// Returns the type of a value that is given, and whether that may be null: inside of `Option<T>`, or of a wrapper of
/// the program's own, where the struct is a patch.
///
/// Whether a wrapper itself has a state for null cannot be seen, so where the schema has `?` an inner `Option` is right
/// and so is none.
pub(super) fn given<'t, S>(wrappers: &[String], ty: &'t Type<S>, null: Null) -> (&'t Type<S>, Null) {
    match &peel(ty).shape {
        Shape::Named(name, arguments) if wrappers.contains(name) => match arguments.first() {
            Some(inner) => (inner, if null == Null::May { Null::Either } else { null }),
            None => (ty, null),
        },
        _ => (ty, null),
    }
}
