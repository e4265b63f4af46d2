//! The README's example compiles, runs and is the one shown.

#[path = "readme/example.rs"]
mod example;

#[test]
fn the_example_runs() {
    example::main();
}

#[test]
fn the_example_is_the_one_shown() {
    let readme = include_str!("../README.md");
    assert!(readme.contains(include_str!("readme/schema/blog.cdt")), "README shows another schema");
    // A crate's own `embed!()` finds `schema/`; here that is the demo's.
    let code = include_str!("readme/example.rs")
        .replace("pub(crate) fn main", "fn main")
        .replace(r#"embed!("tests/readme/schema")"#, "embed!()");
    assert!(readme.contains(&code), "README shows another program");
}
