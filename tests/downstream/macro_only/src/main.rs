//! No build script: the macro compiles the directory `schema` beside Cargo.toml.
#![forbid(unsafe_code)]
#![deny(warnings)]

use etched::{Metadata, Registry};

static METADATA: Metadata = etched::embed!();
static NAMED: Metadata = etched::embed!("schema/people/user.cdt");
static REGISTRY: Registry = Registry::load(&METADATA);

mod schema {
    etched::constants!();
}

fn main() {
    let email = REGISTRY.at(schema::user::EMAIL).expect("users have one");
    assert_eq!(email.ty(), "email");
    assert_eq!(Registry::load(&NAMED).resources().len(), 1);
    for resource in REGISTRY.resources() {
        let fields: Vec<_> = resource.fields().into_iter().map(|field| field.name()).collect();
        println!("{} {}", resource.name(), fields.join(" "));
    }
}
