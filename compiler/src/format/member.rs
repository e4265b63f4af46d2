//! What each construct looks like: files, resources and their members, types, values.
//!
//! The text was parsed before, so what is expected is there; what is not known is put token by token.

use super::layout::Layout;
use crate::lex::{Delim, TokenKind};
use crate::parse::only_annotation;
use crate::types::names_resource;

impl<'a> Layout<'a> {
    pub(super) fn file(mut self) -> String {
        let mut after_resource = false;
        while !self.tokens.at(TokenKind::Eof) {
            if self.drop_comma() {
                continue;
            }
            let resource = self.tokens.at(TokenKind::Ident);
            self.new_line(resource || after_resource);
            after_resource = resource;
            if resource {
                self.token(false);
                self.token(true);
                self.resource();
            } else {
                self.directive();
            }
        }
        self.finish()
    }

    fn directive(&mut self) {
        self.token(false);
        match self.token(false) {
            "route" => self.route(),
            "group" => self.group(),
            "middleware_kind" => {
                self.one_middleware(true);
                self.token(false);
                self.token(true);
            }
            "application" => {
                self.token(true);
                if self.tokens.at(TokenKind::Open(Delim::Brace)) {
                    self.braces(true, Self::entry);
                }
            }
            _ => {
                self.token(true);
            }
        }
    }

    fn resource(&mut self) {
        // A resource has a line for each of its members, however short they are.
        self.tokens.break_next();
        self.braces(true, Self::member);
    }

    fn member(&mut self) {
        if self.tokens.at(TokenKind::Ident) {
            self.field();
        } else {
            self.annotation();
        }
    }

    /// `name: type! @constraint(…)`, or `name: Resource! { … }`.
    fn field(&mut self) {
        self.token(false);
        self.token(false);
        let relation = self.tokens.at(TokenKind::Ident) && names_resource(self.tokens.word());
        self.ty(true);
        if self.tokens.at(TokenKind::Open(Delim::Brace)) {
            self.braces(true, Self::entry);
        }
        if relation {
            return;
        }
        while self.tokens.at(TokenKind::At) && !self.tokens.gap.has_docs() {
            let word = self.tokens.peek();
            if only_annotation(self.tokens.text, word.span) {
                break;
            }
            self.token(true);
            self.token(false);
            if self.tokens.at(TokenKind::Open(Delim::Paren)) {
                self.list(Delim::Paren, false, Self::argument);
            }
        }
    }

    /// A type and its mark.
    fn ty(&mut self, space: bool) {
        if self.tokens.at(TokenKind::Open(Delim::Brace)) {
            self.braces(space, Self::field);
        } else {
            let name = self.token(space);
            match self.tokens.current.kind {
                TokenKind::Less => {
                    self.token(false);
                    self.ty(false);
                    while self.eat(TokenKind::Comma, false) {
                        self.ty(true);
                    }
                    self.token(false);
                }
                TokenKind::Open(Delim::Bracket) if name == "enum" => self.list(Delim::Bracket, true, Self::argument),
                TokenKind::Open(Delim::Paren) => self.list(Delim::Paren, false, |layout, _| layout.value(false)),
                _ => {}
            }
        }
        if matches!(self.tokens.current.kind, TokenKind::Bang | TokenKind::Question) {
            self.token(false);
        }
    }

    fn annotation(&mut self) {
        self.token(false);
        match self.token(false) {
            "operations" => self.list(Delim::Bracket, true, Self::argument),
            "middleware" => self.middleware(),
            "on" => {
                self.token(true);
                self.token(false);
                self.middleware();
            }
            "route" => self.route(),
            "group" => self.group(),
            "primary" | "unique" | "index" => {
                self.list(Delim::Bracket, true, Self::argument);
                if self.tokens.word() == "as" && self.tokens.peek().kind == TokenKind::Str {
                    self.token(true);
                    self.token(true);
                }
            }
            "before" | "after" => {
                self.token(true);
                self.modifiers(&["transaction", "async", "deprecated"]);
                self.body();
            }
            "validate" => self.body(),
            "constraint" | "invariant" => {
                self.token(true);
                self.body();
            }
            "scope" => {
                self.token(true);
                self.parameters();
                self.body();
            }
            "computed" => {
                self.token(true);
                self.token(false);
                self.ty(true);
                self.body();
            }
            "function" => {
                self.token(true);
                self.parameters();
                self.token(true);
                self.ty(true);
                self.body();
            }
            "deprecated" | "meta" | "allow" => {
                if self.tokens.at(TokenKind::Open(Delim::Paren)) {
                    self.list(Delim::Paren, false, Self::argument);
                }
            }
            // `@has_many Comment through Post as "comments" { … }`, `@nested under Post as "x"`, `@path "x"`
            _ => {
                while matches!(self.tokens.current.kind, TokenKind::Ident | TokenKind::Str) && !self.at_field() {
                    self.token(true);
                }
                if self.tokens.at(TokenKind::Open(Delim::Brace)) {
                    self.braces(true, Self::entry);
                }
            }
        }
    }

