//! Untrusted images: what the compiler writes is accepted, whatever is done to it is refused or changes no answer.

mod forge;

use std::path::Path;

use etched_compiler::document::read_json;
use etched_compiler::image::{Bytes, Embedder, embed, hashes_hold, read, strip, write};
use etched_compiler::model::{Model, Text};
use etched_compiler::{Sources, compile};
use etched_core::hash::hash128;
use etched_core::layout::{Edge, Section};
use etched_core::validate::{ValidateError, split, validate, validate_as};
use etched_core::{HEADER_LEN, Header, HeaderError, MARKER_LEN, Rec, SECTION_ENTRY_LEN, Strip, marker, seal};
use forge::{cell, entry, put, word};
use workloads::Workload;
use workloads::random::{self, Rng};

fn check(bytes: &Bytes) -> Result<(), ValidateError> {
    validate(&bytes.records, bytes.strings.as_bytes()).map(|_| ())
}

fn workload(workload: Workload, n: usize) -> Model {
    read_json(workload.document(n).as_bytes()).expect("it loads").model
}

#[test]
fn images_of_random_models_are_accepted_and_read_back() {
    for seed in 0..400 {
        let model = random::model(seed, 7);
        let bytes = write(&model, Strip::NONE).expect("the model has an image");
        check(&bytes).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(read(bytes.image()), model, "seed {seed}");
    }
}

#[test]
fn images_of_every_workload_and_strip_are_accepted() {
    for kind in Workload::ALL {
        for n in [0, 1, 50, 300] {
            let model = workload(kind, n);
            for strip in 0..8 {
                let bytes = write(&model, Strip::from_bits(strip)).expect("the model has an image");
                check(&bytes).unwrap_or_else(|error| panic!("{} {n} strip {strip}: {error}", kind.name()));
            }
        }
    }
}

#[test]
fn a_file_is_split_where_the_header_says() {
    let bytes = write(&workload(Workload::Blog3, 3), Strip::NONE).expect("the model has an image");
    let file = bytes.to_file();
    assert_eq!(split(&file), Ok((&bytes.records[..], bytes.strings.as_bytes())));
    for len in [0, 5, HEADER_LEN - 1, HEADER_LEN, bytes.records.len() - 1] {
        assert!(split(&file[..len]).is_err(), "{len} bytes");
    }
}

#[test]
fn a_newer_minor_is_read_with_longer_records_and_unknown_sections() {
    for seed in 0..30 {
        let model = random::model(seed, 5);
        let bytes = write(&model, Strip::NONE).expect("the model has an image");
        let (records, strings) = (newer(&bytes, seed), bytes.strings.as_bytes());
        let image = validate(&records, strings).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(read(image), model, "seed {seed}");
    }
}

/// `Registry` is asked for traversals of this one; see `tests/graph/documents.rs`.
#[test]
fn the_image_of_a_newer_minor_on_disk_is_current() {
    let bytes = write(&workload(Workload::Rich, 20), Strip::NONE).expect("the model has an image");
    let stride = |records: &[u8]| word(records, entry(Section::Edge) + 4);
    let mut versions = (0..).map(|seed| newer(&bytes, seed));
    let records = versions.find(|records| stride(records) > stride(&bytes.records)).expect("one of the next few");
    let file = [&records[..], bytes.strings.as_bytes()].concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/newer-minor.etched");
    if std::env::var_os("ETCHED_BLESS").is_some() {
        std::fs::write(&path, &file).expect("the file writes");
    }
    let on_disk = std::fs::read(&path).expect("the file reads");
    assert!(on_disk == file, "{}: run with ETCHED_BLESS=1", path.display());
}

