//! The shape of a body: what is left of it when the names of fields and variables and the literals are taken out.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::lex::{Delim, Lexer, Token, TokenKind, calls};

/// A body and its shape.
pub(super) struct Shape<'m> {
    pub(super) body: &'m str,
    /// Equal for bodies of one shape: tokens apart by spaces, `self.<1> = String.slugify ( self.<2> )`.
    pub(super) text: String,
    /// Functions it calls, each once, in order of first use.
    pub(super) calls: Vec<String>,
    /// Their places, by name.
    by_name: Vec<u32>,
    /// What was taken out, in order of the body.
    pub(super) holes: Vec<Hole>,
    /// Fields it assigns to.
    pub(super) assigned: Vec<&'m str>,
}

/// A piece of a body that its shape leaves open.
pub(super) struct Hole {
    pub(super) range: Range<usize>,
    pub(super) kind: HoleKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum HoleKind {
    /// The nth distinct field of the body.
    Field(u32),
    /// The nth distinct variable.
    Variable(u32),
    Text,
    Number,
    Regex,
    Symbol,
}

impl<'m> Shape<'m> {
    /// Returns the functions it calls, sorted.
    pub(super) fn sorted_calls(&self) -> Vec<&str> {
        self.by_name.iter().map(|at| self.calls[*at as usize].as_str()).collect()
    }

    /// Returns whether it calls a function.
    pub(super) fn makes(&self, call: &str) -> bool {
        self.by_name.binary_search_by(|at| self.calls[*at as usize].as_str().cmp(call)).is_ok()
    }

    /// Takes a body apart. A body that calls nothing keeps its field names: two assignments are not one habit.
    ///
    /// Cost: two passes over the text.
    pub(super) fn of(body: &'m str) -> Self {
        let mut tokens = Vec::new();
        let mut lexer = Lexer::new(body);
        loop {
            let token = lexer.next_open();
            match token.kind {
                TokenKind::Eof => break,
                TokenKind::Doc => {}
                _ => tokens.push(token),
            }
        }
        let calls: Vec<String> = calls(body).iter().map(super::super::lex::Call::name).collect();
        let mut by_name: Vec<u32> = (0..calls.len() as u32).collect();
        by_name.sort_unstable_by_key(|at| &calls[*at as usize]);
        let text = String::with_capacity(body.len());
        let mut shape = Self { body, text, calls, by_name, holes: Vec::new(), assigned: Vec::new() };
        shape.read(&tokens);
        shape
    }

    fn read(&mut self, tokens: &[Token]) {
        let body = self.body;
        let mut assigned = HashSet::new();
        let text = |at: usize| tokens.get(at).map_or("", |token| token.span.of(body));
        let kind = |at: usize| tokens.get(at).map(|token| token.kind);
        let variables = variables(tokens, body);
        let mut fields: HashMap<&str, u32> = HashMap::new();
        let mut names: HashMap<&str, u32> = HashMap::new();
        for (at, token) in tokens.iter().enumerate() {
            let this = text(at);
            let range = token.span.start as usize..token.span.end as usize;
            let member = at > 0 && kind(at - 1) == Some(TokenKind::Dot);
            let hole = match token.kind {
                TokenKind::Ident if member && at > 1 && text(at - 2) == "self" && !is_called(tokens, at) => {
                    if is_assignment(tokens, body, at + 1) && assigned.insert(this) {
                        self.assigned.push(this);
                    }
                    let next = fields.len() as u32 + 1;
                    (!self.calls.is_empty()).then(|| HoleKind::Field(*fields.entry(this).or_insert(next)))
                }
                TokenKind::Ident if !member && variables.contains(this) && kind(at + 1) != Some(TokenKind::Colon) => {
                    let next = names.len() as u32 + 1;
                    Some(HoleKind::Variable(*names.entry(this).or_insert(next)))
                }
                // `:draft`, but not the value in `status: draft`
                TokenKind::Ident
                    if at > 0
                        && kind(at - 1) == Some(TokenKind::Colon)
                        && tokens[at - 1].span.end == token.span.start
                        && (at < 2 || !matches!(kind(at - 2), Some(TokenKind::Ident | TokenKind::Str))) =>
                {
                    Some(HoleKind::Symbol)
                }
                TokenKind::Str | TokenKind::StringPart | TokenKind::UnclosedStr => Some(HoleKind::Text),
                TokenKind::Number => Some(HoleKind::Number),
                TokenKind::Regex | TokenKind::UnclosedRegex => Some(HoleKind::Regex),
                _ => None,
            };
            match hole {
                None => self.text.push_str(this),
                Some(kind) => {
                    self.text.push_str(&kind.symbol());
                    self.holes.push(Hole { range, kind });
                }
            }
            self.text.push(' ');
        }
    }

