//! The tokens of a schema text with what stands between them: comments and blank lines.

use crate::lex::{Lexer, Span, Token, TokenKind};

/// A comment between two tokens, documentation included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment<'a> {
    pub(super) text: &'a str,
    /// Nothing but white space precedes it on its line.
    pub(super) own_line: bool,
    /// A blank line precedes it.
    pub(super) after_blank: bool,
    /// It runs to the end of its line.
    pub(super) to_line_end: bool,
}

/// What precedes a token.
#[derive(Clone, Debug, Default)]
pub(super) struct Gap<'a> {
    pub(super) comments: Vec<Comment<'a>>,
    /// A blank line stands between the token and what comes before it, comments included.
    pub(super) blank: bool,
    /// A line ends before the token.
    pub(super) line: bool,
}

impl Gap<'_> {
    /// Returns whether documentation is part of it.
    pub(super) fn has_docs(&self) -> bool {
        self.comments.iter().any(|comment| comment.text.starts_with("///") && !comment.text.starts_with("////"))
    }
}

/// The tokens of a text in turn.
#[derive(Clone)]
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    lexer: Lexer<'a>,
    /// Where the token before the current one ends.
    pub(super) end: usize,
    pub(super) current: Token,
    pub(super) gap: Gap<'a>,
    break_next: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let current = Token { kind: TokenKind::Other, span: Span::default(), first: true };
        let mut tokens =
            Self { text, lexer: Lexer::new(text), end: 0, current, gap: Gap::default(), break_next: false };
        tokens.fetch();
        tokens
    }

    fn fetch(&mut self) {
        self.end = self.current.span.end as usize;
        loop {
            self.current = self.lexer.next();
            // Documentation is a comment to whoever lays the text out.
            if self.current.kind != TokenKind::Doc {
                break;
            }
        }
        self.gap = gap(&self.text[self.end..self.current.span.start as usize], self.end == 0);
        self.gap.line |= std::mem::take(&mut self.break_next);
    }

    /// Goes on to the next token and returns the text of this one.
    pub(super) fn advance(&mut self) -> &'a str {
        let text = self.word();
        self.fetch();
        text
    }

    /// Breaks the line behind the current token, wherever it is broken now.
    pub(super) fn break_next(&mut self) {
        self.break_next = true;
    }

    /// Goes on behind an offset, as after a text that is no tokens.
    pub(super) fn seek(&mut self, end: usize) {
        self.current.span = Span { start: end as u32, end: end as u32 };
        self.lexer.seek(end as u32);
        self.fetch();
    }

    pub(super) fn at(&self, kind: TokenKind) -> bool {
        self.current.kind == kind
    }

    /// Returns the text of the current token.
    pub(super) fn word(&self) -> &'a str {
        self.current.span.of(self.text)
    }

    /// Returns the token behind the current one.
    pub(super) fn peek(&self) -> Token {
        let mut lexer = self.lexer.clone();
        loop {
            let token = lexer.next();
            if token.kind != TokenKind::Doc {
                return token;
            }
        }
    }
}

/// Takes what stands between two tokens apart.
fn gap(text: &str, start: bool) -> Gap<'_> {
    let mut gap = Gap { line: start, ..Gap::default() };
    let (mut rest, mut lines) = (text, if start { 1 } else { 0 });
    while let Some(c) = rest.chars().next() {
        let len = match c {
            '\n' => {
                lines += 1;
                1
            }
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest[2..].find("*/").map_or(rest.len(), |end| end + 4),
            _ => c.len_utf8(),
        };
        if c == '/' {
            gap.comments.push(Comment {
                text: rest[..len].trim_end(),
                own_line: lines > 0,
                after_blank: lines > 1,
                to_line_end: rest.starts_with("//"),
            });
            lines = 0;
        }
        gap.line |= c == '\n';
        rest = &rest[len..];
    }
    gap.blank = lines > 1;
    gap
}
