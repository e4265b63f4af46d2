//! What a build script prints for Cargo.
//!
//! A build script is a program: the tests run this one again with the variables Cargo sets.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use etched_compiler::Build;

/// Stands in for a build script; run by the tests below.
#[test]
#[ignore = "not a test: the build script of those that are"]
fn script() {
    println!();
    Build::new().run();
}

/// Runs the script over a schema of these files and returns what it prints for Cargo.
fn run(name: &str, files: &[(&str, &str)]) -> Vec<String> {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("build-{name}"));
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).unwrap();
    fs::write(root.join("Cargo.toml"), "[package]\nname = \"app\"\n").unwrap();
    for (path, text) in files {
        let path = root.join("schema").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "script", "--nocapture"])
        .env("CARGO_MANIFEST_DIR", &root)
        .env("OUT_DIR", root.join("out"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("cargo:"));
    lines.map(|line| line.replace(&root.display().to_string(), "ROOT")).collect()
}

#[test]
fn every_file_and_directory_is_watched() {
    let lines =
        run("watch", &[("a.cdt", "resource A { x: int! }"), ("b/c.cdt", ""), ("b/notes.md", ""), (".x/d.cdt", "")]);
    let watched = ["Cargo.toml", "schema", "schema/a.cdt", "schema/b", "schema/b/c.cdt"];
    assert_eq!(lines, watched.map(|path| format!("cargo::rerun-if-changed=ROOT/{path}")));
}

#[test]
fn errors_are_one_line_each() {
    let lines = run("error", &[("a.cdt", "resource A {\n  x: strng!\n}")]);
    let error = "cargo::error=schema/a.cdt:2:6: unknown type `strng`; did you mean `string`? [E0040]";
    assert_eq!(lines.last().map(String::as_str), Some(error));
}

#[cfg(unix)]
#[test]
fn line_ends_in_paths_are_errors() {
    let names =
        ["x\ncargo::rustc-env=PWN=injected\n.cdt", "x\rcargo::rustc-env=PWN=injected.cdt", "a\ncargo::warning=b/c.cdt"];
    for (at, name) in names.into_iter().enumerate() {
        let lines = run(&format!("injected-{at}"), &[(name, "resource A { x: int! }")]);
        assert!(
            lines.iter().all(|line| !line.starts_with("cargo::rustc-env") && !line.starts_with("cargo::warning")),
            "{lines:?}"
        );
        let error = lines.last().unwrap();
        assert!(
            error.starts_with("cargo::error=the path \"ROOT/schema/") && error.contains("contains a line break"),
            "{error}"
        );
    }
}
