//! The columns text takes: widths, cuts and wrapping.

use etched_core::foreign;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..0x7f).contains(&byte))
}

/// Returns the columns a clean text takes.
pub(crate) fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.width() }
}

/// Splits a clean text so that the first part takes at most `columns`; the first part is never empty unless the text is.
///
/// Cost: linear in the first part, however long the rest is.
pub(crate) fn split(text: &str, columns: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
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
            let word = foreign::line(word);
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
            if needed > widest {
                // What is left is not measured again for each line: a word may be as long as a file.
                loop {
                    let (head, tail) = split(rest, widest);
                    if tail.is_empty() {
                        break;
                    }
                    lines.push(head.to_owned());
                    rest = tail;
                }
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
    use super::{first_sentence, split, wrap};

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
