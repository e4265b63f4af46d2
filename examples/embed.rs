//! One line and no build script: `embed!()` compiles the directory `schema` beside Cargo.toml.
//!
//! With `etched_compiler::Build::new().run()` in build.rs the same line embeds what the script left, and new schema
//! files are seen at once; `examples/web` does it that way.

use etched::{Metadata, Registry, ResourceId, RouteId};

static METADATA: Metadata = etched::embed!();
static REGISTRY: Registry = Registry::load(&METADATA);

// Names that are checked, and looked up, when the program is compiled.
const ORDER: ResourceId = etched::resource!("Order");
const CANCEL: RouteId = etched::route!("POST", "/api/orders/:id/cancel");

fn main() {
    let order = REGISTRY.at(ORDER).expect("it is this schema's id");
    println!("{} at {}", order.name(), order.location());
    for field in order.fields() {
        println!("  {}: {}{}", field.name(), field.ty(), if field.nullable() { "?" } else { "!" });
    }
    let cancel = REGISTRY.at(CANCEL).expect("it is this schema's id");
    println!("{} {} runs {:?}", cancel.method(), cancel.path(), cancel.middleware().iter().collect::<Vec<_>>());
}
