//! What belongs to a resource: each kind in one run behind the run of the resource before it, and fields of fields
//! as a tree.

use super::MAX_NESTING;
use super::error::{Checked, Expected, wrong};
use crate::cell::Range;
use crate::image::Image;
use crate::layout as rows;
use crate::layout::Home;

/// Checks every run of every resource.
pub(super) fn check(image: Image<'_>) -> Checked {
    macro_rules! runs {
        ($($cell:ident: $Row:ident)*) => { $(
            let children = image.rows::<rows::$Row>();
            let mut next = 0;
            for (at, resource) in image.rows::<rows::Resource>().iter().enumerate() {
                let range = resource.$cell();
                follows::<rows::$Row>(range, next, at as u32, stringify!($cell), rows::Resource::SECTION)?;
                next += range.len;
                for (place, child) in children.range(range).enumerate() {
                    if child.resource().index != at as u32 {
                        let record = range.start + place as u32;
                        let expected = Expected::Is(at as u64);
                        return Err(wrong(stringify!($Row), record, "resource", expected, child.resource().index));
                    }
                }
            }
            all(rows::$Row::SECTION, next, children.len())?;
        )* };
    }
    runs! {
        relationships: Relationship
        hooks: Hook
        validations: Validation
        constraints: Constraint
        invariants: Invariant
        scopes: Scope
        computed: Computed
        functions: Function
    }
    fields(image)?;
    route_extras(image)
}

/// A run starts where the one before it ended; an empty one may say anything.
fn follows<R>(range: Range<R>, next: u32, record: u32, cell: &'static str, section: rows::Section) -> Checked {
    if range.len > 0 && range.start != next {
        return Err(wrong(section.name(), record, cell, Expected::Is(next.into()), range.start));
    }
    Ok(())
}

/// No record is left over.
fn all(section: rows::Section, named: u32, count: u32) -> Checked {
    if named != count {
        return Err(wrong("section table", section as u32, "count", Expected::Is(named.into()), count));
    }
    Ok(())
}

/// Fields stand level by level: those of a resource, then those of its structs, then those of theirs. So each run
/// starts where the last one ended, and no field is in two. One of a struct names the field whose struct that is.
fn fields(image: Image<'_>) -> Checked {
    let fields = image.rows::<rows::Field>();
    let extras = image.rows::<rows::FieldExtra>();
    let (mut at, mut next_extra) = (0, 0);
    for (resource_at, resource) in image.rows::<rows::Resource>().iter().enumerate() {
        let top = resource.fields();
        follows(top, at, resource_at as u32, "fields", rows::Section::Resource)?;
        inside(image, top, 0)?;
        let mut next_run = at + top.len;
        let (mut level_end, mut level) = (next_run, 1);
        while at < next_run {
            if at == level_end {
                (level_end, level) = (next_run, level + 1);
                if level > MAX_NESTING {
                    let expected = Expected::That("fields that nest at most 128 levels deep");
                    return Err(wrong("Field", at, "level", expected, level));
                }
            }
            let field = fields.get(at);
            if field.resource().index != resource_at as u32 {
                return Err(wrong("Field", at, "resource", Expected::Is(resource_at as u64), field.resource().index));
            }
            if let Some(extra) = field.extra().get() {
                if extra.index != next_extra {
                    return Err(wrong("Field", at, "extra", Expected::Is(u64::from(next_extra) + 1), extra.index + 1));
                }
                next_extra += 1;
                let inner = extras.get(extra.index).fields();
                follows(inner, next_run, extra.index, "fields", rows::Section::FieldExtra)?;
                inside(image, inner, at + 1)?;
                next_run += inner.len;
            }
            at += 1;
        }
    }
    all(rows::Section::Field, at, fields.len())?;
    all(rows::Section::FieldExtra, next_extra, extras.len())
}

/// Fields of one run have one parent, or none.
fn inside(image: Image<'_>, run: Range<rows::Field>, parent: u32) -> Checked {
    for field in image.rows::<rows::Field>().range(run) {
        let found = image.extra(field.extra()).parent().plus_one;
        if found != parent {
            let extra = field.extra().plus_one.saturating_sub(1);
            return Err(wrong("FieldExtra", extra, "parent", Expected::Is(parent.into()), found));
        }
    }
    Ok(())
}

/// No two routes share what only some have.
fn route_extras(image: Image<'_>) -> Checked {
    let mut next = 0;
    for (at, route) in image.rows::<rows::Route>().iter().enumerate() {
        if let Some(extra) = route.extra().get() {
            if extra.index != next {
                return Err(wrong("Route", at as u32, "extra", Expected::Is(u64::from(next) + 1), extra.index + 1));
            }
            next += 1;
        }
    }
    all(rows::Section::RouteExtra, next, image.rows::<rows::RouteExtra>().len())
}
