//! Whether a text has the key that makes it an OpenAPI document, told without reading it.

/// Whether bytes look like an OpenAPI or Swagger document, in JSON or YAML.
pub(crate) fn looks_like(text: &[u8]) -> bool {
    // Of UTF-16 every other byte of such a key is zero.
    if is_utf16(text) {
        let plain: Vec<u8> = text[2..].iter().copied().filter(|&byte| byte != 0).collect();
        return has_key(&plain);
    }
    has_key(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text))
}

pub(crate) fn is_utf16(text: &[u8]) -> bool {
    text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff])
}

fn has_key(text: &[u8]) -> bool {
    let text = content(text);
    let first = text.trim_ascii_start();
    if first.first() == Some(&b'{') {
        return flow_has_key(first);
    }
    let lines = || text.split(|&byte| byte == b'\n');
    let indent = |line: &[u8]| line.iter().take_while(|&&byte| byte == b' ').count();
    let is_content = |line: &&[u8]| !matches!(line.trim_ascii_start().first(), None | Some(b'#'));
    let Some(root) = lines().find(is_content).map(indent) else { return false };
    lines().any(|line| indent(line) == root && is_key(&line[root..]))
}

/// Returns what follows comments, directives and the mark that starts a document.
fn content(text: &[u8]) -> &[u8] {
    let mut rest = text;
    loop {
        let end = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |at| at + 1);
        let line = &rest[..end];
        if let Some(after) = line.strip_prefix(b"---")
            && after.first().is_none_or(u8::is_ascii_whitespace)
        {
            return &rest[3..];
        }
        let skipped = line.trim_ascii_start();
        if end == 0 || !(skipped.is_empty() || skipped.starts_with(b"#") || line.starts_with(b"%")) {
            return rest;
        }
        rest = &rest[end..];
    }
}

/// Whether a line of block style is the key, plain, quoted or explicit (`? openapi`).
fn is_key(line: &[u8]) -> bool {
    let explicit = line.strip_prefix(b"? ");
    let line = explicit.map_or(line, <[u8]>::trim_ascii_start);
    let quote = line.first().copied().filter(|first| matches!(first, b'"' | b'\''));
    let line = if quote.is_some() { &line[1..] } else { line };
    let Some(rest) = line.strip_prefix(b"openapi").or_else(|| line.strip_prefix(b"swagger")) else { return false };
    let rest = match quote {
        Some(quote) => match rest.split_first() {
            Some((last, rest)) if *last == quote => rest,
            _ => return false,
        },
        None => rest,
    };
    let rest = rest.trim_ascii_start();
    if explicit.is_some() {
        return rest.first().is_none_or(|next| matches!(next, b'#' | b':'));
    }
    rest.first() == Some(&b':') && rest.get(1).is_none_or(u8::is_ascii_whitespace)
}

fn flow_has_key(text: &[u8]) -> bool {
    let (mut at, mut depth, mut before_key) = (0, 0_usize, false);
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => {
                depth += 1;
                before_key = depth == 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => before_key = depth == 1,
            b'#' if at > 1 && text[at - 2].is_ascii_whitespace() => {
                while text.get(at).is_some_and(|&inside| inside != b'\n') {
                    at += 1;
                }
            }
            b'"' | b'\'' => {
                let from = at;
                while let Some(&inside) = text.get(at) {
                    if inside == byte {
                        break;
                    }
                    at += if inside == b'\\' && byte == b'"' { 2 } else { 1 };
                }
                let word = text.get(from..at).unwrap_or_default();
                at += 1;
                let rest = text.get(at..).unwrap_or_default().trim_ascii_start();
                if depth == 1 && matches!(word, b"openapi" | b"swagger") && rest.first() == Some(&b':') {
                    return true;
                }
                before_key = false;
            }
            b'?' if before_key => {}
            _ if byte.is_ascii_whitespace() => {}
            _ if before_key => {
                let from = at - 1;
                let ends = |inside: &u8| matches!(inside, b':' | b',' | b'{' | b'}' | b'[' | b']' | b'\n');
                at = text[from..].iter().position(ends).map_or(text.len(), |length| from + length);
                let word = text[from..at].trim_ascii_end();
                if matches!(word, b"openapi" | b"swagger") && text.get(at) == Some(&b':') {
                    return true;
                }
                before_key = false;
            }
            _ => {}
        }
    }
    false
}
