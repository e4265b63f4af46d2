//! A schema with errors is reported once, by `embed!`; all else that needs it stays quiet.

use etched::{Metadata, Registry, Resource};

static METADATA: Metadata = etched::embed!("broken");

#[derive(Resource)]
#[resource(schema = "broken")]
struct Post {
    title: Vec<u8>,
}

const POST: etched::ResourceId = etched::resource!("Pots", schema = "broken");

mod schema {
    etched::constants!(schema = "broken");
}

fn main() {
    let _ = Registry::load(&METADATA).get::<Post>();
}
