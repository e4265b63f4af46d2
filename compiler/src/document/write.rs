//! From the model to a document.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::digest::Digest;
use super::graph::dependencies;
use super::members::Omission;
use super::read;
use super::record::{Record, write_list};
use super::value::Map;
use crate::model::{Application, File, Model, Text};

/// A whole document.
pub(super) struct Top<'a>(pub(super) &'a Model);

impl Serialize for Top<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let model = self.0;
        let Model {
            application,
            files,
            resources,
            routes,
            references,
            patterns,
            deviations,
            coverage,
            not_represented,
        } = model;
        // What is at the top is not said again.
        let ours = Application { version: Default::default(), source_hash: Default::default(), ..application.clone() };
        let ours = (ours != Application::default()).then_some(One(&ours));
        // Files that are named by what is in them go without saying.
        let paths: Vec<Text> = files.iter().map(|file| file.path.clone()).collect();
        let digests = digests(files);
        let files = (paths != read::files_of(model)).then_some(paths);
        let omissions: Vec<_> = (not_represented.iter())
            .map(|(reason, count)| Omission { reason: reason.clone(), count: *count })
            .collect();
        let optional = [
            ours.is_some(),
            files.is_some(),
            !digests.is_empty(),
            !references.is_empty(),
            !deviations.is_empty(),
            !coverage.is_empty(),
            !omissions.is_empty(),
        ];
        let count = 6 + optional.iter().filter(|is| **is).count();

        let mut map = to.serialize_map(Some(count))?;
        map.serialize_entry("version", &application.version)?;
        map.serialize_entry("source_hash", &application.source_hash)?;
        map.serialize_entry("resources", &Each(resources))?;
        map.serialize_entry("routes", &Each(routes))?;
        map.serialize_entry("patterns", &Each(patterns))?;
        map.serialize_entry("dependencies", &dependencies(model))?;
        if let Some(ours) = ours {
            map.serialize_entry("application", &ours)?;
        }
        if let Some(files) = files {
            map.serialize_entry("files", &files)?;
        }
        if !digests.is_empty() {
            map.serialize_entry("file_digests", &Map(digests))?;
        }
        if !references.is_empty() {
            map.serialize_entry("references", &Each(references))?;
        }
        if !deviations.is_empty() {
            map.serialize_entry("deviations", &Each(deviations))?;
        }
        if !coverage.is_empty() {
            map.serialize_entry("coverage", &Coverage(coverage))?;
        }
        if !omissions.is_empty() {
            map.serialize_entry("not_represented", &Each(&omissions))?;
        }
        map.end()
    }
}

/// The digests that are known of files, by path.
fn digests(files: &[File]) -> Vec<(Text, Digest)> {
    files.iter().filter(|file| file.digest != [0; 16]).map(|file| (file.path.clone(), Digest(file.digest))).collect()
}

struct One<'a, R>(&'a R);

impl<R: Record> Serialize for One<'_, R> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

struct Each<'a, R>(&'a [R]);

impl<R: Record> Serialize for Each<'_, R> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write_list(self.0, to)
    }
}

struct Coverage<'a>(&'a [(Text, u32)]);

impl Serialize for Coverage<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(category, covered)| (category, covered)))
    }
}
