//! What an answer says as text it says as JSON, and the other way round: each name, count and place.
//!
//! Texts are compared as bags of words. Beside that, each count of a text is the one its noun stands for in the JSON,
//! each `file:line` is that of one object, and what belongs to one row of a list is on one line. `table.rs` lists what
//! each question is asked, which words a text has of its own, and what it leaves out.

mod table;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use etched::Registry;
use etched::query::{Question, Request};
use etched::render::{Style, text};
use etched_compiler::{image, openapi, patterns};
use serde_json::Value;

use table::Case;

/// The words of a text: runs of letters, digits and `_`, the commas inside of numbers left out.
fn words(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let kept = (0..chars.len()).filter(|&at| chars[at] != ',' || !digit(at.checked_sub(1)) || !digit(Some(at + 1)));
    let text: String = kept.map(|at| chars[at]).collect();
    let word = |word: &str| match word.strip_suffix('x') {
        // A weight: `uses 4x`.
        Some(number) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => number.to_owned(),
        _ => word.to_owned(),
    };
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).map(word).collect()
}

/// A value in a JSON object that is neither an object nor a list.
struct Leaf<'a> {
    /// Where it is, such as `resources[].name`.
    path: String,
    value: &'a Value,
}

impl Leaf<'_> {
    /// Returns the last key that leads to it.
    fn key(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default().trim_end_matches("[]")
    }

    /// Returns the words that say it in a text.
    fn words(&self) -> Vec<String> {
        match (self.key(), self.value) {
            (_, Value::Null | Value::Bool(false)) => Vec::new(),
            (key, Value::Bool(true)) => words(key),
            // Shares are percentages, rounded.
            ("wilson", value) => words(&format!("{:.0}", value.as_f64().unwrap_or_default() * 100.0)),
            ("share", value) => words(&format!("{:.1}", value.as_f64().unwrap_or_default() * 100.0)),
            ("confidence", value) => words(&format!("{:.2}", value.as_f64().unwrap_or_default())),
            // A pointer into a document says less to people than the line beside it.
            ("file_path", Value::String(path)) => words(path.split('#').next().unwrap_or_default()),
            (_, Value::String(text)) => words(text),
            (_, value) => words(&value.to_string()),
        }
    }
}

fn leaves<'a>(value: &'a Value, path: &str, out: &mut Vec<Leaf<'a>>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves(value, &path, out);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| leaves(value, &format!("{path}[]"), out)),
        value => out.push(Leaf { path: path.to_owned(), value }),
    }
}

/// Whether a path is one of those, or below one of them.
fn listed(path: &str, list: &[(&str, &str)]) -> bool {
    list.iter().any(|(known, _)| {
        path.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            || known.strip_prefix("*.").is_some_and(|key| path.rsplit('.').next() == Some(key))
    })
}

/// The places an answer gives: `file:line` of each object that has both.
fn places(value: &Value, out: &mut HashSet<String>) {
    match value {
        Value::Object(members) => {
            if let (Some(Value::String(file)), Some(line)) = (members.get("file_path"), members.get("line_number")) {
                out.insert(format!("{}:{line}", file.split('#').next().unwrap_or_default()));
            }
            members.values().for_each(|value| places(value, out));
        }
        Value::Array(values) => values.iter().for_each(|value| places(value, out)),
        _ => {}
    }
}

