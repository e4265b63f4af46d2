//! Every list of a registry, as `for` loops take them: by value, by reference, and through `iter`; and every type of a
//! public signature by its name in `etched`.
#![forbid(unsafe_code)]
#![deny(warnings)]

use etched::{
    CellError, Expected, Header, HeaderError, Image, Metadata, Origin, Registry, Scalar, Strip, ValidateError,
};

static METADATA: Metadata = etched::embed_out_dir!();
static REGISTRY: Registry = Registry::load(&METADATA);

/// Names each type of a public signature that `etched-core` declares.
#[expect(dead_code, reason = "it compiles or it does not")]
fn named(registry: &Registry) -> (Image<'_>, Header, Strip, Origin, fn(&[u8]) -> Result<Registry, ValidateError>) {
    let _: Option<(HeaderError, CellError, Expected, Scalar)> = None;
    let origin = registry.resources().first().map_or(Origin::Schema, |resource| resource.origin());
    (registry.image(), registry.header(), registry.stripped(), origin, Registry::from_bytes)
}

/// Walks a list in each way and returns how many entries it has, which is the same in each.
macro_rules! walk {
    ($list:expr) => {{
        let list = $list;
        let mut counts = [0, 0, 0];
        for _ in &list {
            counts[0] += 1;
        }
        for _ in list.iter() {
            counts[1] += 1;
        }
        let len = list.len();
        for _ in list {
            counts[2] += 1;
        }
        assert_eq!(counts, [len; 3], stringify!($list));
        len
    }};
}

fn main() {
    let user = REGISTRY.resource("User").expect("the schema has users");
    let post = REGISTRY.resource("Post").expect("the schema has posts");
    println!("resources {}", walk!(REGISTRY.resources()));
    println!("fields {}", walk!(post.fields()));
    println!("incoming {}", walk!(user.incoming()));
    println!("relationships to {}", walk!(REGISTRY.relationships_to("User")));
    println!("relationships to nothing {}", walk!(REGISTRY.relationships_to("Nobody")));
    println!("routes {}", walk!(REGISTRY.routes().method("get")));
    println!("middleware {}", walk!(post.shared_middleware()));
    println!("types {}", walk!(REGISTRY.field_types()));
    println!("meta {}", walk!(post.meta()));
    println!("patterns {}", walk!(REGISTRY.patterns()));
    println!("deviations {}", walk!(REGISTRY.deviations()));
}
