//! Parameters as other routers and file names write them.

use std::ops::Range;

use super::Rules;
use crate::diagnostic::code;
use crate::lex::is_identifier;
use crate::syntax::{Resource, Span, Text};

/// A parameter in a spelling that is not ours.
pub(super) struct Foreign {
    /// Where it is in the path.
    pub(super) at: Range<usize>,
    /// How it is spelled here.
    pub(super) right: String,
    /// What else there is to say.
    pub(super) note: &'static str,
}

/// What a regex or a type behind a name says has a place of its own.
const TYPED: &str = "the type of a parameter is that of the field it stands for";
const OPTIONAL: &str = "a parameter is always there: declare a second route without it";
const TEXT: &str = "read as text, not as a parameter";

/// Returns the first segment that is a parameter elsewhere and none here.
///
/// A regex may have slashes and braces in it, so a segment such as `{id:[a-z]{2}/x}` goes on to the brace that closes it.
pub(super) fn foreign(path: &str) -> Option<Foreign> {
    let mut start = 0;
    while start <= path.len() {
        let rest = &path[start..];
        let mut len = rest.find('/').unwrap_or(rest.len());
        if let Some(close) = regex_end(rest) {
            len = close;
        }
        if let Some((right, note)) = segment(&rest[..len]) {
            return Some(Foreign { at: start..start + len, right, note });
        }
        start += len + 1;
    }
    None
}

/// Returns where `{name:regex}` ends, which a path starts with.
fn regex_end(path: &str) -> Option<usize> {
    let name = path.strip_prefix('{')?.split_once(':')?.0;
    if !is_identifier(name) {
        return None;
    }
    let mut depth = 0_u32;
    path.char_indices().find_map(|(at, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at + 1)
    })
}

fn segment(text: &str) -> Option<(String, &'static str)> {
    let inside = |open: &str, close: &str| text.strip_prefix(open)?.strip_suffix(close);
    let named = |name: &str, form: &str| is_identifier(name).then(|| format!("{form}{name}"));
    // Rocket, Flask; then file routers.
    if let Some(inner) = inside("<", ">") {
        let name = inner.rsplit(':').next().unwrap_or(inner);
        return match name.strip_suffix("..") {
            Some(name) => Some((named(name, "*")?, TEXT)),
            None if inner.starts_with("path:") => Some((named(name, "*")?, TEXT)),
            None => Some((named(name, ":")?, TEXT)),
        };
    }
    if let Some(inner) = inside("[[", "]]").or_else(|| inside("[", "]")) {
        return match inner.strip_prefix("...") {
            Some(name) => Some((named(name, "*")?, TEXT)),
            None => Some((named(inner, ":")?, TEXT)),
        };
    }
    if let Some(inner) = inside("{", "}") {
        if let Some(name) = inner.strip_suffix("...").or_else(|| inner.strip_prefix("...")) {
            return Some((named(name, "*")?, "a catch-all is the whole last segment"));
        }
        if let Some(name) = inner.strip_suffix('?') {
            return Some((named(name, ":")?, OPTIONAL));
        }
        let (name, _) = inner.split_once(':')?;
        return Some((named(name, ":")?, TYPED));
    }
    let name = text.strip_prefix(':')?;
    if let Some(name) = name.strip_suffix('?') {
        return Some((named(name, ":")?, OPTIONAL));
    }
    if let Some(name) = name.strip_suffix(['*', '+']) {
        return Some((named(name, "*")?, "a catch-all is the whole last segment"));
    }
    let (name, _) = name.split_once(['(', '<'])?;
    Some((named(name, ":")?, TYPED))
}

impl Rules<'_, '_> {
    /// A segment that others read as a parameter is one.
    ///
    /// Warns of `@route GET "/users/<id>" -> one` and `@path "[slug]"`.
    pub(super) fn foreign_segments(&mut self, resource: &Resource<'_>) {
        let nested = resource.nested.iter().filter_map(|nested| nested.segment.as_ref());
        for segment in resource.paths.iter().map(|(_, segment)| segment).chain(nested) {
            let Some(foreign) = foreign(&segment.text) else { continue };
            let message = format!("`{}` is text and matches nothing else", &segment.text[foreign.at.clone()]);
            let span = inside(segment, foreign.at);
            let warning = self.about(&code::PARAMETER_SPELLING, span, message).label(foreign.note);
            self.push(warning.expect("text; a path with parameters of its own is a `@route`"));
        }
    }

    /// Warns of what is a template, but probably not the one that was meant.
    pub(super) fn read_as_text(&mut self, path: &Text) {
        let Some(foreign) = foreign(&path.text) else { return };
        let span = inside(path, foreign.at.clone());
        let message = format!("`{}` is text and matches nothing else", &path.text[foreign.at]);
        let warning = self.about(&code::PARAMETER_SPELLING, span, message).label(foreign.note);
        let expected = format!("`{}`, the spelling of a parameter", foreign.right);
        self.push(warning.expect(expected).suggest(Some(foreign.right)));
    }
}

/// Returns where a part of a string's content is; of one with escapes, where the string is.
pub(super) fn inside(path: &Text, part: Range<usize>) -> Span {
    let Span { start, end } = path.span;
    // Without escapes the text is in the file as it is, between its quotes.
    if path.text.len() + 2 == (end - start) as usize {
        Span { start: start + 1 + part.start as u32, end: start + 1 + part.end as u32 }
    } else {
        path.span
    }
}
