//! What `embed!` and `constants!` cannot take.

use etched::Metadata;

static A: Metadata = etched::embed!(schema);
static B: Metadata = etched::embed!("nowhere");
static C: Metadata = etched::embed!("schema", "broken");

mod schema {
    etched::constants!(feilds = true);
}

fn main() {}
