//! Every name of the schema as a constant, for editors to complete and the compiler to check.

use etched::{Metadata, Registry};

static METADATA: Metadata = etched::embed!();
static REGISTRY: Registry = Registry::load(&METADATA);

mod schema {
    etched::constants!();
}

fn main() {
    let number = REGISTRY.at(schema::order::NUMBER).expect("it is this schema's id");
    println!("{}.{}: {}", schema::order::NUMBER.resource(), number.name(), number.ty());
    let tag = REGISTRY.at(schema::TAG).expect("it is this schema's id");
    println!("{}: {}", tag.name(), tag.documentation().unwrap_or("no documentation"));
}
