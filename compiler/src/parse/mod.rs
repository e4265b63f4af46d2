//! Schema text to syntax tree, with recovery: one mistake is one error, and the rest of the file is still read.
//!
//! Every function that meets something unexpected reports it and returns [`Reported`]; the member loop skips to what
//! looks like the next member. Nothing recurses on bodies; types and values recurse up to [`MAX_DEPTH`].

mod annotation;
mod block;
mod file;
mod member;
mod recover;
mod route;
mod types;
mod value;

use std::sync::Arc;

pub(crate) use annotation::{ANNOTATIONS, only_annotation};

use etched_core::extent::MAX_NAME;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, code};
use crate::lex::{Delim, Lexer, Span, Token, TokenKind};
use crate::source::{SourceFile, Sources};
use crate::syntax::{Doc, Name, Tree};

/// How deep types and values nest.
const MAX_DEPTH: u32 = 32;

/// The error has been reported; skip to where it makes sense to go on.
struct Reported;

type Parsed<T> = Result<T, Reported>;

/// Parses all files.
pub(crate) fn parse<'a>(sources: &'a Sources, diagnostics: &mut Diagnostics) -> Tree<'a> {
    let files = sources.files().map(|source| Parser::new(source, diagnostics).file()).collect();
    Tree { files }
}

struct Parser<'a, 'd> {
    source: &'a Arc<SourceFile>,
    text: &'a str,
    lexer: Lexer<'a>,
    current: Token,
    /// Doc comments right before the current token.
    docs: Vec<Span>,
    peeked: Option<(Token, Vec<Span>)>,
    previous: Span,
    /// Delimiters that are open at the current token.
    open: Vec<(Delim, Span)>,
    /// How deep the type or value being read nests.
    depth: u32,
    /// Something unclosed was reported: what follows in this member would be a cascade.
    broken: bool,
    /// Where the last token starts that was reported as unclosed.
    unclosed_at: Option<u32>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> Parser<'a, 'd> {
    fn new(source: &'a Arc<SourceFile>, diagnostics: &'d mut Diagnostics) -> Self {
        let text = source.text();
        let start = Token { kind: TokenKind::Other, span: Span::default(), first: true };
        let mut parser = Self {
            source,
            text,
            lexer: Lexer::new(text),
            current: start,
            docs: Vec::new(),
            peeked: None,
            previous: Span::default(),
            open: Vec::new(),
            depth: 0,
            broken: false,
            unclosed_at: None,
            diagnostics,
        };
        (parser.current, parser.docs) = parser.fetch();
        parser
    }

    // Tokens

    /// Reads the next token and the doc comments before it.
    fn fetch(&mut self) -> (Token, Vec<Span>) {
        let mut docs = Vec::new();
        loop {
            let token = self.lexer.next();
            match token.kind {
                TokenKind::Doc if token.first => docs.push(token.span),
                TokenKind::Doc => {
                    let message = "this comment documents nothing";
                    let label = "a doc comment stands on its own line, above what it documents";
                    let warning = Diagnostic::new(&code::LOST_DOC, self.place(token.span), message).label(label);
                    self.diagnostics.push(warning);
                }
                _ => {
                    if let Some(token) = self.checked(token) {
                        return (token, docs);
                    }
                }
            }
        }
    }

    /// Reports a token that is not closed and returns what to take it for; nothing for a comment.
    fn checked(&mut self, token: Token) -> Option<Token> {
        let kind = match token.kind {
            TokenKind::UnclosedComment => {
                let start = Span { start: token.span.start, end: token.span.start + 2 };
                self.unclosed(&code::UNCLOSED_COMMENT, start, "comment", "`*/`");
                return None;
            }
            TokenKind::UnclosedStr => {
                self.unclosed(&code::UNCLOSED_STRING, token.span, "string", "a closing `\"` on this line");
                TokenKind::Str
            }
            TokenKind::UnclosedRegex => {
                self.unclosed(&code::UNCLOSED_REGEX, token.span, "regex", "a closing `/` on this line");
                TokenKind::Regex
            }
            TokenKind::Ident => {
                self.name_fits(token.span);
                TokenKind::Ident
            }
            kind => kind,
        };
        Some(Token { kind, ..token })
    }

    /// Rejects a name that is repeated too dearly; what is shown of it is its start.
    fn name_fits(&mut self, span: Span) {
        if (span.end - span.start) as usize > MAX_NAME {
            let text = span.of(self.text);
            let shown = text.char_indices().nth(40).map_or(text.len(), |(at, _)| at);
            let message = format!("a name has at most {MAX_NAME} bytes, and `{}…` has {}", &text[..shown], text.len());
            let start = Span { start: span.start, end: span.start + shown as u32 };
            self.diagnostics.push(Diagnostic::new(&code::NAME_TOO_LONG, self.place(start), message));
        }
    }

    fn unclosed(&mut self, code: &'static Code, span: Span, what: &str, expected: &str) {
        let message = format!("the {what} is not closed");
        let diagnostic = Diagnostic::new(code, self.place(span), message).label("opened here").expect(expected);
        self.report(diagnostic);
        self.broken = true;
        self.unclosed_at = Some(span.start);
    }

    /// Starts a member or item: errors are reported again, unless the token it starts with already was one.
    fn restart(&mut self) {
        self.broken = self.unclosed_at == Some(self.current.span.start);
        self.depth = 0;
    }

    fn peek(&mut self) -> Token {
        if self.peeked.is_none() {
            self.peeked = Some(self.fetch());
        }
        self.peeked.as_ref().map_or(self.current, |(token, _)| *token)
    }

    fn advance(&mut self) -> Token {
        let token = self.current;
        self.lose_docs();
        self.previous = token.span;
        match token.kind {
            TokenKind::Open(delim) => self.open.push((delim, token.span)),
            TokenKind::Close(delim) if self.open.last().is_some_and(|(open, _)| *open == delim) => {
                self.open.pop();
            }
            _ => {}
        }
        (self.current, self.docs) = self.peeked.take().unwrap_or_else(|| self.fetch());
        token
    }

    fn at(&self, kind: TokenKind) -> bool {
        self.current.kind == kind
    }

    fn eat(&mut self, kind: TokenKind) -> bool {
        let found = self.at(kind);
        if found {
            self.advance();
        }
        found
    }

    fn text_of(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn current_text(&self) -> &'a str {
        self.text_of(self.current.span)
    }

    fn at_word(&self, word: &str) -> bool {
        self.at(TokenKind::Ident) && self.current_text() == word
    }

    // What is expected

    fn expect(&mut self, kind: TokenKind, expected: &str) -> Parsed<Token> {
        if self.at(kind) { Ok(self.advance()) } else { Err(self.unexpected(expected)) }
    }

    fn name(&mut self, expected: &str) -> Parsed<Name<'a>> {
        let token = self.expect(TokenKind::Ident, expected)?;
        Ok(Name { text: self.text_of(token.span), span: token.span })
    }

