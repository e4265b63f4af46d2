//! The application this repository describes in `schema/`: a shop with a magazine.

/// Its metadata, nothing stripped.
///
/// ```
/// static REGISTRY: etched::Registry = etched::Registry::load(&etched::demo::METADATA);
/// assert!(REGISTRY.resource("Order").is_some());
/// ```
pub static METADATA: crate::Metadata = crate::embed_out_dir!();
