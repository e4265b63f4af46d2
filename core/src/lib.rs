//! What the etched compiler and the etched runtime agree on: record layouts, the image reader, the hash.
//!
//! An image is one flat run of bytes. [`layout`] is the table of what is in it, [`members`](mod@members)
//! the table of what its records say, [`Image`] reads it, and
//! [`hash`] is the one hash both sides use. The compiler writes images by the same table; nothing else does.
//! Applications use the `etched` crate, which puts names and handles on top of this.
//!
//! ```
//! use etched_core::cell::Str;
//! use etched_core::layout::{Pair, Record};
//! use etched_core::{Image, Rec};
//!
//! let mut bytes = [0; Pair::STRIDE];
//! Pair { key: Str(1), value: Str(2) }.write(&mut bytes);
//! assert_eq!(Rec::<Pair>::of(&bytes).value(), Str(2));
//!
//! // What is not there reads as absent, whatever the bytes are.
//! assert_eq!(Image::new(&bytes, "").str(Str(7)), "");
//! ```
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;

mod authentication;
pub mod cell;
pub mod extent;
#[cfg(feature = "alloc")]
pub mod foreign;
pub mod glob;
pub mod hash;
mod header;
mod image;
pub mod kind;
pub mod layout;
mod lookup;
pub mod matching;
pub mod members;
pub mod method;
pub mod middleware;
pub mod name;
pub mod names;
pub mod near;
pub mod node;
pub mod numbering;
pub mod operation;
mod origin;
pub mod percent;
pub mod scalar;
pub mod signature;
pub mod spelling;
pub mod table;
pub mod template;
pub mod trie;
#[cfg(feature = "validate")]
pub mod validate;

pub use authentication::Authentication;
pub use header::{
    HEADER_LEN, Header, HeaderError, LAYOUT_MAJOR, LAYOUT_MINOR, MAGIC, MARKER_LEN, SECTION_ENTRY_LEN, SectionEntry,
    Strip, checksum, marker, seal,
};
pub use image::{Ids, Image, Rec, Rows};
pub use names::{Names, NamesSpan};
pub use origin::Origin;
