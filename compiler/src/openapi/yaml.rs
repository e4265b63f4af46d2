//! Reads YAML 1.2 into a [`Tree`], from the parser's events.
//!
//! Scalars follow the core schema (`yes` and `on` are text), `<<` merges as in YAML 1.1 because documents use it, and
//! aliases are copied under a budget that grows with the document, so an alias bomb ends as an error.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Parser, ScalarStyle, Span};

use super::node::{Entry, MAX_DEPTH, Map, Node, Oddity, Spelled, Tree, Value};

/// Copies every document may make; beyond it, as many as four per value of its own. A long text is several values.
const FREE_COPIES: usize = 200_000;
/// Bytes of a text that count as a value.
const TEXT_VALUE: usize = 16;

/// Keys longer than YAML's own limit of 1,024 occur as paths and in generated JSON-like YAML.
const LONGEST_KEY: usize = 16 * 1024;

/// Why a text is not YAML.
#[derive(Debug)]
pub(crate) struct YamlError {
    pub(crate) line: u32,
    pub(crate) message: String,
}

/// A value an anchor names, and what copying it costs.
struct Anchored<'t> {
    node: Node<'t>,
    size: usize,
    height: usize,
}

/// What a mapping is waiting for.
enum Slot<'t> {
    Key,
    Value {
        key: Cow<'t, str>,
        line: u32,
        merge: bool,
    },
    /// The value of a key that is no text: read and left out.
    Ignored,
}

struct Open<'t> {
    line: u32,
    anchor: usize,
    /// Where its items or entries start.
    from: usize,
    /// `None` for a sequence.
    slot: Option<Slot<'t>>,
    /// Values of `<<`, in order.
    merged: Vec<Node<'t>>,
    /// Levels below, and values inside.
    height: usize,
    size: usize,
}

#[derive(Default)]
struct Builder<'t> {
    open: Vec<Open<'t>>,
    items: Vec<Node<'t>>,
    entries: Vec<Entry<'t>>,
    anchors: HashMap<usize, Anchored<'t>>,
    oddities: Vec<(Oddity, u32, String)>,
    root: Option<Node<'t>>,
    values: usize,
    copies: usize,
}

/// Reads the first document of a YAML text.
pub(crate) fn read(text: &str) -> Result<Tree<'_>, YamlError> {
    let mut options = granit_parser::Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    options.simple_key_max_lookahead = LONGEST_KEY;
    let mut builder = Builder::default();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) =
            event.map_err(|error| YamlError { line: line(error.marker().line()), message: error.info() })?;
        if builder.event(event, span)? {
            break;
        }
    }
    let root = builder.root.unwrap_or(Node { line: 1, value: Value::Null });
    Ok(Tree { root, oddities: builder.oddities })
}

fn line(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

impl<'t> Builder<'t> {
    /// Takes one event; returns whether what follows is a second document.
    fn event(&mut self, event: Event<'t>, span: Span) -> Result<bool, YamlError> {
        let at = line(span.start.line());
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                self.oddities.push((Oddity::SecondDocument, at, String::new()));
                return Ok(true);
            }
            Event::Alias(anchor) => {
                let Some(found) = self.anchors.get(&anchor) else {
                    let message = "an alias inside the value it stands for".to_owned();
                    return Err(YamlError { line: at, message });
                };
                if self.open.len() + found.height > MAX_DEPTH {
                    return Err(YamlError {
                        line: at,
                        message: format!("aliases nest deeper than {MAX_DEPTH} levels"),
                    });
                }
                let (node, size, height) = (found.node.clone(), found.size, found.height);
                self.copy(size, at)?;
                self.value(Node { line: at, value: node.value }, true, size, height);
            }
            Event::Scalar(text, style, anchor, tag) => {
                let length = text.len();
                let is_key = matches!(self.open.last(), Some(Open { slot: Some(Slot::Key), .. }));
                let core = tag.as_deref().and_then(granit_parser::Tag::core_suffix);
                let plain = match &tag {
                    None => style == ScalarStyle::Plain,
                    Some(_) => core.is_some_and(|core| core != "str"),
                };
                // A key is its text, whatever type it would have: `200:`, `null:`, `on:`.
                let value = if plain && !is_key { resolve(text, at, &mut self.oddities) } else { Value::Text(text) };
                // Tagged `!!merge` even in quotes, as YAML 1.1 has it.
                let merges = tag.as_deref().is_some_and(is_merge);
                let more = length / TEXT_VALUE;
                self.values += more;
                self.finish(Node { line: at, value }, anchor, plain || merges, 1 + more, 0)?;
            }
            Event::SequenceStart(_, anchor, _) => {
                let from = self.items.len();
                self.start(Open { line: at, anchor, from, slot: None, merged: Vec::new(), height: 0, size: 1 })?;
            }
            Event::MappingStart(_, anchor, _) => {
                let (from, slot) = (self.entries.len(), Some(Slot::Key));
                self.start(Open { line: at, anchor, from, slot, merged: Vec::new(), height: 0, size: 1 })?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return Ok(false) };
                let value = if open.slot.is_none() {
                    Value::List(self.items.drain(open.from..).collect())
                } else {
                    let own: Vec<Entry<'t>> = self.entries.drain(open.from..).collect();
                    let own = if open.merged.is_empty() { own } else { merge(open.merged, own) };
                    Value::Map(Box::new(Map::new(own, &mut self.oddities)))
                };
                self.finish(Node { line: open.line, value }, open.anchor, true, open.size, open.height + 1)?;
            }
            _ => {}
        }
        Ok(false)
    }

    fn start(&mut self, open: Open<'t>) -> Result<(), YamlError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(YamlError { line: open.line, message: format!("nested deeper than {MAX_DEPTH} levels") });
        }
        self.open.push(open);
        Ok(())
    }

    fn copy(&mut self, size: usize, line: u32) -> Result<(), YamlError> {
        self.copies = self.copies.saturating_add(size);
        if self.copies > FREE_COPIES.saturating_add(self.values.saturating_mul(4)) {
            let message = "anchors and aliases multiply the document beyond four times its size".to_owned();
            return Err(YamlError { line, message });
        }
        Ok(())
    }

    fn finish(
        &mut self,
        node: Node<'t>,
        anchor: usize,
        plain: bool,
        size: usize,
        height: usize,
    ) -> Result<(), YamlError> {
        self.values += 1;
        if anchor != 0 {
            self.copy(size, node.line)?;
            self.anchors.insert(anchor, Anchored { node: node.clone(), size, height });
        }
        self.value(node, plain, size, height);
        Ok(())
    }

    /// Hands a finished value to the container it is in.
    fn value(&mut self, node: Node<'t>, plain: bool, size: usize, height: usize) {
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        open.size = open.size.saturating_add(size);
        open.height = open.height.max(height);
        let Some(slot) = &mut open.slot else {
            self.items.push(node);
            return;
        };
        match std::mem::replace(slot, Slot::Key) {
            Slot::Key => match node.value {
                Value::Text(key) => {
                    let merge = plain && key == "<<";
                    *slot = Slot::Value { key, line: node.line, merge };
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Spelled(_) => {
                    // An alias to a scalar that is no text.
                    let key = node.scalar().unwrap_or("null").to_owned();
                    *slot = Slot::Value { key: Cow::Owned(key), line: node.line, merge: false };
                }
                Value::List(_) | Value::Map(_) => {
                    self.oddities.push((Oddity::KeyNotText, node.line, String::new()));
                    *slot = Slot::Ignored;
                }
            },
            Slot::Value { merge: true, .. } if matches!(node.value, Value::Map(_)) => open.merged.push(node),
            Slot::Value { merge: true, .. } if matches!(node.value, Value::List(_)) => {
                if let Value::List(items) = node.value {
                    open.merged.extend(items);
                }
            }
            Slot::Value { key, line, .. } => self.entries.push(Entry { key, line, node }),
            Slot::Ignored => {}
        }
    }
}

