//! Writes the schema of a workload into a directory, fifty resources a file: `schema rich 1000 DIRECTORY`.

use std::{env, fs, process};

use workloads::Workload;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [name, n, directory] = arguments.as_slice() else {
        eprintln!("usage: schema (star|chain|rich) NUMBER DIRECTORY");
        process::exit(2);
    };
    let workload = Workload::ALL.into_iter().find(|workload| workload.name() == name).expect("a workload's name");
    let text = workload.schema(n.parse().expect("a number"));
    fs::create_dir_all(directory).expect("a directory that can be written to");
    let mut parts: Vec<String> = vec![String::new()];
    let mut resources = 0;
    for line in text.split_inclusive('\n') {
        // Documentation precedes its resource.
        let starts = line.starts_with("resource ") || line.starts_with("/// ");
        if starts && resources == parts.len() * 50 {
            parts.push("@strict nullability\n".to_owned());
        }
        resources += usize::from(line.starts_with("resource "));
        parts.last_mut().expect("there is one").push_str(line);
    }
    for (at, part) in parts.iter().enumerate() {
        fs::write(format!("{directory}/part_{at:03}.cdt"), part).expect("it can be written");
    }
}