/// Asks a question and returns what its two forms say differently.
fn differences(registry: &Registry, case: &Case) -> Vec<String> {
    let request: Request =
        serde_json::from_str(case.request).unwrap_or_else(|error| panic!("{}: {error}", case.request));
    let answer = request.ask(registry).unwrap_or_else(|error| panic!("{}: {error}", case.request));
    let style = Style::default().full(true);
    let shown = text(&answer, style);
    let json = serde_json::to_value(&answer).expect("an answer is JSON");
    let mut wrong = Vec::new();

    let mut all = Vec::new();
    leaves(&json, "", &mut all);
    let mut said: HashSet<String> = all.iter().flat_map(|leaf| leaf.words()).chain(words(case.labels)).collect();
    said.extend(counted(&json));
    let spoken = words(&shown);
    // What is left out is counted: `and 3 more`.
    said.extend(spoken.windows(2).filter(|two| two[1] == "more").map(|two| two[0].clone()));
    let shown_words: HashSet<String> = spoken.iter().cloned().collect();

    let unsaid: BTreeSet<&String> = shown_words.iter().filter(|word| !said.contains(*word)).collect();
    if !unsaid.is_empty() {
        wrong.push(format!("only in the text: {unsaid:?}"));
    }
    let mut missing: BTreeSet<(&str, Vec<String>)> = BTreeSet::new();
    for leaf in all.iter().filter(|leaf| !listed(&leaf.path, case.omitted) && !listed(&leaf.path, table::NEVER_SHOWN)) {
        let lost: Vec<String> = leaf.words().into_iter().filter(|word| !shown_words.contains(word)).collect();
        if !lost.is_empty() {
            missing.insert((&leaf.path, lost));
        }
    }
    wrong.extend(missing.into_iter().take(8).map(|(path, words)| format!("only in the JSON: {path}: {words:?}")));

    for (noun, pointer) in case.counts {
        // One of the nodes is the start.
        let (pointer, less) = pointer.strip_suffix(" but the first").map_or((*pointer, 0), |pointer| (pointer, 1));
        let count = match json.pointer(pointer) {
            Some(Value::Array(values)) => values.len() as u64 - less,
            Some(value) => value.as_u64().unwrap_or_else(|| panic!("{pointer} of {} is no count", case.request)),
            None => 0,
        };
        let is_noun = |word: &String| noun.split('|').any(|noun| noun == word);
        let before = spoken.windows(2).filter(|two| is_noun(&two[1])).map(|two| &two[0]);
        let shown = before.clone().find(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        if shown != Some(&count.to_string()) {
            wrong.push(format!("`{noun}`: {shown:?} in the text, {count} at {pointer}"));
        }
    }

    let mut known = HashSet::new();
    places(&json, &mut known);
    for token in shown.split_whitespace().map(|token| token.trim_matches([',', '(', ')'])) {
        let Some((file, line)) = token.rsplit_once(':') else { continue };
        if [".cdt", ".yaml"].iter().any(|end| file.ends_with(end))
            && line.bytes().all(|byte| byte.is_ascii_digit())
            && !line.is_empty()
            && !known.contains(token)
        {
            wrong.push(format!("{token} is the place of no object"));
        }
    }
    if let Some(rows) = &case.rows {
        wrong.extend(scattered(&json, &shown, rows).into_iter().take(8));
    }
    wrong
}

/// What a text may say that is in the JSON without being a value: how long lists are, without their first too, sizes
/// without what they include, and the keys and switches of free-form members.
fn counted(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let free = ["meta", "options", "not_represented"]
                .iter()
                .filter_map(|key| members.get(*key))
                .filter_map(Value::as_object);
            let free = free.flatten().flat_map(|(key, value)| words(&format!("{key} {value}")));
            let sizes = ["record_bytes", "header_bytes"].map(|key| members.get(key).and_then(Value::as_u64));
            let records = if let [Some(all), Some(header)] = sizes { Some((all - header).to_string()) } else { None };
            // Schemes are keys, and an alternative without any says something, too.
            let security = members.get("security").and_then(Value::as_array).into_iter().flatten();
            let schemes = security.filter_map(Value::as_object).flat_map(|alternative| {
                let schemes = alternative.keys().flat_map(|scheme| words(scheme));
                schemes.chain(words("or and")).chain(alternative.is_empty().then(|| "anonymous".to_owned()))
            });
            members.values().flat_map(counted).chain(free).chain(records).chain(schemes).collect()
        }
        Value::Array(values) => {
            let lengths = [values.len(), values.len().saturating_sub(1)].map(|length| length.to_string());
            values.iter().flat_map(counted).chain(lengths).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the rows that no line says whole.
fn scattered(json: &Value, shown: &str, rows: &table::Rows) -> Vec<String> {
    let lines: Vec<HashSet<String>> = shown.lines().map(|line| words(line).into_iter().collect()).collect();
    let mut of_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        line.iter().for_each(|word| of_word.entry(word).or_default().push(at));
    }
    let list = json.pointer(rows.list).and_then(Value::as_array).unwrap_or_else(|| panic!("{} is no list", rows.list));
    let mut wrong = Vec::new();
    for row in list {
        let mut all = Vec::new();
        leaves(row, "", &mut all);
        let wanted: Vec<String> = all
            .iter()
            .filter(|leaf| rows.line.contains(&leaf.path.as_str()))
            // A zero is a dash, so that it is not taken for a number.
            .filter(|leaf| !(rows.dashes && leaf.value.as_u64() == Some(0)))
            .flat_map(|leaf| leaf.words())
            .collect();
        let rarest = wanted.iter().min_by_key(|word| of_word.get(word.as_str()).map_or(0, Vec::len));
        let candidates = rarest.and_then(|word| of_word.get(word.as_str()));
        let whole = |at: &&usize| wanted.iter().all(|word| lines[**at].contains(word));
        if !wanted.is_empty() && candidates.is_none_or(|lines| !lines.iter().any(|at| whole(&at))) {
            wrong.push(format!("no line says {wanted:?}"));
        }
    }
    wrong
}

fn compare(name: &str, registry: &Registry, cases: &[Case]) {
    let mut wrong = String::new();
    for case in cases {
        for difference in differences(registry, case) {
            wrong += &format!("{name} {}\n    {difference}\n", case.request);
        }
    }
    assert!(wrong.is_empty(), "text and JSON differ:\n{wrong}");
}

#[test]
fn the_demo() {
    compare("demo", &Registry::load(&etched::demo::METADATA), &table::demo());
}

#[test]
fn stripe() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/openapi/stripe-spec3.yaml");
    let mut model =
        openapi::import("stripe-spec3.yaml", &std::fs::read(path).expect("it is there")).expect("it is read").model;
    patterns::discover(&mut model);
    let bytes = image::write(&model, etched::Strip::NONE).expect("the model has an image");
    compare("stripe", &Registry::from_trusted_parts(bytes.records, bytes.strings), &table::stripe());
}

/// A question that nobody compares would be one whose forms may drift apart.
#[test]
fn every_question_is_compared() {
    for (name, cases) in [("demo", table::demo()), ("stripe", table::stripe())] {
        let asked: BTreeSet<&str> =
            cases.iter().map(|case| serde_json::from_str::<Request>(case.request).expect("it is one").name()).collect();
        let all: BTreeSet<&str> = Request::NAMES.iter().copied().collect();
        assert_eq!(asked, all, "{name}");
    }
}

/// The comparison finds what it is for: a text with another name, count or place than its JSON.
#[test]
fn what_differs_is_found() {
    let registry = Registry::load(&etched::demo::METADATA);
    let case = table::demo().into_iter().find(|case| case.request.contains("\"resources\"")).expect("it is asked");
    assert!(differences(&registry, &case).is_empty());
    assert!(!differences(&registry, &Case { labels: "", ..case.clone() }).is_empty());
    assert!(!differences(&registry, &Case { omitted: &[], ..case.clone() }).is_empty());
    assert!(!differences(&registry, &Case { counts: &[("fields", "/route_count")], ..case }).is_empty());
}
