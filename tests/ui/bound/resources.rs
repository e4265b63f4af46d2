//! Structs without a resource, and what no struct of fields is: one message each, whatever is done with the type.

use etched::{Metadata, Registry, Resource};

static METADATA: Metadata = etched::embed!();

#[derive(Resource)]
struct Pots {
    id: u8,
}

#[derive(Resource)]
#[resource(name = "Invoice")]
struct Bill {
    id: u8,
}

#[derive(Resource)]
struct Tuple(u8);

#[derive(Resource)]
enum Choice {
    A,
}

#[derive(Resource)]
union Either {
    a: u8,
    b: u8,
}

struct Plain;

fn main() {
    let registry = Registry::load(&METADATA);
    let _ = registry.get::<Pots>();
    let _ = registry.get::<Bill>();
    let _ = registry.get::<Tuple>();
    let _ = registry.get::<Plain>();
}