    /// Reads items up to a closing delimiter, with commas between them.
    fn list<T>(&mut self, close: Delim, what: &str, mut item: impl FnMut(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut items = Vec::new();
        while !self.at(TokenKind::Close(close)) {
            items.push(item(self)?);
            if !self.eat(TokenKind::Comma) && !self.at(TokenKind::Close(close)) {
                return Err(self.unexpected(&format!("`,` or `{}` after {what}", close.close())));
            }
        }
        self.advance();
        Ok(items)
    }

    /// Runs a part of a type or value one level deeper.
    fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == MAX_DEPTH {
            let message = format!("types and values nest at most {MAX_DEPTH} deep");
            return Err(self.error(Diagnostic::new(&code::TOO_DEEP, self.place(self.current.span), message)));
        }
        self.depth += 1;
        let result = part(self);
        self.depth -= 1;
        result
    }

    // Reporting

    fn place(&self, span: Span) -> Place {
        Place::new(self.source, span.start as usize, span.end as usize)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if !self.broken {
            self.diagnostics.push(diagnostic);
        }
    }

    fn error(&mut self, diagnostic: Diagnostic) -> Reported {
        self.report(diagnostic);
        Reported
    }

    fn unexpected(&mut self, expected: &str) -> Reported {
        let message = format!("expected {expected}, found {}", self.found());
        // What is missing at the end of a line is shown there, not at the start of a later one.
        let after = Span { start: self.previous.end, end: self.previous.end };
        let span = if self.current.first || self.at(TokenKind::Eof) { after } else { self.current.span };
        self.error(Diagnostic::new(&code::UNEXPECTED, self.place(span), message).expect(expected))
    }

    /// Describes the current token.
    fn found(&self) -> String {
        match self.current.kind {
            TokenKind::Eof => "the end of the file".into(),
            TokenKind::Str => "a string".into(),
            TokenKind::Regex => "a regex".into(),
            _ => format!("`{}`", self.current_text()),
        }
    }

    // Documentation

    /// Takes the doc comments before the current token.
    fn take_docs(&mut self) -> Doc {
        let docs = std::mem::take(&mut self.docs);
        let mut out = String::new();
        for (index, span) in docs.iter().enumerate() {
            let line = self.text_of(*span).trim_start_matches('/');
            let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
            if index > 0 {
                out.push('\n');
            }
            out.push_str(line);
        }
        let trimmed = out.trim_matches('\n');
        if trimmed.len() == out.len() { out } else { trimmed.to_owned() }
    }

    /// Warns of doc comments that nothing took.
    fn lose_docs(&mut self) {
        let docs = std::mem::take(&mut self.docs);
        let (Some(first), Some(last)) = (docs.first(), docs.last()) else { return };
        if !self.broken {
            let place = self.place(first.to(*last));
            let label = "nothing that takes documentation follows";
            self.diagnostics
                .push(Diagnostic::new(&code::LOST_DOC, place, "this comment documents nothing").label(label));
        }
    }
}
