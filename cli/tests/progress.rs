//! The sign of life: on a terminal, after half a second, and nowhere else.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// A document with so many routes.
fn document(routes: usize) -> PathBuf {
    let mut text = String::from("{\"resources\": [], \"routes\": [");
    for at in 0..routes {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(text, "{comma}{{\"method\": \"GET\", \"path\": \"/r{at}/:id\", \"handler\": \"R{at}.show\"}}");
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("progress-{routes}.json"));
    std::fs::write(&path, text + "]}").expect("the file writes");
    path
}

/// What is written to a terminal: `script` makes one, and joins standard output and error on it.
fn on_terminal(arguments: &str) -> String {
    let command = format!("{} {arguments}", env!("CARGO_BIN_EXE_etched"));
    let output = Command::new("script").args(["-qec", &command, "/dev/null"]).env("TERM", "xterm").output();
    let output = output.expect("`script` is a part of util-linux");
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stdout).expect("all of it is UTF-8")
}

fn in_pipes(from: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_etched")).arg("--from").arg(from).arg("info").output().expect("it starts")
}

#[test]
fn slow_work_is_spoken_of_on_a_terminal_alone() {
    // As much as takes this machine well over half a second.
    let mut routes = 20_000;
    let (slow, piped) = loop {
        let path = document(routes);
        let started = Instant::now();
        let output = in_pipes(&path);
        let took = started.elapsed();
        if took > Duration::from_millis(1_500) {
            break (path, output);
        }
        std::fs::remove_file(path).expect("it goes");
        routes *= 2 + (2.0 / took.as_secs_f32()) as usize;
    };
    assert!(piped.stderr.is_empty(), "{}", String::from_utf8_lossy(&piped.stderr));
    let answer = String::from_utf8(piped.stdout).expect("it is UTF-8");
    assert!(answer.starts_with("resources "), "{answer}");

    let seen = on_terminal(&format!("--from {} --color never info", slow.display()));
    let reading = format!("reading {} ... ", slow.display());
    let (before, after) = seen.split_once(&reading).unwrap_or_else(|| panic!("{seen:?}"));
    assert!(!before.contains("resources "), "{seen:?}");
    let seconds: f32 = after.split(' ').next().and_then(|text| text.parse().ok()).expect("a time follows");
    assert!((0.5..1.5).contains(&seconds), "{seconds}");
    // The line is gone before the answer is written.
    let answered = seen.rfind("resources ").expect("there is an answer");
    let cleared = seen[..answered].rfind("\u{1b}[2K").expect("the line is cleared");
    assert!(seen.rfind(" ... ").is_some_and(|last| last < cleared), "{seen:?}");
    std::fs::remove_file(slow).expect("it goes");
}

#[test]
fn quick_work_is_not_spoken_of() {
    let quick = document(1);
    let seen = on_terminal(&format!("--from {} --color never info", quick.display()));
    assert!(seen.starts_with("resources "), "{seen:?}");
    assert!(!seen.contains('\u{1b}'), "{seen:?}");
}
