//! Thousands of damaged images: each is refused, or answers every question as its own model would.
//!
//! Half of them have their lengths and checksum put right, so that the checks behind those are reached.

use etched_compiler::document::read_json;
use etched_compiler::image::{Bytes, hashes_hold, read, strip, write};
use etched_compiler::model::Model;
use etched_core::cell::Id;
use etched_core::layout::{self as rows, Section};
use etched_core::matching::{Match, match_route};
use etched_core::node::{Node, Nodes};
use etched_core::validate::validate;
use etched_core::{HEADER_LEN, Image, Rec, SECTION_ENTRY_LEN, Strip, marker, method, seal, table};
use workloads::Workload;
use workloads::random::{self, Rng};

/// Does one thing to an image.
fn damage(rng: &mut Rng, records: &mut Vec<u8>, strings: &mut Vec<u8>) {
    const BOMBS: [u32; 8] = [u32::MAX, u32::MAX - 1, 1 << 31, i32::MAX as u32, 1 << 24, 1, 0, 0x0101_0101];
    let words = records.len() / 4;
    if words == 0 {
        return;
    }
    let put =
        |records: &mut [u8], at: usize, value: u32| records[at * 4..at * 4 + 4].copy_from_slice(&value.to_le_bytes());
    let get = |records: &[u8], at: usize| u32::from_le_bytes(records[at * 4..at * 4 + 4].try_into().expect("4 bytes"));
    match rng.below(10) {
        0 | 1 => {
            let at = rng.below(records.len());
            records[at] ^= 1 << rng.below(8);
        }
        2 if !strings.is_empty() => {
            let at = rng.below(strings.len());
            strings[at] ^= 1 << rng.below(8);
        }
        3 => records.truncate(rng.below(records.len())),
        4 => strings.truncate(rng.below(strings.len() + 1)),
        5 => put(records, rng.below(words), *rng.pick(&BOMBS)),
        6 => {
            // A number near the one that is there, which is the hardest to tell.
            let at = rng.below(words);
            let value = get(records, at);
            put(records, at, if rng.one_in(2) { value.wrapping_add(1) } else { value.wrapping_sub(1) });
        }
        7 => {
            let (from, to) = (rng.below(words), rng.below(words));
            let value = get(records, from);
            put(records, to, value);
        }
        8 => {
            // Two entries of the section table change places, or one is another's.
            let start = |rng: &mut Rng| HEADER_LEN + rng.below(Section::ALL.len()) * SECTION_ENTRY_LEN;
            let (a, b) = (start(rng), start(rng));
            if a.max(b) + SECTION_ENTRY_LEN <= records.len() {
                let kept = records[a..a + SECTION_ENTRY_LEN].to_vec();
                records.copy_within(b..b + SECTION_ENTRY_LEN, a);
                if rng.one_in(2) {
                    records[b..b + SECTION_ENTRY_LEN].copy_from_slice(&kept);
                }
            }
        }
        _ => {
            // A cell of a section-table entry.
            let at = (HEADER_LEN + rng.below(Section::ALL.len() * SECTION_ENTRY_LEN)) / 4;
            if at < words {
                let value = get(records, at);
                put(
                    records,
                    at,
                    if rng.one_in(2) { *rng.pick(&BOMBS) } else { value.wrapping_add(rng.below(9) as u32) },
                );
            }
        }
    }
}

#[test]
fn damaged_images_are_refused_or_answer_alike() {
    let models: Vec<Model> = (0..12)
        .map(|seed| random::model(seed * 7 + 1, 6))
        .chain(
            [Workload::Rich, Workload::Blog3, Workload::Star]
                .map(|workload| read_json(workload.document(8).as_bytes()).expect("it loads").model),
        )
        .collect();
    let images: Vec<Bytes> =
        models.iter().map(|model| write(model, Strip::NONE).expect("the model has an image")).collect();
    let mut rng = Rng::new(2024);
    let (mut accepted, mut refused) = (0, 0);
    let rounds = if cfg!(debug_assertions) { 6_000 } else { 100_000 };
    for round in 0..rounds {
        let bytes = &images[round % images.len()];
        let (mut records, mut strings) = (bytes.records.clone(), bytes.strings.clone().into_bytes());
        for _ in 0..=rng.below(2) {
            damage(&mut rng, &mut records, &mut strings);
        }
        let unchanged = records == bytes.records && strings == bytes.strings.as_bytes();
        let sealed = rng.one_in(2);
        if sealed {
            // Every other time the strings start as the header asks for, or nothing behind the marker were reached where
            // digest or fingerprint are wrong.
            if let Some(start) = strings.first_chunk_mut().filter(|_| rng.one_in(2)) {
                let image = Image::new(&records, "");
                *start = marker(image.digest(), image.fingerprint());
            }
            seal(&mut records, &strings);
        }
        let before = allocation_counter::measure(|| {
            let _ = validate(&records, &strings);
        });
        let size = (records.len() + strings.len()) as u64;
        assert!(before.bytes_max <= size + 65_536, "round {round}: {} bytes for {size}", before.bytes_max);
        match validate(&records, &strings) {
            Err(error) => {
                assert!(!error.to_string().is_empty());
                refused += 1;
            }
            Ok(image) => {
                assert!(sealed || unchanged, "round {round}: the checksum tells all damage");
                accepted += 1;
                answers_like_its_model(image, round);
            }
        }
    }
    // Texts, lines, flags and weights may say anything; everything else is told.
    assert!(refused > rounds * 2 / 3, "{refused} refused, {accepted} accepted");
    assert!(accepted > rounds / 60, "{refused} refused, {accepted} accepted");
}

