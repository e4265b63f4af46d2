//! Limits of what is read, checked before anything of a document is kept.

use super::error::{Error, ErrorKind};

/// Bytes a document may have, 256 MiB; larger ones are refused, not read.
pub const MAX_BYTES: usize = 256 << 20;

/// Keys and values a document may have, lists and objects among them; with more it is refused, not read.
///
/// A record that states next to nothing takes far more memory than text, so bytes alone would bound too little.
pub const MAX_VALUES: usize = 1 << 24;

/// Refuses a document that is too large; `values` counts no further than one beyond the limit.
pub(super) fn check(bytes: &[u8], values: fn(&[u8]) -> usize) -> Result<(), Error> {
    let refuse = |message: String| Err(Error::new("", None, message).of(ErrorKind::Limit));
    if bytes.len() > MAX_BYTES {
        return refuse(format!("a document may have at most {MAX_BYTES} bytes; this one has {}", bytes.len()));
    }
    // A value takes a byte at least, so most documents need no counting.
    if bytes.len() > MAX_VALUES && values(bytes) > MAX_VALUES {
        return refuse(format!("a document may have at most {MAX_VALUES} keys and values; this one has more"));
    }
    Ok(())
}

/// Counts what may start a key or a value in JSON text; never less than there are.
pub(super) fn json(bytes: &[u8]) -> usize {
    let (mut count, mut at) = (1, 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b',' | b':' | b'[' | b'{' => count += 1,
            b'"' => {
                while let Some(&inside) = bytes.get(at) {
                    at += if inside == b'\\' { 2 } else { 1 };
                    if inside == b'"' {
                        break;
                    }
                }
            }
            _ => {}
        }
        if count > MAX_VALUES {
            break;
        }
    }
    count
}

/// Counts the keys and values of MessagePack: what is in a list or a map follows it, so they are in one row.
pub(super) fn msgpack(bytes: &[u8]) -> usize {
    let (mut count, mut rest) = (0, bytes);
    while let Some((&marker, after)) = rest.split_first() {
        let stated = |width: usize| {
            let len = after.get(..width).unwrap_or_default();
            width + len.iter().fold(0, |sum, &byte| sum << 8 | usize::from(byte))
        };
        let len = match marker {
            0xa0..=0xbf => usize::from(marker & 0x1f),
            0xc4 | 0xd9 => stated(1),
            0xc5 | 0xda => stated(2),
            0xc6 | 0xdb => stated(4),
            0xc7 => stated(1) + 1,
            0xc8 => stated(2) + 1,
            0xc9 => stated(4) + 1,
            0xcc | 0xd0 => 1,
            0xcd | 0xd1 | 0xdc | 0xde => 2,
            0xca | 0xce | 0xd2 | 0xdd | 0xdf => 4,
            0xcb | 0xcf | 0xd3 => 8,
            0xd4..=0xd8 => (1 << (marker - 0xd4)) + 1,
            _ => 0,
        };
        count += 1;
        if count > MAX_VALUES {
            break;
        }
        // Cut short: the reader says so.
        rest = after.get(len..).unwrap_or_default();
    }
    count
}
