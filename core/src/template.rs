//! Path templates: what `/posts/:id` and `/files/{name}.json` mean.
//!
//! A template is `/` and segments with `/` between them. A segment is
//!
//! | written | is | matches |
//! |---|---|---|
//! | `posts`, `messages:send`, nothing at the very end | static | a segment with these decoded bytes |
//! | `:id`, `{id}` | a parameter | one segment that is not empty |
//! | `{id}.json`, `{base}...{head}`, `{name}:verb` | mixed | a segment with these texts, in this order, and at least one byte for each parameter |
//! | `{Key+}`, `*rest`, `{*rest}`, only as the last segment | a catch-all | the rest of the path, at least one byte |
//!
//! A name after `:` is letters, digits and `_`; a name in braces is anything without
//! `{`, `}`, `/`, `:`, `+` and `*`.
//! Percent escapes in static text stand for the bytes they decode to, and so do those in a request's path. Of the
//! ways a mixed segment can match, the one counts in which each parameter from the left is as short as it can be.

use core::cmp::Ordering;
use core::fmt;

use crate::percent;

/// Segments and parameters a template may have.
pub const MAX_SEGMENTS: usize = 255;
/// Bytes of static text a segment may have, once decoded.
pub const MAX_STATIC: usize = 255;

/// What is wrong with a template.
///
/// ```
/// use etched_core::template::{Template, TemplateErrorKind};
///
/// assert_eq!(Template::parse("posts").unwrap_err().kind, TemplateErrorKind::Relative);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemplateErrorKind {
    /// It does not start with `/`.
    Relative,
    /// A segment inside it is empty.
    EmptySegment,
    /// A `{` without its `}`.
    Unclosed,
    /// A `}` without its `{`.
    Unopened,
    /// A parameter without a name, or with a character that a name cannot have.
    Name,
    /// Two parameters with nothing between them.
    Adjacent,
    /// A catch-all that is not the whole last segment.
    CatchAll,
    /// A name that an earlier parameter has.
    Repeated,
    /// A `?` or `#`, which end a path.
    Character,
    /// A `%` without two hexadecimal digits, or escapes that are not UTF-8.
    Escape,
    /// More than 255 segments or parameters, or more than 255 bytes of static text in one segment.
    Long,
}

/// Why a text is not a path template, and where.
///
/// ```
/// use etched_core::template::Template;
///
/// let error = Template::parse("/posts/:id/:id").unwrap_err();
/// assert_eq!((error.at, error.end), (12, 14));
/// assert_eq!(error.to_string(), "duplicate parameter name");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// What is wrong.
    pub kind: TemplateErrorKind,
    /// Byte at which it is wrong.
    pub at: usize,
    /// Byte at which that ends.
    pub end: usize,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TemplateErrorKind::Relative => "a path template starts with `/`",
            TemplateErrorKind::EmptySegment => "only the last segment of a path template may be empty",
            TemplateErrorKind::Unclosed => "`{` is not closed within its segment",
            TemplateErrorKind::Unopened => "`}` without a `{` before it",
            TemplateErrorKind::Name => "a parameter is `:name` (letters, digits, `_`) as a whole segment, or `{name}`",
            TemplateErrorKind::Adjacent => "two parameters need text between them",
            TemplateErrorKind::CatchAll => "a catch-all must be the whole last segment",
            TemplateErrorKind::Repeated => "duplicate parameter name",
            TemplateErrorKind::Character => "a path template cannot contain `?` or `#`",
            TemplateErrorKind::Escape => {
                "`%` must be followed by two hexadecimal digits, and escapes must decode to UTF-8"
            }
            TemplateErrorKind::Long => {
                "a path template has at most 255 segments, 255 parameters and 255 bytes of text in a segment"
            }
        })
    }
}

impl core::error::Error for TemplateError {}

/// A path template that is well formed.
///
/// ```
/// use etched_core::template::Template;
///
/// let template = Template::parse("/posts/:id/files/{name}.json").unwrap();
/// assert!(template.parameters().eq(["id", "name"]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Template<'t> {
    text: &'t str,
}

