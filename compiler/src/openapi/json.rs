//! Reads JSON into a [`Tree`], counting lines.
//!
//! Written for this reader because a tree with lines cannot be had from serde_json, whose `Value` has no positions and
//! no numbers beyond 64 bits. Nesting is kept on the heap, so depth costs no stack.

use std::borrow::Cow;

use super::node::{Entry, MAX_DEPTH, Map, Node, Oddity, Tree, Value};

/// Why a text is not JSON.
#[derive(Debug)]
pub(crate) struct JsonError {
    pub(crate) line: u32,
    pub(crate) message: String,
    /// Nested deeper than [`MAX_DEPTH`]: another reader would refuse it as well.
    pub(crate) too_deep: bool,
}

enum Open<'t> {
    List { line: u32, from: usize },
    Map { line: u32, from: usize, key: (Cow<'t, str>, u32) },
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    line: u32,
}

/// Reads one JSON text.
pub(crate) fn read(text: &str) -> Result<Tree<'_>, JsonError> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, line: 1 };
    let mut oddities = Vec::new();
    let root = reader.document(&mut oddities)?;
    reader.space();
    if reader.at < reader.bytes.len() {
        return Err(reader.error("text after the end of the document"));
    }
    Ok(Tree { root, oddities })
}

impl<'t> Reader<'t> {
    fn error(&self, message: impl Into<String>) -> JsonError {
        JsonError { line: self.line, message: message.into(), too_deep: false }
    }

