use std::fmt;
use std::ops::{Deref, DerefMut};

/// A record of which nothing is there.
pub trait Empty: Default + PartialEq + 'static {
    /// The record.
    const EMPTY: &'static Self;
}

/// What only some records have, behind one pointer: nothing on the heap where all of it is empty.
///
/// It reads and is written as what it holds.
///
/// ```
/// use etched_compiler::model::Field;
///
/// let mut field = Field { name: "id".into(), ..Field::default() };
/// assert_eq!(field.extra.documentation, "");
/// // A record passes on what it has not itself.
/// field.documentation = "The key.".into();
/// assert_eq!(field.extra.documentation, "The key.");
/// ```
#[derive(Clone)]
pub struct Extra<T>(Option<Box<T>>);

impl<T> Default for Extra<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Empty> Deref for Extra<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::EMPTY)
    }
}

impl<T: Empty> DerefMut for Extra<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_or_insert_default()
    }
}

impl<T: Empty> From<T> for Extra<T> {
    fn from(value: T) -> Self {
        Self((value != *T::EMPTY).then(|| Box::new(value)))
    }
}

impl<T: Empty> PartialEq for Extra<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Empty + fmt::Debug> fmt::Debug for Extra<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// Lets a record read as its extra, too, and says what an extra is of which nothing is there.
macro_rules! extra {
    ($Record:ident: $Extra:ident { $($member:ident: $empty:expr),* $(,)? }) => {
        impl std::ops::Deref for $Record {
            type Target = $Extra;
            fn deref(&self) -> &$Extra {
                &self.extra
            }
        }

        impl std::ops::DerefMut for $Record {
            fn deref_mut(&mut self) -> &mut $Extra {
                &mut self.extra
            }
        }

        impl $crate::model::extra::Empty for $Extra {
            const EMPTY: &'static Self = &Self { $($member: $empty),* };
        }
    };
}
pub(super) use extra;
