//! The string pool: its marker, then one text, cut at rising offsets that stand between characters.

use super::error::{Checked, Expected, ValidateError, wrong};
use crate::header::{MARKER_LEN, marker};
use crate::image::Image;
use crate::layout::{Section, Word};

const NAME: &str = Section::Strings.name();

/// Checks the pool as a whole.
pub(super) fn utf8(strings: &[u8]) -> Checked<&str> {
    core::str::from_utf8(strings).map_err(|error| ValidateError::Utf8 { at: error.valid_up_to() })
}

/// Checks the marker, and where the strings behind it are cut; returns how long the longest is.
pub(super) fn check(image: Image<'_>) -> Checked<u64> {
    if !image.strings().as_bytes().starts_with(&marker(image.digest(), image.fingerprint())) {
        return Err(ValidateError::Marker);
    }
    let rows = image.rows_of::<Word>(Section::Strings);
    let pool = image.strings().as_bytes();
    if rows.len() < 2 {
        return Err(wrong("section table", Section::Strings as u32, "count", Expected::AtLeast(2), rows.len()));
    }
    // String 0 stands for absent text.
    for at in 0..2 {
        if rows.word(at) as usize != MARKER_LEN {
            return Err(wrong(NAME, at, "value", Expected::Is(MARKER_LEN as u64), rows.word(at)));
        }
    }
    let (mut before, mut longest) = (MARKER_LEN as u32, 0);
    let mut at = 0;
    let fits = rows.words().all(|offset| {
        // A byte that goes on with a character is 0b10xx_xxxx.
        let boundary = pool.get(offset as usize).is_none_or(|byte| *byte as i8 >= -0x40);
        let fits = offset >= before && boundary;
        longest = longest.max(offset.wrapping_sub(before));
        before = offset;
        at += 1;
        fits
    });
    let last = rows.word(rows.len() - 1);
    match fits {
        false if rows.word(at - 1) > pool.len() as u32 => {
            Err(wrong(NAME, at - 1, "value", Expected::AtMost(pool.len() as u64), rows.word(at - 1)))
        }
        false => {
            let expected = Expected::That("an offset on a character boundary, not below the previous one");
            Err(wrong(NAME, at - 1, "value", expected, rows.word(at - 1)))
        }
        true if last as usize != pool.len() => {
            Err(wrong(NAME, rows.len() - 1, "value", Expected::Is(pool.len() as u64), last))
        }
        true => Ok(u64::from(longest)),
    }
}
