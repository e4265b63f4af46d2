//! Literals and option blocks.

use super::{Parsed, Parser};
use crate::diagnostic::{Diagnostic, code};
use crate::duration;
use crate::lex::{Delim, Span, TokenKind, unescaped};
use crate::syntax::{Name, Text, Value, ValueKind};

impl<'a> Parser<'a, '_> {
    /// Reads `{ key: value … }`; commas between the options are optional.
    pub(super) fn options(&mut self) -> Parsed<Vec<(Name<'a>, Value<'a>)>> {
        self.expect(TokenKind::Open(Delim::Brace), "`{`")?;
        let mut options = Vec::new();
        loop {
            if self.eat(TokenKind::Comma) {
                continue;
            }
            if self.at(TokenKind::Close(Delim::Brace)) {
                self.advance();
                return Ok(options);
            }
            let key = self.name("an option or `}`")?;
            self.expect(TokenKind::Colon, &format!("`:` and a value after `{}`", key.text))?;
            options.push((key, self.value()?));
        }
    }

    pub(super) fn value(&mut self) -> Parsed<Value<'a>> {
        self.deeper(|parser| {
            let start = parser.current.span;
            let kind = parser.value_kind()?;
            Ok(Value { kind, span: start.to(parser.previous) })
        })
    }

    fn value_kind(&mut self) -> Parsed<ValueKind<'a>> {
        let token = self.current;
        Ok(match token.kind {
            TokenKind::Str => {
                self.advance();
                ValueKind::String(self.string_content(token.span))
            }
            TokenKind::Number => self.quantity("")?,
            TokenKind::Minus => {
                self.advance();
                self.quantity("-")?
            }
            TokenKind::Regex => {
                self.advance();
                ValueKind::Regex(self.text_of(token.span))
            }
            TokenKind::Ident => {
                self.advance();
                let text = self.text_of(token.span);
                match text {
                    "true" => ValueKind::Bool(true),
                    "false" => ValueKind::Bool(false),
                    "null" | "nil" => ValueKind::Null,
                    _ if self.eat(TokenKind::Open(Delim::Paren)) => {
                        self.expect(TokenKind::Close(Delim::Paren), "`)`: a call in a value has no arguments")?;
                        ValueKind::Call(text)
                    }
                    _ => ValueKind::Ident(text),
                }
            }
            TokenKind::Open(Delim::Bracket) => {
                self.advance();
                ValueKind::List(self.list(Delim::Bracket, "an item", Self::value)?)
            }
            TokenKind::Open(Delim::Brace) => {
                self.advance();
                ValueKind::Map(self.map()?)
            }
            _ => return Err(self.unexpected("a value")),
        })
    }

    fn map(&mut self) -> Parsed<Vec<(Text, Value<'a>)>> {
        let mut entries = Vec::new();
        loop {
            if self.eat(TokenKind::Comma) {
                continue;
            }
            if self.at(TokenKind::Close(Delim::Brace)) {
                self.advance();
                return Ok(entries);
            }
            let key = if self.at(TokenKind::Str) {
                self.string("a key")?
            } else {
                let name = self.name("a key or `}`")?;
                Text { text: name.text.to_owned(), span: name.span }
            };
            self.expect(TokenKind::Colon, "`:` and a value after the key")?;
            entries.push((key, self.value()?));
        }
    }

    /// Reads a number, as JSON writes it, or a duration, which is one with its unit.
    fn quantity(&mut self, sign: &str) -> Parsed<ValueKind<'a>> {
        let token = self.expect(TokenKind::Number, "a number")?;
        let text = self.text_of(token.span);
        let glued = self.at(TokenKind::Ident) && self.current.span.start == token.span.end;
        let digits: String = text.chars().filter(|c| *c != '_').collect();
        let whole = digits.trim_start_matches('0');
        let whole = if whole.starts_with(|c: char| c.is_ascii_digit()) {
            whole
        } else {
            &digits[digits.len() - whole.len() - 1..]
        };
        if glued {
            let duration = format!("{sign}{whole}{}", self.current_text());
            if duration::nanoseconds(&duration).is_some() {
                self.advance();
                return Ok(ValueKind::Duration(duration));
            }
        }
        if glued || !whole.parse::<f64>().is_ok_and(f64::is_finite) {
            let span = if glued { token.span.to(self.current.span) } else { token.span };
            let message = format!("`{}` is not a number", self.text_of(span));
            let error = Diagnostic::new(&code::BAD_NUMBER, self.place(span), message);
            let error = if glued { error.expect(duration::EXPECTED) } else { error };
            return Err(self.error(error));
        }
        Ok(ValueKind::Number(format!("{sign}{whole}")))
    }

    /// Returns what a string literal stands for; a bad escape is reported and kept as written.
    pub(super) fn string_content(&mut self, span: Span) -> String {
        let literal = self.text_of(span);
        if literal.len() < 2 || !literal.ends_with('"') {
            return String::new();
        }
        if !literal.contains('\\') {
            return literal[1..literal.len() - 1].to_owned();
        }
        unescaped(literal).unwrap_or_else(|bad| {
            let at = Span { start: span.start + bad.start, end: span.start + bad.end };
            let message = format!("unknown escape `{}`", self.text_of(at));
            let error = Diagnostic::new(&code::BAD_ESCAPE, self.place(at), message);
            self.report(error.expect(r#"`\"`, `\\`, `\n`, `\r`, `\t`, `\#` or `\u{1F600}`"#));
            literal[1..literal.len() - 1].to_owned()
        })
    }
}
