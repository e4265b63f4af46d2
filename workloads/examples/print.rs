//! Prints a workload: `cargo run -p workloads --example print -- rich 5000 schema` (or `document`).

use workloads::Workload;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (name, n, form) = (arguments.next(), arguments.next().and_then(|n| n.parse().ok()), arguments.next());
    let workload = Workload::ALL.into_iter().find(|workload| Some(workload.name()) == name.as_deref());
    match (workload, n, form.as_deref()) {
        (Some(workload), Some(n), Some("schema")) => print!("{}", workload.schema(n)),
        (Some(workload), Some(n), Some("document")) => print!("{}", workload.document(n)),
        _ => {
            eprintln!("usage: print star|chain|rich|blog3 N schema|document");
            std::process::exit(2);
        }
    }
}
