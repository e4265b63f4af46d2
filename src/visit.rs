//! What a record says, member by member, for code that knows no record by name: comparing, listing, exporting.
//!
//! Every handle has `visit`, which goes through its members in the order of the metadata document.
//!
//! ```
//! use etched::visit::Value;
//! # #[cfg(feature = "demo")] {
//! let registry = etched::Registry::load(&etched::demo::METADATA);
//! let mut said = Vec::new();
//! registry.resource("Article").unwrap().hooks().first().unwrap().visit(|member| {
//!     if member.meaning && !member.value.is_nothing() {
//!         said.push(member.key);
//!     }
//! });
//! assert_eq!(said, ["type", "source_code", "documentation"]);
//!
//! // What a record holds is visited the same way.
//! registry.resource("Article").unwrap().visit(|member| {
//!     if let Value::Records(records) = member.value {
//!         for record in records.iter() {
//!             record.visit(|inner| println!("{} {}: {:?}", record.kind(), inner.name, inner.value));
//!         }
//!     }
//! });
//! # }
//! ```

use std::fmt;

use etched_core::cell::{self, Id, Opt, Str};
use etched_core::layout::{self as rows, flag};
use etched_core::{Authentication, Origin};

use crate::handle::*;
use crate::list::{Pairs, Texts};
use crate::registry::Registry;

/// One member of a record.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Member<'r> {
    /// Its name, such as `is_async`.
    pub name: &'static str,
    /// Its key in the metadata document, such as `async`.
    pub key: &'static str,
    /// What it says.
    pub value: Value<'r>,
    /// Whether it is part of what the record means, and so of its hash: places and what follows from the rest are not.
    pub meaning: bool,
}

/// What a [`Member`] says.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Value<'r> {
    /// Nothing: it was not given.
    Nothing,
    /// A text; empty where it was not given or was stripped.
    Text(&'r str),
    /// A value, as JSON text.
    Json(&'r str),
    /// Deprecated, and why; empty without a reason.
    Deprecated(&'r str),
    /// A number; of lines 0 is unknown.
    Number(u32),
    /// A number with a fraction.
    Real(f64),
    /// Yes or no.
    Bool(bool),
    /// Texts in a row.
    Texts(Texts<'r>),
    /// Keys and texts.
    Options(Pairs<'r>),
    /// Keys and JSON texts.
    Meta(Pairs<'r>),
    /// Records in a row.
    Records(Records<'r>),
}

impl Value<'_> {
    /// Returns whether it says no more than a member that was not given: nothing, no text, 0, no, an empty list.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.is_empty(),
            Self::Json(_) | Self::Deprecated(_) | Self::Real(_) => false,
            Self::Number(number) => *number == 0,
            Self::Bool(is) => !is,
            Self::Texts(texts) => texts.is_empty(),
            Self::Options(pairs) | Self::Meta(pairs) => pairs.is_empty(),
            Self::Records(records) => records.is_empty(),
        }
    }
}

/// Records that a member holds.
#[derive(Clone, Copy)]
pub struct Records<'r> {
    registry: &'r Registry,
    kind: RecordKind,
    start: u32,
    len: u32,
}

impl<'r> Records<'r> {
    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Iterates over them, in declaration order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Record<'r>> + use<'r> {
        let Self { registry, kind, start, len } = *self;
        (0..len).map(move |at| Record { registry, kind, index: start + at })
    }
}

#[cfg(feature = "serde")]
impl<'r> Records<'r> {
    /// Returns them as a list of handles of their kind.
    pub(crate) fn list<H: Handle<'r>>(&self) -> crate::List<'r, H> {
        crate::List::run(self.registry, cell::Range::new(self.start, self.len))
    }
}

impl fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of kind {}", self.len, self.kind.name)
    }
}

/// A record of any kind.
#[derive(Clone, Copy)]
pub struct Record<'r> {
    registry: &'r Registry,
    kind: RecordKind,
    index: u32,
}

