//! Procedural bodies: their text, and what can be told about them by lexing.

use super::{Delim, Lexer, TokenKind};

/// A call of a namespace's function in a body, such as `String.slugify`.
///
/// ```
/// let call = &etched_compiler::calls("let n = Number.ceil(self.price)")[0];
/// assert_eq!((call.namespace, call.function, call.start), ("Number", "ceil", 8));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call<'a> {
    /// Namespace, such as `String`.
    pub namespace: &'a str,
    /// Function, such as `slugify`; a `?` or `!` suffix is part of it.
    pub function: &'a str,
    /// Byte offset of the call in the body.
    pub start: usize,
}

impl Call<'_> {
    /// Returns the name that dependency graphs and patterns know it by: `String.slugify`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}", self.namespace, self.function)
    }
}

/// Returns the namespace calls of a body, each function once, in order of first use.
///
/// A namespace is a capitalised name. Comments, strings and longer identifiers never match, code inside `#{}` counts,
/// and `self.x()` is no namespace call. A body that does not lex gives what was found.
///
/// ```
/// let calls = etched_compiler::calls(r##"self.slug = String.slugify("#{Text.trim(self.title)}") // Log.write()"##);
/// let names: Vec<_> = calls.iter().map(|call| call.name()).collect();
/// assert_eq!(names, ["String.slugify", "Text.trim"]);
/// ```
///
/// Cost: one pass over the text.
#[must_use]
pub fn calls(body: &str) -> Vec<Call<'_>> {
    let mut found: Vec<Call<'_>> = Vec::new();
    let mut known = std::collections::HashSet::new();
    let mut lexer = Lexer::new(body);
    let mut state = State::Start;
    loop {
        let token = lexer.next_open();
        let text = token.span.of(body);
        let capital = || text.chars().next().is_some_and(char::is_uppercase);
        state = match (state, token.kind) {
            (_, TokenKind::Eof) => return found,
            (State::Start | State::Namespace(..) | State::Function { .. }, TokenKind::Ident) if capital() => {
                State::Namespace(token.span.start, token.span.end)
            }
            (State::Namespace(start, end), TokenKind::Dot) if text == "." => State::Dot(start, end),
            (State::Dot(start, end), TokenKind::Ident) => {
                let suffix = body[token.span.end as usize..].chars().next().filter(|c| matches!(c, '?' | '!'));
                let function_end = token.span.end + u32::from(suffix.is_some());
                State::Function { start, end, function: (token.span.start, function_end) }
            }
            (state @ State::Function { function, .. }, TokenKind::Bang | TokenKind::Question)
                if token.span.end == function.1 =>
            {
                state
            }
            (State::Function { start, end, function }, TokenKind::Open(Delim::Paren)) => {
                let range = |(start, end): (u32, u32)| &body[start as usize..end as usize];
                let call = Call { namespace: range((start, end)), function: range(function), start: start as usize };
                if known.insert((call.namespace, call.function)) {
                    found.push(call);
                }
                State::Start
            }
            // `Payments.Stripe.charge(...)`: the namespace grows.
            (State::Function { start, function, .. }, TokenKind::Dot)
                if text == "." && is_capital(body, function.0) =>
            {
                State::Dot(start, function.1)
            }
            (_, TokenKind::Dot) => State::Member,
            _ => State::Start,
        };
    }
}

#[derive(Clone, Copy)]
enum State {
    Start,
    /// After a dot that no namespace precedes: `self.Post.x()` is a member of self.
    Member,
    Namespace(u32, u32),
    Dot(u32, u32),
    Function {
        start: u32,
        end: u32,
        function: (u32, u32),
    },
}

fn is_capital(body: &str, at: u32) -> bool {
    body[at as usize..].chars().next().is_some_and(char::is_uppercase)
}

/// Returns whether a hook's body contains an `@async { }` block.
pub(crate) fn has_async_block(body: &str) -> bool {
    if !body.contains("@async") {
        return false;
    }
    let mut lexer = Lexer::new(body);
    let mut matched = 0;
    loop {
        let token = lexer.next();
        matched = match (matched, token.kind) {
            (_, TokenKind::Eof) => return false,
            (_, TokenKind::At) => 1,
            (1, TokenKind::Ident) if token.span.of(body) == "async" => 2,
            (2, TokenKind::Open(Delim::Brace)) => return true,
            _ => 0,
        };
    }
}

/// Returns a body's text without the indentation its lines share and without blank space at its ends.
pub(crate) fn dedented(text: &str) -> String {
    let text = text.trim_end();
    // What follows the opening brace on its own line has no indentation to compare.
    let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
    let head = head.trim();
    let mut shared: Option<&str> = None;
    for line in rest.lines().filter(|line| !line.trim().is_empty()) {
        let indent = &line[..line.len() - line.trim_start().len()];
        shared = Some(match shared {
            None => indent,
            Some(known) => &known[..known.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count()],
        });
    }
    let shared = shared.unwrap_or_default().len();
    let mut out = String::with_capacity(text.len());
    out.push_str(head);
    for line in rest.lines() {
        let line = line.get(shared..).unwrap_or_default().trim_end();
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}
