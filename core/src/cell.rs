//! The values a record is made of, and how each lies in bytes.

use core::fmt;
use core::marker::PhantomData;

/// What a cell of a record means: enough for a reader, a validator and a dump that know no record by name.
///
/// ```
/// use etched_core::cell::CellKind;
/// use etched_core::layout::Section;
///
/// assert_eq!(Section::Pair.cells()[0].kind, CellKind::Str);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CellKind {
    /// A plain number.
    Number,
    /// A 64-bit float.
    Real,
    /// 16 bytes of hash.
    Hash,
    /// The id of a string.
    Str,
    /// An id in the named section.
    Id(&'static str),
    /// An id plus one in the named section, zero for none.
    Opt(&'static str),
    /// A start and a length in the named section.
    Range(&'static str),
    /// A start and a length in the list of ids, whose entries are ids in the named section.
    List(&'static str),
}

/// A value that is in a record.
///
/// ```
/// use etched_core::cell::Cell;
///
/// let mut record = [0; 8];
/// 7_u32.write(&mut record, 4);
/// assert_eq!((u32::read(&record, 4), u32::read(&record, 8)), (7, 0));
/// ```
pub trait Cell: Copy {
    /// Bytes it takes.
    const SIZE: usize;
    /// What it means.
    const KIND: CellKind;
    /// Reads it; a record that ends before it reads as zero, which means absent.
    fn read(record: &[u8], at: usize) -> Self;
    /// Writes it over `record[at..at + SIZE]`.
    fn write(self, record: &mut [u8], at: usize);
}

/// A section that ids can point into: a record type, or the strings.
///
/// ```
/// use etched_core::cell::{Str, Target};
/// use etched_core::layout::Resource;
///
/// assert_eq!((Str::NAME, Resource::NAME), ("Str", "Resource"));
/// ```
pub trait Target {
    /// The name of the section.
    const NAME: &'static str;
}

#[inline]
fn read_u32(record: &[u8], at: usize) -> u32 {
    match record.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

#[inline]
fn write_u32(value: u32, record: &mut [u8], at: usize) {
    record[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

impl Cell for u32 {
    const SIZE: usize = 4;
    const KIND: CellKind = CellKind::Number;
    #[inline]
    fn read(record: &[u8], at: usize) -> Self {
        read_u32(record, at)
    }
    fn write(self, record: &mut [u8], at: usize) {
        write_u32(self, record, at);
    }
}

impl Cell for f64 {
    const SIZE: usize = 8;
    const KIND: CellKind = CellKind::Real;
    #[inline]
    fn read(record: &[u8], at: usize) -> Self {
        let low = u64::from(read_u32(record, at));
        let high = u64::from(read_u32(record, at + 4));
        Self::from_bits(low | high << 32)
    }
    fn write(self, record: &mut [u8], at: usize) {
        record[at..at + 8].copy_from_slice(&self.to_bits().to_le_bytes());
    }
}

impl Cell for [u8; 16] {
    const SIZE: usize = 16;
    const KIND: CellKind = CellKind::Hash;
    fn read(record: &[u8], at: usize) -> Self {
        record.get(at..at + 16).and_then(|bytes| bytes.first_chunk().copied()).unwrap_or([0; 16])
    }
    fn write(self, record: &mut [u8], at: usize) {
        record[at..at + 16].copy_from_slice(&self);
    }
}

/// The id of a string in the pool; id 0 is the empty string and stands for absent text.
///
/// ```
/// use etched_core::Image;
/// use etched_core::cell::Str;
///
/// assert_eq!(Image::new(&[], "").str(Str(0)), "");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Str(pub u32);

impl Target for Str {
    const NAME: &'static str = "Str";
}

impl Cell for Str {
    const SIZE: usize = 4;
    const KIND: CellKind = CellKind::Str;
    #[inline]
    fn read(record: &[u8], at: usize) -> Self {
        Self(read_u32(record, at))
    }
    fn write(self, record: &mut [u8], at: usize) {
        write_u32(self.0, record, at);
    }
}

macro_rules! typed {
    ($(#[$doc:meta])* $Name:ident($($field:ident),+), $kind:ident, |$record:ident, $at:ident| $read:expr) => {
        $(#[$doc])*
        pub struct $Name<T: ?Sized> {
            $(#[doc = concat!("The ", stringify!($field), ", as stored.")] pub $field: u32,)+
            target: PhantomData<fn() -> T>,
        }
        impl<T: ?Sized> $Name<T> {
            /// Makes one from its parts as stored.
            #[inline]
            #[must_use]
            pub const fn new($($field: u32),+) -> Self {
                Self { $($field,)+ target: PhantomData }
            }
        }
        impl<T: ?Sized> Clone for $Name<T> {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<T: ?Sized> Copy for $Name<T> {}
        impl<T: ?Sized> Default for $Name<T> {
            fn default() -> Self {
                Self { $($field: 0,)+ target: PhantomData }
            }
        }
        impl<T: ?Sized> PartialEq for $Name<T> {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field)&&+
            }
        }
        impl<T: ?Sized> Eq for $Name<T> {}
        impl<T: Target> fmt::Debug for $Name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(T::NAME)$(.field(&self.$field))+.finish()
            }
        }
        impl<T: Target> Cell for $Name<T> {
            const SIZE: usize = [$(stringify!($field)),+].len() * 4;
            const KIND: CellKind = CellKind::$kind(T::NAME);
            #[inline]
            fn read($record: &[u8], $at: usize) -> Self {
                $read
            }
            fn write(self, record: &mut [u8], at: usize) {
                let mut next = at;
                $(write_u32(self.$field, record, next); next += 4;)+
                let _ = next;
            }
        }
    };
}

typed!(
    /// The id of a record.
    ///
    /// ```
    /// use etched_core::cell::Id;
    /// use etched_core::layout::Resource;
    ///
    /// assert_eq!(Id::<Resource>::new(3).index, 3);
    /// ```
    Id(index), Id, |record, at| Self::new(read_u32(record, at))
);
typed!(
    /// The id of a record, or none.
    ///
    /// ```
    /// use etched_core::cell::{Id, Opt};
    /// use etched_core::layout::Resource;
    ///
    /// assert_eq!(Opt::<Resource>::from_index(Some(3)).get(), Some(Id::new(3)));
    /// assert_eq!(Opt::<Resource>::default().get(), None);
    /// ```
    Opt(plus_one), Opt, |record, at| Self::new(read_u32(record, at))
);
typed!(
    /// A run of records.
    ///
    /// ```
    /// use etched_core::cell::Range;
    /// use etched_core::layout::Field;
    ///
    /// let fields = Range::<Field>::new(10, 4);
    /// assert_eq!((fields.start, fields.len), (10, 4));
    /// ```
    Range(start, len), Range, |record, at| Self::new(read_u32(record, at), read_u32(record, at + 4))
);
typed!(
    /// A run of entries in the list of ids, each the id of a record.
    ///
    /// ```
    /// use etched_core::Image;
    /// use etched_core::cell::List;
    /// use etched_core::layout::Route;
    ///
    /// // An image that does not have the entries has an empty list.
    /// assert!(Image::new(&[], "").list(List::<Route>::new(0, 2)).is_empty());
    /// ```
    List(start, len), List, |record, at| Self::new(read_u32(record, at), read_u32(record, at + 4))
);

impl<T> Opt<T> {
    /// Makes one from an id that may be missing.
    #[must_use]
    pub fn from_index(index: Option<u32>) -> Self {
        Self::new(index.map_or(0, |index| index + 1))
    }

    /// Returns the id, if there is one.
    #[inline]
    #[must_use]
    pub const fn get(self) -> Option<Id<T>> {
        match self.plus_one.checked_sub(1) {
            Some(index) => Some(Id::new(index)),
            None => None,
        }
    }
}