/// One segment of a template.
///
/// ```
/// use etched_core::template::{Segment, Template};
///
/// let template = Template::parse("/files/*rest").unwrap();
/// assert!(template.segments().eq([Segment::Static("files"), Segment::CatchAll("rest")]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'t> {
    /// Static text, as written.
    Static(&'t str),
    /// Text and parameters.
    Mixed(Mixed<'t>),
    /// A parameter, by name.
    Parameter(&'t str),
    /// The rest of the path, by name.
    CatchAll(&'t str),
}

/// A segment of text and parameters.
///
/// ```
/// use etched_core::template::{Segment, Template};
///
/// let template = Template::parse("/{base}...{head}").unwrap();
/// let Some(Segment::Mixed(mixed)) = template.segments().next() else { unreachable!() };
/// assert!(mixed.texts().eq(["", "...", ""]));
/// assert_eq!(mixed.static_len(), 3);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mixed<'t> {
    text: &'t str,
}

impl<'t> Template<'t> {
    /// Reads a template.
    ///
    /// # Errors
    /// The first thing that is wrong with it, and where.
    ///
    /// ```
    /// use etched_core::template::{Segment, Template};
    /// let template = Template::parse("/posts/:id").unwrap();
    /// assert!(template.segments().eq([Segment::Static("posts"), Segment::Parameter("id")]));
    /// assert_eq!(Template::parse("/posts/{id").unwrap_err().at, 7);
    /// ```
    pub fn parse(text: &'t str) -> Result<Self, TemplateError> {
        check(text)?;
        Ok(Self { text })
    }

    /// Returns the template as written.
    #[must_use]
    pub const fn as_str(self) -> &'t str {
        self.text
    }

    /// Returns the segments from the left.
    pub fn segments(self) -> impl DoubleEndedIterator<Item = Segment<'t>> + Clone {
        self.text.get(1..).unwrap_or("").split('/').map(Segment::read)
    }

    /// Returns the names of the parameters from the left.
    pub fn parameters(self) -> impl Iterator<Item = &'t str> + Clone {
        self.segments().flat_map(Segment::parameters)
    }

    /// Orders two templates by what they say of a path that both match: `Less` is the more specific one.
    ///
    /// From the left, a static segment goes before a mixed segment, a mixed one with more bytes of text before one with
    /// fewer, mixed before a parameter, a parameter before a catch-all; and a longer template before its beginning.
    ///
    /// ```
    /// use etched_core::template::Template;
    /// use std::cmp::Ordering;
    /// let order = |a, b| Template::parse(a).unwrap().order(Template::parse(b).unwrap());
    /// assert_eq!(order("/posts/new", "/posts/:id"), Ordering::Less);
    /// assert_eq!(order("/posts/:id", "/posts/{key}"), Ordering::Equal);
    /// ```
    #[must_use]
    pub fn order(self, other: Self) -> Ordering {
        other.segments().map(Segment::rank).cmp(self.segments().map(Segment::rank))
    }

    /// Returns the text that stands for parameter `index` in a path the template matches.
    ///
    /// Cost: proportional to the path and the template.
    #[must_use]
    pub(crate) fn capture(self, path: &str, index: usize) -> Option<&str> {
        let mut found = None;
        let mut seen = 0;
        self.captures(path, |span| {
            if seen == index {
                found = path.get(span);
            }
            seen += 1;
        })
        .then_some(found)
        .flatten()
    }

    /// Returns whether the template matches a path that starts with `/` and has neither query nor fragment, and shows
    /// where each parameter is in it.
    ///
    /// ```
    /// use etched_core::template::Template;
    ///
    /// let (path, mut found) = ("/posts/42", Vec::new());
    /// assert!(Template::parse("/posts/:id").unwrap().captures(path, |span| found.push(&path[span])));
    /// assert_eq!(found, ["42"]);
    /// ```
    ///
    /// Cost: proportional to the path and the template; nothing is allocated.
    pub fn captures(self, path: &str, mut capture: impl FnMut(core::ops::Range<usize>)) -> bool {
        let bytes = path.as_bytes();
        if bytes.first() != Some(&b'/') {
            return false;
        }
        let mut start = 1;
        for segment in self.segments() {
            let Some(rest) = bytes.get(start..) else { return false };
            let end = start + rest.iter().position(|&byte| byte == b'/').unwrap_or(rest.len());
            let here = &bytes[start..end];
            let matches = match segment {
                Segment::Static(text) => percent::after(here, 0, text.as_bytes()) == Some(here.len()),
                Segment::Mixed(mixed) => {
                    pieces(mixed.texts(), here, &mut |span| capture(start + span.start..start + span.end))
                }
                Segment::Parameter(_) => {
                    capture(start..end);
                    start < end
                }
                Segment::CatchAll(_) => {
                    capture(start..bytes.len());
                    return start < bytes.len();
                }
            };
            if !matches {
                return false;
            }
            start = end + 1;
        }
        start == bytes.len() + 1
    }
}

