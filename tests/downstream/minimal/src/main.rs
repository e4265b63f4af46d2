//! Without any feature there are no macros to build; what the build script left is embedded by name.
#![forbid(unsafe_code)]
#![deny(warnings)]

use etched::{Metadata, Registry};

static METADATA: Metadata = etched::embed_out_dir!();
static REGISTRY: Registry = Registry::load(&METADATA);

fn main() {
    for resource in REGISTRY.resources() {
        println!("{}", resource.name());
    }
}
