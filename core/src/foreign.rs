//! Text from elsewhere, made fit to be shown: names, documentation, paths and source lines are what others wrote.
//!
//! A terminal obeys some characters, and others are not seen or change the order of what is. [`ACTING`] is the one
//! table of them: text for people, diagnostics, JSON and pictures all escape these, and no others.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::Write;

/// The characters that act instead of being shown, as ranges in order.
///
/// Control characters; line and paragraph separators; format characters that are not seen, those of bidirectional text
/// among them; what Unicode calls default-ignorable, which takes no room (fillers, joiners, tags); and noncharacters,
/// which XML refuses. The selectors U+FE0E and U+FE0F are not among them: prose has them behind its emoji.
pub const ACTING: [(char, char); 35] = [
    ('\u{0}', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fdd0}', '\u{fdef}'),
    ('\u{fe00}', '\u{fe0d}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{fffe}', '\u{ffff}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{1fffe}', '\u{1ffff}'),
    ('\u{2fffe}', '\u{2ffff}'),
    ('\u{3fffe}', '\u{3ffff}'),
    ('\u{4fffe}', '\u{4ffff}'),
    ('\u{5fffe}', '\u{5ffff}'),
    ('\u{6fffe}', '\u{6ffff}'),
    ('\u{7fffe}', '\u{7ffff}'),
    ('\u{8fffe}', '\u{8ffff}'),
    ('\u{9fffe}', '\u{9ffff}'),
    ('\u{afffe}', '\u{affff}'),
    ('\u{bfffe}', '\u{bffff}'),
    ('\u{cfffe}', '\u{cffff}'),
    ('\u{dfffe}', '\u{e0fff}'),
    ('\u{efffe}', '\u{10ffff}'),
];

/// Returns whether a character acts on a terminal, or on what is seen around it, instead of being shown.
///
/// ```
/// use etched_core::foreign::acts;
///
/// assert!(['\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{ffff}', '\n'].into_iter().all(acts));
/// assert!(!['a', ' ', 'é', '表', '\u{fffd}'].into_iter().any(acts));
/// ```
#[must_use]
pub fn acts(c: char) -> bool {
    if matches!(c, ' '..='~') {
        return false;
    }
    let at = ACTING.partition_point(|(_, last)| *last < c);
    ACTING.get(at).is_some_and(|(first, _)| *first <= c)
}

/// Returns a text as one line: breaks and tabs become a blank, everything else that acts becomes an escape.
///
/// ```
/// use etched_core::foreign::line;
///
/// assert_eq!(line("plain, ünïcode, 表"), "plain, ünïcode, 表");
/// assert_eq!(line("two\nlines\u{1b}[31m"), "two lines\\u{1b}[31m");
/// ```
///
/// Cost: nothing is allocated for a text without such characters.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    replaced(text, |out, c, _| match c {
        '\n' | '\t' | '\r' => out.push(' '),
        c => braced(out, c),
    })
}

/// Returns a text with its lines and its tabs, everything else that acts as an escape.
///
/// How a character is written depends on what follows it and never on what precedes it.
///
/// ```
/// use etched_core::foreign::lines;
///
/// assert_eq!(lines("one\r\n\ttwo\u{200b}"), "one\r\n\ttwo\\u{200b}");
/// assert_eq!(lines("hidden\rshown"), "hidden\\u{d}shown");
/// ```
///
/// Cost: as [`line()`].
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    replaced(text, |out, c, rest| match c {
        '\n' | '\t' => out.push(c),
        '\r' if rest.starts_with('\n') => out.push(c),
        c => braced(out, c),
    })
}

/// Returns JSON with everything that acts as the escapes JSON has for it; its own white space stays.
///
/// Writers of JSON escape control characters below the blank, and no others. Outside of its texts JSON is ASCII, so
/// that the rest is inside one.
///
/// ```
/// use etched_core::foreign::json;
///
/// assert_eq!(json("[\"a\u{7f}\u{202e}\u{e0041}\"]\n"), r#"["a\u007f\u202e\udb40\udc41"]"#.to_owned() + "\n");
/// ```
///
/// Cost: as [`line()`].
#[must_use]
pub fn json(json: &str) -> Cow<'_, str> {
    replaced(json, |out, c, _| if c < ' ' { out.push(c) } else { push_json(out, c) })
}

/// Writes a character as the escape JSON has for it: `\u001b`, two of them beyond U+FFFF.
///
/// ```
/// let mut text = String::new();
/// etched_core::foreign::push_json(&mut text, '\u{1b}');
/// assert_eq!(text, "\\u001b");
/// ```
pub fn push_json(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

fn braced(out: &mut String, c: char) {
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}

fn replaced(text: &str, write: impl Fn(&mut String, char, &str)) -> Cow<'_, str> {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let Some(first) = (if plain { None } else { text.find(acts) }) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for (at, c) in text[first..].char_indices() {
        if acts(c) {
            write(&mut out, c, &text[first + at + c.len_utf8()..]);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{ACTING, acts};

    #[test]
    fn the_table_is_in_order() {
        assert!(ACTING.iter().all(|(first, last)| first <= last));
        assert!(ACTING.windows(2).all(|two| two[0].1 < two[1].0));
        for (first, last) in ACTING {
            assert!(acts(first) && acts(last), "{first:?}");
        }
    }
}