/// The same image as a later minor layout would write it: every record but bare numbers longer, sections behind ours.
fn newer(bytes: &Bytes, seed: u64) -> Vec<u8> {
    let records = &bytes.records;
    let mut rng = Rng::new(seed);
    let known = Section::ALL.len();
    let extra = 1 + rng.below(3);
    let mut table = Vec::new();
    let mut body = Vec::new();
    let start = HEADER_LEN + (known + extra) * SECTION_ENTRY_LEN;
    for at in 0..known + extra {
        let offset = start + body.len();
        let (stride, count, seed) = match Section::ALL.get(at) {
            Some(section) => {
                let [old, stride, count, seed] =
                    [0, 4, 8, 12].map(|more| word(records, entry(*section) + more) as usize);
                let longer = if section.is_fixed() { 0 } else { 4 * rng.below(3) };
                for record in 0..count {
                    body.extend_from_slice(&records[old + record * stride..old + (record + 1) * stride]);
                    body.extend((0..longer).map(|_| rng.bits() as u8));
                }
                (stride + longer, count, seed)
            }
            None => {
                body.extend((0..40).map(|_| rng.bits() as u8));
                (10, 4, 0)
            }
        };
        for value in [offset, stride, count, seed] {
            table.extend_from_slice(&(value as u32).to_le_bytes());
        }
    }
    let mut out = records[..HEADER_LEN].to_vec();
    out[10..12].copy_from_slice(&(u16::from_le_bytes([records[10], records[11]]) + 1).to_le_bytes());
    put(&mut out, 20, (known + extra) as u32);
    out.extend(table);
    out.extend(body);
    seal(&mut out, bytes.strings.as_bytes());
    out
}

#[test]
fn an_older_minor_is_read_with_what_it_has_not_as_absent() {
    // A reader of the next minor layout, to which today's images are the older ones: last cells and sections missing.
    let model = random::model(4, 5);
    let bytes = write(&model, Strip::NONE).expect("the model has an image");
    let mut records = bytes.records.clone();
    let minor = u16::from_le_bytes([records[10], records[11]]) + 1;
    // Application's last cells are its hash and a range; what the reader then takes is zeros, and says so by the digest.
    put(&mut records, entry(Section::Application) + 4, Section::Application.stride() as u32 - 24);
    seal(&mut records, bytes.strings.as_bytes());
    let strings = bytes.strings.as_bytes();
    assert_eq!(validate_as(minor, &records, strings).map(|_| ()), Err(ValidateError::Digest));
    let error = validate(&records, strings).map(|_| ()).expect_err("a reader of today knows the cell");
    assert!(error.to_string().starts_with("section table record 0, stride: expected"), "{error}");
    // Hooks without documentation and deprecation, whose flag is then never set.
    let mut model = model;
    for resource in &mut model.resources {
        for hook in &mut resource.hooks {
            (hook.documentation, hook.deprecated) = (Text::EMPTY, None);
        }
    }
    let bytes = write(&model, Strip::NONE).expect("the model has an image");
    let mut records = bytes.records.clone();
    shorten(&mut records, Section::Hook, 8);
    seal(&mut records, bytes.strings.as_bytes());
    let image = validate_as(minor, &records, bytes.strings.as_bytes()).expect("the cells read as absent");
    assert_eq!(read(image), model);
}

/// Cuts the last bytes off each record of a section, which leaves a gap behind it.
fn shorten(records: &mut [u8], section: Section, by: usize) {
    let [offset, stride, count] = [0, 4, 8].map(|more| word(records, entry(section) + more) as usize);
    for record in 0..count {
        records.copy_within(
            offset + record * stride..offset + (record + 1) * stride - by,
            offset + record * (stride - by),
        );
    }
    put(records, entry(section) + 4, (stride - by) as u32);
}

/// A type could be made of itself, or of so much that nobody could write it out.
#[test]
fn what_types_and_constraints_are_made_of_ends() {
    let text = r#"@strict nullability resource A {
        a: hash<string!, array<array<int!>!>!>!
        b: json! @one_of([[1], 2])
        c: array<string!>!
    }"#;
    let bytes = compile(&Sources::from_texts([("a.cdt", text)]))
        .map(|it| write(&it.model, Strip::NONE).expect("the model has an image"));
    let bytes = bytes.unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false, 100)));
    let refuse = |changes: &[(Section, usize, &str, u32)]| {
        let mut records = bytes.records.clone();
        for (section, record, name, value) in changes {
            let at = cell(&records, *section, *record, name);
            put(&mut records, at, *value);
        }
        seal(&mut records, bytes.strings.as_bytes());
        validate(&records, bytes.strings.as_bytes()).map(|_| ()).expect_err("it is refused").to_string()
    };
    // The types: string, int, array of it, array of that, hash; json; array of strings.
    assert_eq!(word(&bytes.records, entry(Section::Type) + 8), 7);
    for (own, part) in [(2, 0), (3, 1), (4, 3)] {
        for inner in [own, 6] {
            let error = refuse(&[(Section::TypePart, part, "ty", inner)]);
            assert_eq!(error, format!("TypePart record {part}, ty: expected a number below {own}, found {inner}"));
        }
    }
    let error = refuse(&[(Section::Type, 2, "kind", 3)]);
    assert_eq!(error, "Type record 2, parts: expected 2, found 1");
    // An argument that is a list of itself, and one whose items precede it.
    let lists: Vec<usize> = (0..4)
        .filter(|at| word(&bytes.records, cell(&bytes.records, Section::Literal, *at, "items") + 4) != 0)
        .collect();
    assert_eq!(lists, [0, 1]);
    for (list, start) in [(0, 0), (1, 0), (1, 1)] {
        let error = refuse(&[(Section::Literal, list, "items", start)]);
        assert!(error.starts_with(&format!("Literal record {list}, items: expected")), "{error}");
    }
}

