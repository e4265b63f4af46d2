//! Bodies, and the blocks of `@constraint` and `@invariant`.

use std::collections::HashMap;

use etched_core::near::near;

use super::{Parsed, Parser};
use crate::diagnostic::{Diagnostic, code};
use crate::lex::{Delim, Span, TokenKind, dedented};
use crate::syntax::{Constraint, Doc, Text};

impl<'a> Parser<'a, '_> {
    /// Reads a body in braces and keeps its text.
    pub(super) fn body(&mut self) -> Parsed<Text> {
        if !self.at(TokenKind::Open(Delim::Brace)) {
            return Err(self.unexpected("a body in braces"));
        }
        self.docs.clear();
        let span = self.skip_group()?;
        Ok(Text { text: dedented(self.text_of(span)), span })
    }

    /// Reads the rest of `@constraint` or `@invariant`, whose keys are `keys`.
    pub(super) fn conditions(&mut self, at: Span, doc: Doc, keys: &[&str]) -> Parsed<Constraint<'a>> {
        let name = self.name("a name")?;
        let mut constraint = Constraint { name, doc, span: at.to(name.span), ..Constraint::default() };
        let opening = self.expect(TokenKind::Open(Delim::Brace), &format!("`{{` after `{}`", name.text))?.span;
        let mut given: HashMap<&str, Span> = HashMap::new();
        loop {
            match self.current.kind {
                TokenKind::Comma => {
                    self.advance();
                    continue;
                }
                TokenKind::Close(Delim::Brace) => {
                    self.advance();
                    break;
                }
                TokenKind::Eof => return Err(self.not_closed(opening)),
                _ => {}
            }
            let key = self.name("a key or `}`")?;
            self.expect(TokenKind::Colon, &format!("`:` after `{}`", key.text))?;
            let first = *given.entry(key.text).or_insert(key.span);
            if first.start != key.span.start {
                let first = self.place(first);
                let error =
                    Diagnostic::new(&code::KEY_TWICE, self.place(key.span), format!("`{}` is given twice", key.text));
                self.report(error.relate("first given here", first));
            }
            match key.text {
                _ if !keys.contains(&key.text) => {
                    let error = Diagnostic::new(
                        &code::UNKNOWN_KEY,
                        self.place(key.span),
                        format!("unknown key `{}`", key.text),
                    );
                    let error = error.expect(quoted(keys));
                    self.report(error.meant(near(key.text, keys.iter().copied())));
                    self.expression(keys)?;
                }
                "on" => {
                    self.expect(TokenKind::Open(Delim::Bracket), "`[` and operations")?;
                    constraint.on = self.list(Delim::Bracket, "an operation", |parser| parser.name("an operation"))?;
                }
                "error" => constraint.error = self.string("the message as a string")?.text,
                "when" => constraint.when = self.expression(keys)?,
                _ => constraint.condition = self.expression(keys)?,
            }
        }
        for key in ["condition", "error"] {
            if !given.contains_key(key) {
                let message = format!("`{}` has no `{key}:`", name.text);
                let error = Diagnostic::new(&code::KEY_MISSING, self.place(name.span), message);
                self.report(error.expect(format!("`{key}:` in its block")));
            }
        }
        Ok(constraint)
    }

    /// Reads an expression up to the next key at this depth or the closing brace.
    fn expression(&mut self, keys: &[&str]) -> Parsed<String> {
        let start = self.current.span;
        let (mut end, mut ternaries) = (start.start, 0u32);
        loop {
            match self.current.kind {
                TokenKind::Close(Delim::Brace) | TokenKind::Eof => break,
                TokenKind::Comma | TokenKind::Ident if ternaries == 0 => {
                    // A comma belongs to the expression unless a key follows it.
                    let comma = self.at(TokenKind::Comma);
                    let held = self.current.span;
                    if comma {
                        self.docs.clear();
                        self.advance();
                    }
                    let first = self.current.first || comma;
                    if self.at(TokenKind::Ident)
                        && self.peek().kind == TokenKind::Colon
                        && (first || keys.contains(&self.current_text()))
                    {
                        break;
                    }
                    if comma {
                        end = held.end;
                        continue;
                    }
                }
                TokenKind::Open(_) => {
                    self.skip_group()?;
                    end = self.previous.end;
                    continue;
                }
                // `a ? b : c`; directly after an operand it is a suffix.
                TokenKind::Question if self.previous.end != self.current.span.start => ternaries += 1,
                TokenKind::Colon => ternaries = ternaries.saturating_sub(1),
                _ => {}
            }
            self.docs.clear();
            end = self.advance().span.end;
        }
        if end == start.start {
            return Err(self.unexpected("an expression"));
        }
        Ok(dedented(self.text_of(Span { start: start.start, end })))
    }
}

/// Lists names for people: "`a`, `b` or `c`".
pub(super) fn quoted(names: &[&str]) -> String {
    crate::validate::one_of(names.iter().copied())
}