impl<'r> Record<'r> {
    /// Returns what it is, as the JSON Schema of the metadata document calls it: `hook`, `computed_field`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind.name
    }

    /// Returns its index among all of its kind in the image.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.index
    }

    /// Calls `each` with its members, in the order of the metadata document; nothing is allocated.
    pub fn visit(&self, mut each: impl FnMut(Member<'r>)) {
        (self.kind.keys)(self.registry, self.index, &mut |key| key.whole(&mut each));
    }

    /// Calls `each` with its keys.
    #[cfg(feature = "serde")]
    pub(crate) fn keys(&self, each: &mut dyn FnMut(Shown<'r>)) {
        (self.kind.keys)(self.registry, self.index, each);
    }
}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.name, self.index)
    }
}

/// A kind of record: its name, and how its keys are gone through.
#[derive(Clone, Copy)]
pub(crate) struct RecordKind {
    name: &'static str,
    keys: for<'x> fn(&'x Registry, u32, &mut dyn FnMut(Shown<'x>)),
}

/// A kind of record, by the handle's record.
trait Kinded {
    const KIND: RecordKind;
}

/// A key of the document: a member, or a second way to write one.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "serde"), allow(dead_code, reason = "what only serializing asks"))]
pub(crate) struct Shown<'r> {
    pub(crate) member: Member<'r>,
    pub(crate) mode: Mode,
    pub(crate) form: Form,
    /// Whether a flag says that it was given, be it empty.
    pub(crate) flagged: bool,
}

impl<'r> Shown<'r> {
    /// Passes the member on, unless it is said under another key already.
    fn whole(self, each: &mut impl FnMut(Member<'r>)) {
        if !matches!(self.form, Form::JsonExact | Form::SignatureExact | Form::ChainLines) {
            each(self.member);
        }
    }
}

/// When a key is written: the words of the table of members.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(non_camel_case_types, reason = "the words of the table of members")]
pub(crate) enum Mode {
    need,
    keep,
    opt,
    lean,
    top,
}

/// How a member is in the document: the words of the table of members.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    Source,
    Authenticates,
    Security,
    Not,
    Json,
    JsonExact,
    Signature,
    SignatureExact,
    Options,
    Meta,
    Deprecated,
    Chains,
    ChainLines,
    Kept,
    Applicable,
    Wilson,
}

impl Form {
    /// Makes what a cell says of what it is.
    fn of(self, value: Value<'_>) -> Value<'_> {
        match (self, value) {
            (Self::Json | Self::JsonExact, Value::Text("")) => Value::Nothing,
            (Self::Json | Self::JsonExact, Value::Text(text)) => Value::Json(text),
            (Self::Deprecated, Value::Text(reason)) => Value::Deprecated(reason),
            (Self::Source, Value::Number(number)) => Value::Text(Origin::from_number(number).name()),
            (Self::Authenticates, Value::Number(number)) => Value::Text(Authentication::from_number(number).name()),
            (Self::Meta, Value::Options(pairs)) => Value::Meta(pairs),
            (_, value) => value,
        }
    }
}

/// A cell that a member is in.
trait Said {
    fn said(self, registry: &Registry) -> Value<'_>;
}

impl Said for Str {
    fn said(self, registry: &Registry) -> Value<'_> {
        Value::Text(registry.image().str(self))
    }
}

impl Said for u32 {
    fn said(self, _: &Registry) -> Value<'_> {
        Value::Number(self)
    }
}

impl Said for f64 {
    fn said(self, _: &Registry) -> Value<'_> {
        Value::Real(self)
    }
}

impl Said for cell::List<Str> {
    fn said(self, registry: &Registry) -> Value<'_> {
        Value::Texts(Texts::ids(registry, self))
    }
}

impl Said for cell::Range<rows::Pair> {
    fn said(self, registry: &Registry) -> Value<'_> {
        Value::Options(Pairs::new(registry, self))
    }
}

impl<R: Kinded> Said for cell::Range<R> {
    fn said(self, registry: &Registry) -> Value<'_> {
        Value::Records(Records { registry, kind: R::KIND, start: self.start, len: self.len })
    }
}

impl Said for cell::List<rows::FieldConstraint> {
    fn said(self, registry: &Registry) -> Value<'_> {
        Value::Texts(Texts::constraints(registry, self))
    }
}