/// Each type twice the one before it: forty records, and more than memory holds when they are written out.
#[test]
fn a_type_that_would_be_larger_than_the_image_is_refused() {
    let resources = (0..40).map(|at| format!("a{at}: hash<string!, int!>! "));
    let text = format!("@strict nullability resource A {{ {} }}", resources.collect::<String>());
    let compiled = compile(&Sources::from_texts([("a.cdt", &text)]));
    let mut model = compiled.unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false, 100))).model;
    for (at, field) in model.resources[0].fields.iter_mut().enumerate() {
        field.ty = format!("hash<string{},int{}>", "!".repeat(at % 2), "?".repeat(at / 2 % 2)).into();
        if at >= 4 {
            field.ty = format!("hash<string({at}),int>").into();
        }
    }
    let bytes = write(&model, Strip::NONE).expect("the model has an image");
    let mut records = bytes.records.clone();
    // The type before a hash is, or is before, the scalars it is made of: from the second on, both parts are a hash.
    let types = word(&records, entry(Section::Type) + 8) as usize;
    let mut last = None;
    for ty in 0..types {
        let at = cell(&records, Section::Type, ty, "parts");
        let (start, len) = (word(&records, at), word(&records, at + 4));
        if let (2, Some(last)) = (len, last) {
            for part in [start, start + 1] {
                let at = cell(&records, Section::TypePart, part as usize, "ty");
                put(&mut records, at, last);
            }
        }
        if len == 2 {
            last = Some(ty as u32);
        }
    }
    seal(&mut records, bytes.strings.as_bytes());
    let error = validate(&records, bytes.strings.as_bytes()).map(|_| ()).expect_err("it is refused").to_string();
    assert!(error.starts_with("Type record") && error.contains(", size: expected"), "{error}");
}

