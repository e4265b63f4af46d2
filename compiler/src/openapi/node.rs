//! A document as a tree whose every value knows its line.
//!
//! JSON and YAML readers both end here. Text borrows from the document where it can, containers are exactly as large as
//! their contents, and the depth is bounded by [`MAX_DEPTH`], so that recursive walks over a tree are safe.

use std::borrow::Cow;
use std::collections::HashSet;

/// Deepest nesting a document may have; real documents stay below 60.
pub(crate) const MAX_DEPTH: usize = 200;

/// Maps above this many entries keep a sorted index beside them.
const INDEXED: usize = 12;

/// A value and the line it starts on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node<'t> {
    pub(crate) line: u32,
    pub(crate) value: Value<'t>,
}

/// A value of a document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'t> {
    Null,
    Bool(bool),
    /// A number as JSON writes it, digits unchanged: documents hold numbers beyond 64 bits.
    Number(Cow<'t, str>),
    Text(Cow<'t, str>),
    /// A number or a boolean that YAML lets an author spell otherwise than JSON has it: `007`, `.5`, `0x1F`, `True`.
    Spelled(Box<Spelled<'t>>),
    List(Box<[Node<'t>]>),
    Map(Box<Map<'t>>),
}

/// A number or boolean, and the author's spelling of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spelled<'t> {
    pub(crate) value: Value<'t>,
    pub(crate) source: Cow<'t, str>,
}

/// Keys and values in document order, each key once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Map<'t> {
    entries: Box<[Entry<'t>]>,
    /// Entry numbers in key order; empty for small maps.
    sorted: Box<[u32]>,
}

/// A key, its line, and its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry<'t> {
    pub(crate) key: Cow<'t, str>,
    pub(crate) line: u32,
    pub(crate) node: Node<'t>,
}

/// Something a reader met that is not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    DuplicateKey,
    KeyNotText,
    NotFinite,
    SecondDocument,
}

/// A document as read.
#[derive(Debug)]
pub(crate) struct Tree<'t> {
    pub(crate) root: Node<'t>,
    /// What was odd, with its line and the text concerned.
    pub(crate) oddities: Vec<(Oddity, u32, String)>,
}

impl<'t> Map<'t> {
    /// Builds a map; of equal keys the last value wins and the first position is kept, as JSON readers do.
    pub(crate) fn new(entries: Vec<Entry<'t>>, oddities: &mut Vec<(Oddity, u32, String)>) -> Self {
        let mut entries = entries;
        if entries.len() <= INDEXED {
            let repeated = (1..entries.len()).any(|at| entries[..at].iter().any(|e| e.key == entries[at].key));
            if repeated {
                entries = without_repeats(entries, oddities);
            }
            return Self { entries: entries.into_boxed_slice(), sorted: Box::default() };
        }
        let mut sorted = order(&entries);
        if sorted.windows(2).any(|pair| entries[pair[0] as usize].key == entries[pair[1] as usize].key) {
            entries = without_repeats(entries, oddities);
            sorted = order(&entries);
        }
        Self { entries: entries.into_boxed_slice(), sorted: sorted.into_boxed_slice() }
    }

    /// Returns the value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// Returns the entry of a key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry<'t>> {
        if self.sorted.is_empty() {
            // Keys of one length are many, and most differ at once.
            let first = key.as_bytes().first();
            return self.entries.iter().find(|entry| entry.key.as_bytes().first() == first && entry.key == key);
        }
        let at = self.sorted.binary_search_by(|&at| (*self.entries[at as usize].key).cmp(key)).ok()?;
        Some(&self.entries[self.sorted[at] as usize])
    }

    /// Returns the entries in document order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Entry<'t>> {
        self.entries.iter()
    }

    /// Returns the number of entries.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Changes the entries, which are put in order again.
    pub(crate) fn change(&mut self, change: impl FnOnce(Vec<Entry<'t>>) -> Vec<Entry<'t>>) {
        *self = Self::new(change(std::mem::take(self).entries.into_vec()), &mut Vec::new());
    }

    /// Returns the values in document order, to be changed.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Node<'t>> {
        self.entries.iter_mut().map(|entry| &mut entry.node)
    }

    /// Returns the value of a key, to be changed.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node<'t>> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }
}

fn order(entries: &[Entry<'_>]) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0..u32::try_from(entries.len()).unwrap_or(u32::MAX)).collect();
    sorted.sort_by(|&a, &b| entries[a as usize].key.cmp(&entries[b as usize].key).then(a.cmp(&b)));
    sorted
}

fn without_repeats<'t>(entries: Vec<Entry<'t>>, oddities: &mut Vec<(Oddity, u32, String)>) -> Vec<Entry<'t>> {
    let mut at = std::collections::HashMap::<Cow<'t, str>, usize>::new();
    let mut kept: Vec<Entry<'t>> = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(&place) = at.get(&entry.key) {
            oddities.push((Oddity::DuplicateKey, entry.line, entry.key.to_string()));
            kept[place] = entry;
        } else {
            at.insert(entry.key.clone(), kept.len());
            kept.push(entry);
        }
    }
    kept
}

