//! Types and constraints: what a type is made of precedes it and what a literal holds behind it, so that
//! following either ends, and neither is larger written out than the image.

use alloc::vec;
use alloc::vec::Vec;

use super::error::{Checked, Expected, wrong};
use crate::image::Image;
use crate::kind::{MAX_NESTING, TypeCode};
use crate::layout as rows;

/// Checks types and literals.
pub(super) fn check(image: Image<'_>) -> Checked {
    types(image)?;
    literals(image)
}

/// Types are shared, so one that is written out may be larger than what it is made of: `hash<T,T>` is twice `T`. Each
/// was read from a text, and a text has a letter for each type in it.
fn types(image: Image<'_>) -> Checked {
    let types = image.rows::<rows::Type>();
    let parts = image.rows::<rows::TypePart>();
    let most = image.strings().len() as u64 + 1;
    // Of each type: the levels of types in it, and how many types that is when written out.
    let mut known: Vec<(u32, u64)> = Vec::with_capacity(types.len() as usize);
    for (at, ty) in (0..).zip(types.iter()) {
        let range = ty.parts();
        if let Some(count) = TypeCode::from_number(ty.kind()).parts()
            && range.len != count
        {
            return Err(wrong("Type", at, "parts", Expected::Is(count.into()), range.len));
        }
        let (mut level, mut size) = (1, 1_u64);
        for (place, part) in (range.start..).zip(parts.range(range)) {
            let inner = part.ty().index;
            let Some(&(inner_level, inner_size)) = known.get(inner as usize) else {
                return Err(wrong("TypePart", place, "ty", Expected::Below(at.into()), inner));
            };
            level = level.max(inner_level + 1);
            size += inner_size;
        }
        if level > MAX_NESTING {
            return Err(wrong("Type", at, "level", Expected::That("types that nest at most 256 levels deep"), level));
        }
        if size > most {
            return Err(wrong("Type", at, "size", Expected::AtMost(most), size));
        }
        known.push((level, size));
    }
    Ok(())
}

fn literals(image: Image<'_>) -> Checked {
    let literals = image.rows::<rows::Literal>();
    let mut levels = vec![1_u32; literals.len() as usize];
    for (at, literal) in (0..).zip(literals.iter()) {
        let items = literal.items();
        if items.len == 0 {
            continue;
        }
        if items.start <= at {
            return Err(wrong("Literal", at, "items", Expected::AtLeast(u64::from(at) + 1), items.start));
        }
        let level = levels[at as usize] + 1;
        if level > MAX_NESTING {
            let expected = Expected::That("literals that nest at most 256 levels deep");
            return Err(wrong("Literal", at, "level", expected, level));
        }
        // The run ends in the section: that was checked with the cells.
        levels[items.start as usize..(items.start + items.len) as usize].fill(level);
    }
    Ok(())
}
