//! How the work of each family of [`workloads::growth`] grows with its input.
//!
//! `cargo bench --bench growth` prints the exponents over three sizes: of the time, and of the instructions where
//! valgrind is there; it fails where the instructions grow with more than the power 1.25, which n log n is below. As a
//! test it counts allocations, which needs neither a quiet machine nor a tool. Names choose families.

use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::Instant;

use etched::Registry;
use etched::query::{Question, resource};
use etched::render::{Page, Render, Style};
use etched_compiler::model::doubts;
use etched_compiler::{Diagnostics, Sources, Strip, compile, document, image, openapi, routes};
use workloads::growth::{FAMILIES, Family, Form};

/// Of what grows as n log n between the sizes used, the exponent is below this.
const MOST: f64 = 1.25;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["one", family, n] => {
            let family = FAMILIES.iter().find(|known| known.name == family).expect("it is one of them");
            work(family, &family.text(n.parse().expect("a number")));
            ExitCode::SUCCESS
        }
        _ => {
            let names: Vec<&String> = args.iter().filter(|arg| !arg.starts_with("--")).collect();
            let chosen = |family: &&Family| names.is_empty() || names.iter().any(|name| family.name.contains(*name));
            let families = FAMILIES.iter().filter(chosen);
            if args.iter().any(|arg| arg == "--bench") { exponents(families) } else { allocations(families) }
        }
    }
}

/// Does with a text what the command line would, up to what is written.
fn work(family: &Family, text: &str) {
    let model = match family.form {
        Form::Schema => match compile(&Sources::from_texts([("schema/app.cdt", text)])) {
            Ok(compiled) => {
                report(&compiled.warnings);
                compiled.model
            }
            Err(diagnostics) => {
                assert!(family.impact.is_none(), "{}: {diagnostics}", family.name);
                return report(&diagnostics);
            }
        },
        Form::Document => {
            let model = document::read_json(text.as_bytes()).expect("it is a document").model;
            let mut found = Diagnostics::new();
            let doubts = doubts(&model).into_iter().chain(routes::unanswered(&model));
            doubts.chain(routes::alike(&model)).chain(routes::costly(&model)).for_each(|one| found.push(one));
            report(&found);
            model
        }
        Form::OpenApi => openapi::import("openapi.json", text.as_bytes()).expect("it is a document").model,
    };
    black_box((document::write_json(&model), openapi::export(&model)));
    let file = image::write(&model, Strip::NONE).expect("the model has an image").to_file();
    let registry = Registry::from_bytes(&file).expect("it is an image");
    if let Some(start) = family.impact {
        let middleware = registry.resource(start).is_none();
        let change = if middleware { etched::Change::RemoveMiddleware } else { etched::Change::Delete };
        let impact = registry.impact(start, change).expect("it is there");
        black_box(impact.affected().iter().map(etched::graph::Affected::name).collect::<Vec<_>>());
    }
    if let Ok(answer) = resource::Request::new("Post").ask(&registry) {
        let mut page = Page::new(Style::default().width(Some(80)).full(true));
        answer.render(&mut page);
        black_box(page.into_text());
    }
}

fn report(diagnostics: &Diagnostics) {
    black_box((diagnostics.render(false, 80), diagnostics.to_json()));
}

fn exponent(small: f64, large: f64, times: f64) -> f64 {
    (large / small).log2() / times.log2()
}

fn exponents(families: impl Iterator<Item = &'static Family>) -> ExitCode {
    let has_valgrind = Command::new("valgrind").arg("--version").output().is_ok();
    let mut grown = Vec::new();
    println!("{:<36} {:>8} {:>12} {:>12}", "family", "ms", "of time", "of instr.");
    for family in families {
        let sizes = [1_000, 2_000, 4_000];
        let times = sizes.map(|n| {
            let text = family.text(n);
            let run = |_| {
                let start = Instant::now();
                work(family, &text);
                start.elapsed().as_secs_f64()
            };
            (0..3).map(run).fold(f64::INFINITY, f64::min)
        });
        let of_time = exponent(times[0], times[2], 4.0);
        let counts = has_valgrind.then(|| [2, 1_000, 4_000].map(|n| instructions(family, n)));
        let counted = counts.map(|counts| exponent(counts[1] - counts[0], counts[2] - counts[0], 4.0));
        let shown = counted.map_or_else(|| "-".to_owned(), |exponent| format!("{exponent:.2}"));
        println!("{:<36} {:>8.1} {of_time:>12.2} {shown:>12}", family.name, times[2] * 1e3);
        if counted.is_some_and(|exponent| exponent > MOST) {
            grown.push(family.name);
        }
    }
    if grown.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("grows with more than the power {MOST}: {}", grown.join(", "));
    ExitCode::FAILURE
}

/// Counts what one run executes, everything but the work itself included.
fn instructions(family: &Family, n: usize) -> f64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().expect("it has a path"))
        .args(["one", family.name, &n.to_string()])
        .output()
        .expect("valgrind runs");
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find_map(|line| line.split_once("Collected : ")).expect("valgrind says what it counted");
    line.1.trim().parse().expect("a number")
}

fn allocations(families: impl Iterator<Item = &'static Family>) -> ExitCode {
    // The rules for plurals are built once.
    let _ = routes::plural("post");
    let mut grown = Vec::new();
    for family in families {
        let bytes = [2, 250, 1_000].map(|n| {
            let text = family.text(n);
            allocation_counter::measure(|| work(family, &text)).bytes_total as f64
        });
        // What is there whatever the size is left out.
        let exponent = exponent(bytes[1] - bytes[0], bytes[2] - bytes[0], 4.0);
        assert!(exponent.is_finite(), "{}: {bytes:?}", family.name);
        println!("{:<36} {exponent:.2}", family.name);
        if exponent > MOST {
            grown.push(family.name);
        }
    }
    assert!(grown.is_empty(), "allocations grow with more than the power {MOST}: {}", grown.join(", "));
    ExitCode::SUCCESS
}
