//! Which application a question without `--from` is about.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn directory(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("discovery-{name}"));
    let _ = fs::remove_dir_all(&root);
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn etched(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_etched")).current_dir(directory).args(arguments).output().unwrap()
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

/// The names of the resources that an answer has.
fn names(output: &Output) -> Vec<String> {
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = |resource: &serde_json::Value| resource["name"].as_str().unwrap().to_owned();
    answer["resources"].as_array().unwrap().iter().map(name).collect()
}

const JSON: [&str; 3] = ["resources", "--format", "json"];
const TAG: &str = "@strict nullability resource Tag { name: string! }";
const WORKSPACE: (&str, &str) = ("Cargo.toml", "[workspace]\nmembers = [\"app\"]\n");
const PACKAGE: &str = "[package]\nname = \"app\"\nversion = \"0.0.0\"\n";

#[test]
fn a_schema_beside_the_nearest_manifest_is_found_from_below() {
    let files = [WORKSPACE, ("app/Cargo.toml", PACKAGE), ("app/schema/tag.cdt", TAG), ("app/src/deep/main.rs", "")];
    let root = directory("beside", &files);
    assert_eq!(names(&etched(&root.join("app/src/deep"), &JSON)), ["Tag"]);
    // The manifest of the workspace is nearest above its members, and has no schema.
    let (_, said) = texts(&etched(&root, &["resources"]));
    assert!(said.contains("embedded demo"), "{said}");
}

#[test]
fn the_manifest_names_sources() {
    let metadata =
        format!("{PACKAGE}[package.metadata.etched]\nschema = [\n  'openapi.yaml', # the contract\n  \"model\",\n]\n");
    let api = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\npaths: {}\ncomponents: {schemas: {Order: {type: object, properties: {total: {type: integer}}}}}\n";
    let files = [("Cargo.toml", metadata.as_str()), ("openapi.yaml", api), ("model/tag.cdt", TAG), ("src/lib.rs", "")];
    let root = directory("named", &files);
    assert_eq!(names(&etched(&root.join("src"), &JSON)), ["Order", "Tag"]);
    // What was named counts before what would be found.
    assert_eq!(names(&etched(&root, &[&["--from", "model"], &JSON[..]].concat())), ["Tag"]);

    fs::remove_file(root.join("openapi.yaml")).unwrap();
    let output = etched(&root.join("src"), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(texts(&output).0.contains("openapi.yaml"), "{output:?}");

    fs::write(root.join("Cargo.toml"), "[package.metadata.etched]\nschema = 3\n").unwrap();
    let output = etched(&root.join("src"), &["resources"]);
    let (answer, said) = texts(&output);
    assert_eq!((output.status.code(), answer.as_str()), (Some(1), ""));
    assert!(said.contains("Cargo.toml:2") && said.contains("a path or a list of paths, found integer"), "{said}");
    // What is about no application does not mind.
    assert!(etched(&root, &["explain", "E0001"]).status.success());
}

#[test]
fn the_demo_says_that_it_is_one_unless_it_was_asked_for() {
    let root = directory("demo", &[("Cargo.toml", PACKAGE)]);
    let (found, said) = texts(&etched(&root, &["resources"]));
    assert!(said.starts_with("note: there is no schema here"), "{said}");
    assert_eq!(said.lines().count(), 1);
    assert_eq!(texts(&etched(&root, &["--demo", "resources"])), (found, String::new()));
    assert_eq!(etched(&root, &["--demo", "--from", "x", "resources"]).status.code(), Some(2));
}
