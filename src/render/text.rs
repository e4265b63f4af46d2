//! Text from elsewhere, made fit for a terminal.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

/// Whether a character would act on the terminal, or on the order of what is shown, instead of being shown.
pub(crate) fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..0x7f).contains(&byte))
}

/// Returns a text with every character that would act on the terminal written as an escape; line breaks and tabs
/// become a space.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' => out.push(' '),
            c if acts(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Returns the columns a clean text takes.
pub(crate) fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.width() }
}

/// Splits a clean text so that the first part takes at most `columns`; the first part is never empty unless the text is.
pub(crate) fn split(text: &str, columns: usize) -> (&str, &str) {
    if is_plain(text) {
        return text.split_at(columns.max(1).min(text.len()));
    }
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used > columns && at > 0 {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// Returns the first sentence of a documentation text, or its first paragraph where no sentence ends.
pub(crate) fn first_sentence(documentation: &str) -> &str {
    let paragraph = documentation.trim().split("\n\n").next().unwrap_or_default();
    let end = paragraph.char_indices().find(|(at, c)| {
        matches!(c, '.' | '!' | '?')
            && paragraph[at + 1..].chars().next().is_none_or(char::is_whitespace)
            // An abbreviation such as "e.g." does not end a sentence.
            && !paragraph[..*at].ends_with(".g")
            && !paragraph[..*at].ends_with(".e")
    });
    end.map_or(paragraph, |(at, _)| &paragraph[..=at])
}

/// Breaks prose into lines of at most `columns`, words only where they are wider than `widest`; an empty line separates
/// paragraphs.
pub(crate) fn wrap(prose: &str, columns: usize, widest: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, paragraph) in prose.trim().split("\n\n").enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        let (mut line, mut used) = (String::new(), 0);
        for word in paragraph.split_whitespace() {
            let word = clean(word);
            let needed = width(&word);
            if used > 0 && used + 1 + needed > columns {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            let mut rest: &str = &word;
            while width(rest) > widest {
                let (head, tail) = split(rest, widest);
                lines.push(head.to_owned());
                rest = tail;
            }
            line.push_str(rest);
            used += width(rest);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{clean, first_sentence, split, wrap};

    #[test]
    fn what_acts_is_escaped() {
        assert_eq!(clean("plain ünïcode 表"), "plain ünïcode 表");
        assert_eq!(clean("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(clean("two\nlines\tand\u{202e}back"), "two lines and\\u{202e}back");
        assert_eq!(clean("\u{9b}31m\u{7f}"), "\\u{9b}31m\\u{7f}");
    }

    #[test]
    fn prose() {
        assert_eq!(wrap("one two three\n\nfour", 8, 8), ["one two", "three", "", "four"]);
        assert_eq!(wrap("abcdefghij k", 4, 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrap("an address.is.not.broken in two", 8, 80), ["an", "address.is.not.broken", "in two"]);
        assert_eq!(wrap("表表表", 4, 4), ["表表", "表"]);
        assert_eq!(split("表", 1), ("表", ""));
        assert_eq!(first_sentence("One, e.g. two. Three"), "One, e.g. two.");
        assert_eq!(first_sentence("no end\n\nmore"), "no end");
    }
}