macro_rules! named {
    ($($Cell:ident<$Row:ident> $get:ident $name:ident)*) => { $(
        impl Said for $Cell<rows::$Row> {
            fn said(self, registry: &Registry) -> Value<'_> {
                let image = registry.image();
                Value::Text(Option::from(image.$get(self)).map_or("", |row: etched_core::Rec<'_, rows::$Row>| image.str(row.$name())))
            }
        }
    )* };
}
named! {
    Opt<File> get_opt path
    Opt<Resource> get_opt name
    Id<Type> get text
    Opt<Type> get_opt text
    Id<Method> get name
    Id<EdgeKind> get name
    Id<Category> get name
}

macro_rules! records {
    ($( $(#[$doc:meta])* $Name:ident $label:literal $(extra $Extra:ident)? {
        $( $(#[$key_doc:meta])* $mode:ident $member:ident $key:literal: $Form:ident [$($cell:ident)*] $strip:ident
            $role:ident $($why:literal)?, )*
    } derived { $( $derived:ident $made_of:literal, )* } )*) => { $(
        impl Kinded for rows::$Name {
            const KIND: RecordKind = RecordKind { name: $label, keys: |registry, index, each| {
                let row = registry.image().rows::<rows::$Name>().get(index);
                $( let extra = registry.image().extra::<rows::$Extra>(row.extra()); )?
                $( each(Shown {
                    member: Member {
                        name: stringify!($member),
                        key: $key,
                        value: Form::$Form.of(records!(@value registry row extra [$($cell)*])),
                        meaning: records!(@meaning $role),
                    },
                    mode: Mode::$mode,
                    form: Form::$Form,
                    flagged: records!(@flagged [$($cell)*]),
                }); )*
            } };
        }

        impl<'r> $Name<'r> {
            /// Calls `each` with its members, in the order of the metadata document; nothing is allocated.
            ///
            /// [`visit`](crate::visit) has an example.
            pub fn visit(self, each: impl FnMut(Member<'r>)) {
                self.any().visit(each);
            }

            pub(crate) fn any(self) -> Record<'r> {
                let (registry, index) = self.parts();
                Record { registry, kind: rows::$Name::KIND, index }
            }
        }
    )* };
    (@value $registry:ident $row:ident $extra:ident [flag $FLAG:ident]) => {
        Value::Bool($row.flags() & flag::$FLAG != 0)
    };
    (@value $registry:ident $row:ident $extra:ident [extra $cell:ident flag $FLAG:ident]) => {
        if $row.flags() & flag::$FLAG != 0 { $extra.$cell().said($registry) } else { Value::Nothing }
    };
    (@value $registry:ident $row:ident $extra:ident [$cell:ident flag $FLAG:ident]) => {
        if $row.flags() & flag::$FLAG != 0 { $row.$cell().said($registry) } else { Value::Nothing }
    };
    (@value $registry:ident $row:ident $extra:ident [extra $cell:ident]) => { $extra.$cell().said($registry) };
    (@value $registry:ident $row:ident $extra:ident [again $cell:ident]) => { $row.$cell().said($registry) };
    (@value $registry:ident $row:ident $extra:ident [$cell:ident]) => { $row.$cell().said($registry) };
    (@flagged [$cell:ident flag $FLAG:ident]) => { true };
    (@flagged [extra $cell:ident flag $FLAG:ident]) => { true };
    (@flagged [$($cell:ident)*]) => { false };
    (@meaning means) => { true };
    (@meaning $role:ident) => { false };
}

etched_core::members!(records);

// Records of the image only: documents have an object of operations, and of schemes.
records! {
    /// A way to be let in.
    Alternative "security_alternative" {
        /// What is asked for together.
        keep requirements "requirements": Plain [requirements] kept means,
    } derived {}

    /// The effective middleware of one operation.
    Chain "chain" {
        /// Operation.
        need operation "operation": Plain [operation] kept means,
        /// Middleware in run order.
        keep names "names": Plain [names] kept means,
        /// Line of the operation's own list.
        opt line "line_number": Plain [line] paths place,
    } derived {}
}