    fn space(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => self.line = self.line.saturating_add(1),
                b' ' | b'\t' | b'\r' => {}
                _ => return,
            }
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8, what: &str) -> Result<(), JsonError> {
        self.space();
        if self.bytes.get(self.at) == Some(&byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.expected(what))
    }

    fn expected(&self, what: &str) -> JsonError {
        match self.text[self.at..].chars().next() {
            Some(found) => self.error(format!("expected {what}, found {found:?}")),
            None => self.error(format!("expected {what}, found the end of the document")),
        }
    }

    /// The whole document, without recursion: finished values wait in `items` and `entries` until their container closes.
    fn document(&mut self, oddities: &mut Vec<(Oddity, u32, String)>) -> Result<Node<'t>, JsonError> {
        let mut open: Vec<Open<'t>> = Vec::new();
        let mut items: Vec<Node<'t>> = Vec::new();
        let mut entries: Vec<Entry<'t>> = Vec::new();
        loop {
            self.space();
            let line = self.line;
            let mut done = match self.bytes.get(self.at) {
                Some(b'{') => {
                    self.at += 1;
                    self.space();
                    if self.bytes.get(self.at) == Some(&b'}') {
                        self.at += 1;
                        Value::Map(Box::default())
                    } else {
                        let key = self.key()?;
                        self.push(&mut open, Open::Map { line, from: entries.len(), key })?;
                        continue;
                    }
                }
                Some(b'[') => {
                    self.at += 1;
                    self.space();
                    if self.bytes.get(self.at) == Some(&b']') {
                        self.at += 1;
                        Value::List(Box::default())
                    } else {
                        self.push(&mut open, Open::List { line, from: items.len() })?;
                        continue;
                    }
                }
                Some(b'"') => Value::Text(self.string()?),
                Some(b'-' | b'0'..=b'9') => Value::Number(Cow::Borrowed(self.number()?)),
                Some(b't') => self.word("true", Value::Bool(true))?,
                Some(b'f') => self.word("false", Value::Bool(false))?,
                Some(b'n') => self.word("null", Value::Null)?,
                _ => return Err(self.expected("a value")),
            };
            let mut line = line;
            // Hand the value to its container, and each container that closes to the one around it.
            loop {
                match open.pop() {
                    None => return Ok(Node { line, value: done }),
                    Some(Open::List { line: start, from }) => {
                        items.push(Node { line, value: done });
                        self.space();
                        match self.bytes.get(self.at) {
                            Some(b',') => {
                                self.at += 1;
                                open.push(Open::List { line: start, from });
                                break;
                            }
                            Some(b']') => {
                                self.at += 1;
                                done = Value::List(items.drain(from..).collect());
                                line = start;
                            }
                            _ => return Err(self.expected("`,` or `]`")),
                        }
                    }
                    Some(Open::Map { line: start, from, key: (key, key_line) }) => {
                        entries.push(Entry { key, line: key_line, node: Node { line, value: done } });
                        self.space();
                        match self.bytes.get(self.at) {
                            Some(b',') => {
                                self.at += 1;
                                self.space();
                                let key = self.key()?;
                                open.push(Open::Map { line: start, from, key });
                                break;
                            }
                            Some(b'}') => {
                                self.at += 1;
                                done = Value::Map(Box::new(Map::new(entries.drain(from..).collect(), oddities)));
                                line = start;
                            }
                            _ => return Err(self.expected("`,` or `}`")),
                        }
                    }
                }
            }
        }
    }

    fn push(&self, open: &mut Vec<Open<'t>>, container: Open<'t>) -> Result<(), JsonError> {
        if open.len() >= MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            return Err(JsonError { line: self.line, message, too_deep: true });
        }
        open.push(container);
        Ok(())
    }

    fn key(&mut self) -> Result<(Cow<'t, str>, u32), JsonError> {
        if self.bytes.get(self.at) != Some(&b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let line = self.line;
        let key = self.string()?;
        self.expect(b':', "`:`")?;
        Ok((key, line))
    }

    fn word(&mut self, word: &str, value: Value<'t>) -> Result<Value<'t>, JsonError> {
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.expected("a value"))
    }

    fn digits(&mut self) -> bool {
        let from = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        self.at > from
    }

    fn number(&mut self) -> Result<&'t str, JsonError> {
        let from = self.at;
        if self.bytes[self.at] == b'-' {
            self.at += 1;
        }
        let zero = self.bytes.get(self.at) == Some(&b'0');
        let start = self.at;
        let mut good = self.digits() && !(zero && self.at - start > 1);
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            good &= self.digits();
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            good &= self.digits();
        }
        if good { Ok(&self.text[from..self.at]) } else { Err(self.error("a number that JSON does not allow")) }
    }

    fn string(&mut self) -> Result<Cow<'t, str>, JsonError> {
        self.at += 1;
        let from = self.at;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    let text = &self.text[from..self.at];
                    self.at += 1;
                    return Ok(Cow::Borrowed(text));
                }
                Some(b'\\') => return self.escaped(from).map(Cow::Owned),
                Some(0..=0x1f) => return Err(self.error("a line break or control character inside a text")),
                Some(_) => self.at += 1,
                None => return Err(self.error("a text without its closing quote")),
            }
        }
    }

    fn escaped(&mut self, from: usize) -> Result<String, JsonError> {
        let mut out = String::from(&self.text[from..self.at]);
        loop {
            let plain = self.at;
            while !matches!(self.bytes.get(self.at), None | Some(b'"' | b'\\' | 0..=0x1f)) {
                self.at += 1;
            }
            out.push_str(&self.text[plain..self.at]);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    let escape = self.bytes.get(self.at + 1).copied();
                    self.at += 2;
                    out.push(match escape {
                        Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
                        Some(b'b') => '\u{8}',
                        Some(b'f') => '\u{c}',
                        Some(b'n') => '\n',
                        Some(b'r') => '\r',
                        Some(b't') => '\t',
                        Some(b'u') => self.unicode()?,
                        _ => return Err(self.error("an escape that JSON does not have")),
                    });
                }
                Some(_) => return Err(self.error("a line break or control character inside a text")),
                None => return Err(self.error("a text without its closing quote")),
            }
        }
    }

    fn four(&mut self) -> Option<u32> {
        let digits = self.bytes.get(self.at..self.at + 4)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let value = u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        self.at += 4;
        Some(value)
    }

    /// After `\u`. Half a surrogate pair becomes the replacement character: documents converted from UTF-16 hold them.
    fn unicode(&mut self) -> Result<char, JsonError> {
        let Some(first) = self.four() else { return Err(self.error("`\\u` without four hex digits")) };
        if (0xd800..0xdc00).contains(&first) && self.bytes.get(self.at..self.at + 2) == Some(b"\\u") {
            let back = self.at;
            self.at += 2;
            match self.four() {
                Some(second) if (0xdc00..0xe000).contains(&second) => {
                    let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                _ => self.at = back,
            }
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}
