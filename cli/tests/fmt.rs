//! `etched fmt` over files on disk.
#![forbid(unsafe_code)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const ROUGH: &str = "@strict nullability\nresource Tag{name:string! @min( 2 )\n// why\n}";
const SMOOTH: &str = "@strict nullability\n\nresource Tag {\n  name: string! @min(2)\n  // why\n}\n";

/// An empty directory with these files.
fn directory(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fmt").join(name);
    let _ = fs::remove_dir_all(&root);
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn etched(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_etched")).current_dir(root).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn check_writes_nothing_and_fmt_writes_once() {
    let root = directory("whole", &[("schema/a/tag.cdt", ROUGH), ("schema/user.cdt", "resource User {}\n")]);
    let check = etched(&root, &["fmt", "--check"]);
    assert_eq!((check.status.code(), stdout(&check)), (Some(1), "not formatted: schema/a/tag.cdt\n"));
    assert_eq!(fs::read_to_string(root.join("schema/a/tag.cdt")).unwrap(), ROUGH);

    let json = etched(&root, &["fmt", "--check", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(answer["changed"], serde_json::json!(["schema/a/tag.cdt"]));
    assert_eq!((&answer["files"], &answer["errors"], json.status.code()), (&2.into(), &0.into(), Some(1)));

    let fmt = etched(&root, &["fmt"]);
    assert_eq!((fmt.status.code(), stdout(&fmt)), (Some(0), "formatted schema/a/tag.cdt\n"));
    assert_eq!(fs::read_to_string(root.join("schema/a/tag.cdt")).unwrap(), SMOOTH);
    let again = etched(&root, &["fmt"]);
    assert_eq!((again.status.code(), stdout(&again)), (Some(0), "2 files are formatted\n"));
    assert_eq!(etched(&root, &["fmt", "--check", "schema/user.cdt"]).status.code(), Some(0));
}

#[test]
fn files_that_are_wrong_stay_and_the_others_are_formatted() {
    let wrong = "resource Post { title string }";
    let root = directory("wrong", &[("schema/post.cdt", wrong), ("schema/tag.cdt", ROUGH)]);
    fs::write(root.join("schema/latin.cdt"), b"// caf\xe9\n").unwrap();
    let fmt = etched(&root, &["fmt"]);
    let said = String::from_utf8_lossy(&fmt.stderr);
    assert_eq!((fmt.status.code(), stdout(&fmt)), (Some(1), "formatted schema/tag.cdt\n"));
    assert!(said.contains("schema/post.cdt:1:23") && said.contains("latin.cdt"), "{said}");
    assert_eq!(fs::read_to_string(root.join("schema/post.cdt")).unwrap(), wrong);

    assert_eq!(etched(&root, &["fmt", "nowhere"]).status.code(), Some(1));
    fs::write(root.join("data.json"), "{}").unwrap();
    let json = etched(&root, &["fmt", "data.json"]);
    assert_eq!(json.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&json.stderr).contains("is not a schema"));
    assert_eq!(fs::read_to_string(root.join("data.json")).unwrap(), "{}");
}

#[test]
fn standard_input_goes_to_standard_output() {
    for (text, code, expected) in
        [(ROUGH, 0, SMOOTH), ("\u{feff}resource A {}", 0, "resource A {}\n"), ("resource", 1, "")]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_etched"))
            .args(["fmt", "--stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), stdout(&output)), (Some(code), expected));
    }
    assert_eq!(etched(Path::new("."), &["fmt", "--stdin", "a.cdt"]).status.code(), Some(2));
}
