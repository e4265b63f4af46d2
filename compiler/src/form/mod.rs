//! What a source is, told from its bytes alone: for build scripts, macros and the command line.

pub(crate) mod openapi;

/// What a source is.
///
/// ```
/// use etched_compiler::Form;
///
/// assert_eq!(Form::of(b"openapi: 3.1.0"), Some(Form::OpenApi));
/// assert_eq!(Form::of(b"resource Tag { name: string! }"), Some(Form::Schema));
/// assert_eq!(Form::of(b"type Tag { name: String! }"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// Schema text.
    Schema,
    /// An image.
    Image,
    /// JSON that is no OpenAPI document: a metadata document, if anything.
    Json,
    /// A metadata document in MessagePack.
    MessagePack,
    /// An OpenAPI or Swagger document, JSON or YAML.
    OpenApi,
    /// An executable, which is recognised to be refused in its own words.
    Program,
}

impl Form {
    /// Tells the form of bytes, whatever their file is called; `None` for what is none of ours.
    ///
    /// Cost: one pass at most, over what may be an OpenAPI document.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        const PROGRAMS: [&[u8]; 6] =
            [b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xcf"];
        // The name is enough: line endings that were changed on the way are the image's damage to report.
        if bytes.starts_with(&etched_core::MAGIC[..5]) {
            return Some(Self::Image);
        }
        if PROGRAMS.iter().any(|magic| bytes.starts_with(magic)) {
            return Some(Self::Program);
        }
        if starts_msgpack(bytes) {
            return Some(Self::MessagePack);
        }
        if openapi::looks_like(bytes) {
            return Some(Self::OpenApi);
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        if text.starts_with(b"{") || text.starts_with(b"[") {
            return Some(Self::Json);
        }
        starts_schema(text).then_some(Self::Schema)
    }
}

/// Whether bytes start as a MessagePack object with text keys; no UTF-8 text starts so.
fn starts_msgpack(bytes: &[u8]) -> bool {
    let key = match bytes.first() {
        Some(0x80..=0x8f) => bytes.get(1),
        Some(0xde) => bytes.get(3),
        Some(0xdf) => bytes.get(5),
        _ => return false,
    };
    key.is_none_or(|key| matches!(key, 0xa0..=0xbf | 0xd9..=0xdb))
}

/// Whether a text starts as a schema does, comments left aside.
fn starts_schema(mut text: &[u8]) -> bool {
    loop {
        text = text.trim_ascii_start();
        let end: &[u8] = if text.starts_with(b"//") {
            b"\n"
        } else if text.starts_with(b"/*") {
            b"*/"
        } else {
            break;
        };
        match text.windows(end.len()).position(|window| window == end) {
            Some(at) => text = &text[at + end.len()..],
            None => return true,
        }
    }
    text.starts_with(b"@strict") || text.starts_with(b"@application") || text.starts_with(b"resource ")
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn kinds() {
        let table: &[(&[u8], Option<Form>)] = &[
            (b"", None),
            (b"hello", None),
            (b"\x89ETCH\r\n\x1a....", Some(Form::Image)),
            (b"\x89ETCH\n\x1a....", Some(Form::Image)),
            (b"\x89ATCH\r\n\x1a....", None),
            (b"\x7fELF", Some(Form::Program)),
            (b"\x83\xa7version", Some(Form::MessagePack)),
            (b"\xde\x00\x01\xd9\x01a\xc0", Some(Form::MessagePack)),
            (b"\x83\x07version", None),
            (b"\xef\xbb\xbf {\"resources\": []}", Some(Form::Json)),
            (b"{\"resources\": [", Some(Form::Json)),
            (b"{\"info\": {\"openapi\": 1}}", Some(Form::Json)),
            (b"{\"info\": {}, \"openapi\": \"3.1.0\"", Some(Form::OpenApi)),
            (b"{\"swagger\": \"2.0\"}", Some(Form::OpenApi)),
            (b"# a comment\nopenapi: 3.0.0\n", Some(Form::OpenApi)),
            (b"'openapi' : 3.0.0\n", Some(Form::OpenApi)),
            (b"/* openapi: no */ // none\nresource Post {}", Some(Form::Schema)),
            (b"@strict nullability", Some(Form::Schema)),
        ];
        for (bytes, kind) in table {
            assert_eq!(Form::of(bytes), *kind, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
