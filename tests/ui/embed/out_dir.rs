//! What a build script left, in a crate that has none.

static METADATA: etched::Metadata = etched::embed_out_dir!();

fn main() {}