/// Whatever an accepted image says, its indexes say it, too.
fn answers_like_its_model(image: Image<'_>, round: usize) {
    let model = read(image);
    for (at, resource) in model.resources.iter().enumerate() {
        let found = image.find::<rows::Resource>(&resource.name).map(|id| id.index);
        let first = model.resources.iter().position(|other| other.name == resource.name);
        assert_eq!(found, first.map(|at| at as u32), "round {round}");
        let record = image.get(Id::<rows::Resource>::new(at as u32));
        let routes: Vec<u32> = image.list(record.routes()).iter().collect();
        let expected = model.routes.iter().enumerate().filter(|(_, route)| route.resource == resource.name);
        if first == Some(at) {
            assert_eq!(routes, expected.map(|(at, _)| at as u32).collect::<Vec<_>>(), "round {round}");
        }
    }
    for route in &model.routes {
        let id = method::id(image, &route.method);
        let path = route.path.replace(":id", "7").replace(":slug", "7").replace(":ext", "x").replace("*rest", "a/b");
        if let Match::Found(found) = match_route(image, &route.method, &path) {
            for (name, param) in found.params.iter() {
                assert!(!name.is_empty() && !param.raw().is_empty(), "round {round}");
            }
        }
        let records = image.rows::<rows::Route>();
        if let Some(id) = id {
            let is = |at| records.get(at).method().index == id && image.str(records.get(at).path()) == route.path;
            let found = table::find(image, Section::RouteTable, id, route.path.as_bytes(), is);
            assert!(found.is_some(), "round {round}");
            assert_eq!(image.find_route(&route.method, &route.path).map(|id| id.index), found, "round {round}");
        }
    }
    let edges = image.rows::<rows::Edge>();
    let relationships: usize = model.resources.iter().map(|resource| resource.relationships.len()).sum();
    assert_eq!(edges.iter().filter(|edge| edge.relationship().get().is_some()).count(), relationships, "round {round}");
    // Writing the model anew is the strictest reader of all: it looks at every text and every list.
    let again = write(&model, Strip::NONE).expect("what was accepted has an image");
    let reread = validate(&again.records, again.strings.as_bytes()).expect("the compiler wrote it");
    assert!(read(reread) == model, "round {round}: {}", differs(&model, &read(reread)));
    assert_eq!(hashes_hold(reread), Some(true), "round {round}");
    let less = strip(image, Strip::NONE.docs(true)).expect("less has an image as well");
    validate(&less.records, less.strings.as_bytes()).unwrap_or_else(|error| panic!("round {round}: {error}"));
    // Edges, calls apart, are those of the model, whoever wrote the image.
    assert_eq!(told(image), told(reread), "round {round}");
}

/// Says which part of a model is another: a model is too large to be shown.
fn differs(one: &Model, other: &Model) -> String {
    let Model { application, files, resources, routes, references, patterns, deviations, coverage, not_represented } =
        one;
    let parts = [
        ("application", *application == other.application),
        ("files", *files == other.files),
        ("resources", *resources == other.resources),
        ("routes", *routes == other.routes),
        ("references", *references == other.references),
        ("patterns", *patterns == other.patterns),
        ("deviations", *deviations == other.deviations),
        ("coverage", *coverage == other.coverage),
        ("not_represented", *not_represented == other.not_represented),
    ];
    parts.iter().filter(|(_, same)| !same).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// The edges of an image, with the names of their ends; what bodies call is believed.
fn told(image: Image<'_>) -> Vec<(u32, String, String, u32)> {
    let nodes = Nodes::of(image);
    let name = |node| match nodes.node(node) {
        Node::Resource(id) => format!("resource {}", id.index),
        Node::Dangling(id) => format!("dangling {}", image.str(image.get(id).name())),
        Node::Route(id) => format!("route {}", id.index),
        Node::Middleware(id) => format!("middleware {}", image.str(image.get(id).name())),
        Node::Function(_) => String::new(),
    };
    let edges = image.rows::<rows::Edge>();
    let kind = |edge: &Rec<'_, rows::Edge>| image.str(image.get(edge.kind()).name()).to_owned();
    let told = edges.iter().map(|edge| (edge.from(), kind(&edge), name(edge.to()), edge.weight()));
    told.filter(|(_, kind, ..)| kind != "calls").collect()
}
