//! How tokens are put on lines: indentation, comments, groups in delimiters, bodies.

use super::WIDTH;
use super::tokens::{Comment, Tokens};
use crate::lex::{Delim, TokenKind, dedented};

/// A text under construction.
pub(super) struct Layout<'a> {
    pub(super) tokens: Tokens<'a>,
    pub(super) out: String,
    /// Levels of indentation.
    pub(super) level: usize,
    /// A group is tried on one line: what cannot be there sets `broken`.
    flat: bool,
    broken: bool,
}

impl<'a> Layout<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { tokens: Tokens::new(text), out: String::with_capacity(text.len()), level: 0, flat: false, broken: false }
    }

    // Lines

    /// Ends the line, unless nothing stands on it.
    fn end_line(&mut self) {
        let len = self.out.trim_end_matches([' ', '\t']).len();
        self.out.truncate(len);
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn blank_line(&mut self) {
        self.end_line();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") && !self.out.ends_with("{\n") {
            self.out.push('\n');
        }
    }

    fn indent(&mut self) {
        if self.out.is_empty() || self.out.ends_with('\n') {
            self.out.extend(std::iter::repeat_n("  ", self.level));
        }
    }

    fn column(&self) -> usize {
        self.out.len() - self.out.rfind('\n').map_or(0, |at| at + 1)
    }

    /// Starts a line with what precedes the current token: comments, each on its line, and one blank line where
    /// there was any or `blank` asks for one. What follows the token before on its line stays there.
    pub(super) fn new_line(&mut self, blank: bool) {
        let gap = std::mem::take(&mut self.tokens.gap);
        let mut asked = blank;
        for comment in &gap.comments {
            if comment.own_line || self.out.is_empty() || self.out.ends_with('\n') {
                if asked || comment.after_blank {
                    self.blank_line();
                }
                asked = false;
                self.end_line();
                self.indent();
            } else {
                self.out.push(' ');
            }
            self.comment(comment);
        }
        // A closing brace ends what is in it.
        if (asked || gap.blank) && !matches!(self.tokens.current.kind, TokenKind::Close(_) | TokenKind::Eof) {
            self.blank_line();
        }
        self.end_line();
        self.indent();
    }

    fn comment(&mut self, comment: &Comment<'a>) {
        if comment.to_line_end || !comment.text.contains('\n') {
            self.out.push_str(comment.text);
            return;
        }
        // The lines of a block keep what they are indented by beyond the least of them.
        let mut lines = comment.text.lines();
        self.out.push_str(lines.next().unwrap_or_default());
        for line in dedented(&format!("\n{}", lines.collect::<Vec<_>>().join("\n"))).lines() {
            self.out.push('\n');
            if !line.is_empty() {
                self.indent();
                self.out.push_str(if line.starts_with('*') { " " } else { "" });
                self.out.push_str(line);
            }
        }
    }

    // Tokens within a line

    /// Puts what precedes the current token where the line goes on.
    pub(super) fn space(&mut self, space: bool) {
        let gap = std::mem::take(&mut self.tokens.gap);
        for comment in &gap.comments {
            self.broken = true;
            if comment.own_line {
                self.go_on();
            } else if !self.out.ends_with([' ', '\n']) {
                self.out.push(' ');
            }
            self.comment(comment);
            if comment.to_line_end {
                self.go_on();
            } else {
                self.out.push(' ');
            }
        }
        if space && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
    }

    /// Goes on with what is begun on a line of its own, one level further in.
    fn go_on(&mut self) {
        self.end_line();
        self.level += 1;
        self.indent();
        self.level -= 1;
    }

    /// Puts the current token, with a space before it or none.
    pub(super) fn token(&mut self, space: bool) -> &'a str {
        self.space(space);
        let word = self.tokens.advance();
        self.out.push_str(word);
        word
    }

    /// Puts the current token if it is of that kind.
    pub(super) fn eat(&mut self, kind: TokenKind, space: bool) -> bool {
        let found = self.tokens.at(kind);
        if found {
            self.token(space);
        }
        found
    }

    /// Drops a comma.
    pub(super) fn drop_comma(&mut self) -> bool {
        let found = self.tokens.at(TokenKind::Comma);
        if found {
            let comments = std::mem::take(&mut self.tokens.gap.comments);
            self.tokens.advance();
            let blank = self.tokens.gap.blank;
            self.tokens.gap.comments.splice(0..0, comments);
            self.tokens.gap.blank = blank;
        }
        found
    }

    /// Puts `( … )` or `[ … ]`: values, or what `item` puts, with commas between them.
    pub(super) fn list(&mut self, delim: Delim, space: bool, mut item: impl FnMut(&mut Self, bool)) {
        self.token(space);
        let mut between = false;
        while !self.ends(delim) {
            if self.drop_comma() {
                continue;
            }
            if between {
                self.out.push(',');
            }
            item(self, between);
            between = true;
        }
        self.token(false);
    }

    fn ends(&self, delim: Delim) -> bool {
        matches!(self.tokens.current.kind, TokenKind::Close(found) if found == delim) || self.tokens.at(TokenKind::Eof)
    }

    /// Puts `{ … }` on one line if it was and fits there, otherwise one item a line.
    pub(super) fn braces(&mut self, space: bool, mut item: impl FnMut(&mut Self)) {
        self.token(space);
        let was_flat = !self.tokens.gap.line;
        let (tokens, len) = (self.tokens.clone(), self.out.len());
        if self.flat || was_flat {
            let outer = (std::mem::replace(&mut self.flat, true), std::mem::replace(&mut self.broken, false));
            let mut between = false;
            while !self.ends(Delim::Brace) {
                if self.drop_comma() {
                    continue;
                }
                self.out.push_str(if between { ", " } else { " " });
                self.space(false);
                item(self);
                between = true;
            }
            self.token(between);
            let fits = !self.broken && self.column() <= WIDTH;
            (self.flat, self.broken) = (outer.0, outer.1 || (outer.0 && !fits));
            if outer.0 || fits {
                return;
            }
            self.tokens = tokens;
            self.out.truncate(len);
        }
        self.level += 1;
        let mut items = 0;
        while !self.ends(Delim::Brace) {
            if self.drop_comma() {
                continue;
            }
            self.new_line(false);
            item(self);
            items += 1;
        }
        if items == 0 && self.tokens.gap.comments.is_empty() {
            self.level -= 1;
            self.token(false);
            return;
        }
        self.close();
    }

    /// Ends a group that has a line an item: comments before the brace belong to the items.
    fn close(&mut self) {
        if !self.tokens.gap.comments.is_empty() {
            self.new_line(false);
        }
        self.level -= 1;
        self.end_line();
        self.indent();
        let brace = self.tokens.advance();
        self.out.push_str(brace);
    }

    /// Puts a body in braces: its text as it is, moved as a whole.
    pub(super) fn body(&mut self) {
        self.token(true);
        let start = self.tokens.end;
        let mut depth = 0_usize;
        loop {
            match self.tokens.current.kind {
                TokenKind::Open(Delim::Brace) => depth += 1,
                TokenKind::Close(Delim::Brace) if depth == 0 => break,
                TokenKind::Close(Delim::Brace) => depth -= 1,
                TokenKind::Eof => break,
                _ => {}
            }
            self.tokens.advance();
        }
        let inner = &self.tokens.text[start..self.tokens.current.span.start as usize];
        self.tokens.gap = super::tokens::Gap::default();
        let text = dedented(inner);
        let on_line = !inner.trim_end().contains('\n') && !text.contains("//");
        if text.is_empty() {
        } else if on_line && self.column() + text.len() + 3 <= WIDTH {
            self.out.push(' ');
            self.out.push_str(&text);
            self.out.push(' ');
        } else {
            self.level += 1;
            for line in text.lines() {
                self.out.push('\n');
                if !line.is_empty() {
                    self.indent();
                    self.out.push_str(line);
                }
            }
            self.level -= 1;
            self.end_line();
            self.indent();
        }
        self.token(false);
    }

    /// Ends the text with one line end.
    pub(super) fn finish(mut self) -> String {
        self.new_line(false);
        self.end_line();
        let len = self.out.trim_end_matches('\n').len();
        self.out.truncate(len);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}