impl<'t> Node<'t> {
    /// Returns the map, if it is one.
    pub(crate) fn map(&self) -> Option<&Map<'t>> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns the items, if it is a list.
    pub(crate) fn list(&self) -> Option<&[Node<'t>]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the text, if it is text.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the text of a text, number or boolean: what an author who left out quotes meant.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::Bool(value) => Some(if *value { "true" } else { "false" }),
            Value::Spelled(spelled) => Some(&spelled.source),
            _ => None,
        }
    }

    /// Returns the number's digits, if it is a number.
    pub(crate) fn number(&self) -> Option<&str> {
        match self.plain() {
            Value::Number(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the boolean, if it is one.
    pub(crate) fn boolean(&self) -> Option<bool> {
        match self.plain() {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the value without the author's spelling.
    fn plain(&self) -> &Value<'t> {
        match &self.value {
            Value::Spelled(spelled) => &spelled.value,
            value => value,
        }
    }

    /// Returns whether it is `true`.
    pub(crate) fn is_true(&self) -> bool {
        self.boolean() == Some(true)
    }

    /// Returns whether it is `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Returns the value of a key, to be changed.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let Value::Map(map) = &mut self.value else { return None };
        map.get_mut(key)
    }

    /// Returns the value of a key, if it is a map that has the key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.map()?.get(key)
    }

    /// Returns the text of a key.
    pub(crate) fn text_at(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// Returns what kind of value it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self.plain() {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) | Value::Spelled(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "an object",
        }
    }

    /// Appends the value as JSON without spaces.
    pub(crate) fn write_json(&self, out: &mut String) {
        match self.plain() {
            Value::Null => out.push_str("null"),
            Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Value::Number(text) => out.push_str(text),
            Value::Text(text) => write_json_text(text, out),
            // Its value is a number or a boolean.
            Value::Spelled(spelled) => write_json_text(&spelled.source, out),
            Value::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Value::Map(map) => {
                out.push('{');
                for (at, entry) in map.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    write_json_text(&entry.key, out);
                    out.push(':');
                    entry.node.write_json(out);
                }
                out.push('}');
            }
        }
    }

    /// Returns the value as JSON.
    pub(crate) fn json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }
}

/// Appends a text as JSON.
pub(crate) fn write_json_text(text: &str, out: &mut String) {
    use std::fmt::Write as _;
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..=0x1f => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        if short.is_empty() {
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.push_str(short);
        }
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// Returns a text as JSON.
pub(crate) fn json_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_json_text(text, &mut out);
    out
}

/// Where a walk stands: a JSON pointer kept as a list on the stack, and written out only when someone asks.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    up: Option<&'a At<'a>>,
    key: Key<'a>,
}

#[derive(Clone, Copy)]
enum Key<'a> {
    /// A pointer written elsewhere, without `#`.
    Whole(&'a str),
    Name(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// Starts at the document, or at a pointer such as `/paths`.
    pub(crate) const fn root(pointer: &'a str) -> Self {
        Self { up: None, key: Key::Whole(pointer) }
    }

    /// Steps to a key.
    pub(crate) const fn to(&'a self, key: &'a str) -> At<'a> {
        At { up: Some(self), key: Key::Name(key) }
    }

    /// Steps to an item.
    pub(crate) const fn item(&'a self, index: usize) -> At<'a> {
        At { up: Some(self), key: Key::Index(index) }
    }

    /// Returns the number of steps from where it started.
    pub(crate) fn depth(&self) -> usize {
        std::iter::successors(self.up, |at| at.up).count()
    }

    fn write(&self, out: &mut String) {
        if let Some(up) = self.up {
            up.write(out);
        }
        match self.key {
            Key::Whole(pointer) => out.push_str(pointer),
            Key::Name(name) => push_pointer(name, out),
            Key::Index(index) => push_pointer(&index.to_string(), out),
        }
    }

    /// Returns the pointer as a fragment: `#/components/schemas/charge`.
    pub(crate) fn pointer(&self) -> String {
        let mut out = String::from("#");
        self.write(&mut out);
        out
    }
}

/// Appends one step of a JSON pointer (RFC 6901).
pub(crate) fn push_pointer(key: &str, out: &mut String) {
    out.push('/');
    for part in key.chars() {
        match part {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            other => out.push(other),
        }
    }
}

/// Returns the distinct texts of a list of texts; `200` and `on` among them are what their author wrote.
pub(crate) fn distinct_texts<'n>(node: Option<&'n Node<'_>>) -> HashSet<&'n str> {
    node.and_then(Node::list).unwrap_or_default().iter().filter_map(Node::scalar).collect()
}
