//! The words of messages, help and docs: phrases that are not the field's own are not written.

use std::fs;
use std::path::{Path, PathBuf};

/// Phrases that are not written, each with what is written instead.
const BANNED: &[(&str, &str)] = &[
    ("a look-up", "a lookup"),
    ("and there is none", "is missing"),
    ("and this is none", "is not"),
    ("as an etched image does", "not an etched image (bad magic)"),
    ("bytes after its end", "trailing bytes"),
    ("claim the same requests", "match the same requests"),
    ("cut short", "truncated"),
    ("dear", "costly"),
    ("dearest", "costliest"),
    ("does without", "lacks"),
    ("is there twice", "duplicate"),
    ("keep those", "filter by"),
    ("leads nowhere", "is dangling"),
    ("literal segment", "static segment"),
    ("literal segments", "static segments"),
    ("literal way", "static edge"),
    ("literal ways", "static edges"),
    ("mend", "fix"),
    ("mended", "fixed"),
    ("mends", "fixes"),
    ("near to it", "similar"),
    ("of them here", "showing 2"),
    ("out of all proportion", "a number"),
    ("stand at", "are at"),
    ("stand before", "precede"),
    ("stand behind", "follow"),
    ("stand in", "are in"),
    ("stands at", "is at"),
    ("stands before", "precedes"),
    ("stands behind", "follows"),
    ("stands beside", "is beside"),
    ("stands in", "is in"),
    ("stands once", "is given once"),
    ("stands there", "is there"),
    ("stands twice", "is duplicate"),
    ("stands under", "is under"),
    ("way on", "edge"),
    ("ways on", "edges"),
    ("which is gone", "which is deleted"),
    ("which no resource is", "which is not a resource"),
    ("wrong at", "at"),
];

/// A text with line breaks, comment marks and continued strings taken out, and the line each of its bytes is on.
fn flowing(text: &str) -> (String, Vec<usize>) {
    let (mut out, mut lines) = (String::new(), Vec::new());
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        // Comments that nobody but their writer's colleagues reads are theirs.
        if line.starts_with("//") && !line.starts_with("///") && !line.starts_with("//!") {
            continue;
        }
        let line = line.trim_start_matches(['/', '!', '>', ' ']).trim_end_matches('\\').trim_end();
        out.extend(line.to_lowercase().chars().chain([' ']));
        lines.resize(out.len(), number);
    }
    (out, lines)
}

/// Returns where a phrase is in a text, as whole words.
fn find<'t>(text: &'t str, phrase: &'t str) -> impl Iterator<Item = usize> + 't {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
    text.match_indices(phrase)
        .map(|(at, _)| at)
        .filter(move |&at| !inside(text[..at].chars().next_back()) && !inside(text[at + phrase.len()..].chars().next()))
}

fn files(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            files(&entry.unwrap().path(), found);
        }
    } else if path.extension().is_some_and(|ending| ["rs", "md", "json"].iter().any(|known| ending == *known)) {
        found.push(path.to_owned());
    }
}

#[test]
fn messages_help_and_docs_have_the_words_of_the_field() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for part in
        ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs", "src", "core/src", "compiler/src", "macros/src"]
    {
        files(&root.join(part), &mut paths);
    }
    for part in ["cli/src", "examples"] {
        files(&root.join(part), &mut paths);
    }
    assert!(paths.len() > 300, "{} files", paths.len());
    let mut wrong = Vec::new();
    for path in paths {
        let (text, lines) = flowing(&fs::read_to_string(&path).unwrap());
        for (phrase, better) in BANNED {
            for at in find(&text, phrase) {
                let shown = path.strip_prefix(root).unwrap().display();
                wrong.push(format!("{shown}:{}: `{phrase}`, write `{better}`", lines[at]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} phrases\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn phrases_are_found_across_lines_and_as_whole_words() {
    let (text, lines) = flowing("//! What\n// it stands in\n    \"stands \\\n     in it\",\n/// endears, way onto\n");
    let found: Vec<_> = find(&text, "stands in").map(|at| lines[at]).collect();
    assert_eq!(found, [3]);
    assert_eq!(find(&text, "dear").count() + find(&text, "way on").count(), 0);
}

/// Every path of the code map is there.
#[test]
fn the_code_map_leads_to_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let map = text.split("## Code map").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let mut known = 0;
    for row in map.lines().filter(|line| line.starts_with("| `")) {
        let mut words = row.split('`').skip(1).step_by(2).filter(|word| word.ends_with('/') || word.ends_with(".rs"));
        let home = words.next().unwrap();
        assert!(root.join(home).is_dir(), "{home}");
        for path in words {
            let places = [root.join(home).join("src").join(path), root.join(home).join(path), root.join(path)];
            assert!(places.iter().any(|place| place.exists()), "{home} has no {path}");
            known += 1;
        }
    }
    assert!(known > 10, "{known} paths");
}
