//! Each case in these directories is a program that does not compile, beside what the compiler says about it, or one
//! that does. `TRYBUILD=overwrite cargo test -p ui` rewrites what is said, for review.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

/// The schemas the cases are about, by name.
const SCHEMAS: [&str; 4] = ["schema", "broken", "empty", "store"];

#[test]
fn cases() {
    place_schemas();
    let cases = trybuild::TestCases::new();
    cases.pass("accepted/*.rs");
    for directory in ["bound", "embed", "resource", "build"] {
        cases.compile_fail(format!("{directory}/*.rs"));
    }
}

/// trybuild compiles the cases as a package of its own, and beside its manifest is where macros look for the schema.
fn place_schemas() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is a directory in target");
    let package = target.join("tests").join("trybuild").join(env!("CARGO_PKG_NAME"));
    for name in SCHEMAS {
        let to = package.join(name);
        fs::create_dir_all(&to).expect("target is writable");
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("it is there") {
            let entry = entry.expect("it can be read");
            fs::copy(entry.path(), to.join(entry.file_name())).expect("target is writable");
        }
    }
}
