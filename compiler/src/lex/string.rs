//! What a string literal stands for.

use super::{Lexer, Span, TokenKind};

/// Returns the text of a string literal (given with its quotes), or the range of the first bad escape in it.
///
/// Interpolations are kept as written: they are evaluated by whoever runs the schema.
pub(crate) fn unescaped(literal: &str) -> Result<String, Span> {
    let inner_end = literal.len().saturating_sub(1);
    let mut out = String::with_capacity(literal.len());
    let mut at = 1;
    while at < inner_end {
        let rest = &literal[at..inner_end];
        if rest.starts_with("#{") {
            let end = interpolation_end(literal, at);
            out.push_str(&literal[at..end]);
            at = end;
        } else if let Some(escape) = rest.strip_prefix('\\') {
            let (c, length) =
                escaped(escape).map_err(|length| Span { start: at as u32, end: (at + 1 + length) as u32 })?;
            out.push(c);
            at += 1 + length;
        } else if let Some(c) = rest.chars().next() {
            out.push(c);
            at += c.len_utf8();
        }
    }
    Ok(out)
}

/// Returns the character an escape stands for and the bytes it takes after the backslash, or those it should not take.
fn escaped(escape: &str) -> Result<(char, usize), usize> {
    let Some(c) = escape.chars().next() else { return Err(0) };
    let plain = match c {
        '"' | '\\' | '/' | '#' | '\'' => c,
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        'u' => return unicode(&escape[1..]).ok_or(1),
        _ => return Err(c.len_utf8()),
    };
    Ok((plain, c.len_utf8()))
}

/// Reads `{1F600}` or four hex digits, after the `u`.
fn unicode(text: &str) -> Option<(char, usize)> {
    let (digits, length) = match text.strip_prefix('{') {
        Some(rest) => rest.split_once('}').map(|(digits, _)| (digits, digits.len() + 3))?,
        None => (text.get(..4)?, 5),
    };
    let value = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())??;
    Some((char::from_u32(value)?, length))
}

/// Returns where the interpolation ends that starts at `start`.
fn interpolation_end(literal: &str, start: usize) -> usize {
    let mut lexer = Lexer::new(literal);
    lexer.seek(start as u32 + 2);
    lexer.frames.push(0);
    loop {
        let token = lexer.next_open();
        if lexer.frames.is_empty() {
            return token.span.end as usize;
        }
        if token.kind == TokenKind::Eof {
            return literal.len() - 1;
        }
    }
}
