//! `check --fix`: what it writes, what it leaves alone, and what it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An empty directory of a test.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fix-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(path.join("schema")).unwrap();
    path
}

fn etched(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_etched")).current_dir(directory).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn what_can_only_be_meant_in_one_way_is_written() {
    let directory = directory("one");
    let file = directory.join("schema/post.cdt");
    // A byte order mark and the line ends stay; an error of the syntax hides those of the rules.
    fs::write(&file, "\u{feff}resorce Post {\r\n  title: strng! @uniqe\r\n  body: text\r\n}\r\n").unwrap();
    let output = etched(&directory, &["--from", "schema", "check", "--fix"]);
    assert_eq!(text(&output.stdout), "no errors, no warnings\n");
    assert!(output.status.success());
    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(written, "\u{feff}resource Post {\r\n  title: string! @unique\r\n  body: text!\r\n}\r\n");
    let said = text(&output.stderr);
    assert!(said.contains("schema/post.cdt:1:1: `resorce` is now `resource`"), "{said}");
    assert!(said.contains("schema/post.cdt:3:13: added `!`"), "{said}");
    assert_eq!(fs::read_dir(directory.join("schema")).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn what_may_be_meant_in_two_ways_is_left() {
    let directory = directory("two");
    let file = directory.join("schema/post.cdt");
    let schema = "resource Comment { on: Pot! }\nresource Post { x: int! }\nresource Plot { x: int! }\n";
    fs::write(&file, schema).unwrap();
    let output = etched(&directory, &["--from", "schema", "check", "--fix"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("error[E0060]"), "{output:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), schema);
    assert!(text(&output.stderr).contains("nothing has an unambiguous fix"));
}

#[test]
fn only_schemas_are_mended() {
    let directory = directory("other");
    fs::write(directory.join("app.json"), "{\"resources\": []}").unwrap();
    for arguments in [&["--demo", "check", "--fix"][..], &["--from", "app.json", "check", "--fix"]] {
        let output = etched(&directory, arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("there is no schema to fix"), "{output:?}");
    }
    assert_eq!(fs::read_to_string(directory.join("app.json")).unwrap(), "{\"resources\": []}");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let directory = directory("link");
    let real = directory.join("post.cdt");
    fs::write(&real, "resource Post { title: strng! }").unwrap();
    let link = directory.join("schema/post.cdt");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    assert!(etched(&directory, &["--from", "schema", "check", "--fix"]).status.success());
    assert_eq!(fs::read_to_string(&real).unwrap(), "resource Post { title: string! }");
    assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
}