impl<'t> Segment<'t> {
    /// Reads a segment of a template that is well formed.
    fn read(text: &'t str) -> Self {
        if let Some(name) = text.strip_prefix(':') {
            return Self::Parameter(name);
        }
        if let Some(name) = text.strip_prefix('*') {
            return Self::CatchAll(name);
        }
        if !text.contains('{') {
            return Self::Static(text);
        }
        match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).filter(|name| !name.contains('{')) {
            None => Self::Mixed(Mixed { text }),
            Some(name) => match name.strip_suffix('+').or_else(|| name.strip_prefix('*')) {
                Some(name) => Self::CatchAll(name),
                None => Self::Parameter(name),
            },
        }
    }

    /// Class and, for mixed segments, bytes of text: more specific segments have the greater rank.
    fn rank(self) -> (u8, usize) {
        match self {
            Self::Static(_) => (3, 0),
            Self::Mixed(mixed) => (2, mixed.static_len()),
            Self::Parameter(_) => (1, 0),
            Self::CatchAll(_) => (0, 0),
        }
    }

    /// Returns the names of its parameters.
    pub fn parameters(self) -> impl Iterator<Item = &'t str> + Clone {
        let (one, mixed) = match self {
            Self::Static(_) => (None, ""),
            Self::Mixed(mixed) => (None, mixed.text),
            Self::Parameter(name) | Self::CatchAll(name) => (Some(name), ""),
        };
        one.into_iter().chain(mixed.split('{').skip(1).map(|part| part.split('}').next().unwrap_or(part)))
    }
}

impl<'t> Mixed<'t> {
    /// Returns the segment as written.
    #[must_use]
    pub const fn as_str(self) -> &'t str {
        self.text
    }

    /// Returns the text before, between and after the parameters, one more than there are parameters.
    pub fn texts(self) -> impl Iterator<Item = &'t str> + Clone {
        self.text.split('{').enumerate().map(|(at, part)| match part.split_once('}') {
            Some((_, text)) if at > 0 => text,
            _ => part,
        })
    }

    /// Returns how many bytes of text it has, once decoded.
    #[must_use]
    pub fn static_len(self) -> usize {
        self.texts().map(|text| percent::bytes(text.as_bytes()).count()).sum()
    }
}

/// Matches a segment against the texts of a mixed one and shows where its parameters are in it.
pub(crate) fn pieces<'t>(
    mut texts: impl Iterator<Item = &'t str>,
    segment: &[u8],
    capture: &mut impl FnMut(core::ops::Range<usize>),
) -> bool {
    let Some(mut at) = texts.next().and_then(|text| percent::after(segment, 0, text.as_bytes())) else { return false };
    let mut text = texts.next();
    while let Some(here) = text {
        text = texts.next();
        let here = here.as_bytes();
        if text.is_none() {
            return match percent::before(segment, here) {
                Some(start) if start > at => {
                    capture(at..start);
                    true
                }
                _ => false,
            };
        }
        // The leftmost place leaves the most room for what follows, so no other has to be tried.
        let Some((_, width)) = percent::unit(segment, at) else { return false };
        let Some((start, end)) = percent::find(segment, at + width, here) else { return false };
        capture(at..start);
        at = end;
    }
    false
}

