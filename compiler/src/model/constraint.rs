//! Constraints of fields, and the literals they are about.

use std::fmt;
use std::sync::Arc;

use etched_core::kind::write_string;

use super::notation;
use super::text::{Text, reads_as_text};

/// A constraint of a [`Field`](super::Field): `@min(5)`, `@pattern(/^a+$/)`, `@unique`.
///
/// Like a [`Type`](super::Type) it is one pointer wide and shared by its clones, and what it says follows from how it
/// is written: canonical where it is made of its parts, a document's own text where it was read.
///
/// ```
/// use etched_compiler::model::{FieldConstraint, Literal};
///
/// let least = FieldConstraint::new("min", vec![Literal::Number("5".into())]);
/// assert_eq!(least, "@min(5)");
/// let read = FieldConstraint::from("@default([\"a\", null])");
/// assert_eq!(read.name(), "default");
/// assert_eq!(read.arguments(), [Literal::List(vec![Literal::String("a".into()), Literal::Null])]);
/// ```
#[derive(Clone)]
pub struct FieldConstraint(Arc<Whole>);

struct Whole {
    text: Text,
    name: Text,
    arguments: Box<[Literal]>,
}

/// A literal of the schema language.
///
/// Its `Display` is the canonical text.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `"draft"`
    String(Text),
    /// A number as JSON writes it.
    Number(Text),
    /// A length of time, a number and its unit: `250ms`, `-1.5h`.
    Duration(Text),
    /// `true` and `false`
    Bool(bool),
    /// `null`
    Null,
    /// A regular expression with its slashes and flags.
    Regex(Text),
    /// A bare name: `restrict`.
    Name(Text),
    /// A call without arguments, `now()`, by the name of what is called.
    Call(Text),
    /// `[1, 2]`
    List(Vec<Literal>),
    /// `{ key: 1 }`, in order.
    Map(Vec<(Text, Literal)>),
    /// What is in the parentheses of a document's constraint and is none of these.
    Other(Text),
}

impl FieldConstraint {
    /// Returns the constraint of this name with these arguments.
    #[must_use]
    pub fn new(name: impl Into<Text>, arguments: Vec<Literal>) -> Self {
        let name = name.into();
        let mut text = format!("@{name}");
        for (at, argument) in arguments.iter().enumerate() {
            text.push_str(if at == 0 { "(" } else { ", " });
            text.push_str(&argument.to_string());
        }
        text.push_str(if arguments.is_empty() { "" } else { ")" });
        if !arguments.iter().all(|argument| argument.nests(notation::MAX_DEPTH)) {
            return Self::parse(text.into());
        }
        Self(Arc::new(Whole { text: text.into(), name, arguments: arguments.into() }))
    }

    /// Returns the constraint a text says, for what is read: documents, images, arguments.
    ///
    /// Its name is what precedes the parentheses, whatever that is; arguments that are no literals are one
    /// [`Literal::Other`]. Cost: linear in the text.
    #[must_use]
    pub fn parse(text: Text) -> Self {
        let (name, inside) = text.split_once('(').unwrap_or((&text, ")"));
        let name = name.trim().trim_start_matches('@').trim_start().into();
        let other = |inside: &str| vec![Literal::Other(inside.into())];
        let arguments = match inside.trim_end().strip_suffix(')') {
            Some(inside) => notation::literals(inside).unwrap_or_else(|| match inside.trim() {
                // Not every expression of an import is one by the rules of the language.
                regex if regex.len() > 1 && regex.starts_with('/') && regex.ends_with('/') => {
                    vec![Literal::Regex(regex.into())]
                }
                inside => other(inside),
            }),
            None => other(inside),
        };
        Self(Arc::new(Whole { name, arguments: arguments.into(), text }))
    }

    /// Returns its name, without the `@`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns what is in its parentheses.
    #[must_use]
    pub fn arguments(&self) -> &[Literal] {
        &self.0.arguments
    }

    /// Returns how it is written.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.0.text
    }

    /// Returns how it is written as a `str`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text().as_str()
    }
}

impl Literal {
    /// Returns whether it nests at most so many levels deep.
    fn nests(&self, levels: u32) -> bool {
        match self {
            Self::List(items) => levels > 0 && items.iter().all(|item| item.nests(levels - 1)),
            Self::Map(entries) => levels > 0 && entries.iter().all(|(_, item)| item.nests(levels - 1)),
            _ => levels > 0,
        }
    }

    /// Returns it as JSON; what JSON does not have, such as a call, as a string.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = Json(String::new());
        out.write(self);
        out.0
    }
}

struct Json(String);

impl Json {
    fn write(&mut self, literal: &Literal) {
        let string = |out: &mut String, text: &str| crate::diagnostic::json_string(out, text);
        match literal {
            Literal::Bool(_) | Literal::Null => self.0.push_str(&literal.to_string()),
            Literal::Number(text) => self.0.push_str(text),
            Literal::String(text)
            | Literal::Duration(text)
            | Literal::Regex(text)
            | Literal::Name(text)
            | Literal::Other(text) => {
                string(&mut self.0, text);
            }
            Literal::Call(_) => string(&mut self.0, &literal.to_string()),
            Literal::List(items) => {
                self.0.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.0.push_str(if at == 0 { "" } else { "," });
                    self.write(item);
                }
                self.0.push(']');
            }
            Literal::Map(entries) => {
                self.0.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    self.0.push_str(if at == 0 { "" } else { "," });
                    string(&mut self.0, key);
                    self.0.push(':');
                    self.write(value);
                }
                self.0.push('}');
            }
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => write_string(f, text),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Null => f.write_str("null"),
            Self::Number(text) | Self::Duration(text) | Self::Regex(text) | Self::Name(text) | Self::Other(text) => {
                f.write_str(text)
            }
            Self::Call(name) => write!(f, "{name}()"),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Map(entries) => {
                f.write_str("{")?;
                for (at, (key, value)) in entries.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    notation::write_key(f, key)?;
                    write!(f, ": {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

reads_as_text!(FieldConstraint);
