use etched::{Metadata, Registry, Resource};

static METADATA: Metadata = etched::embed!();

#[derive(Resource)]
struct Post {
    title: u8,
}

fn main() {
    let _ = Registry::load(&METADATA).get::<Post>();
}