fn check(text: &str) -> Result<(), TemplateError> {
    let error = |kind, at, end| Err(TemplateError { kind, at, end });
    if !text.starts_with('/') {
        return error(TemplateErrorKind::Relative, 0, text.chars().next().map_or(0, char::len_utf8));
    }
    if let Some(at) = text.find(['?', '#']) {
        return error(TemplateErrorKind::Character, at, at + 1);
    }
    let mut start = 1;
    // Names so far: to read the template again for each of 255 took a second of a schema that nests deep.
    let mut names = [""; MAX_SEGMENTS];
    let mut parameters = 0;
    for (number, segment) in text[1..].split('/').enumerate() {
        let end = start + segment.len();
        let last = end == text.len();
        if number == MAX_SEGMENTS {
            return error(TemplateErrorKind::Long, start, text.len());
        }
        if segment.is_empty() && !last {
            return error(TemplateErrorKind::EmptySegment, start - 1, start + 1);
        }
        let form = check_segment(segment).map_err(|found| TemplateError {
            at: found.at + start,
            end: found.end + start,
            ..found
        })?;
        if form == Form::CatchAll && !last {
            return error(TemplateErrorKind::CatchAll, start, end);
        }
        for name in Segment::read(segment).parameters() {
            let at = name.as_ptr() as usize - text.as_ptr() as usize;
            if parameters == MAX_SEGMENTS {
                return error(TemplateErrorKind::Long, at, at + name.len());
            }
            if names[..parameters].contains(&name) {
                return error(TemplateErrorKind::Repeated, at, at + name.len());
            }
            names[parameters] = name;
            parameters += 1;
        }
        start = end + 1;
    }
    Ok(())
}

#[derive(PartialEq)]
enum Form {
    Single,
    CatchAll,
}

fn check_segment(segment: &str) -> Result<Form, TemplateError> {
    let error = |kind, at, end| Err(TemplateError { kind, at, end });
    if let Some(name) = segment.strip_prefix([':', '*']) {
        return match name.find(|char: char| !char.is_alphanumeric() && char != '_') {
            _ if name.is_empty() => error(TemplateErrorKind::Name, 0, 1),
            Some(at) => error(TemplateErrorKind::Name, at + 1, segment.len()),
            None => Ok(if segment.starts_with('*') { Form::CatchAll } else { Form::Single }),
        };
    }
    let mut text_len = 0;
    let mut at = 0;
    let mut after_parameter = false;
    while at < segment.len() {
        let rest = &segment[at..];
        let Some(inner) = rest.strip_prefix('{') else {
            let text = &rest[..rest.find('{').unwrap_or(rest.len())];
            if let Some(close) = text.find('}') {
                return error(TemplateErrorKind::Unopened, at + close, at + close + 1);
            }
            text_len +=
                check_text(text).map_err(|found| TemplateError { at: found.at + at, end: found.end + at, ..found })?;
            if text_len > MAX_STATIC {
                return error(TemplateErrorKind::Long, at, segment.len());
            }
            after_parameter = false;
            at += text.len();
            continue;
        };
        let Some(len) = inner.find(['{', '}']).filter(|&len| inner.as_bytes()[len] == b'}') else {
            return error(TemplateErrorKind::Unclosed, at, at + 1);
        };
        let end = at + len + 2;
        if after_parameter {
            return error(TemplateErrorKind::Adjacent, at, end);
        }
        let name = &inner[..len];
        let catch_all = name.strip_suffix('+').or_else(|| name.strip_prefix('*'));
        if catch_all.unwrap_or(name).is_empty() || catch_all.unwrap_or(name).contains(['+', '*', ':']) {
            return error(TemplateErrorKind::Name, at, end);
        }
        if catch_all.is_some() {
            return if at == 0 && end == segment.len() {
                Ok(Form::CatchAll)
            } else {
                error(TemplateErrorKind::CatchAll, at, end)
            };
        }
        after_parameter = true;
        at = end;
    }
    Ok(Form::Single)
}

/// Returns how many bytes a static text has once decoded.
fn check_text(text: &str) -> Result<usize, TemplateError> {
    let mut buffer = [0; MAX_STATIC];
    let mut len = 0;
    let mut at = 0;
    let mut first_escape = None;
    while let Some((byte, width)) = percent::unit(text.as_bytes(), at) {
        if text.as_bytes()[at] == b'%' {
            if width == 1 {
                return Err(TemplateError { kind: TemplateErrorKind::Escape, at, end: at + 1 });
            }
            first_escape = first_escape.or(Some(at));
        }
        let Some(slot) = buffer.get_mut(len) else {
            return Err(TemplateError { kind: TemplateErrorKind::Long, at: 0, end: text.len() });
        };
        *slot = byte;
        len += 1;
        at += width;
    }
    match first_escape {
        Some(at) if core::str::from_utf8(&buffer[..len]).is_err() => {
            Err(TemplateError { kind: TemplateErrorKind::Escape, at, end: text.len() })
        }
        _ => Ok(len),
    }
}
