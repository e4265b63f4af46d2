//! Runs the commands of every transcript in `transcripts/` and compares what they write.
//!
//! A transcript is a text file: `$ ` starts a command, what follows is its standard output, `! ` starts a line of
//! standard error, and `? 1` at the end is an exit code other than 0. Commands run in `tests/`, with `DIR` as an empty
//! directory. `ETCHED_BLESS=1 cargo test -p etched-cli --test transcripts` writes the files anew, for review.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What differs from one layout of the image to the next, or one version of the schema, is not compared.
fn masked(text: &str) -> String {
    let mut out = String::new();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let mut rest = line;
        while let Some(start) = rest.find(|c: char| c.is_ascii_hexdigit()) {
            let (before, from) = rest.split_at(start);
            out.push_str(before);
            let len = from.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(from.len());
            let (run, after) = from.split_at(len);
            out.push_str(if len == 32 { "<hash>" } else { run });
            rest = after;
        }
        out.push_str(rest);
    }
    for (start, end) in [("\"image_bytes\":", ","), ("image              ", " bytes"), ("routes, ", " bytes")] {
        if let Some(at) = out.find(start).map(|at| at + start.len())
            && let Some(len) = out[at..].find(end)
            && out[at..at + len].bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
        {
            out.replace_range(at..at + len, "<bytes>");
        }
    }
    out
}

/// Splits a command into words, single quotes keeping blanks together.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut any) = (Vec::new(), String::new(), false, false);
    for c in command.chars() {
        match c {
            '\'' => (quoted, any) = (!quoted, true),
            ' ' if !quoted => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => word.push(c),
        }
    }
    if any || !word.is_empty() {
        words.push(word);
    }
    words
}

/// Runs a command and returns it with all it wrote.
fn run(command: &str, scratch: &Path) -> String {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut words = words(&command.replace("DIR", &scratch.display().to_string())).into_iter().peekable();
    let mut etched = Command::new(env!("CARGO_BIN_EXE_etched"));
    etched.current_dir(tests);
    for name in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        etched.env_remove(name);
    }
    while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
        etched.env(name, value);
        words.next();
    }
    assert_eq!(words.next().as_deref(), Some("etched"), "a transcript runs etched: {command}");
    let output = etched.args(words).output().expect("the program starts");
    let text = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).expect("all output is UTF-8");
        masked(&text.replace(&scratch.display().to_string(), "DIR"))
    };
    let mut out = format!("$ {command}\n{}", text(&output.stdout));
    for line in text(&output.stderr).lines() {
        let _ = writeln!(out, "{}", format!("! {line}").trim_end());
    }
    match output.status.code() {
        Some(0) => {}
        code => {
            let _ = writeln!(out, "? {}", code.map_or_else(|| "killed".to_owned(), |code| code.to_string()));
        }
    }
    out
}

#[test]
fn transcripts() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let bless = std::env::var_os("ETCHED_BLESS").is_some_and(|value| value == "1");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(&directory).expect("the directory is there").map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut wrong = String::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("transcript-{name}"));
        let _ = std::fs::remove_dir_all(&scratch);
        std::fs::create_dir_all(&scratch).unwrap();
        let expected = std::fs::read_to_string(&path).unwrap();
        let commands = expected.lines().filter_map(|line| line.strip_prefix("$ "));
        let found: String = commands.map(|command| run(command, &scratch) + "\n").collect();
        let found = found.trim_end().to_owned() + "\n";
        if found == expected {
            continue;
        }
        if bless {
            std::fs::write(&path, &found).unwrap();
            continue;
        }
        let line = found.lines().zip(expected.lines()).take_while(|(a, b)| a == b).count();
        let show = |text: &str| text.lines().skip(line.saturating_sub(3)).take(12).collect::<Vec<_>>().join("\n");
        let _ = writeln!(
            wrong,
            "{name}, line {}\n--- expected\n{}\n--- found\n{}\n",
            line + 1,
            show(&expected),
            show(&found)
        );
    }
    assert!(wrong.is_empty(), "{wrong}\nETCHED_BLESS=1 writes the transcripts anew");
}
