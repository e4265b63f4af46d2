//! What `embed!` and `constants!` cannot take.

use etched::Metadata;

static A: Metadata = etched::embed!(schema);
static B: Metadata = etched::embed!("nowhere");
static C: Metadata = etched::embed!("schema", "broken");
static D: Metadata = etched::embed!("shema");
static E: Metadata = etched::embed!("");
static F: Metadata = etched::embed!(concat!("sche", "ma"));

mod misspelt {
    etched::constants!(feilds = true);
}
mod path {
    etched::constants!("schema");
}
mod value {
    etched::constants!(fields = "all");
}
mod absent {
    etched::constants!(schema = "shema");
}

fn main() {}
