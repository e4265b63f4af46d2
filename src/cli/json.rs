//! JSON in which nothing acts on a terminal.

use std::io::{self, Write};

use etched_core::foreign;

/// Passes JSON on, with characters that act on a terminal as the escapes JSON has for them.
///
/// serde_json escapes those below the blank only. Outside of texts JSON is ASCII, so any other is inside one.
pub(super) struct Escaped<W>(pub(super) W);

impl<W: Write> Write for Escaped<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // serde_json hands over whole pieces of text.
        match std::str::from_utf8(bytes) {
            Ok(text) if bytes.iter().any(|byte| *byte >= 0x7f) => self.0.write_all(foreign::json(text).as_bytes())?,
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
