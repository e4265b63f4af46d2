//! Structs that a macro writes, bound through a path of the user's own.

mod facade {
    pub use etched as inner;
}

struct Uuid;

macro_rules! resource {
    ($(#[$attribute:meta])* $name:ident { $($field:ident: $ty:ty,)* }) => {
        #[derive(etched::Resource)]
        #[resource(crate = facade::inner)]
        $(#[$attribute])*
        #[allow(dead_code, reason = "compiled for what the derive says of it")]
        struct $name { $($field: $ty,)* }
    };
}

resource!(User { id: Uuid, name: String, });
resource!(#[resource(name = "Post", partial)] Row { subtitle: Option<String>, author: User, });

const POST: etched::ResourceId = etched::resource!("Post", crate = facade::inner);

fn main() {
    use facade::inner::ResourceType;
    assert_eq!(Row::ID, POST);
    assert_eq!(User::FIELDS, ["id", "name"]);
}
