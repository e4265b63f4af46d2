//! Bad documents: a clear error with path and place, no panic, no time or memory out of proportion.
//!
//! Each file in `document/rejected` has its message beside it; `ETCHED_BLESS=1` writes them anew.

use std::path::Path;

use etched_compiler::document::{MAX_BYTES, MAX_VALUES, read_json, read_msgpack, write_msgpack};
use workloads::{Workload, random};

#[test]
fn rejected_documents_say_why() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/document/rejected");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the folder is there").map(|e| e.expect("it lists").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    assert!(files.len() > 25, "the folder is walked");
    let mut wrong = Vec::new();
    for path in files {
        let found = match read_json(&std::fs::read(&path).expect("the file reads")) {
            Ok(_) => "accepted\n".to_owned(),
            Err(error) => format!("{error}\n"),
        };
        let beside = path.with_extension("txt");
        if std::env::var_os("ETCHED_BLESS").is_some() {
            std::fs::write(&beside, &found).expect("the file writes");
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        if found != expected || found == "accepted\n" {
            wrong.push(format!("{}\n  expected {expected}  found    {found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A map of one entry, the key `resources`.
fn msgpack(value: &[u8]) -> Vec<u8> {
    [b"\x81\xa9resources".as_slice(), value].concat()
}

#[test]
fn rejected_msgpack_says_where() {
    let cases: [(Vec<u8>, &str); 9] = [
        (Vec::new(), "the document is truncated (byte 0)"),
        (msgpack(b"\x90\x01"), "trailing bytes after the document (byte 12)"),
        (msgpack(b"\x91\x81\xa4name\x05"), "resources[0].name: expected a string, found integer `5` (byte 19)"),
        (msgpack(b"\x91\x81\xa4nam"), "resources[0]: the document is truncated (byte 17)"),
        (msgpack(b"\xdd\xff\xff\xff\xff"), "resources[0]: the document is truncated (byte 16)"),
        (msgpack(b"\xdb\xff\xff\xff\xff"), "resources: the document is truncated (byte 16)"),
        (msgpack(b"\xdf\xff\xff\xff\xff"), "resources: expected a list of resources, found an object (byte 16)"),
        (msgpack(b"\x91\x82\xa4name\xa1A\xa4name\xa1B"), "resources[0]: duplicate key `name` (byte 25)"),
        (msgpack(b"\xc1"), "resources: a value of another type was expected, found Reserved (byte 12)"),
    ];
    let mut wrong = Vec::new();
    for (bytes, expected) in cases {
        let found = read_msgpack(&bytes).expect_err("it is rejected").to_string();
        if found != expected {
            wrong.push(format!("expected {expected}\nfound    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn msgpack_may_not_nest_without_end() {
    let mut bytes = vec![0x91; 1_000_000];
    bytes.splice(0..0, msgpack(b""));
    let error = read_msgpack(&bytes).expect_err("it is rejected");
    assert!(error.position().is_some(), "{error}");
    // The same under a key nobody reads.
    let mut bytes = b"\x81\xa1x".to_vec();
    bytes.extend(vec![0x91; 1_000_000]);
    let error = read_msgpack(&bytes).expect_err("it is rejected");
    assert_eq!(error.message(), "nested deeper than 128 levels");
}

#[test]
fn every_truncation_is_refused() {
    let model = random::model(3, 4);
    let bytes = write_msgpack(&model);
    for end in 0..bytes.len() {
        assert!(read_msgpack(&bytes[..end]).is_err(), "{end} of {} bytes", bytes.len());
    }
    let text = etched_compiler::document::write_json(&model);
    for end in 0..text.len() {
        assert!(read_json(&text.as_bytes()[..end]).is_err(), "{end} of {} bytes", text.len());
    }
}

#[test]
fn damaged_documents_never_panic() {
    let text = etched_compiler::document::write_json(&random::model(11, 3));
    let bytes = write_msgpack(&random::model(11, 3));
    let mut rng = random::Rng::new(1);
    for _ in 0..3000 {
        for (source, json) in [(text.as_bytes(), true), (&bytes[..], false)] {
            let mut damaged = source.to_vec();
            for _ in 0..=rng.below(3) {
                let at = rng.below(damaged.len());
                damaged[at] = rng.bits() as u8;
            }
            let _ = if json { read_json(&damaged) } else { read_msgpack(&damaged) };
        }
    }
}

#[test]
fn a_name_of_a_megabyte_is_refused_in_few_words() {
    let name = "n".repeat(1_000_000);
    let text = format!(r#"{{"resources":[{{"name":"{name}"}}]}}"#);
    let refused = read_json(text.as_bytes()).expect_err("it is rejected").to_string();
    assert_eq!(refused, "resources[0].name: a name has at most 1024 bytes, and this has 1000000");
    let longest = text.replace(&name, &name[..1_024]);
    assert_eq!(read_json(longest.as_bytes()).expect("it is a document").model.resources[0].name.len(), 1_024);
    let twice = format!(r#"{{"resources":[{{"name":"{name}"}},{{"name":"{name}"}}]}}"#);
    assert!(read_json(twice.as_bytes()).expect_err("it is rejected").to_string().len() < 1000);
    let key = format!(r#"{{"resources":[{{"name":"A","middleware":{{"{name}":"{name}"}}}}]}}"#);
    assert!(read_json(key.as_bytes()).expect_err("it is rejected").to_string().len() < 2000);
}

#[test]
fn many_patterns_of_one_name_take_no_quadratic_time() {
    let patterns = vec![r#"{"name":"a"}"#; 50_000].join(",");
    let text = format!(r#"{{"resources":[],"patterns":[{patterns}]}}"#);
    let model = read_json(text.as_bytes()).expect("it is a document").model;
    assert!(model.patterns.iter().any(|pattern| pattern.id == "document/a#50000"));
}

#[test]
fn a_hundred_thousand_resources_work() {
    let model = read_json(Workload::Chain.document(100_000).as_bytes()).expect("it is a document").model;
    assert_eq!(model.resources.len(), 100_000);
}

#[test]
fn a_document_larger_than_the_limits_is_refused_before_it_is_read() {
    let bytes = vec![0; MAX_BYTES + 1];
    let expected = "a document may have at most 268435456 bytes; this one has 268435457";
    for error in [read_json(&bytes), read_msgpack(&bytes)].map(Result::unwrap_err) {
        assert_eq!(error.to_string(), expected);
    }
    drop(bytes);
    let mut text = br#"{"resources":[],"x":[0"#.to_vec();
    text.extend(b",0".repeat(MAX_VALUES));
    text.extend(b"]}");
    let packed =
        [b"\x82\xa9resources\x90\xa1x\xdd".as_slice(), &(MAX_VALUES as u32).to_be_bytes(), &vec![0; MAX_VALUES]];
    let expected = "a document may have at most 16777216 keys and values; this one has more";
    for error in [read_json(&text), read_msgpack(&packed.concat())].map(Result::unwrap_err) {
        assert_eq!(error.to_string(), expected);
    }
    let taken = allocation_counter::measure(|| drop(read_json(&text))).bytes_max;
    assert!(taken < 65_536, "{taken} bytes");
}

#[test]
fn a_million_resources_work() {
    let names: Vec<_> = (0..1_000_000).map(|at| format!(r#"{{"name":"R{at}"}}"#)).collect();
    let text = format!(r#"{{"resources":[{}]}}"#, names.join(","));
    assert_eq!(read_json(text.as_bytes()).expect("it is a document").model.resources.len(), 1_000_000);
}

#[test]
fn a_parameter_that_is_a_bare_text_has_a_name() {
    for text in ["", "  ", ": int"] {
        let text = format!(r#"{{"resources":[{{"name":"A","scopes":[{{"name":"s","parameters":["{text}"]}}]}}]}}"#);
        let error = read_json(text.as_bytes()).expect_err("there is no name").to_string();
        assert!(error.starts_with("resources[0].scopes[0].parameters[0]: expected an object (parameter)"), "{error}");
    }
}