    /// Returns what fills a hole here.
    pub(super) fn filling(&self, hole: &Hole) -> &'m str {
        &self.body[hole.range.clone()]
    }

    /// Returns the body with placeholders for the holes that `open` says differ between its uses.
    ///
    /// Variables keep their names: whoever writes such a body is free in them.
    pub(super) fn template(&self, open: impl Fn(usize) -> bool) -> String {
        let mut out = String::with_capacity(self.body.len());
        let mut from = 0;
        let mut shown: HashMap<&str, Vec<HoleKind>> = HashMap::new();
        for (at, hole) in self.holes.iter().enumerate() {
            let word = match hole.kind {
                HoleKind::Variable(_) => continue,
                HoleKind::Field(_) => "field",
                HoleKind::Text => "text",
                HoleKind::Number => "number",
                HoleKind::Regex => "regex",
                HoleKind::Symbol => "name",
            };
            if !open(at) {
                continue;
            }
            out.push_str(&self.body[from..hole.range.start]);
            from = hole.range.end;
            let (before, after) = if hole.kind == HoleKind::Text { quotes(self.filling(hole)) } else { ("", "") };
            out.push_str(before);
            let seen = shown.entry(word).or_default();
            let nth = match hole.kind {
                HoleKind::Field(_) => seen.iter().position(|known| *known == hole.kind).unwrap_or_else(|| {
                    seen.push(hole.kind);
                    seen.len() - 1
                }),
                _ => 0,
            };
            if nth == 0 {
                out.push_str(&format!("<{word}>"));
            } else {
                out.push_str(&format!("<{word} {}>", nth + 1));
            }
            out.push_str(after);
        }
        out.push_str(&self.body[from..]);
        out
    }
}

impl HoleKind {
    fn symbol(self) -> String {
        match self {
            Self::Field(nth) => format!("<{nth}>"),
            Self::Variable(nth) => format!("<v{nth}>"),
            Self::Text => "<text>".to_owned(),
            Self::Number => "<number>".to_owned(),
            Self::Regex => "<regex>".to_owned(),
            Self::Symbol => "<name>".to_owned(),
        }
    }
}

// What of a piece of string stays around its placeholder: the quotes, the ends of interpolations.
fn quotes(text: &str) -> (&str, &str) {
    let before = if text.starts_with(['"', '}']) { &text[..1] } else { "" };
    let after = if text.len() > 1 && text.ends_with("#{") {
        "#{"
    } else if text.len() > 1 && text.ends_with('"') {
        "\""
    } else {
        ""
    };
    (before, after)
}

/// Names bound in the body: after `let` and `for`, and between the bars of a closure.
fn variables<'m>(tokens: &[Token], body: &'m str) -> HashSet<&'m str> {
    let text = |at: usize| tokens.get(at).map_or("", |token: &Token| token.span.of(body));
    let mut found = HashSet::new();
    let mut at = 0;
    while at < tokens.len() {
        let open = match text(at) {
            "let" | "for" => true,
            // `(|line| ...)`, `rescue |err| { }`: a bar where no operand precedes it.
            "|" => {
                at == 0
                    || text(at - 1) == "rescue"
                    || matches!(tokens[at - 1].kind, TokenKind::Open(Delim::Paren) | TokenKind::Comma)
            }
            _ => false,
        };
        at += 1;
        while open && tokens.get(at).is_some_and(|token| token.kind == TokenKind::Ident) {
            found.insert(text(at));
            at += 1;
            if tokens.get(at).is_none_or(|token| token.kind != TokenKind::Comma) {
                break;
            }
            at += 1;
        }
    }
    found
}

fn is_called(tokens: &[Token], at: usize) -> bool {
    let next = |ahead: usize| tokens.get(at + ahead).map(|token| token.kind);
    match next(1) {
        Some(TokenKind::Open(Delim::Paren)) => true,
        Some(TokenKind::Bang | TokenKind::Question) => next(2) == Some(TokenKind::Open(Delim::Paren)),
        _ => false,
    }
}

fn is_assignment(tokens: &[Token], body: &str, at: usize) -> bool {
    let text = |at: usize| tokens.get(at).map_or("", |token: &Token| token.span.of(body));
    // `==` and `=>` are two tokens that touch.
    let touches = |at: usize| tokens.get(at).zip(tokens.get(at + 1)).is_some_and(|(a, b)| a.span.end == b.span.start);
    text(at) == "=" && !(matches!(text(at + 1), "=" | ">") && touches(at))
}
