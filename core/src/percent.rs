//! Percent-encoded text, read byte by byte without being copied.
//!
//! `%41` is the byte `A`. A `%` that two hexadecimal digits do not follow stands for itself, as in the URL standard
//! of WHATWG, so that every text has a decoding.

/// Returns the byte that stands at `at` and how many bytes of text it takes; `None` behind the end.
///
/// ```
/// use etched_core::percent::unit;
///
/// assert_eq!(unit(b"%41b", 0), Some((b'A', 3)));
/// assert_eq!(unit(b"%zz", 0), Some((b'%', 1)));
/// ```
#[inline]
#[must_use]
pub fn unit(text: &[u8], at: usize) -> Option<(u8, usize)> {
    match *text.get(at)? {
        b'%' => match (digit(text, at + 1), digit(text, at + 2)) {
            (Some(high), Some(low)) => Some((high << 4 | low, 3)),
            _ => Some((b'%', 1)),
        },
        byte => Some((byte, 1)),
    }
}

#[inline]
fn digit(text: &[u8], at: usize) -> Option<u8> {
    match *text.get(at)? {
        byte @ b'0'..=b'9' => Some(byte - b'0'),
        byte @ b'a'..=b'f' => Some(byte - b'a' + 10),
        byte @ b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Returns the decoded bytes of a text.
///
/// ```
/// assert!(etched_core::percent::bytes(b"a%20b%zz").eq(*b"a b%zz"));
/// ```
pub fn bytes(text: &[u8]) -> impl Iterator<Item = u8> + Clone {
    let mut at = 0;
    core::iter::from_fn(move || {
        let (byte, width) = unit(text, at)?;
        at += width;
        Some(byte)
    })
}

/// Decodes a text into `buffer` and returns what was written; `None` when it does not fit.
///
/// ```
/// let mut buffer = [0; 8];
/// assert_eq!(etched_core::percent::decode_into(b"a%20b", &mut buffer), Some(&b"a b"[..]));
/// assert_eq!(etched_core::percent::decode_into(b"a%20b", &mut buffer[..2]), None);
/// ```
#[must_use]
pub fn decode_into<'b>(text: &[u8], buffer: &'b mut [u8]) -> Option<&'b [u8]> {
    let mut len = 0;
    for byte in bytes(text) {
        *buffer.get_mut(len)? = byte;
        len += 1;
    }
    buffer.get(..len)
}

/// Returns where the rest of `text` starts when its decoding has `start` at `at`; `start` may be encoded too.
pub(crate) fn after(text: &[u8], mut at: usize, start: &[u8]) -> Option<usize> {
    let mut next = 0;
    while let Some((byte, width)) = unit(start, next) {
        let (found, found_width) = unit(text, at)?;
        if found != byte {
            return None;
        }
        at += found_width;
        next += width;
    }
    Some(at)
}

/// Returns where `end` starts in `text` when the decoding of `text` ends with it.
pub(crate) fn before(text: &[u8], end: &[u8]) -> Option<usize> {
    // Going back over units is exact: the digits of an escape are never a `%`.
    let mut at = text.len();
    for _ in bytes(end) {
        let escape = at.checked_sub(3).is_some_and(|start| matches!(unit(&text[..at], start), Some((_, 3))));
        at = if escape { at - 3 } else { at.checked_sub(1)? };
    }
    (after(text, at, end) == Some(text.len())).then_some(at)
}