#[test]
fn every_kind_of_damage_is_named() {
    let bytes = write(&workload(Workload::Rich, 20), Strip::NONE).expect("the model has an image");
    let strings = bytes.strings.as_bytes();
    let refuse = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut records = bytes.records.clone();
        change(&mut records);
        seal(&mut records, strings);
        validate(&records, strings).map(|_| ()).expect_err("it is refused").to_string()
    };
    let set = |section: Section, record: usize, name: &'static str, value: u32| {
        refuse(&move |records| {
            let at = cell(records, section, record, name);
            put(records, at, value);
        })
    };
    // The root's ways are a hash table with free slots.
    let occupied = (0..).find(|at| word(&bytes.records, cell(&bytes.records, Section::TrieEdge, *at, "node")) != 0);
    let occupied = occupied.expect("there are ways");
    // The edge of a relationship, whose end is known; it leads to resource 0.
    let related = (0..).find(|at| word(&bytes.records, cell(&bytes.records, Section::Edge, *at, "relationship")) != 0);
    let related = related.expect("there are relationships");
    let cases = [
        (set(Section::Field, 17, "ty", 4_000_000_000), "Field record 17, ty: expected a number below"),
        (set(Section::Type, 0, "base", 0), "TypeName record"),
        (set(Section::Resource, 3, "name", u32::MAX), "Resource record 3, name: expected a number below"),
        (set(Section::Resource, 3, "fields", u32::MAX), "Resource record 3, fields: expected"),
        (
            set(Section::Route, 2, "resource", 3),
            "Route record 2, resource: expected the resource that `resource_name` names",
        ),
        (set(Section::Route, 2, "method", 3), "Method record 2, routes: expected ids of records that name this one"),
        (set(Section::Edge, 4, "from", 19), "Edge record 4, from: expected"),
        (set(Section::Edge, related, "to", 19), "Edge record"),
        (set(Section::Forward, 1, "value", 60_000), "Forward record 1, value: expected"),
        (set(Section::Backward, 2, "value", 0), "Backward record 2, value: expected"),
        (set(Section::Incoming, 0, "value", 70_000), "Incoming record 0, value: expected"),
        (set(Section::TrieNode, 0, "methods", 5), "TrieNode record"),
        (
            set(Section::TrieEdge, occupied, "node", 0),
            "TrieNode record 0, nodes that an edge leads to: expected 40, found 39",
        ),
        (set(Section::Strings, 5, "value", 0), "Strings record 5, value: expected"),
        (set(Section::Relationship, 1, "target", 9), "Relationship record 1, target: expected"),
        (refuse(&|records| put(records, entry(Section::Hook), 0)), "section table record 13, offset: expected"),
        (refuse(&|records| put(records, entry(Section::Hook) + 4, 4)), "section table record 13, stride: expected"),
        (
            refuse(&|records| put(records, entry(Section::Hook) + 8, u32::MAX)),
            "section table record 13, count: expected",
        ),
        (refuse(&|records| put(records, 20, 3)), "section table record 0, sections: expected"),
        (refuse(&|records| records[40] ^= 1), "the strings belong to another image (bad marker)"),
        (refuse(&|records| records[60] ^= 1), "the strings belong to another image (bad marker)"),
        (set(Section::Strings, 0, "value", 0), "Strings record 0, value: expected 65, found 0"),
        (set(Section::Strings, 1, "value", 66), "Strings record 1, value: expected 65, found 66"),
        (refuse(&|records| records[0] = b'x'), "not an etched image (bad magic)"),
        (refuse(&|records| records[8] = 9), "image layout 9 is not supported"),
    ];
    for (found, expected) in cases {
        assert!(found.starts_with(expected), "expected {expected}\n   found {found}");
    }
    let mut table = 0;
    let offset = word(&bytes.records, entry(Section::ResourceTable)) as usize;
    for slot in 0..etched_core::table::slots(20) {
        if word(&bytes.records, offset + slot * 24 + 20) != 0 {
            for (at, value) in [(0, 1), (8, 3), (16, 5), (20, 0), (20, 1000), (20, 2)] {
                let found = refuse(&|records| {
                    let old = word(records, offset + slot * 24 + at);
                    put(records, offset + slot * 24 + at, if old == value { value + 1 } else { value });
                });
                assert!(found.starts_with("ResourceTable record"), "{found}");
                table += 1;
            }
        }
    }
    assert_eq!(table, 120);
    assert_eq!(validate(&[], &[]).map(|_| ()), Err(ValidateError::Header(HeaderError::Short)));
}

/// Puts the marker that a header asks for in front of the strings.
fn mark(records: &[u8], strings: &mut [u8]) {
    let image = etched_core::Image::new(records, "");
    strings[..MARKER_LEN].copy_from_slice(&marker(image.digest(), image.fingerprint()));
}

#[test]
fn digest_and_fingerprint_are_those_of_what_stands_in_the_image() {
    let bytes = write(&workload(Workload::Rich, 20), Strip::NONE).expect("the model has an image");
    let claim = |change: &dyn Fn(&mut [u8])| {
        let (mut records, mut strings) = (bytes.records.clone(), bytes.strings.clone().into_bytes());
        change(&mut records);
        mark(&records, &mut strings);
        seal(&mut records, &strings);
        validate(&records, &strings).map(|image| image.fingerprint())
    };
    assert_eq!(claim(&|_| {}), Ok(bytes.image().fingerprint()));
    assert_eq!(claim(&|records| records[40] ^= 1), Err(ValidateError::Digest));
    assert_eq!(claim(&|records| records[60] ^= 1), Err(ValidateError::Fingerprint));
    // Of an image by an older compiler none is known.
    assert_eq!(claim(&|records| records[56..64].fill(0)), Ok(0));
    // Two resources that change numbers, hashes and all, are another numbering of the same meaning.
    let swapped = claim(&|records| {
        let at = word(records, entry(Section::ResourceHash)) as usize;
        let (one, other) = records[at..at + 32].split_at_mut(16);
        one.swap_with_slice(other);
    });
    assert_eq!(swapped, Err(ValidateError::Fingerprint));
}

