//! `etched init` in crates of several kinds, with Cargo as the judge of what it makes of their manifests.
#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Makes a crate of these files, in a directory that is its own.
fn crate_of(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("init").join(name);
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

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Returns what Cargo reads the dependencies as: `name kind`.
fn dependencies(root: &Path) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let list = json["packages"][0]["dependencies"].as_array().unwrap().clone();
    list.iter()
        .map(|each| format!("{} {}", each["name"].as_str().unwrap(), each["kind"].as_str().unwrap_or("normal")))
        .collect()
}

const PLAIN: &str =
    "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\n[workspace]\n";

#[test]
fn a_new_crate_gets_everything_once() {
    let root = crate_of("new", &[("Cargo.toml", PLAIN), ("src/main.rs", "fn main() {}\n")]);
    let output = etched(&root, &["init"]);
    assert!(output.status.success(), "{}", said(&output));
    let text = said(&output);
    for line in ["wrote    schema/app.cdt", "wrote    build.rs", "changed  Cargo.toml", "etched::embed!()"] {
        assert!(text.contains(line), "{text}");
    }
    assert_eq!(dependencies(&root), ["etched normal", "etched-compiler build"]);
    assert!(fs::read_to_string(root.join("build.rs")).unwrap().contains("etched_compiler::Build::new().run();"));
    assert!(etched(&root, &["--from", "schema", "check"]).status.success());

    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let again = said(&etched(&root, &["init"]));
    assert!(!again.contains("wrote") && !again.contains("changed"), "{again}");
    assert_eq!(manifest, fs::read_to_string(root.join("Cargo.toml")).unwrap());
}

#[test]
fn what_is_there_stays() {
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nbuild = \"make.rs\"\ninclude = [\"/src\"]\n\n\
                    [dependencies.serde]\nversion = \"1\"\n\n[workspace]\n";
    let files = [
        ("Cargo.toml", manifest),
        ("make.rs", "fn main() {}\n"),
        ("schema/tag.cdt", "@strict nullability resource Tag { name: string! }\n"),
        ("src/lib.rs", ""),
    ];
    let root = crate_of("there", &files);
    let output = etched(&root, &["--format", "json", "init", "."]);
    assert!(output.status.success(), "{}", said(&output));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let steps: Vec<String> = json["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| format!("{} {}", step["what"].as_str().unwrap(), step["path"].as_str().unwrap()))
        .collect();
    assert_eq!(steps, ["kept schema", "todo make.rs", "changed Cargo.toml", "todo Cargo.toml"]);
    assert_eq!(fs::read_to_string(root.join("make.rs")).unwrap(), "fn main() {}\n");
    assert!(!root.join("schema/app.cdt").exists());
    assert_eq!(dependencies(&root).len(), 3);
}

#[test]
fn a_member_inherits_what_its_workspace_offers() {
    let workspace = "[workspace]\nmembers = [\"app\"]\nresolver = \"3\"\n\n[workspace.package]\nversion = \"0.2.0\"\n\n\
                     [workspace.dependencies]\netched = \"0.1\"\n";
    let member = "[package]\nname = \"app\"\nversion.workspace = true\nedition = \"2024\"\nbuild = \"build/main.rs\"\n";
    let root = crate_of("member", &[("Cargo.toml", workspace), ("app/Cargo.toml", member), ("app/src/lib.rs", "")]);
    fs::create_dir(root.join("app/schema")).unwrap();
    let output = etched(&root, &["init", "app"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(dependencies(&root), ["etched normal", "etched-compiler build"]);
    let manifest = fs::read_to_string(root.join("app/Cargo.toml")).unwrap();
    assert!(
        manifest.contains("etched.workspace = true\n") && manifest.contains("etched-compiler = \"0.1\"\n"),
        "{manifest}"
    );
    // A directory without a file is no schema yet.
    assert!(root.join("app/schema/app.cdt").is_file() && root.join("app/build/main.rs").is_file());
}

#[test]
fn a_crate_that_wants_no_build_script_gets_none() {
    let manifest = PLAIN.replace("\n\n[dep", "\nbuild = false\n\n[dep").replace('\n', "\r\n");
    let root = crate_of("none", &[("Cargo.toml", &manifest), ("src/lib.rs", "")]);
    let output = etched(&root, &["init"]);
    assert!(output.status.success() && said(&output).contains("`build = false`"), "{}", said(&output));
    assert!(!root.join("false").exists() && !root.join("build.rs").exists());
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(manifest.split_inclusive('\n').all(|line| line.ends_with("\r\n")), "{manifest:?}");
}

#[test]
fn without_a_build_script_there_is_one_dependency() {
    let root = crate_of("macro", &[("Cargo.toml", PLAIN), ("src/main.rs", "fn main() {}\n")]);
    assert!(etched(&root, &["init", "--no-build-script"]).status.success());
    assert!(!root.join("build.rs").exists());
    assert_eq!(dependencies(&root), ["etched normal"]);
}

#[test]
fn what_is_no_crate_is_refused_and_left_alone() {
    let inline = "dependencies = { }\npackage = { name = \"x\" }\n";
    let cases = [
        ("workspace", Some("[workspace]\nmembers = []\n"), "not a package"),
        ("nothing", None, "cannot read"),
        ("garbage", Some("!"), "has no [package]"),
        ("inline", Some("dependencies.serde = \"1\"\n[package]\nname = \"x\"\n"), "by hand"),
        ("odd", Some(inline), "has no [package]"),
    ];
    for (name, manifest, expected) in cases {
        let files: Vec<(&str, &str)> = manifest.map(|text| ("Cargo.toml", text)).into_iter().collect();
        let root = crate_of(name, &files);
        fs::create_dir_all(&root).unwrap();
        let output = etched(&root, &["init"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(said(&output).contains(expected), "{name}: {}", said(&output));
        let left: Vec<_> = fs::read_dir(&root).unwrap().collect();
        assert_eq!(left.len(), files.len(), "{name} was written to");
    }
}
