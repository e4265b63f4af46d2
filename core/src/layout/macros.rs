//! What the lists of sections and records are turned into: types, their cells, readers, writers and checks.

macro_rules! records {
    ($( $(#[$doc:meta])* $Name:ident { $( $(#[$cell_doc:meta])* $cell:ident: $Type:ty ),* $(,)? } )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq)]
            pub struct $Name {
                $( #[doc = concat!("The `", stringify!($cell), "` cell.")] $(#[$cell_doc])* pub $cell: $Type, )*
            }

            impl Target for $Name {
                const NAME: &'static str = stringify!($Name);
            }

            impl Record for $Name {
                const STRIDE: usize = 0 $(+ <$Type as Cell>::SIZE)*;
                const CELLS: &'static [CellSpec] = {
                    const fn cells() -> [CellSpec; [$(stringify!($cell)),*].len()] {
                        let mut at = 0;
                        [$({
                            let offset = at;
                            at += <$Type as Cell>::SIZE;
                            let _ = at;
                            CellSpec { name: stringify!($cell), offset, kind: <$Type as Cell>::KIND }
                        }),*]
                    }
                    const CELLS: [CellSpec; [$(stringify!($cell)),*].len()] = cells();
                    &CELLS
                };
                fn write(&self, record: &mut [u8]) {
                    let mut at = 0;
                    $(self.$cell.write(record, at); at += <$Type as Cell>::SIZE;)*
                    let _ = at;
                }
            }

            #[cfg(feature = "validate")]
            impl crate::validate::CheckRecord for $Name {
                fn check(
                    record: &[u8],
                    limits: &crate::validate::Limits<'_>,
                    sums: &mut crate::validate::Sums,
                ) -> bool {
                    let mut spare = [0; <$Name as Record>::STRIDE];
                    let record = crate::validate::padded(record, &mut spare);
                    let mut at = 0;
                    let mut right = true;
                    $(
                        right &= crate::validate::Check::check(<$Type as Cell>::read(record, at), limits, sums);
                        at += <$Type as Cell>::SIZE;
                    )*
                    let _ = at;
                    right
                }
            }

            records!(@readers $Name [0] $($(#[$cell_doc])* $cell: $Type,)*);
        )*
    };
    (@readers $Name:ident [$at:expr]) => {};
    (@readers $Name:ident [$at:expr] $(#[$cell_doc:meta])* $cell:ident: $Type:ty, $($rest:tt)*) => {
        impl Rec<'_, $Name> {
            #[doc = concat!("Returns the `", stringify!($cell), "` cell.")]
            $(#[$cell_doc])*
            #[inline]
            #[must_use]
            pub fn $cell(self) -> $Type {
                <$Type as Cell>::read(self.bytes(), $at)
            }
        }
        records!(@readers $Name [$at + <$Type as Cell>::SIZE] $($rest)*);
    };
}

macro_rules! sections {
    ($( $(#[$doc:meta])* $Section:ident: $Record:ident ),* $(,)?) => {
        /// A section of the image; its number is its place in the header's section table.
        ///
        /// ```
        /// use etched_core::layout::Section;
        ///
        /// assert_eq!(Section::ALL[Section::Pair as usize], Section::Pair);
        /// assert_eq!((Section::Pair.name(), Section::Pair.stride()), ("Pair", 8));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u32)]
        #[non_exhaustive]
        pub enum Section { $( $(#[$doc])* $Section, )* }

        impl Section {
            /// All sections, by number.
            pub const ALL: &'static [Section] = &[$(Section::$Section),*];

            /// Returns the name, as in a dump.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Section::$Section => stringify!($Section)),* }
            }

            /// Returns the bytes from one record to the next.
            #[must_use]
            pub const fn stride(self) -> usize {
                match self { $(Section::$Section => <$Record as Record>::STRIDE),* }
            }

            /// Returns whether the records are bare numbers.
            #[must_use]
            pub const fn is_words(self) -> bool {
                matches!(self.record().as_bytes(), b"Word")
            }

            /// Returns whether the records are as long in every minor layout: readers take them as one run.
            #[must_use]
            pub const fn is_fixed(self) -> bool {
                self.is_words() || matches!(self.record().as_bytes(), b"NameSlot")
            }

            /// Returns the name of the record type.
            const fn record(self) -> &'static str {
                match self { $(Section::$Section => <$Record as Target>::NAME),* }
            }

            /// Returns whether the records are slots of a hash table.
            #[must_use]
            pub const fn is_table(self) -> bool {
                matches!(self.record().as_bytes(), b"Slot" | b"NameSlot")
            }

            #[cfg(feature = "validate")]
            pub(crate) fn check(
                self,
                records: core::slice::ChunksExact<'_, u8>,
                limits: &crate::validate::Limits<'_>,
                sums: &mut crate::validate::Sums,
            ) -> Result<(), u32> {
                match self { $(
                    Section::$Section => crate::validate::check_all::<$Record>(records, limits, sums),
                )* }
            }

            /// Returns the cells of a record.
            #[must_use]
            pub const fn cells(self) -> &'static [CellSpec] {
                match self { $(Section::$Section => <$Record as Record>::CELLS),* }
            }
        }
    };
}

macro_rules! homes {
    ($($Name:ident)*) => { $(impl Home for $Name { const SECTION: Section = Section::$Name; })* };
}

macro_rules! keyed {
    ($($Name:ident by $cell:ident in $Table:ident,)*) => {
        $(impl Keyed for $Name {
            const TABLE: Section = Section::$Table;
            #[inline]
            fn key(record: Rec<'_, Self>) -> Str {
                record.$cell()
            }
        })*

        /// The sections of all [`Keyed`] records, each with its table.
        pub const KEYED: &[(Section, Section)] = &[$((Section::$Name, Section::$Table)),*];

        #[cfg(feature = "validate")]
        pub(crate) fn check_tables(
            image: crate::image::Image<'_>,
            work: &mut crate::validate::Work,
        ) -> Result<(), crate::validate::ValidateError> {
            $(crate::validate::check_table::<$Name>(image, work)?;)*
            Ok(())
        }
    };
}