#[test]
fn the_strings_start_with_a_marker_that_tells_whose_they_are() {
    for seed in 0..50 {
        let bytes = write(&random::model(seed, 6), Strip::from_bits(seed as u32 % 8)).expect("the model has an image");
        let header = Header::read(&bytes.records, bytes.strings.len()).expect("it is an image");
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let line = bytes.strings.split_inclusive('\n').next().expect("there is one");
        assert_eq!(line, format!("etched strings {} {:016x}\n", hex(&header.digest), header.fingerprint));
        assert_eq!(line.len(), MARKER_LEN);
        assert_ne!(header.fingerprint, 0);
        assert_eq!(bytes.image().str(etched_core::cell::Str(0)), "");
        for len in [0, 1, MARKER_LEN - 1] {
            let (mut records, strings) = (bytes.records.clone(), &bytes.strings.as_bytes()[..len]);
            seal(&mut records, strings);
            assert_eq!(validate(&records, strings).map(|_| ()), Err(ValidateError::Marker), "seed {seed}: {len} bytes");
        }
    }
}

#[test]
fn files_say_what_they_were_and_the_embedder_who_it_is() {
    let of = |text: &str| {
        let sources = Sources::from_texts([("app/b.cdt", text), ("app/a.cdt", "@strict nullability")]);
        compile(&sources).unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false, 100))).model
    };
    let plain = of("resource Tag { name: string! }");
    // Line ends and a byte order mark are how a machine keeps a text, and not what it says.
    assert_eq!(of("\u{feff}resource Tag { name: string! }").files, plain.files);
    let other = of("resource Tag { name: string!  }");
    assert_eq!(plain.files[0], other.files[0]);
    assert_ne!(plain.files[1].digest, other.files[1].digest);
    assert_eq!(plain.files[1].digest, hash128(b"resource Tag { name: string! }"));
    let (plain, other) = (
        write(&plain, Strip::NONE).expect("the model has an image"),
        write(&other, Strip::NONE).expect("the model has an image"),
    );
    assert_eq!(plain.image().digest(), other.image().digest(), "a space means nothing");
    assert_eq!(plain.image().fingerprint(), other.image().fingerprint());

    let shop = Embedder::new("shop", "1.4.0");
    let model = read(plain.image());
    for bits in 0..8 {
        let embedded = embed(&model, Strip::from_bits(bits), &shop).expect("the model has an image");
        check(&embedded).unwrap_or_else(|error| panic!("strip {bits}: {error}"));
        assert_eq!(embedded.image().digest(), plain.image().digest());
        assert_eq!(embedded.image().fingerprint(), plain.image().fingerprint());
        let less = strip(embedded.image(), Strip::from_bits(7)).expect("it is our own");
        assert_eq!(Embedder::of(embedded.image()), Some(shop.clone()));
        assert_eq!(Embedder::of(less.image()), None, "an image written once more is nobody's yet");
        let digests = |bytes: &Bytes| read(bytes.image()).files.iter().map(|file| file.digest).collect::<Vec<_>>();
        assert_eq!(digests(&less), digests(&plain), "a name can be stripped, what a file was is kept");
    }
    assert_eq!(Embedder::of(plain.image()), None);
    // One, or none.
    let mut two = embed(&model, Strip::NONE, &shop).expect("the model has an image");
    two.records.extend([0; 8]);
    put(&mut two.records, entry(Section::Embedder) + 8, 2);
    // What is behind it, all of it empty, moves.
    for behind in [Section::Key, Section::Response] {
        let offset = word(&two.records, entry(behind)) + 8;
        put(&mut two.records, entry(behind), offset);
    }
    seal(&mut two.records, two.strings.as_bytes());
    let error = check(&two).expect_err("nobody is two crates").to_string();
    assert_eq!(error, format!("section table record {}, count: expected 1 or less, found 2", Section::Embedder as u32));
}

