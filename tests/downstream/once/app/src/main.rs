//! However many registries there are, and wherever they stand, an image is in the program once.
#![forbid(unsafe_code)]
#![deny(warnings)]

mod other;

use downstream_meta::{BUILT, WRITTEN, here};
use etched::Registry;

static FROM_BUILD: Registry = Registry::load(&BUILT);
static FROM_MACRO: Registry = Registry::load(&WRITTEN);

/// How often some bytes are in a program.
fn count(program: &[u8], bytes: &[u8]) -> usize {
    program.windows(bytes.len()).filter(|window| *window == bytes).count()
}

fn main() {
    assert_eq!(here::names(), ["Post", "User"]);
    assert_eq!(other::names(), ["Post", "User", "Tag"]);
    // They stand for one image, so handles of theirs are equal.
    assert_eq!(FROM_BUILD.resource("Post"), here::BUILT.resource("Post"));
    let program = std::env::current_exe().and_then(std::fs::read).expect("a program reads itself");
    for (name, registry) in [("build script", &FROM_BUILD), ("macro", &FROM_MACRO)] {
        let image = registry.image();
        let (records, strings) = (count(&program, image.records()), count(&program, image.strings().as_bytes()));
        println!("{name}: records {records}, strings {strings}");
    }
}
