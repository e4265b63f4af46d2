//! A crate that knows etched by another name.

mod vendored {
    pub use etched as meta;
}

use vendored::meta::{self, Registry, Resource, ResourceEnum};

static WHOLE: meta::Metadata = meta::embed!("schema", crate = crate::vendored::meta);
static EMPTY: meta::Metadata = meta::embed!("empty", crate = crate::vendored::meta,);

#[derive(Resource)]
#[resource(name = "Post", partial, crate = crate::vendored::meta)]
#[allow(dead_code, reason = "only its derive is looked at")]
struct Entry {
    status: Status,
}

#[derive(ResourceEnum)]
#[resource(crate = crate::vendored::meta)]
#[allow(dead_code, reason = "only its derive is looked at")]
enum Status {
    Draft,
    Live,
    Archived,
}

const POST: meta::ResourceId = meta::resource!("Post", crate = crate::vendored::meta);

mod names {
    crate::vendored::meta::constants!(crate = crate::vendored::meta);
}

fn main() {
    let registry = Registry::load(&WHOLE);
    assert_eq!(registry.get::<Entry>(), registry.at(POST));
    assert_eq!(registry.at(names::POST), registry.at(POST));
    assert!(Registry::load(&EMPTY).resources().is_empty());
}
