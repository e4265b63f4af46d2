//! Schema text as tokens, made one at a time so that a large text costs no memory beside itself.

mod body;
mod string;

pub use body::{Call, calls};
pub(crate) use body::{dedented, has_async_block};
pub(crate) use string::unescaped;

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn to(self, end: Self) -> Self {
        Self { start: self.start, end: end.end.max(self.start) }
    }

    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Ident,
    Number,
    /// A whole string, quotes included.
    Str,
    Regex,
    /// `/// text`
    Doc,
    At,
    Colon,
    Comma,
    Open(Delim),
    Close(Delim),
    Less,
    Greater,
    Arrow,
    Dot,
    Bang,
    Question,
    Minus,
    /// Anything else: an operator inside a body, a stray character outside one.
    Other,
    UnclosedStr,
    UnclosedRegex,
    UnclosedComment,
    Eof,
    /// Only from [`Lexer::next_open`]: the quotes, the plain text and the `#{` of a string.
    StringPart,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delim {
    Brace,
    Paren,
    Bracket,
}

impl Delim {
    pub(crate) fn close(self) -> char {
        match self {
            Self::Brace => '}',
            Self::Paren => ')',
            Self::Bracket => ']',
        }
    }

    pub(crate) fn open(self) -> char {
        match self {
            Self::Brace => '{',
            Self::Paren => '(',
            Self::Bracket => '[',
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// First on its line.
    pub(crate) first: bool,
}

/// Words after which a `/` starts a regex although they look like identifiers, provided it closes on the line.
const KEYWORDS: &[&str] =
    &["return", "if", "elsif", "else", "unless", "while", "when", "match", "in", "and", "or", "not", "then"];

/// How many strings unclosed over several lines are gone back for.
const MAX_RESCANS: u32 = 16;
/// How far the end of a regex is looked for after a keyword, where the `/` may be a division after all.
const MAX_REGEX_GUESS: usize = 256;

/// What the previous token says about a `/`.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Operand,
    Keyword,
    Operator,
}

#[derive(Clone)]
pub(crate) struct Lexer<'a> {
    text: &'a str,
    pos: usize,
    before: Before,
    previous_end: usize,
    /// Open braces of each `#{` we are inside of.
    frames: Vec<u32>,
    in_string: bool,
    /// Where the outermost open string starts.
    string_start: usize,
    /// Unclosed strings that were scanned over more than a line.
    rescans: u32,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            pos: 0,
            before: Before::Operator,
            previous_end: 0,
            frames: Vec::new(),
            in_string: false,
            string_start: 0,
            rescans: 0,
        }
    }

    /// Goes on at another offset, as after an opening delimiter.
    pub(crate) fn seek(&mut self, pos: u32) {
        self.pos = pos as usize;
        self.before = Before::Operator;
        self.previous_end = self.pos;
        self.frames.clear();
        self.in_string = false;
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.pos + ahead).copied().unwrap_or(0)
    }

    /// Returns the next token; a string with all its interpolations is one.
    pub(crate) fn next(&mut self) -> Token {
        let token = self.next_open();
        if token.kind != TokenKind::StringPart {
            return token;
        }
        let mut last = token;
        while !self.frames.is_empty() || self.in_string {
            last = self.next_open();
            if matches!(last.kind, TokenKind::UnclosedStr | TokenKind::Eof) {
                break;
            }
        }
        let kind = if last.kind == TokenKind::StringPart { TokenKind::Str } else { TokenKind::UnclosedStr };
        if kind == TokenKind::UnclosedStr {
            // The rest of the file inside the string helps nobody: go on after the line the string starts on. A file
            // of such lines would be read once for each, so not every time.
            let (start, scanned) = (token.span.start as usize, self.pos);
            let line_end = self.text[start..].find('\n').map_or(self.text.len(), |length| start + length);
            self.rescans += u32::from(line_end < scanned);
            self.seek(if self.rescans > MAX_RESCANS { scanned } else { line_end } as u32);
        }
        self.before = Before::Operand;
        self.previous_end = self.pos;
        Token { kind, span: Span { start: token.span.start, end: self.pos as u32 }, first: token.first }
    }

    /// Returns the next token, inside interpolations too.
    pub(crate) fn next_open(&mut self) -> Token {
        if self.in_string {
            return self.string_part();
        }
        let first = match self.skip_blank() {
            Ok(newline) => newline || self.previous_end == 0,
            Err(start) => return self.token(TokenKind::UnclosedComment, start, false),
        };
        let start = self.pos;
        let Some(c) = self.text[start..].chars().next() else {
            return self.token(TokenKind::Eof, start, first);
        };
        self.pos += c.len_utf8();
        let kind = match c {
            '{' => {
                if let Some(depth) = self.frames.last_mut() {
                    *depth += 1;
                }
                TokenKind::Open(Delim::Brace)
            }
            '}' => match self.frames.last_mut() {
                Some(0) => {
                    self.frames.pop();
                    self.in_string = true;
                    TokenKind::StringPart
                }
                Some(depth) => {
                    *depth -= 1;
                    TokenKind::Close(Delim::Brace)
                }
                None => TokenKind::Close(Delim::Brace),
            },
            '(' => TokenKind::Open(Delim::Paren),
            ')' => TokenKind::Close(Delim::Paren),
            '[' => TokenKind::Open(Delim::Bracket),
            ']' => TokenKind::Close(Delim::Bracket),
            '<' => TokenKind::Less,
            '>' => TokenKind::Greater,
            ',' => TokenKind::Comma,
            ':' => TokenKind::Colon,
            '.' => TokenKind::Dot,
            '@' => TokenKind::At,
            '"' => {
                if self.frames.is_empty() {
                    self.string_start = start;
                }
                self.in_string = true;
                TokenKind::StringPart
            }
            '!' if self.byte(0) == b'=' => {
                self.pos += 1;
                TokenKind::Other
            }
            '!' => TokenKind::Bang,
            '?' if matches!(self.byte(0), b'.' | b'?') => {
                self.pos += 1;
                if self.text.as_bytes()[self.pos - 1] == b'.' { TokenKind::Dot } else { TokenKind::Other }
            }
            '?' => TokenKind::Question,
            '-' if self.byte(0) == b'>' => {
                self.pos += 1;
                TokenKind::Arrow
            }
            '-' => TokenKind::Minus,
            '/' if self.byte(0) == b'/' => {
                // Only doc comments are left over by `skip_blank`.
                self.pos = self.line_end();
                return Token { kind: TokenKind::Doc, span: self.span(start), first };
            }
            '/' => self.slash(),
            c if is_ident_start(c) => {
                self.identifier();
                TokenKind::Ident
            }
            c if c.is_ascii_digit() => {
                self.number();
                TokenKind::Number
            }
            _ => TokenKind::Other,
        };
        self.token(kind, start, first)
    }

    fn span(&self, start: usize) -> Span {
        Span { start: start as u32, end: self.pos as u32 }
    }

    fn token(&mut self, kind: TokenKind, start: usize, first: bool) -> Token {
        self.before = match kind {
            TokenKind::Ident if KEYWORDS.contains(&&self.text[start..self.pos]) => Before::Keyword,
            TokenKind::Ident
            | TokenKind::Number
            | TokenKind::Str
            | TokenKind::Regex
            | TokenKind::Close(_)
            | TokenKind::StringPart => Before::Operand,
            // `self.total! / 2`: a suffix belongs to its operand.
            TokenKind::Bang | TokenKind::Question if self.previous_end == start => self.before,
            _ => Before::Operator,
        };
        self.previous_end = self.pos;
        Token { kind, span: self.span(start), first }
    }

    /// Skips white space and comments; tells whether a line ended, or where a comment starts that does not end.
    fn skip_blank(&mut self) -> Result<bool, usize> {
        let mut newline = false;
        loop {
            match self.byte(0) {
                b'\n' => {
                    newline = true;
                    self.pos += 1;
                }
                b' ' | b'\t' | b'\r' | 0x0c => self.pos += 1,
                b'/' if self.byte(1) == b'/' => {
                    let doc = self.byte(2) == b'/' && self.byte(3) != b'/';
                    if doc && self.frames.is_empty() {
                        return Ok(newline);
                    }
                    self.pos = self.line_end();
                }
                b'/' if self.byte(1) == b'*' => {
                    let start = self.pos;
                    match self.text[start + 2..].find("*/") {
                        Some(length) => self.pos = start + 2 + length + 2,
                        None => {
                            self.pos = self.text.len();
                            return Err(start);
                        }
                    }
                }
                byte if byte >= 0x80 => match self.text[self.pos..].chars().next() {
                    Some(c) if c.is_whitespace() || c == '\u{feff}' => self.pos += c.len_utf8(),
                    _ => return Ok(newline),
                },
                _ => return Ok(newline),
            }
        }
    }

    fn line_end(&self) -> usize {
        self.text[self.pos..].find('\n').map_or(self.text.len(), |length| self.pos + length)
    }

    fn identifier(&mut self) {
        while let Some(c) = self.text[self.pos..].chars().next().filter(|c| is_ident_continue(*c)) {
            self.pos += c.len_utf8();
        }
    }

    fn number(&mut self) {
        let digits = |lexer: &mut Self| {
            while lexer.byte(0).is_ascii_digit() || lexer.byte(0) == b'_' {
                lexer.pos += 1;
            }
        };
        digits(self);
        if self.byte(0) == b'.' && self.byte(1).is_ascii_digit() {
            self.pos += 1;
            digits(self);
        }
        let sign = usize::from(matches!(self.byte(1), b'+' | b'-'));
        if matches!(self.byte(0), b'e' | b'E') && self.byte(1 + sign).is_ascii_digit() {
            self.pos += 1 + sign;
            digits(self);
        }
    }

    /// Decides between division and regex, after the `/`.
    fn slash(&mut self) -> TokenKind {
        if self.before == Before::Operand {
            return TokenKind::Other;
        }
        let bytes = self.text.as_bytes();
        let (mut at, mut class) = (self.pos, false);
        loop {
            let guessed = self.before == Before::Keyword && at - self.pos > MAX_REGEX_GUESS;
            match bytes.get(at).filter(|_| !guessed) {
                None | Some(b'\n') => {
                    if self.before == Before::Keyword {
                        return TokenKind::Other;
                    }
                    self.pos = at.min(bytes.len());
                    return TokenKind::UnclosedRegex;
                }
                Some(b'\\') if bytes.get(at + 1).is_some_and(|next| *next != b'\n') => at += 2,
                Some(b'[') => {
                    class = true;
                    at += 1;
                }
                Some(b']') => {
                    class = false;
                    at += 1;
                }
                Some(b'/') if !class => break,
                Some(_) => at += 1,
            }
        }
        self.pos = at + 1;
        while self.byte(0).is_ascii_alphabetic() {
            self.pos += 1;
        }
        TokenKind::Regex
    }

    fn string_part(&mut self) -> Token {
        let start = self.pos;
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.pos) {
                None | Some(b'\n') => {
                    self.in_string = false;
                    self.frames.clear();
                    let start = self.string_start;
                    return self.token(TokenKind::UnclosedStr, start, false);
                }
                Some(b'"') => {
                    self.pos += 1;
                    self.in_string = false;
                    return self.token(TokenKind::StringPart, start, false);
                }
                Some(b'\\') if bytes.get(self.pos + 1).is_some_and(|next| *next != b'\n') => self.pos += 2,
                Some(b'#') if bytes.get(self.pos + 1) == Some(&b'{') => {
                    self.pos += 2;
                    self.in_string = false;
                    self.frames.push(0);
                    let mut token = self.token(TokenKind::StringPart, start, false);
                    self.before = Before::Operator;
                    token.first = false;
                    return token;
                }
                Some(_) => self.pos += 1,
            }
        }
    }
}

pub(crate) fn is_ident_start(c: char) -> bool {
    c == '_' || unicode_ident::is_xid_start(c)
}

pub(crate) fn is_ident_continue(c: char) -> bool {
    unicode_ident::is_xid_continue(c)
}

pub(crate) fn is_identifier(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(is_ident_start) && letters.all(is_ident_continue)
}
