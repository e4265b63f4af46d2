//! What the program writes into files: whole or not at all, under a name nobody can foresee, and nothing beside it.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

fn scratch(name: &str) -> PathBuf {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("files").join(name);
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(&scratch).unwrap();
    scratch
}

fn export(from: &Path, to: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_etched"));
    command.arg("--from").arg(from).args(["export", "--to", "json", "-o"]).arg(to);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn blog() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/blog")
}

fn names(directory: &Path) -> BTreeSet<String> {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// A schema whose documents are a few megabytes.
fn large(scratch: &Path, letter: &str) -> PathBuf {
    let schema = scratch.join(format!("{letter}.cdt"));
    let words = format!("{letter} ").repeat(2_000_000);
    fs::write(&schema, format!("@strict nullability\n/// {words}\nresource Post {{ title: string! }}\n")).unwrap();
    schema
}

#[test]
fn a_name_may_be_as_long_as_the_system_lets_it() {
    let scratch = scratch("long");
    for length in [240, 246, 250, 255] {
        let name = "n".repeat(length);
        assert!(export(&blog(), &scratch.join(&name)).status().unwrap().success(), "{length}");
        assert!(names(&scratch).contains(&name));
    }
    assert_eq!(names(&scratch).len(), 4);
}

#[test]
fn a_link_stays_a_link() {
    let scratch = scratch("links");
    fs::create_dir(scratch.join("there")).unwrap();
    fs::write(scratch.join("there/old"), "old").unwrap();
    for (link, to) in [("to-old", "there/old"), ("dangling", "there/new"), ("second", "dangling")] {
        symlink(to, scratch.join(link)).unwrap();
        assert!(export(&blog(), &scratch.join(link)).status().unwrap().success(), "{link}");
        assert!(fs::symlink_metadata(scratch.join(link)).unwrap().is_symlink(), "{link}");
        assert!(fs::read_to_string(scratch.join(link)).unwrap().starts_with('{'), "{link}");
    }
    assert_eq!(names(&scratch.join("there")), ["new", "old"].map(str::to_owned).into());

    symlink("round", scratch.join("around")).unwrap();
    symlink("around", scratch.join("round")).unwrap();
    let output = export(&blog(), &scratch.join("round")).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("in a circle"));
}

/// What is no file is written to, by whatever links it is reached.
#[test]
fn a_pipe_is_written_to() {
    let scratch = scratch("pipes");
    symlink("/dev/stdout", scratch.join("out")).unwrap();
    for to in [Path::new("/dev/stdout"), &scratch.join("out")] {
        let output = export(&blog(), to).stdout(Stdio::piped()).output().unwrap();
        assert!(output.status.success() && output.stdout.starts_with(b"{"), "{}", to.display());
    }
    assert_eq!(names(&scratch), BTreeSet::from(["out".to_owned()]));
}

#[test]
fn permissions_are_those_of_any_new_file_or_of_the_old_one() {
    let scratch = scratch("permissions");
    let mode = |name: &str| fs::metadata(scratch.join(name)).unwrap().permissions().mode() & 0o777;
    fs::write(scratch.join("plain"), "").unwrap();
    fs::write(scratch.join("old"), "").unwrap();
    fs::set_permissions(scratch.join("old"), fs::Permissions::from_mode(0o640)).unwrap();
    for name in ["new", "old"] {
        assert!(export(&blog(), &scratch.join(name)).status().unwrap().success());
    }
    assert_eq!((mode("new"), mode("old")), (mode("plain"), 0o640));
}

#[test]
fn what_cannot_be_written_leaves_everything_as_it_was() {
    let scratch = scratch("unwritable");
    fs::create_dir(scratch.join("directory")).unwrap();
    for (to, what) in [("directory", "it is a directory"), ("nowhere/file", "cannot write")] {
        let output = export(&blog(), &scratch.join(to)).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{to}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(what), "{to}");
    }
    assert_eq!(names(&scratch), BTreeSet::from(["directory".to_owned()]));
}

/// Writers that have one process id, as the first processes of two containers have, do not write into one file.
#[test]
fn writers_of_one_process_id_do_not_meet() {
    let namespaces = |command: &mut Command| {
        let mut namespaced = Command::new("unshare");
        namespaced.args(["--map-root-user", "--pid", "--fork", "--"]).arg(command.get_program());
        namespaced.args(command.get_args()).stdout(Stdio::null()).stderr(Stdio::null());
        namespaced
    };
    let isolated = namespaces(&mut Command::new("true")).status().is_ok_and(|status| status.success());
    if !isolated {
        println!("no process namespaces here: the writers have ids of their own");
    }
    let scratch = scratch("writers");
    let schemas = ["a", "b"].map(|letter| large(&scratch, letter));
    let whole = schemas.each_ref().map(|schema| {
        let to = schema.with_extension("json");
        assert!(export(schema, &to).status().unwrap().success());
        fs::read(to).unwrap()
    });
    let out = scratch.join("out.json");
    fs::write(&out, &whole[0]).unwrap();
    let start = |at: usize| -> Child {
        let mut command = export(&schemas[at % 2], &out);
        if isolated { namespaces(&mut command).spawn().unwrap() } else { command.spawn().unwrap() }
    };
    let mut writers: Vec<Child> = (0..2).map(start).collect();
    let mut reads = 0;
    for round in 2..10 {
        let at = round % 2;
        while writers[at].try_wait().unwrap().is_none() {
            let found = fs::read(&out).unwrap();
            assert!(whole.contains(&found), "half a file of {} bytes", found.len());
            reads += 1;
        }
        assert!(writers[at].wait().unwrap().success());
        writers[at] = start(round);
    }
    assert!(writers.iter_mut().all(|writer| writer.wait().unwrap().success()));
    assert!(reads > 0 && whole.contains(&fs::read(&out).unwrap()));
    assert!(!names(&scratch).iter().any(|name| name.ends_with(".part")));
}

#[test]
fn a_signal_leaves_nothing_behind() {
    let scratch = scratch("signals");
    let schema = large(&scratch, "c");
    let directory = scratch.join("out");
    fs::create_dir(&directory).unwrap();
    for signal in ["-TERM", "-INT", "-HUP"] {
        let met = (0..100).find(|_| {
            let mut child = export(&schema, &directory.join("file")).spawn().unwrap();
            while child.try_wait().unwrap().is_none() && !names(&directory).iter().any(|name| name.ends_with(".part")) {
            }
            let _ =
                Command::new("kill").arg(signal).arg(child.id().to_string()).stderr(Stdio::null()).status().unwrap();
            let ended = child.wait().unwrap().signal().is_some();
            let left: Vec<String> = names(&directory).into_iter().filter(|name| name != "file").collect();
            assert!(left.is_empty(), "{signal} left {left:?}");
            ended
        });
        assert!(met.is_some(), "{signal} never came while the file was written");
    }
}