fn is_merge(tag: &granit_parser::Tag) -> bool {
    tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() == Some("merge")
}

/// Puts the entries of merged maps before a map's own; an own key wins, then the earlier map.
fn merge<'t>(merged: Vec<Node<'t>>, own: Vec<Entry<'t>>) -> Vec<Entry<'t>> {
    let mut taken: HashSet<String> = own.iter().map(|entry| entry.key.to_string()).collect();
    let mut all = Vec::new();
    for entry in merged.iter().filter_map(Node::map).flat_map(Map::iter) {
        if taken.insert(entry.key.to_string()) {
            all.push(entry.clone());
        }
    }
    all.extend(own);
    all
}

/// Gives a plain scalar its type by the core schema.
fn resolve<'t>(text: Cow<'t, str>, line: u32, oddities: &mut Vec<(Oddity, u32, String)>) -> Value<'t> {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" => return Value::Bool(true),
        "false" => return Value::Bool(false),
        "True" | "TRUE" | "False" | "FALSE" => {
            let value = Value::Bool(text.starts_with('T'));
            return Value::Spelled(Box::new(Spelled { value, source: text }));
        }
        _ => {}
    }
    let bytes = text.as_bytes();
    if !matches!(bytes[0], b'0'..=b'9' | b'+' | b'-' | b'.') {
        return Value::Text(text);
    }
    let unsigned = text.trim_start_matches(['+', '-']);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        oddities.push((Oddity::NotFinite, line, text.to_string()));
        return Value::Text(text);
    }
    match number(&text) {
        Some(Spelling::Json) => Value::Number(text),
        Some(Spelling::Changed(changed)) => {
            Value::Spelled(Box::new(Spelled { value: Value::Number(Cow::Owned(changed)), source: text }))
        }
        None => Value::Text(text),
    }
}

/// How a number has to change to be JSON.
enum Spelling {
    Json,
    Changed(String),
}

/// Returns whether a plain scalar is a number: `[-+]? digits`, `0o`, `0x`, or a float.
fn number(text: &str) -> Option<Spelling> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            let value = u128::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))?;
            return Some(Spelling::Changed(value.to_string()));
        }
    }
    let (sign, rest) = match text.as_bytes()[0] {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        _ => ("", text),
    };
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let some = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    if !some || !digits(whole) || !fraction.is_none_or(digits) {
        return None;
    }
    if let Some(exponent) = exponent {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if exponent.is_empty() || !digits(exponent) {
            return None;
        }
    }
    let trimmed = whole.trim_start_matches('0');
    let plain = if trimmed.is_empty() { "0" } else { trimmed };
    if plain == whole && !text.starts_with('+') && fraction.is_none_or(|fraction| !fraction.is_empty()) {
        return Some(Spelling::Json);
    }
    let mut out = format!("{sign}{plain}");
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    if let Some(exponent) = exponent {
        out.push('e');
        out.push_str(exponent);
    }
    Some(Spelling::Changed(out))
}
