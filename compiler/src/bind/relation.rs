//! A struct's field that stands for a relationship.

use etched_core::Image;
use etched_core::layout as rows;

use super::expect::{Expected, Marked, Null};
use super::leaf::{Leaf, option, peel};
use super::table::{self, Holds};
use super::{PromiseKind, Shape, Type};
use crate::image;
use crate::model::{Relationship, Resource};

/// Returns the number of the resource of that name.
pub(super) fn find(image: Image<'_>, name: &str) -> Option<u32> {
    image.find::<rows::Resource>(name).map(|id| id.index)
}

/// Returns the relationship as the schema writes it: `User!`, `has_many Comment`.
pub(super) fn written(relationship: &Relationship) -> String {
    let target = &relationship.target;
    match relationship.kind.as_str() {
        "belongs_to" => format!("{target}{}", if relationship.nullable { '?' } else { '!' }),
        kind => format!("{kind} {target}"),
    }
}

/// Rule: a belongs-to is its target, in an `Option` where it may be null; a has-many is an array of it; a has-one is
/// it or an `Option`. `author: Account` is wrong for `author: User!`.
pub(super) fn object<S: Clone>(
    leaf: &mut Leaf<'_, S>,
    image: Image<'_>,
    relationship: &Relationship,
    null: Null,
    ty: &Type<S>,
) {
    let target = &relationship.target;
    let whole = ty;
    let ty = peel(ty);
    let inner = option(ty).map_or(ty, peel);
    match relationship.kind.as_str() {
        "belongs_to" => {
            match option(ty) {
                Some(inner) if null == Null::Never => {
                    leaf.wrong(&ty.at, format!(", which is never null; write `{inner}`"));
                }
                None if null == Null::May => {
                    leaf.wrong(&ty.at, format!(", which may be null; write `Option<{whole}>`"));
                }
                _ => {}
            }
            named(leaf, image, target, inner);
        }
        "has_one" => named(leaf, image, target, inner),
        "has_many" | "has_many_through" => match &inner.shape {
            Shape::Named(name, arguments) if table::holds(name) == Some(Holds::Array) => {
                if let Some(item) = arguments.first() {
                    named(leaf, image, target, peel(item));
                }
            }
            Shape::List(item) => named(leaf, image, target, peel(item)),
            _ => leaf.wrong(&inner.at, format!(", and this is one `{inner}`; write `Vec<{target}>`")),
        },
        // The kinds of imported documents say nothing about how many there are.
        _ => {}
    }
}

fn named<S: Clone>(leaf: &mut Leaf<'_, S>, image: Image<'_>, target: &str, ty: &Type<S>) {
    if let Some((word, at)) = leaf.holds {
        // As the schema writes it, or the target alone.
        return match word == target || word == leaf.written || word.strip_suffix(['!', '?']) == Some(target) {
            true => {}
            false => leaf.wrong(&at.clone(), format!(", and this says it holds `{word}`")),
        };
    }
    match &ty.shape {
        Shape::Named(name, _) if name == target => {}
        Shape::Named(name, _) if table::holds(name).is_none() && name != "Option" => match find(image, name) {
            Some(_) => leaf.wrong(&ty.at, format!(", and `{name}` is another resource; write `{target}`")),
            None => leaf.promise(ty, PromiseKind::Resource(target.to_owned())),
        },
        _ => leaf.wrong(&ty.at, format!(", and `{ty}` is no resource; write `{target}`")),
    }
}

/// What the key of a belongs-to holds: the primary field of the target.
pub(super) struct Key {
    target: Option<Resource>,
}

impl Key {
    pub(super) fn of(image: Image<'_>, relationship: &Relationship) -> Self {
        Self { target: find(image, &relationship.target).map(|id| image::read_resource(image, id)) }
    }

    fn field(&self) -> Option<&crate::model::Field> {
        let fields = &self.target.as_ref()?.fields;
        let primary =
            |field: &&crate::model::Field| field.constraints.iter().any(|constraint| constraint.name() == "primary");
        fields.iter().find(primary).or_else(|| fields.iter().find(|field| field.name == "id"))
    }

    /// Returns its type as the schema writes it.
    pub(super) fn written(&self, nullable: bool) -> String {
        let ty = self.field().map_or("the key of another", |field| field.ty.as_str());
        format!("{ty}{}", if nullable { '?' } else { '!' })
    }

    /// Rule: a field named like the foreign key holds what the target's primary field holds, and is an `Option` where
    /// the relationship may be null. `author_id: i64` is wrong where `User` has `id: uuid! @primary`.
    pub(super) fn check<S: Clone>(&self, leaf: &mut Leaf<'_, S>, null: Null, ty: &Type<S>) {
        let expected = self.field().map_or(Expected::Foreign, |field| Expected::of(field.ty.kind(), &field.values));
        leaf.marked(&Marked { element: None, expected, null }, ty);
    }
}
