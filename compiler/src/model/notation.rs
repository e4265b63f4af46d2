//! The one reader of types and constraints from text, for what is stated in documents and images.
//!
//! It reads what their `Display` writes, and more leniently: spaces may stand between any two parts, and names are
//! whatever stands between delimiters. What it cannot read it leaves to the caller, who keeps the text.

use std::fmt::{self, Write};

use etched_core::kind::{DELIMITERS, MAX_NESTING, write_string};
use etched_core::scalar::Scalar;

use super::constraint::Literal;
use super::text::Text;
use super::ty::{Element, Mark, TypeKind};
use crate::duration;
use crate::lex::{is_ident_continue, is_ident_start, is_identifier};

/// Deepest nesting of what is read. Schemas (32) and imports (200) nest less deeply.
pub(super) const MAX_DEPTH: u32 = MAX_NESTING - 1;

/// Reads a whole text as a type; `None` where it is none.
pub(super) fn kind(text: &str) -> Option<TypeKind> {
    let mut cursor = Cursor { rest: text.trim_start(), depth: 0 };
    match cursor.compound()? {
        Some(kind) => cursor.rest.trim_start().is_empty().then_some(kind),
        None => name(cursor.rest.trim_end()),
    }
}

/// Returns what a text says in place of a name; `None` where that is no type of ours.
pub(super) fn name(name: &str) -> Option<TypeKind> {
    let plain = |name: &str| !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || DELIMITERS.contains(&c));
    if let Some((scalar, arguments)) = name.strip_suffix(')').and_then(|name| name.split_once('('))
        && let Some(scalar) = Scalar::named(scalar.trim_end())
    {
        return Some(TypeKind::Scalar(scalar, arguments.split(',').map(|argument| argument.trim().into()).collect()));
    }
    Some(match (Scalar::named(name), name) {
        (Some(scalar), _) => scalar.into(),
        (_, "enum") => TypeKind::Enum(Box::default()),
        (_, "struct") => TypeKind::Struct(Box::default()),
        (_, "array" | "hash" | "one_of") => return None,
        _ if plain(name) => TypeKind::Resource(name.into()),
        _ => return None,
    })
}

/// Reads what stands between the parentheses of a constraint; `None` where it is no list of literals.
pub(super) fn literals(text: &str) -> Option<Vec<Literal>> {
    let mut cursor = Cursor { rest: text, depth: 0 };
    let mut literals = Vec::new();
    cursor.space();
    while !cursor.rest.is_empty() {
        if !literals.is_empty() {
            cursor.token(',')?;
        }
        literals.push(cursor.literal()?);
        cursor.space();
    }
    Some(literals)
}

struct Cursor<'t> {
    rest: &'t str,
    depth: u32,
}