    /// Returns whether a field starts here.
    fn at_field(&self) -> bool {
        self.tokens.at(TokenKind::Ident) && self.tokens.peek().kind == TokenKind::Colon
    }

    /// `GET "/path" -> handler [middleware] { … }`
    fn route(&mut self) {
        if self.tokens.at(TokenKind::Open(Delim::Bracket)) {
            self.list(Delim::Bracket, true, Self::argument);
        } else {
            self.token(true);
        }
        for _ in 0..3 {
            self.token(true);
        }
        if self.tokens.at(TokenKind::Open(Delim::Bracket)) {
            self.middleware();
        }
        self.modifiers(&["deprecated"]);
        if self.tokens.at(TokenKind::Open(Delim::Brace)) {
            self.braces(true, Self::detail);
            self.modifiers(&["deprecated"]);
        }
    }

    /// `query(page: int?)`, `body: User`, `response 201: User`, `status: 201`.
    fn detail(&mut self) {
        match self.token(false) {
            "path" | "query" => self.parameters(),
            "response" => {
                if self.tokens.at(TokenKind::Number) {
                    self.token(true);
                }
                if self.eat(TokenKind::Colon, false) {
                    self.ty(true);
                }
            }
            "body" => {
                self.token(false);
                self.ty(true);
            }
            _ => {
                self.token(false);
                self.token(true);
            }
        }
    }

    /// `"/internal" [middleware] { … }`
    fn group(&mut self) {
        self.token(true);
        if self.tokens.at(TokenKind::Open(Delim::Bracket)) {
            self.middleware();
        }
        self.tokens.break_next();
        self.braces(true, Self::member);
    }

    /// `@transaction`, `@deprecated("…")`.
    fn modifiers(&mut self, names: &[&str]) {
        while self.tokens.at(TokenKind::At)
            && !self.tokens.gap.has_docs()
            && names.contains(&self.tokens.peek().span.of(self.tokens.text))
        {
            self.token(true);
            self.token(false);
            if self.tokens.at(TokenKind::Open(Delim::Paren)) {
                self.list(Delim::Paren, false, Self::argument);
            }
        }
    }

    fn parameters(&mut self) {
        if self.tokens.at(TokenKind::Open(Delim::Paren)) {
            self.list(Delim::Paren, false, |layout, space| {
                layout.token(space);
                layout.token(false);
                layout.ty(true);
            });
        }
    }

    /// `[auth, rate_limit(5/hour)]`; what is in the parentheses is text.
    fn middleware(&mut self) {
        self.list(Delim::Bracket, true, Self::one_middleware);
    }

    fn one_middleware(&mut self, space: bool) {
        self.token(space);
        if self.tokens.at(TokenKind::Open(Delim::Paren)) {
            self.space(false);
            let start = self.tokens.current.span.start as usize;
            let end = start + closing(&self.tokens.text[start..]);
            self.out.push_str(&self.tokens.text[start..end]);
            self.tokens.seek(end);
        }
    }

    /// `key: value`, or a value alone.
    fn argument(&mut self, space: bool) {
        if self.at_field() {
            self.space(space);
            self.entry();
        } else {
            self.value(space);
        }
    }

    /// `key: value`.
    fn entry(&mut self) {
        self.token(false);
        self.eat(TokenKind::Colon, false);
        self.value(true);
    }

    fn value(&mut self, space: bool) {
        match self.tokens.current.kind {
            TokenKind::Minus => {
                self.token(space);
                self.value(false);
            }
            TokenKind::Open(Delim::Bracket) => self.list(Delim::Bracket, space, |layout, space| layout.value(space)),
            TokenKind::Open(Delim::Brace) => self.braces(space, Self::entry),
            TokenKind::Number => {
                let end = self.tokens.current.span.end;
                self.token(space);
                // `250ms`
                if self.tokens.at(TokenKind::Ident) && self.tokens.current.span.start == end {
                    self.token(false);
                }
            }
            _ => {
                self.token(space);
                if self.tokens.at(TokenKind::Open(Delim::Paren)) {
                    self.list(Delim::Paren, false, |layout, space| layout.value(space));
                }
            }
        }
    }
}

/// Returns where the parenthesis that opens a text is closed, quotes respected, as the parser finds it.
fn closing(text: &str) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}
