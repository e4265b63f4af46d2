//! What generated code needs; not for use by hand.

use std::marker::PhantomData;

use crate::bound::ResourceScalar;
use crate::id::ResourceId;
pub use crate::metadata::{Metadata, Parts};

/// Embeds what `etched_compiler::Build` left in `OUT_DIR`: `embed!()` for crates without the feature `macros`.
///
/// ```ignore
/// static METADATA: etched::Metadata = etched::embed_out_dir!();
/// ```
///
/// # Errors
/// A crate without a build script has nothing to embed, and is told so. One whose script does not run
/// `etched_compiler::Build` lacks the files, which rustc says.
#[macro_export]
macro_rules! embed_out_dir {
    () => {
        $crate::private::metadata!(
            ::core::include_bytes!(::core::concat!($crate::embed_out_dir!(@directory), "/etched/records.bin")),
            ::core::include_str!(::core::concat!($crate::embed_out_dir!(@directory), "/etched/strings.txt")),
        )
    };
    (@directory) => {
        // What rustc says of its own accord is how to read the variable at run time.
        ::core::env!(
            "OUT_DIR",
            "etched: nothing to embed: build.rs runs `etched_compiler::Build::new().run()`, and this crate has none"
        )
    };
}

/// An expression of type [`Metadata`] over two parts, or over those of debug and of release builds.
///
/// The parts are in one `static` of the crate that the macro is expanded in; [`Parts`] says why.
#[doc(hidden)]
#[macro_export]
macro_rules! __metadata {
    (debug $records:expr, $strings:expr; release $release_records:expr, $release_strings:expr) => {{
        #[cfg(debug_assertions)]
        #[used]
        static PARTS: $crate::private::Parts = $crate::private::Parts::new($records, $strings);
        #[cfg(not(debug_assertions))]
        #[used]
        static PARTS: $crate::private::Parts = $crate::private::Parts::new($release_records, $release_strings);
        $crate::private::Metadata::new(&PARTS)
    }};
    ($records:expr, $strings:expr $(,)?) => {{
        #[used]
        static PARTS: $crate::private::Parts = $crate::private::Parts::new($records, $strings);
        $crate::private::Metadata::new(&PARTS)
    }};
}
pub use crate::__metadata as metadata;

/// Fails the build unless an enum has the values the schema has at `place`, in whatever order.
///
/// An enum without values is one whose own derive has reported an error.
#[track_caller]
pub const fn values(enumeration: &[&str], schema: &[&str], place: &str) {
    if enumeration.is_empty() {
        return;
    }
    let mut message = Message::new();
    let missing = message.list(schema, enumeration, "no variant for ");
    let extra = message.list(enumeration, schema, if missing { "; a variant for " } else { "a variant for " });
    if missing || extra {
        let end = if extra { ", which is no value of " } else { ", a value of " };
        // Both in one sentence: what is too much is named last, and what it is not a value of follows it.
        message.push(end).push(place);
        message.fail();
    }
}

/// Fails the build unless a type is bound to the resource the schema has at `place`.
#[track_caller]
pub const fn resource(id: ResourceId, name: &str, place: &str) {
    // The index of a type whose own derive has reported an error.
    if id.index == u32::MAX {
        return;
    }
    if !equal(id.name(), name) {
        let mut message = Message::new();
        message.push("the type stands for `").push(id.name()).push("`, and ").push(place);
        message.push(" leads to `").push(name).push("`");
        message.fail();
    }
}

/// Fails the build unless a type is bound to the inline struct the schema has at `place`.
#[track_caller]
pub const fn inline(of: &[&str], path: &str, place: &str) {
    // None are those of a type whose own derive has reported an error.
    if !of.is_empty() && !contains(of, path) {
        let mut message = Message::new();
        message.push("the type stands for another inline struct; ").push(place);
        message.push(" needs `#[resource(inline = \"").push(path).push("\")]` on it");
        message.fail();
    }
}

/// What a type says that it holds: `Says::<T>::TYPE`, which is [`Unsaid`]'s where `T` does not derive `ResourceScalar`.
pub struct Says<T: ?Sized>(PhantomData<T>);

impl<T: ResourceScalar + ?Sized> Says<T> {
    /// What it says.
    pub const TYPE: Option<&'static str> = Some(T::TYPE);
}

/// Every type, for what it does not say.
pub trait Unsaid {
    /// Nothing.
    const TYPE: Option<&'static str> = None;
}

impl<T: ?Sized> Unsaid for Says<T> {}

/// Fails the build unless a type holds what the schema has at `place`: the last of `claims`, or one of the others, which
/// say less.
///
/// An empty type is one whose own derive has reported an error.
#[track_caller]
pub const fn holds(says: Option<&str>, claims: &[&str], place: &str, otherwise: &str) {
    let Some(claim) = says else {
        let mut message = Message::new();
        message.push(otherwise);
        message.fail();
    };
    if claim.is_empty() || contains(claims, claim) {
        return;
    }
    let mut message = Message::new();
    message.push("the type says that it holds `").push(claim).push("`, and ").push(place).push(" is");
    if let [.., exact] = claims {
        message.push(" `").push(exact).push("`");
    }
    message.fail();
}

const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn contains(list: &[&str], text: &str) -> bool {
    let mut at = 0;
    while at < list.len() {
        if equal(list[at], text) {
            return true;
        }
        at += 1;
    }
    false
}

/// A sentence put together while the program is compiled, where nothing can be formatted.
struct Message {
    bytes: [u8; 1024],
    len: usize,
}

impl Message {
    const fn new() -> Self {
        let mut message = Self { bytes: [0; 1024], len: 0 };
        message.push("etched: ");
        message
    }

    /// Adds a text; what does not fit is cut at a character.
    const fn push(&mut self, text: &str) -> &mut Self {
        let text = text.as_bytes();
        let mut end = text.len();
        if end > self.bytes.len() - self.len {
            end = self.bytes.len() - self.len;
            while end > 0 && text[end] & 0xc0 == 0x80 {
                end -= 1;
            }
        }
        let mut at = 0;
        while at < end {
            self.bytes[self.len] = text[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    /// Adds what is in one list and not in the other, behind `before`; returns whether there was any.
    const fn list(&mut self, of: &[&str], not_in: &[&str], before: &str) -> bool {
        let mut any = false;
        let mut at = 0;
        while at < of.len() {
            if !contains(not_in, of[at]) {
                self.push(if any { ", \"" } else { before });
                if !any {
                    self.push("\"");
                }
                self.push(of[at]).push("\"");
                any = true;
            }
            at += 1;
        }
        any
    }

    #[track_caller]
    const fn fail(&self) -> ! {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("etched: the type is not what the schema says"),
        }
    }
}
