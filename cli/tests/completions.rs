//! Completions of a source know its names, and no name becomes part of a script's code.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;

fn scratch(name: &str) -> PathBuf {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("completions").join(name);
    let _ = std::fs::remove_dir_all(&scratch);
    std::fs::create_dir_all(&scratch).expect("a directory is made");
    scratch
}

fn script(from: Option<&Path>, shell: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_etched"));
    if let Some(from) = from {
        command.arg("--from").arg(from);
    }
    let output = command.args(["completions", shell]).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("scripts are text")
}

fn blog() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/blog")
}

/// Asks bash what it offers for the last of these words.
fn offered(scratch: &Path, words: &[&str]) -> Vec<String> {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let ask = format!(
        "source ./script; COMP_WORDS=({}); COMP_CWORD={}; _etched etched '{}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        quoted.join(" "),
        words.len() - 1,
        words[words.len() - 1],
        words[words.len() - 2],
    );
    let output = Command::new("bash").args(["--norc", "-c", &ask]).current_dir(scratch).output().expect("bash runs");
    assert!(output.stderr.is_empty(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it is text").lines().map(str::to_owned).collect()
}

#[test]
fn bash_offers_the_names_of_a_source() {
    let scratch = scratch("bash");
    std::fs::write(scratch.join("script"), script(Some(&blog()), "bash")).expect("it is written");
    let table: &[(&[&str], &[&str])] = &[
        (&["etched", "resource", "P"], &["Post"]),
        (&["etched", "resources", "U"], &["User"]),
        (&["etched", "routes", "--resource", "C"], &["Comment"]),
        (&["etched", "routes", "--middleware", "a"], &["admin", "auth"]),
        (&["etched", "resources", "--operation", "pub"], &["publish"]),
        (&["etched", "routes", "--method", "P"], &["PATCH", "POST", "PUT"]),
        (&["etched", "deps", "--kind", "b"], &["belongs_to"]),
        (&["etched", "depth", "--kind", "h"], &["has_many"]),
        (&["etched", "graph", "Us"], &["User"]),
        (&["etched", "path", "Us"], &["User", "User"]),
        (&["etched", "impact", "a"], &["admin", "auth"]),
        (&["etched", "functions", "Str"], &["String", "String.slugify"]),
        (&["etched", "fields", "--type", "u"], &["uuid"]),
        (&["etched", "resource", "Nobody"], &[]),
    ];
    for (words, expected) in table {
        let mut found = offered(&scratch, words);
        found.retain(|word| !word.is_empty());
        found.sort();
        assert_eq!(&found, expected, "{words:?}");
    }
    // A pattern's id is what `patterns` shows.
    assert!(offered(&scratch, &["etched", "pattern", "middle"]).iter().any(|id| id.starts_with("middleware/")));
}

#[test]
fn without_a_source_there_are_no_names() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(!script(None, shell).contains("OrderLine"), "{shell}");
        assert!(script(Some(&blog()), shell).contains("Comment"), "{shell}");
    }
}

#[test]
fn names_are_no_code() {
    let scratch = scratch("code");
    let names = ["$(touch broken)", "`touch broken`", "a\"; touch broken; \"", "a' b", "a\nb", "-rf", "a;b", "Plain"];
    let resources: Vec<_> = names.iter().map(|name| serde_json::json!({"name": name, "file_path": "a"})).collect();
    let document = serde_json::json!({"resources": resources, "routes": []});
    std::fs::write(scratch.join("hostile.json"), document.to_string()).expect("it is written");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = script(Some(&scratch.join("hostile.json")), shell);
        assert!(!script.contains("touch") && !script.contains("-rf"), "{shell}");
    }
    std::fs::write(scratch.join("script"), script(Some(&scratch.join("hostile.json")), "bash")).expect("it is written");
    assert_eq!(offered(&scratch, &["etched", "resource", "P"]), ["Plain"]);
    assert!(!scratch.join("broken").exists());
}
