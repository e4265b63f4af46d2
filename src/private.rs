//! What generated code needs; not for use by hand.

pub use crate::metadata::Metadata;

/// Embeds what `etched_compiler::Build` left in `OUT_DIR`.
#[doc(hidden)]
#[macro_export]
macro_rules! embed_out_dir {
    () => {
        $crate::private::Metadata::new(
            ::core::include_bytes!(::core::concat!(::core::env!("OUT_DIR"), "/etched/records.bin")),
            ::core::include_str!(::core::concat!(::core::env!("OUT_DIR"), "/etched/strings.txt")),
        )
    };
}
