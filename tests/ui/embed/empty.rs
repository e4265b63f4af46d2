//! A schema without resources is one; what asks it for any is told so.

use etched::{Metadata, Resource};

static METADATA: Metadata = etched::embed!("empty");

#[derive(Resource)]
#[resource(schema = "empty")]
struct Post {
    title: String,
}

const POST: etched::ResourceId = etched::resource!("Post", schema = "empty");

fn main() {}
