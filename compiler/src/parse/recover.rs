//! Finding the way back after an error.

use super::{Parsed, Parser, Reported};
use crate::diagnostic::{Diagnostic, code};
use crate::lex::{Delim, Lexer, Span, Token, TokenKind};

/// How deep delimiters nest inside a body.
const MAX_BODY_DEPTH: usize = 256;

impl Parser<'_, '_> {
    /// Skips to what looks like the next member, leaving `depth` delimiters open.
    pub(super) fn skip_to_member(&mut self, depth: usize) {
        self.docs.clear();
        loop {
            let inside = self.open.len() > depth;
            let kind = self.current.kind;
            match kind {
                TokenKind::Eof => break,
                // A brace closes the resource if there is only a parenthesis left open inside it.
                TokenKind::Close(Delim::Brace)
                    if !self.open[depth..].iter().any(|(delim, _)| *delim == Delim::Brace) =>
                {
                    break;
                }
                TokenKind::At if self.current.first => {
                    let name = self.peek();
                    if !inside || super::annotation::only_annotation(self.text, name.span) {
                        break;
                    }
                }
                TokenKind::Ident
                    if self.current.first
                        && (self.starts_resource(self.current)
                            || ((!inside || self.left_open()) && self.peek().kind == TokenKind::Colon)) =>
                {
                    break;
                }
                TokenKind::Open(_) if !inside => {
                    if self.skip_group().is_err() {
                        break;
                    }
                    continue;
                }
                _ if !inside && !self.docs.is_empty() => break,
                _ => {}
            }
            self.docs.clear();
            self.advance();
        }
        self.open.truncate(depth);
    }

    /// Tells whether the innermost open delimiter was probably meant to close on its own line: a parenthesis or
    /// bracket with something behind it.
    fn left_open(&self) -> bool {
        let Some(&(delim, span)) = self.open.last() else { return false };
        let line = self.text[span.end as usize..self.current.span.start as usize].lines().next();
        delim != Delim::Brace && line.is_some_and(|rest| !rest.trim().is_empty())
    }

    /// Skips to the next directive or resource.
    pub(super) fn skip_to_item(&mut self) {
        loop {
            self.open.clear();
            match self.current.kind {
                TokenKind::Eof => break,
                TokenKind::At if self.current.first => {
                    let name = self.peek();
                    // Further in, a route is one of the resource that is skipped.
                    let word = self.text_of(name.span);
                    let inner = matches!(word, "route" | "group") && !self.at_left_edge(self.current.span);
                    if super::file::DIRECTIVES.contains(&word) && !inner {
                        break;
                    }
                }
                TokenKind::Ident if self.starts_resource(self.current) => break,
                _ => {}
            }
            self.docs.clear();
            self.advance();
        }
    }

    /// Tells whether a token begins `resource Name {`, which nothing inside a resource can.
    pub(super) fn starts_resource(&self, token: Token) -> bool {
        if token.kind != TokenKind::Ident || self.text_of(token.span) != "resource" {
            return false;
        }
        let mut ahead = Lexer::new(&self.text[token.span.end as usize..]);
        ahead.next().kind == TokenKind::Ident && ahead.next().kind == TokenKind::Open(Delim::Brace)
    }

