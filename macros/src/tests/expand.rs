//! What representative derives write; `ETCHED_BLESS=1` rewrites it.

use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;

fn check(name: &str, expand: fn(TokenStream) -> TokenStream) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let input = fs::read_to_string(root.join(format!("tests/expand/{name}.rs"))).unwrap();
    let tokens = expand(input.parse().unwrap());
    let file = syn2::parse2(tokens).expect("it writes items");
    let text = prettyplease::unparse(&file).replace(&root.display().to_string(), "$DIR");
    let expected = root.join(format!("tests/expand/{name}.expanded"));
    if std::env::var_os("ETCHED_BLESS").is_some() {
        fs::write(&expected, &text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(&expected).unwrap_or_default(), "ETCHED_BLESS=1 rewrites {name}.expanded");
}

#[test]
fn a_bound_struct() {
    check("bound", crate::derive::resource);
}

#[test]
fn a_type_that_says_what_it_holds() {
    check("scalar", crate::derive::resource_scalar);
}

#[test]
fn an_enum_of_values() {
    check("values", crate::derive::resource_enum);
}
