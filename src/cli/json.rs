//! JSON in which nothing acts on a terminal.

use std::io::{self, Write};

use crate::render::acts;

/// Passes JSON on, with characters that act on a terminal as the escapes JSON has for them.
///
/// serde_json escapes those below the blank only. Outside of texts JSON is ASCII, so any other is inside one.
pub(super) struct Escaped<W>(pub(super) W);

impl<W: Write> Write for Escaped<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // serde_json hands over whole pieces of text.
        match std::str::from_utf8(bytes) {
            Ok(text) if bytes.iter().any(|byte| *byte >= 0x7f) => self.0.write_all(escape(text).as_bytes())?,
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Returns JSON with characters that act on a terminal escaped; line breaks stay.
pub(super) fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if c >= '\u{7f}' && acts(c) {
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}
