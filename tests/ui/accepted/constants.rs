//! Every name as a constant; without fields when that is asked for, and with names from another schema.

mod all {
    etched::constants!();
}

mod few {
    etched::constants!(schema = "schema", fields = false);
    // Free, because the fields have no modules.
    pub mod post {}
}

fn main() {
    assert_eq!(all::POST, few::POST);
    assert_eq!(all::comment::BODY.name(), "body");
    assert_eq!(all::comment::BODY.resource(), "Comment");
}
