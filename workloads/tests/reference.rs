//! At n = 50 the documents say what the reference system's own do.

use serde_json::Value;
use workloads::Workload;

fn reference(name: &str) -> Value {
    let path = format!("{}/../tests/data/metadata/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).expect("the file is there")).expect("the file is JSON")
}

#[test]
fn documents_equal_the_reference_documents() {
    for workload in Workload::ALL {
        let name = if workload == Workload::Blog3 { "blog3".to_owned() } else { format!("{}_50", workload.name()) };
        let ours: Value = serde_json::from_str(&workload.document(50)).expect("the document is JSON");
        assert!(ours == reference(&name), "{name} differs");
    }
}

#[test]
fn a_document_of_any_size_is_json() {
    for workload in Workload::ALL {
        for n in [0, 1, 2, 3, 7] {
            let document: Value = serde_json::from_str(&workload.document(n)).expect("the document is JSON");
            if workload != Workload::Blog3 {
                assert_eq!(document["resources"].as_array().map(Vec::len), Some(n));
            }
        }
    }
}