impl<'t> Cursor<'t> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes a prefix, after space.
    fn take(&mut self, prefix: &str) -> bool {
        self.space();
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn token(&mut self, token: char) -> Option<()> {
        self.space();
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    /// Takes a word and what opens after it, as in `array<`; nothing unless both are there.
    fn opens(&mut self, word: &str, open: char) -> bool {
        let rest = self.rest.strip_prefix(word).and_then(|rest| rest.trim_start().strip_prefix(open));
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Runs a part one level deeper.
    fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let part = part(self);
        self.depth -= 1;
        part
    }

    /// Reads a type and its mark up to one of these delimiters.
    fn element(&mut self, ends: &[char]) -> Option<Element> {
        self.space();
        let kind = match self.deeper(Self::compound)? {
            Some(kind) => kind,
            None => return Some(self.name(ends)),
        };
        let mark = if self.take("!") {
            Mark::Required
        } else if self.take("?") {
            Mark::Nullable
        } else {
            Mark::None
        };
        Some(Element { kind, mark })
    }

    /// Reads a type that holds others; nothing within where there is none, nothing at all where it is broken.
    #[expect(clippy::option_option, reason = "there being none is no failure")]
    fn compound(&mut self) -> Option<Option<TypeKind>> {
        let kind = if self.opens("array", '<') {
            let item = self.element(&['>'])?;
            self.token('>')?;
            TypeKind::array(item)
        } else if self.opens("hash", '<') {
            let key = self.element(&[',', '>'])?;
            self.token(',')?;
            let value = self.element(&['>'])?;
            self.token('>')?;
            TypeKind::hash(key, value)
        } else if self.opens("one_of", '<') {
            let mut members = vec![self.element(&[',', '>'])?];
            while self.take(",") {
                members.push(self.element(&[',', '>'])?);
            }
            self.token('>')?;
            TypeKind::OneOf(members.into())
        } else if self.opens("enum", '[') {
            let mut values: Vec<Text> = Vec::new();
            while !self.take("]") {
                if !values.is_empty() {
                    self.token(',')?;
                }
                self.space();
                values.push(self.string()?.into());
            }
            TypeKind::Enum(values.into())
        } else if self.opens("", '{') {
            self.structure()?
        } else {
            return Some(None);
        };
        Some(Some(kind))
    }

    fn structure(&mut self) -> Option<TypeKind> {
        let mut fields = Vec::new();
        loop {
            if self.take("}") {
                return Some(TypeKind::Struct(fields.into()));
            }
            if !fields.is_empty() {
                self.token(',')?;
                if self.take("...") {
                    self.token('}')?;
                    return Some(TypeKind::Open(fields.into()));
                }
            }
            self.space();
            let name: Text = if self.rest.starts_with('"') {
                self.string()?.into()
            } else {
                let end = self.rest.find(|c: char| c == ':' || DELIMITERS.contains(&c))?;
                let name = self.rest[..end].trim_end();
                self.rest = &self.rest[end..];
                name.into()
            };
            self.token(':')?;
            fields.push((name, self.element(&[',', '}'])?));
        }
    }

    /// Reads a name up to one of the delimiters that is not inside of brackets of its own.
    fn name(&mut self, ends: &[char]) -> Element {
        let mut open = 0_usize;
        let end = self.rest.find(|c: char| {
            if open == 0 && ends.contains(&c) {
                return true;
            }
            match c {
                '<' | '(' | '[' | '{' => open += 1,
                '>' | ')' | ']' | '}' => open = open.saturating_sub(1),
                _ => {}
            }
            false
        });
        let (text, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        let text = text.trim();
        let (text, mark) = match (text.strip_suffix('!'), text.strip_suffix('?')) {
            (Some(text), _) => (text, Mark::Required),
            (_, Some(text)) => (text, Mark::Nullable),
            _ => (text, Mark::None),
        };
        let text = text.trim_end();
        Element { kind: name(text).unwrap_or_else(|| TypeKind::Foreign(text.into())), mark }
    }

    /// Reads a string in quotes, with the escapes of JSON.
    fn string(&mut self) -> Option<String> {
        let inside = self.rest.strip_prefix('"')?;
        let mut out = String::new();
        let mut letters = inside.char_indices();
        while let Some((at, letter)) = letters.next() {
            out.push(match letter {
                '"' => {
                    self.rest = &inside[at + 1..];
                    return Some(out);
                }
                '\\' => match letters.next()?.1 {
                    letter @ ('"' | '\\' | '/') => letter,
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'u' => {
                        let digits = inside.get(at + 2..at + 6)?;
                        letters.nth(3)?;
                        let value = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(digits)?;
                        char::from_u32(u32::from_str_radix(value, 16).ok()?)?
                    }
                    _ => return None,
                },
                letter => letter,
            });
        }
        None
    }

    fn literal(&mut self) -> Option<Literal> {
        self.space();
        self.deeper(|cursor| match cursor.rest.chars().next()? {
            '"' => Some(Literal::String(cursor.string()?.into())),
            '/' => cursor.regex(),
            '[' => {
                let mut items = Vec::new();
                cursor.token('[')?;
                while !cursor.take("]") {
                    if !items.is_empty() {
                        cursor.token(',')?;
                    }
                    items.push(cursor.literal()?);
                }
                Some(Literal::List(items))
            }
            '{' => {
                let mut entries: Vec<(Text, Literal)> = Vec::new();
                cursor.token('{')?;
                while !cursor.take("}") {
                    if !entries.is_empty() {
                        cursor.token(',')?;
                    }
                    cursor.space();
                    let key = match cursor.rest.starts_with('"') {
                        true => cursor.string()?.into(),
                        false => cursor.identifier()?.into(),
                    };
                    cursor.token(':')?;
                    entries.push((key, cursor.literal()?));
                }
                Some(Literal::Map(entries))
            }
            '-' | '0'..='9' => {
                let end = cursor.rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E')));
                let (number, rest) = cursor.rest.split_at(end.unwrap_or(cursor.rest.len()));
                cursor.rest = rest;
                number.parse::<f64>().ok()?;
                let end = cursor.rest.find(|c| !is_ident_continue(c)).unwrap_or(cursor.rest.len());
                let (unit, rest) = cursor.rest.split_at(end);
                if unit.is_empty() {
                    return Some(Literal::Number(number.into()));
                }
                cursor.rest = rest;
                let text = format!("{number}{unit}");
                duration::nanoseconds(&text).map(|_| Literal::Duration(text.into()))
            }
            _ => {
                let name = cursor.identifier()?;
                Some(match name {
                    "true" => Literal::Bool(true),
                    "false" => Literal::Bool(false),
                    "null" | "nil" => Literal::Null,
                    _ if cursor.take("(") => {
                        cursor.token(')')?;
                        Literal::Call(name.into())
                    }
                    _ => Literal::Name(name.into()),
                })
            }
        })
    }

    fn identifier(&mut self) -> Option<&'t str> {
        let end = self.rest.find(|c| !is_ident_continue(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        name.starts_with(is_ident_start).then_some(name)
    }

    /// Reads a regex with its slashes and flags, by the rule of the schema language.
    fn regex(&mut self) -> Option<Literal> {
        let (mut class, mut escaped) = (false, false);
        let mut letters = self.rest.char_indices().skip(1);
        let close = letters.find_map(|(at, letter)| {
            let close = letter == '/' && !class && !escaped;
            if !escaped {
                class = letter == '[' || class && letter != ']';
            }
            escaped = letter == '\\' && !escaped;
            close.then_some(at)
        })?;
        let flags = self.rest[close + 1..].find(|c: char| !c.is_ascii_alphabetic());
        let (regex, rest) = self.rest.split_at(flags.map_or(self.rest.len(), |length| close + 1 + length));
        self.rest = rest;
        Some(Literal::Regex(regex.into()))
    }
}

/// Writes the key of a map.
pub(super) fn write_key(out: &mut impl Write, key: &str) -> fmt::Result {
    if is_identifier(key) { out.write_str(key) } else { write_string(out, key) }
}
