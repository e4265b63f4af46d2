//! Columns of other resources in a struct: `#[field(path = "author.name")]`.

use etched_core::near::nearest;

use super::check::{Scope, is_struct, place, seen, suggestion, written};
use super::expect::Null;
use super::relation::find;
use super::{Item, Member, Mismatch, Outcome};
use crate::image;
use crate::model::TypeKind;

/// What lies between a struct's resource and the field of another: nothing, for its own.
#[derive(Default)]
pub(super) struct Joined {
    /// The first step that may lead to nothing.
    null: Option<String>,
    /// A step leads to a number of records, or to none: what a join makes of that cannot be seen.
    either: bool,
}

impl Joined {
    /// Returns whether a value behind the steps may be null.
    pub(super) fn null(&self, own: Null) -> Null {
        match own {
            _ if self.null.is_some() => Null::May,
            Null::Never if self.either => Null::Either,
            own => own,
        }
    }

    /// Adds to the place of a field what on the way there may be null.
    pub(super) fn behind(&self, place: String) -> String {
        match (&self.null, place.strip_suffix(')')) {
            (None, _) => place,
            (Some(step), Some(place)) => format!("{place}, by way of `{step}`, which may be null)"),
            (Some(step), None) => format!("{place} (by way of `{step}`, which may be null)"),
        }
    }
}

impl Scope<'_> {
    /// Rule: a path goes through relationships and inline structs to a field; `author.nam` is wrong where `User` has
    /// `name`, and a step that may be null makes the field one that may be.
    pub(super) fn joined<S: Clone>(
        &self,
        path: &str,
        at: &S,
        member: &Member<S>,
        item: &Item<S>,
        out: &mut Outcome<S>,
    ) {
        let wrong = |out: &mut Outcome<S>, message| out.mismatches.push(Mismatch { at: at.clone(), message });
        if path.split('.').any(str::is_empty) {
            return wrong(
                out,
                "`path` has an empty step; write names with dots between, such as `author.name`".to_owned(),
            );
        }
        let Some((steps, last)) = path.rsplit_once('.') else {
            let message = format!("`{path}` has one step; write `rename = \"{path}\"` for a field of `{}`", self.label);
            return wrong(out, message);
        };
        let mut joined = Joined::default();
        let mut resource = self.resource.clone();
        let (mut label, mut line, mut fields) = (self.label.to_owned(), self.line, self.fields.to_vec());
        for step in steps.split('.') {
            let here = Scope { image: self.image, resource: &resource, label: &label, line, fields: &fields };
            let related = here.whole().and_then(|whole| whole.relationships.iter().find(|known| known.name == step));
            let full = format!("{label}.{step}");
            if let Some(related) = related {
                let Some(id) = find(self.image, &related.target) else {
                    let place = place(&resource, related.line);
                    return wrong(out, format!("`{full}`{place} leads to `{}`, which is not declared", related.target));
                };
                match related.kind.as_str() {
                    "belongs_to" if related.nullable => joined.null = joined.null.or(Some(full)),
                    "belongs_to" => {}
                    _ => joined.either = true,
                }
                resource = image::read_resource(self.image, id);
                seen(&resource, &mut out.file_paths);
                (label, line, fields) = (resource.name.to_string(), resource.line, resource.fields.clone());
            } else if let Some(field) = here.fields.iter().find(|field| field.name == step) {
                if !is_struct(field) || !matches!(field.ty.kind(), TypeKind::Struct(_)) {
                    let place = place(&resource, field.line);
                    let message = format!("`{full}` is `{}`{place}, and a path goes no further", written(field));
                    return wrong(out, message);
                }
                if field.nullable {
                    joined.null = joined.null.or_else(|| Some(full.clone()));
                } else if !field.required {
                    joined.either = true;
                }
                (label, line, fields) = (full, field.line, field.fields.clone());
            } else {
                return wrong(out, here.nothing(step));
            }
        }
        let here = Scope { image: self.image, resource: &resource, label: &label, line, fields: &fields };
        match here.has(last) {
            true => here.member(last, member, item, &joined, out),
            false => wrong(out, here.nothing(last)),
        }
    }

    fn nothing(&self, step: &str) -> String {
        let near = nearest(step, self.names());
        format!("`{}`{} has no field `{step}`{}", self.label, place(self.resource, self.line), suggestion(near))
    }
}