#[test]
fn hostile_sharing_costs_no_time() {
    // Every resource says that all patterns' examples and all ids are its own.
    let bytes = write(&workload(Workload::Rich, 300), Strip::NONE).expect("the model has an image");
    let strings = bytes.strings.as_bytes();
    let ids = word(&bytes.records, entry(Section::Ids) + 8);
    let pairs = word(&bytes.records, entry(Section::Field) + 8);
    let started = std::time::Instant::now();
    for (name, len) in [("shared_middleware", ids), ("operations", ids), ("fields", pairs), ("middleware", ids)] {
        let mut records = bytes.records.clone();
        for resource in 0..300 {
            let at = cell(&records, Section::Resource, resource, name);
            put(&mut records, at, 0);
            put(&mut records, at + 4, len);
        }
        seal(&mut records, strings);
        assert!(validate(&records, strings).is_err(), "{name}");
    }
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

/// The edges of an image: ends, kind and weight.
fn edges(bytes: &Bytes) -> Vec<(u32, u32, String, u32)> {
    let image = bytes.image();
    let kind = |edge: Rec<'_, Edge>| image.str(image.get(edge.kind()).name()).to_owned();
    let edges = image.rows::<Edge>();
    edges.iter().map(|edge| (edge.from(), edge.to(), kind(edge), edge.weight())).collect()
}

#[test]
fn an_image_can_be_stripped_further() {
    for seed in 0..60 {
        let model = random::model(seed, 7);
        for (first, then) in [(1, 2), (2, 1), (2, 4), (4, 3), (5, 2), (3, 3)].map(|(a, b)| (Strip::from_bits(a), b)) {
            let once = write(&model, first).expect("the model has an image");
            let then = Strip::from_bits(then);
            let twice = strip(once.image(), then).expect("it is our own");
            check(&twice).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            let at_once = write(&model, Strip::from_bits(first.bits() | then.bits())).expect("the model has an image");
            assert!(read(twice.image()) == read(at_once.image()), "seed {seed}: {first:?}, then {then:?}");
            // The graph, its weights and the hashes are those of the whole model.
            assert_eq!(edges(&twice), edges(&at_once), "seed {seed}: {first:?}, then {then:?}");
            let digest = |bytes: &Bytes| Header::read(&bytes.records, bytes.strings.len()).map(|header| header.digest);
            assert_eq!(digest(&twice), digest(&at_once), "seed {seed}");
        }
    }
}

#[test]
fn hashes_that_are_not_those_of_the_texts_are_told() {
    let mut model = workload(Workload::Blog3, 3);
    let whole = write(&model, Strip::NONE).expect("the model has an image");
    assert_eq!(hashes_hold(whole.image()), Some(true));
    assert_eq!(hashes_hold(write(&model, Strip::from_bits(1)).expect("the model has an image").image()), None);
    // An image that says something else under the digest of this one is well formed.
    model.resources[0].documentation = "Forged".into();
    let mut forged = write(&model, Strip::NONE).expect("the model has an image");
    for section in [Section::ResourceHash, Section::RouteHash] {
        let place = |bytes: &Bytes| {
            let start = word(&bytes.records, entry(section)) as usize;
            start..start + 16 * word(&bytes.records, entry(section) + 8) as usize
        };
        let hashes = place(&forged);
        forged.records[hashes].copy_from_slice(&whole.records[place(&whole)]);
    }
    let digest = |bytes: &Bytes| Header::read(&bytes.records, bytes.strings.len()).expect("it is an image").digest;
    let (ours, theirs) = (digest(&forged), digest(&whole));
    let at = forged.records[..HEADER_LEN].windows(16).position(|part| part == ours).expect("it is there");
    forged.records[at..at + 16].copy_from_slice(&theirs);
    let fingerprint = whole.image().fingerprint();
    forged.records[56..64].copy_from_slice(&fingerprint.to_le_bytes());
    let marker = marker(theirs, fingerprint);
    forged.strings.replace_range(..MARKER_LEN, std::str::from_utf8(&marker).expect("it is ASCII"));
    seal(&mut forged.records, forged.strings.as_bytes());
    check(&forged).expect("it is well formed");
    assert_eq!(hashes_hold(forged.image()), Some(false));
}

/// Found by mutation: a number out of a table that is looked up in before it is checked was added to another.
#[test]
fn a_dangling_target_far_beyond_the_nodes_is_refused() {
    let model: Model = read_json(
        br#"{"resources":[{"name":"A","relationships":[{"name":"r","type":"belongs_to","target_resource":"Gone"}]},
            {"name":"B"},{"name":"C"}]}"#,
    )
    .expect("it is a document")
    .model;
    let mut bytes = write(&model, Strip::NONE).expect("the model has an image");
    let value = |bytes: &Bytes, at| cell(&bytes.records, Section::DanglingTable, at, "value");
    let taken = (0..4).find(|at| word(&bytes.records, value(&bytes, *at)) != 0).expect("one of four slots is taken");
    for far in [u32::MAX, u32::MAX - 1, u32::MAX - 2, 1 << 31, 3] {
        let at = value(&bytes, taken);
        put(&mut bytes.records, at, far);
        seal(&mut bytes.records, bytes.strings.as_bytes());
        let error = check(&bytes).expect_err("no target has this number").to_string();
        assert!(error.starts_with("Edge record 0, relationship: expected"), "{error}");
    }
}
