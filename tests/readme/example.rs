use etched::{Metadata, Registry};

static METADATA: Metadata = etched::embed!("tests/readme/schema");
static REGISTRY: Registry = Registry::load(&METADATA); // const: nothing is parsed, indexed or allocated

pub(crate) fn main() {
    let post = REGISTRY.resource("Post").unwrap();
    assert_eq!(post.fields().first().unwrap().ty(), "string");

    let route = REGISTRY.route("GET", "/posts/:id").unwrap();
    assert!(route.middleware().iter().eq(["auth"]));

    let user = REGISTRY.resource("User").unwrap();
    assert_eq!(user.incoming().first().unwrap().on_delete(), Some("restrict"));
}
