//! What `check` has to say of a document that says what no schema could.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("doubts-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the directory is made");
    path
}

/// Runs `check`, and returns what it says and its exit code.
fn check(from: &Path, more: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_etched"));
    let ran = command.arg("--from").arg(from).arg("check").args(more).output().expect("the program starts");
    assert!(ran.stderr.is_empty(), "{}", String::from_utf8_lossy(&ran.stderr));
    (String::from_utf8(ran.stdout).expect("it is UTF-8"), ran.status.code())
}

const RESOURCES: &str = r#"
    {"name": "Post", "file_path": "post.cdt", "line_number": 4,
     "fields": [{"name": "id", "type": "uuid"}, {"name": "id", "type": "int"}, {"name": "", "type": "int"},
                {"name": "at", "type": "struct", "fields": [{"name": "x", "type": "int"}, {"name": "x", "type": "int"}]}],
     "relationships": [{"name": "author", "type": "belongs_to", "target_resource": "Usr", "line_number": 9},
                       {"name": "author", "type": "belongs_to", "target_resource": "User"}],
     "hooks": [{"type": "", "line_number": 11}],
     "scopes": [{"name": "open"}, {"name": "open"}]},
    {"name": "User", "nested_under": [{"resource": "Team"}]}, {"name": ""}"#;

#[test]
fn a_document_is_told_what_no_schema_could_say() {
    let path = scratch("said").join("a.json");
    let routes = r#"[{"method": "GET", "path": "/teams", "resource": "Tem", "file_path": "post.cdt", "line_number": 2},
                     {"method": "GET", "path": "/", "resource": ""}]"#;
    fs::write(&path, format!(r#"{{"version": "7.0", "resources": [{RESOURCES}], "routes": {routes}}}"#))
        .expect("it is written");
    let expected = [
        ("W0017", "unknown document version `7.0`; read as version 1", "", 0, None),
        ("W0015", "duplicate field `id` in `Post`", "post.cdt", 0, None),
        ("W0014", "a field of `Post` has no name", "post.cdt", 0, None),
        ("W0015", "duplicate field `x` in `Post`", "post.cdt", 0, None),
        ("W0015", "duplicate relationship `author` in `Post`", "post.cdt", 0, None),
        ("W0015", "duplicate scope `open` in `Post`", "post.cdt", 0, None),
        ("W0014", "a hook of `Post` has no event", "post.cdt", 11, None),
        ("W0016", "`author` of `Post` points to `Usr`, which is not a resource", "post.cdt", 9, Some("User")),
        ("W0016", "`User` is nested under `Team`, which is not a resource", "", 0, None),
        ("W0014", "a resource has no name", "", 0, None),
        ("W0016", "`GET /teams` serves `Tem`, which is not a resource", "post.cdt", 2, None),
    ];
    let told = |from: &Path, more: &[&str]| -> Vec<Value> {
        let (said, code) = check(from, &[&["--format", "json"], more].concat());
        assert_eq!(code, Some(i32::from(!more.is_empty())), "{said}");
        let answer: Value = serde_json::from_str(&said).expect("it is JSON");
        assert_eq!((&answer["errors"], &answer["warnings"]), (&0.into(), &expected.len().into()));
        let record = |it: &Value| json!([it["code"], it["message"], it["file_path"], it["line"], it["suggestion"]]);
        answer["diagnostics"].as_array().expect("a list").iter().map(record).collect()
    };
    let lines: Vec<Value> = expected.iter().map(|line| json!(line)).collect();
    assert_eq!(told(&path, &[]), lines);
    assert_eq!(told(&path, &["--deny-warnings"]), lines);
    assert_eq!(check(&path, &["--deny-warnings"]).1, Some(1));
    // Other forms of it say the same.
    for form in ["msgpack", "image"] {
        let other = path.with_extension(form);
        let export = Command::new(env!("CARGO_BIN_EXE_etched"))
            .arg("--from")
            .arg(&path)
            .args(["export", "--to", form, "-o"])
            .arg(&other)
            .output();
        assert!(export.expect("the program starts").status.success());
        assert_eq!(told(&other, &[]), lines, "{form}");
    }
}

#[test]
fn a_version_is_of_the_form_or_of_the_application() {
    let directory = scratch("version");
    for (version, application, doubted) in [
        ("", "", false),
        ("1", "", false),
        ("1.0.0", "", false),
        ("1.9", "", false),
        ("2.0", "", true),
        ("10.0", "", true),
        ("next", "", true),
        // What we write is the version of the application.
        ("7.0", r#", "application": {"name": "shop"}"#, false),
    ] {
        let path = directory.join("a.json");
        fs::write(&path, format!(r#"{{"version": "{version}", "resources": [{{"name": "A"}}]{application}}}"#))
            .expect("it is written");
        let (said, _) = check(&path, &[]);
        assert_eq!(said.contains("unknown document version"), doubted, "{version}: {said}");
        assert_eq!(said == "no errors, no warnings\n", !doubted, "{version}: {said}");
    }
}
