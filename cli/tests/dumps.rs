//! The image of a schema as reviewed text: the dump of each schema in `data/` that has a `.dump` beside it.
//!
//! A changed dump is a changed image: the layout, the indexes, or what a schema means. `ETCHED_BLESS=1` writes them anew.

use std::path::Path;
use std::process::Command;

#[test]
fn images_are_what_their_dumps_say() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut seen = 0;
    for entry in data.read_dir().unwrap() {
        let dump = entry.unwrap().path();
        if dump.extension().is_none_or(|extension| extension != "dump") {
            continue;
        }
        seen += 1;
        let output = Command::new(env!("CARGO_BIN_EXE_etched"))
            .args(["dump", "--color", "never", "--from"])
            .arg(dump.file_stem().unwrap())
            .current_dir(&data)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let found = String::from_utf8(output.stdout).unwrap();
        if std::env::var_os("ETCHED_BLESS").is_some() {
            std::fs::write(&dump, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&dump).unwrap();
        assert!(found == expected, "{} differs; review, then bless:\n{found}", dump.display());
    }
    assert!(seen > 0, "no dumps in {}", data.display());
}