    /// Goes over everything from the opening delimiter that is the current token to the closing one, whatever stands
    /// between, and returns the range between them.
    pub(super) fn skip_group(&mut self) -> Parsed<Span> {
        let TokenKind::Open(delim) = self.current.kind else { return Err(self.unexpected("`{`")) };
        let opening = self.current.span;
        self.lexer.seek(opening.end);
        self.peeked = None;
        let mut stack = vec![(delim, opening)];
        let mut too_deep = false;
        loop {
            let token = self.body_token();
            match token.kind {
                TokenKind::Open(delim) => {
                    stack.push((delim, token.span));
                    if stack.len() > MAX_BODY_DEPTH && !too_deep {
                        too_deep = true;
                        let message = format!("delimiters nest at most {MAX_BODY_DEPTH} deep");
                        self.report(Diagnostic::new(&code::TOO_DEEP, self.place(token.span), message));
                    }
                }
                TokenKind::Close(delim) => {
                    if !self.closes(&mut stack, delim, token.span) {
                        continue;
                    }
                    if stack.is_empty() {
                        self.docs.clear();
                        self.previous = token.span;
                        (self.current, self.docs) = self.fetch();
                        return Ok(Span { start: opening.end, end: token.span.start });
                    }
                }
                // At the left edge of the file this is the next resource, so a brace is missing above it.
                TokenKind::Ident if token.first && self.at_left_edge(token.span) && self.starts_resource(token) => {
                    self.current = token;
                    self.docs.clear();
                    return Err(self.not_closed(opening));
                }
                TokenKind::Eof => {
                    self.current = token;
                    self.docs.clear();
                    return Err(self.not_closed(opening));
                }
                _ => {}
            }
        }
    }

    /// Reads a token inside a body, where doc comments are comments.
    fn body_token(&mut self) -> Token {
        loop {
            let token = self.lexer.next();
            match token.kind {
                TokenKind::Doc => {}
                _ => match self.checked(token) {
                    Some(token) => return token,
                    None => continue,
                },
            }
        }
    }

    /// Pops the opening delimiter that a closing one closes; reports one that closes another kind.
    fn closes(&mut self, stack: &mut Vec<(Delim, Span)>, delim: Delim, span: Span) -> bool {
        let Some(&(top, opening)) = stack.last() else { return false };
        if top == delim {
            stack.pop();
            return true;
        }
        let message = format!("`{}` does not close `{}`", delim.close(), top.open());
        let related = self.place(opening);
        let error = Diagnostic::new(&code::MISMATCHED, self.place(span), message).expect(format!("`{}`", top.close()));
        self.report(error.relate("opened here", related));
        self.broken = true;
        match stack.iter().rposition(|(open, _)| *open == delim) {
            Some(index) => {
                stack.truncate(index);
                true
            }
            None => false,
        }
    }

    fn at_left_edge(&self, span: Span) -> bool {
        span.start == 0 || self.text.as_bytes()[span.start as usize - 1] == b'\n'
    }

    /// Reports a brace that is never closed, and the pair whose indentation suggests where one is missing.
    pub(super) fn not_closed(&mut self, opening: Span) -> Reported {
        let text = self.text_of(opening);
        let message = format!("`{text}` is not closed");
        let mut error = Diagnostic::new(&code::UNCLOSED, self.place(opening), message).label("opened here");
        if let Some((open, close)) = self.crooked_pair(opening) {
            error = error.relate("this one is closed", self.place(open));
            error = error.relate("here, though the indentation differs", self.place(close));
        }
        self.report(error);
        self.broken = true;
        Reported
    }

    /// Returns the first pair of braces after `opening` whose closing brace starts a line indented differently from
    /// the line of the opening one.
    fn crooked_pair(&self, opening: Span) -> Option<(Span, Span)> {
        let end = self.current.span.start;
        if self.text_of(opening) != "{" || end < opening.end {
            return None;
        }
        let mut lexer = Lexer::new(&self.text[..end as usize]);
        lexer.seek(opening.end);
        let mut stack = Vec::new();
        loop {
            let token = lexer.next();
            match token.kind {
                TokenKind::Open(Delim::Brace) => stack.push(token.span),
                TokenKind::Close(Delim::Brace) => {
                    let open = stack.pop()?;
                    if token.first && self.indent(open) != self.indent(token.span) {
                        return Some((open, token.span));
                    }
                }
                TokenKind::Eof => return None,
                _ => {}
            }
        }
    }

    fn indent(&self, span: Span) -> &str {
        let start = self.text[..span.start as usize].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &self.text[start..];
        &line[..line.len() - line.trim_start().len()]
    }
}
