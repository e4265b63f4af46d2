//! What is small in stays small out: inputs that once made gigabytes of kilobytes, each at one, two and four times its
//! size. Memory and time grow no faster than n log n, and stay a multiple of the input.
//!
//! docs/limits.md states the limits that are met here.

use std::fmt::Write;
use std::time::Duration;

use etched_compiler::document::{read_json, write_json};
use etched_compiler::image::{hashes_hold, strip, write};
use etched_compiler::model::{Model, Text};
use etched_compiler::{Sources, Strip, compile};
use workloads::{Stopwatch, Workload};

/// What one run took.
#[derive(Debug)]
struct Cost {
    input: usize,
    memory: u64,
    time: Duration,
}

/// Runs over an input twice: memory is the same each time, and the shorter time is nearer to what it takes.
fn cost<I>(input: &I, size: usize, run: &impl Fn(&I)) -> Cost {
    let mut time = Duration::MAX;
    let mut memory = 0;
    for _ in 0..2 {
        let start = Stopwatch::start();
        memory = allocation_counter::measure(|| run(input)).bytes_max;
        time = time.min(start.elapsed());
    }
    Cost { input: size, memory, time }
}

/// Asserts that memory is at most `factor` times the input and 16 MiB, and that neither memory nor time of four times as
/// much is more than n log n makes of it.
fn grows<I>(what: &str, factor: u64, make: impl Fn(usize) -> (I, usize), run: impl Fn(&I)) {
    let costs = [1, 2, 4].map(|times| {
        let (input, size) = make(times);
        cost(&input, size, &run)
    });
    for Cost { input, memory, .. } in &costs {
        assert!(*memory <= factor * *input as u64 + (16 << 20), "{what}: {costs:?}");
    }
    let [one, two, four] = &costs;
    // n log n of 2n is at most 2.2 times that of n, for the n at hand.
    for (less, more) in [(one, two), (two, four)] {
        assert!(more.memory as f64 <= less.memory as f64 * 2.3 + 65_536.0, "{what}: {costs:?}");
    }
    // Quadratic time is sixteen times as much; what is left is the machine's.
    assert!(four.time <= one.time * 9 + Duration::from_millis(20), "{what}: {costs:?}");
}

/// Asserts that memory is at most so many mebibytes, however large the input.
fn within<I>(what: &str, mebibytes: u64, inputs: impl IntoIterator<Item = (I, usize)>, run: impl Fn(&I)) {
    for (input, size) in inputs {
        let memory = allocation_counter::measure(|| run(&input)).bytes_max;
        assert!(memory <= mebibytes << 20, "{what}: {memory} bytes for {size}");
    }
}

fn text(text: String) -> (Sources, usize) {
    let size = text.len();
    (Sources::from_texts([("app.cdt", text.as_str())]), size)
}

/// Compiles, and makes an image of what compiles.
fn build(sources: &Sources) {
    match compile(sources) {
        Ok(compiled) => drop(write(&compiled.model, Strip::NONE).map(|bytes| bytes.to_file())),
        Err(errors) => assert!(errors.has_errors()),
    }
}

/// Issued by an attacker: handlers of 8,600 routes that each repeat a name of 520 kB made the pool pass 4 GiB.
#[test]
fn routes_repeat_the_name_of_their_resource() {
    let schema = |name: usize, routes: usize| {
        let mut text = format!("@strict nullability resource {} {{ a: int! @path \"a\"\n", "N".repeat(name));
        for at in 0..routes {
            let _ = writeln!(text, "@route GET \"/r{at}\" => h{at}");
        }
        text + "}"
    };
    // A name as long as they may be, and one that is longer.
    grows("1 KiB", 120, |times| text(schema(1 << 10, 250 * times)), build);
    grows("130 kB", 40, |times| text(schema(130_000 * times, 500)), build);
}

/// A chain of nestings with doublings in it: 88 kB took over 12 GB.
#[test]
fn nested_places_are_bounded_together() {
    let schema = |resources: usize, segment: usize| {
        let mut text = String::from("@strict nullability resource L0 { a: int! }\n");
        for at in 1..resources {
            let path = format!("{}{at}", "s".repeat(segment));
            let under = at - 1;
            let twice = if at % 12 == 0 { format!("@nested under L{under} as \"t{at}\"") } else { String::new() };
            let _ = writeln!(text, "resource L{at} {{ a: int! @path \"{path}\" @nested under L{under} {twice} }}");
        }
        text
    };
    for segment in [4, 150] {
        let schemas = [30, 60, 120, 240].map(|resources| text(schema(resources, segment)));
        within("nested", 48, schemas, build);
    }
}

