//! Percent-encoded text, read byte by byte without being copied.
//!
//! `%41` is the byte `A`. A `%` that two hexadecimal digits do not follow stands for itself, as in the URL standard
//! of WHATWG, so that every text has a decoding.

use crate::template::MAX_STATIC;

/// Returns the byte that is at `at` and how many bytes of text it takes; `None` behind the end.
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

/// Returns where the decoding of `wanted` comes first in that of `text`, looking from `at` on; both may be encoded.
///
/// Cost: proportional to both, by Knuth, Morris and Pratt: a path of 64 KB that almost has a long text at every place
/// took as many steps as it has bytes for each byte of that text.
pub(crate) fn find(text: &[u8], at: usize, wanted: &[u8]) -> Option<(usize, usize)> {
    let mut buffer = [0; MAX_STATIC];
    let wanted = decode_into(wanted, &mut buffer)?;
    // How much of the start of `wanted` its first n + 1 bytes end with.
    let mut borders = [0_u8; MAX_STATIC];
    let mut border = 0;
    for n in 1..wanted.len() {
        while border > 0 && wanted[n] != wanted[border] {
            border = usize::from(borders[border - 1]);
        }
        border += usize::from(wanted[n] == wanted[border]);
        borders[n] = border as u8;
    }
    // `found` bytes of `wanted` stand between `start` and `end`.
    let (mut start, mut end, mut found) = (at, at, 0);
    while found < wanted.len() {
        let (byte, width) = unit(text, end)?;
        while found > 0 && byte != wanted[found] {
            let kept = usize::from(borders[found - 1]);
            for _ in kept..found {
                start += unit(text, start)?.1;
            }
            found = kept;
        }
        end += width;
        if byte == wanted[found] {
            found += 1;
        } else {
            start = end;
        }
    }
    Some((start, end))
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

#[cfg(test)]
mod tests {
    use super::{after, find, unit};

    /// The first place where `wanted` follows.
    fn naive(text: &[u8], mut at: usize, wanted: &[u8]) -> Option<(usize, usize)> {
        loop {
            if let Some(end) = after(text, at, wanted) {
                return Some((at, end));
            }
            at += unit(text, at)?.1;
        }
    }

    /// Texts of up to nine pieces and of up to four: repetitions, and escapes in the middle of them.
    #[test]
    fn what_is_found_is_what_a_search_place_by_place_finds() {
        let pieces: [&[u8]; 3] = [b"a", b"b", b"%61"];
        let written = |mut number: usize, buffer: &mut [u8; 32]| {
            let mut len = 0;
            while number > 0 {
                let piece = pieces[number % 3];
                buffer[len..len + piece.len()].copy_from_slice(piece);
                len += piece.len();
                number /= 3;
            }
            len
        };
        let (mut text, mut wanted) = ([0; 32], [0; 32]);
        let mut hits = 0;
        for number in 0..3_usize.pow(9) {
            let text_len = written(number, &mut text);
            for other in 1..3_usize.pow(4) {
                let wanted_len = written(other, &mut wanted);
                let (text, wanted) = (&text[..text_len], &wanted[..wanted_len]);
                let expected = naive(text, 0, wanted);
                assert_eq!(find(text, 0, wanted), expected, "{text:?} {wanted:?}");
                hits += usize::from(expected.is_some());
            }
        }
        assert!(hits > 100_000, "{hits}");
    }
}
