//! Images from files: opened when whole, refused with a clear sentence otherwise.

use etched::{OpenError, Registry};
use etched_compiler::image::write;
use etched_core::Strip;
use workloads::random;

fn file(name: &str) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("open");
    std::fs::create_dir_all(&folder).expect("the folder is made");
    folder.join(name)
}

#[test]
fn an_image_answers_from_its_file_as_from_its_bytes() {
    let model = random::model(3, 6);
    let bytes = write(&model, Strip::NONE).expect("the model has an image").to_file();
    let path = file("whole.etched");
    std::fs::write(&path, &bytes).expect("the file writes");
    let (opened, read) = (Registry::open(&path).expect("it opens"), Registry::from_bytes(&bytes).expect("it reads"));
    assert_eq!(opened.digest(), read.digest());
    assert_eq!(opened.resources().len(), model.resources.len());
    for resource in &model.resources {
        assert_eq!(opened.resource(&resource.name).map(|found| found.name()), Some(resource.name.as_str()));
    }
}

#[test]
fn what_is_no_image_is_refused() {
    let whole = write(&random::model(3, 6), Strip::NONE).expect("the model has an image").to_file();
    let long = [&whole[..], b"x"].concat();
    let cases: [(&str, &[u8], &str); 5] = [
        ("empty", b"", "not an etched image (shorter than its header of 64 bytes)"),
        ("text", &[b'{'; 100], "not an etched image (bad magic)"),
        ("header", &whole[..64], "the image is truncated or has trailing bytes"),
        ("cut", &whole[..whole.len() - 1], "the image is truncated or has trailing bytes"),
        ("long", &long, "the image is truncated or has trailing bytes"),
    ];
    for (name, bytes, expected) in cases {
        let path = file(name);
        std::fs::write(&path, bytes).expect("the file writes");
        assert_eq!(Registry::open(&path).err().map(|error| error.to_string()).as_deref(), Some(expected), "{name}");
        assert!(Registry::from_bytes(bytes).is_err(), "{name}");
    }
    assert!(matches!(Registry::open(file(".")), Err(OpenError::NotAFile)));
    assert!(matches!(Registry::open(file("missing")), Err(OpenError::Io(_))));
}

#[test]
fn a_huge_sparse_file_is_not_read() {
    for head in [Vec::new(), write(&random::model(3, 6), Strip::NONE).expect("the model has an image").to_file()] {
        let path = file(&format!("sparse{}", head.len()));
        std::fs::write(&path, &head).expect("the file writes");
        let sparse = std::fs::OpenOptions::new().write(true).open(&path).expect("it opens");
        sparse.set_len(10 << 30).expect("the file system has sparse files");
        let started = std::time::Instant::now();
        assert!(Registry::open(&path).is_err());
        assert!(started.elapsed().as_secs() < 2, "{:?}", started.elapsed());
        std::fs::remove_file(&path).expect("it goes");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_does_not_hang() {
    let path = file("pipe");
    let _ = std::fs::remove_file(&path);
    let made = std::process::Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success());
    if made {
        assert!(matches!(Registry::open(&path), Err(OpenError::NotAFile)));
    }
}