/// Each method of each route has the paths and the middleware of all groups it is in.
#[test]
fn groups_times_routes_are_bounded() {
    let names = |count: usize| (0..count).map(|at| format!("m{at}")).collect::<Vec<_>>().join(", ");
    let schema = |prefix: usize, middleware: usize, routes: usize| {
        let mut text = format!("@group \"/{}\" [{}] {{\n", "p".repeat(prefix), names(middleware));
        for at in 0..routes {
            let _ = writeln!(text, "@route ANY \"/{at}\" -> h");
        }
        text + "}"
    };
    within("middleware of groups", 200, [2_000, 4_000, 8_000].map(|routes| text(schema(1, 256, routes))), build);
    grows("paths of groups", 400, |times| text(schema(1_000, 0, 250 * times)), build);
    grows("long paths", 60, |times| text(schema(100_000 * times, 0, 100)), build);
}

/// Each route has the whole list: 466 kB took over 98 s and 4.7 GB.
#[test]
fn middleware_times_routes_is_bounded() {
    let names = |count: usize| (0..count).map(|at| format!("m{at}")).collect::<Vec<_>>().join(", ");
    let resources = |count: usize, list: usize| {
        let mut text = String::from("@strict nullability\n");
        let names = names(list);
        for at in 0..count {
            let _ = writeln!(text, "resource R{at} {{ a: int! @middleware [{names}] }}");
        }
        text
    };
    grows("a list for each", 100, |times| text(resources(10 * times, 100)), build);
    grows("one list", 100, |times| text(resources(1, 20_000 * times)), build);
    let routes = |count: usize| {
        let mut text = format!("@strict nullability resource R {{ a: int! @middleware [{}]\n", names(200));
        for at in 0..count {
            let _ = writeln!(text, "@route GET \"/r{at}\" => h{at}");
        }
        text + "}"
    };
    grows("a list for many routes", 1_000, |times| text(routes(100 * times)), build);
    let document = |list: usize| {
        let names: Vec<String> = (0..list).map(|at| format!("\"middleware{at}\"")).collect();
        let route = r#"{"method":"GET","path":"/a","handler":"A.a","resource":"A","operation":"a","middleware":"#;
        let text = format!(r#"{{"resources":[{{"name":"A"}}],"routes":[{route}[{}]}}]}}"#, names.join(","));
        let size = text.len();
        (text, size)
    };
    grows(
        "a list of a document",
        40,
        |times| document(10_000 * times),
        |text| {
            let model = read_json(text.as_bytes()).expect("it is a document").model;
            drop(write(&model, Strip::NONE));
        },
    );
}

/// An accepted image in which many records name one text: what is hashed is not built, what is written is bounded.
#[test]
fn a_shared_text_is_not_built_to_be_hashed() {
    let image = |times: usize| {
        let mut model = read_json(Workload::Rich.document(50).as_bytes()).expect("it loads").model;
        let long = Text::from("long ".repeat(8_000 * times));
        for field in model.resources.iter_mut().flat_map(|resource| &mut resource.fields).take(60) {
            field.documentation = long.clone();
        }
        let bytes = write(&model, Strip::NONE).expect("it is in proportion");
        let size = bytes.to_file().len();
        (bytes, size)
    };
    grows("hashes", 8, image, |bytes| assert_eq!(hashes_hold(bytes.image()), Some(true)));
    grows("strip", 12, image, |bytes| drop(strip(bytes.image(), Strip::NONE.bodies(true))));
}

/// What every reader and writer takes of an ordinary application.
#[test]
fn ordinary_applications_grow_evenly() {
    let document = |times: usize| {
        let text = Workload::Rich.document(100 * times);
        let size = text.len();
        (text, size)
    };
    let model = |times: usize| {
        let (text, size) = document(times);
        (read_json(text.as_bytes()).expect("it is a document").model, size)
    };
    grows("read", 4, document, |text| drop(read_json(text.as_bytes())));
    grows("write an image", 6, model, |model: &Model| drop(write(model, Strip::NONE)));
    grows("write a document", 6, model, |model: &Model| drop(write_json(model)));
}

/// Thousands of aliases of one long text: 1.2 MB wanted 60 GB.
#[cfg(feature = "openapi")]
#[test]
fn aliases_are_counted_by_what_they_stand_for() {
    use etched_compiler::openapi::import;

    let yaml = |text: usize, aliases: usize| {
        let mut out = String::from("openapi: 3.1.0\ninfo: {title: Pets, version: \"1\", description: &long \"");
        out.push_str(&"long ".repeat(text / 5));
        out.push_str("\"}\npaths: {}\nx-texts:\n");
        (0..aliases).for_each(|_| out.push_str("  - *long\n"));
        out
    };
    let run = |text: &String| drop(import("pets.yaml", text.as_bytes()));
    let sized = |text: String| {
        let size = text.len();
        (text, size)
    };
    grows("texts", 24, |times| sized(yaml(100_000 * times, 1_000 * times)), run);
    let error = import("pets.yaml", yaml(100_000, 1_000).as_bytes()).expect_err("it is a bomb");
    assert!(error.message.starts_with("anchors and aliases multiply the document"), "{error}");
    assert!(import("pets.yaml", yaml(1_000, 1_000).as_bytes()).is_ok(), "a megabyte is no bomb");
}
