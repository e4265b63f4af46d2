//! Mutations of JSON that keep it JSON, so that what is behind the parser is reached.

use serde_json::{Map, Value, json};

use super::{Random, mutate_text};

/// Pieces that readers of JSON and YAML trip over.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "-",
    "0",
    "1e999",
    "-0.0",
    "4294967296",
    "18446744073709551616",
    "\u{feff}",
    "\u{0}",
    "ä",
    "\n",
    "\t",
    "  ",
    "- ",
    "? ",
    "&a ",
    "*a",
    "!!binary ",
    "|\n",
    "<<: ",
    "#",
    "\"$ref\":\"#/components/schemas/A\"",
    "\"name\":\"A\",",
    "\"type\":\"struct\",",
    "\"resources\":[],",
    "\"\":",
];

/// Texts that replace others: names and paths that mean something, and some that should not.
const TEXTS: &[&str] = &[
    "",
    "A",
    "Post",
    "User",
    "id",
    "uuid!",
    "int?",
    "array<",
    "hash<string, int>!",
    "enum",
    "struct",
    "belongs_to",
    "has_many",
    "before_create",
    "list",
    "GET",
    "get",
    "/",
    "//",
    "/:",
    "/posts/:id",
    "/a:b:c",
    "/*rest/x",
    "/{id}",
    "auth(",
    "a,b)",
    "null",
    "1.50",
    "$ref",
    "#/components/schemas/A",
    "#/paths/~1x",
    "object",
    "array",
    "string",
    "3.0.0",
    "document/p#2",
    "\u{0}",
    "ä📦",
    "@min(",
];

/// Returns a random value inside a value, itself at times.
fn inside<'v>(random: &mut Random, value: &'v mut Value) -> &'v mut Value {
    let len = match value {
        Value::Array(list) => list.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    };
    // One in six stays here, so that whole branches change, too.
    if len == 0 || random.below(6) == 0 {
        return value;
    }
    let at = random.below(len);
    match value {
        Value::Array(list) => inside(random, &mut list[at]),
        Value::Object(map) => {
            let value = map.values_mut().nth(at).expect("it is less than the length");
            inside(random, value)
        }
        _ => unreachable!("other values have no length"),
    }
}

fn leaf(random: &mut Random) -> Value {
    match random.below(9) {
        0 => Value::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(random.below(9)),
        3 => json!([u64::from(u32::MAX), u64::from(u32::MAX) + 1, u64::MAX][random.below(3)]),
        4 => json!([-1.0, 0.5, 1e300][random.below(3)]),
        5 => json!([]),
        6 => json!({}),
        _ => json!(random.pick(TEXTS)),
    }
}

/// Does one thing to a value.
fn change(random: &mut Random, value: &mut Value, other: &Value) {
    let what = random.below(6);
    let taken = inside(random, &mut other.clone()).clone();
    let place = inside(random, value);
    match (what, place) {
        (0, place) => *place = leaf(random),
        (1, place) => *place = taken,
        (2, Value::Array(list)) if !list.is_empty() => {
            let at = random.below(list.len());
            list.extend(vec![list[at].clone(); 1 + random.below(3)]);
        }
        (2 | 3, Value::Array(list)) => list.push(taken),
        (4, Value::Array(list)) if !list.is_empty() => drop(list.remove(random.below(list.len()))),
        (5, Value::Array(list)) => list.reverse(),
        (2 | 3, Value::Object(map)) => drop(map.insert((*random.pick(TEXTS)).to_owned(), taken)),
        (4, Value::Object(map)) => {
            if let Some(key) = map.keys().nth(random.below(map.len())).cloned() {
                map.remove(&key);
            }
        }
        (5, Value::Object(map)) => {
            // The values of two keys change places.
            let keys: Vec<String> = map.keys().cloned().collect();
            if !keys.is_empty() {
                let (a, b) = (random.pick(&keys).clone(), random.pick(&keys).clone());
                swap(map, &a, &b);
            }
        }
        (_, place) => *place = leaf(random),
    }
}

fn swap(map: &mut Map<String, Value>, a: &str, b: &str) {
    let (first, second) = (map[a].clone(), map[b].clone());
    map[a] = second;
    map[b] = first;
}

/// Returns the seeds that are JSON, as values.
pub(super) fn values(seeds: &[Vec<u8>]) -> Vec<Value> {
    seeds.iter().filter_map(|seed| serde_json::from_slice(seed).ok()).collect()
}

/// Returns one of the values, changed in some places.
pub(super) fn mutated(random: &mut Random, values: &[Value]) -> Value {
    let mut value = random.pick(values).clone();
    for _ in 0..=random.below(5) {
        let other = random.pick(values);
        change(random, &mut value, other);
    }
    value
}

/// Returns one of the seeds, changed as a value or as a text.
pub(super) fn mutated_text(random: &mut Random, seeds: &[String], values: &[Value]) -> Vec<u8> {
    let mut text = match random.below(3) {
        0 => random.pick(seeds).clone(),
        _ => mutated(random, values).to_string(),
    };
    if random.below(2) == 0 {
        for _ in 0..=random.below(3) {
            mutate_text(random, &mut text, seeds, PIECES);
        }
    }
    text.into_bytes()
}
