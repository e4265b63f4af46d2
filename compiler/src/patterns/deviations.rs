//! From findings to deviations: what the schema acknowledges is left out, one place is reported once.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::UnusedAllow;
use super::ledger::Finished;
use crate::model::{Allow, Deviation, Model, Pattern};

/// Returns the deviations, best supported first, and the acknowledgements nothing was found for.
///
/// Of several findings about one place the best supported one counts: to fix it is to look at the place, and what is
/// still missing then is found by the next run.
pub(super) fn resolve(model: &Model, finished: &mut Finished) -> (Vec<Deviation>, Vec<UnusedAllow>) {
    let mut used: HashSet<(u32, usize)> = HashSet::new();
    let mut allows: HashMap<u32, BTreeMap<&str, Vec<usize>>> = HashMap::new();
    let findings = std::mem::take(&mut finished.findings);
    let mut found = Vec::with_capacity(findings.len());
    for finding in findings {
        let Pattern { id, category, .. } = finished.pattern(finding.pattern);
        let mut allowed = false;
        if let Some(at) = finding.resource {
            let of_resource = allows.entry(at).or_insert_with(|| by_pattern(&model.resources[at as usize].allows));
            for nth in covering(id).filter_map(|start| of_resource.get(start)).flatten() {
                used.insert((at, *nth));
                allowed = true;
            }
        }
        if !allowed {
            let deviation = Deviation {
                pattern: id.clone(),
                subject: finding.subject.into(),
                resource: finding.resource.map(|at| model.resources[at as usize].name.clone()).unwrap_or_default(),
                support: finding.support,
                rival: finding.rival.map(|rival| finished.pattern(rival).id.clone()).unwrap_or_default(),
                template: finding.template.into(),
                file_path: finding.file.into(),
                line: finding.line,
            };
            found.push((deviation, kind(category)));
        }
    }
    found.sort_by(|(a, _), (b, _)| {
        let wilson = b.support.wilson.total_cmp(&a.support.wilson);
        wilson.then_with(|| (&a.pattern, &a.subject, a.line).cmp(&(&b.pattern, &b.subject, b.line)))
    });
    let mut seen = HashSet::new();
    found.retain(|(deviation, kind)| seen.insert((*kind, deviation.resource.clone(), deviation.subject.clone())));
    (found.into_iter().map(|(deviation, _)| deviation).collect(), unused(model, &finished.patterns, &used))
}

/// The acknowledgements of a resource by what they name.
fn by_pattern(allows: &[Allow]) -> BTreeMap<&str, Vec<usize>> {
    let mut by_pattern: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (nth, allow) in allows.iter().enumerate() {
        by_pattern.entry(&allow.pattern).or_default().push(nth);
    }
    by_pattern
}

/// Returns what an acknowledgement of a pattern may name: its id, or what the id starts with, from two parts on.
///
/// `middleware/auth` covers `middleware/auth/create`; `middleware` alone would cover everything and covers nothing.
fn covering(id: &str) -> impl Iterator<Item = &str> {
    let starts = id.match_indices('/').skip(1).map(|(at, _)| &id[..at]);
    starts.chain(std::iter::once(id))
}

// All middleware is one kind of finding, whatever its category: an operation that lacks two of them is one place.
fn kind(category: &str) -> &str {
    match category {
        "hook" | "validation" | "relationship" | "scope" | "operation" => category,
        _ => "middleware",
    }
}

fn unused(model: &Model, patterns: &[Pattern], used: &HashSet<(u32, usize)>) -> Vec<UnusedAllow> {
    let mut unused = Vec::new();
    let ids: HashSet<&str> = patterns.iter().map(|pattern| pattern.id.as_str()).collect();
    for (at, resource) in model.resources.iter().enumerate() {
        for (nth, allow) in resource.allows.iter().enumerate() {
            if !used.contains(&(at as u32, nth)) {
                unused.push(UnusedAllow {
                    resource: resource.name.to_string(),
                    pattern: allow.pattern.to_string(),
                    is_pattern: ids.contains(allow.pattern.as_str()),
                    resource_index: at as u32,
                    index: nth as u32,
                    file_path: resource.file_path.to_string(),
                    line: if allow.line == 0 { resource.line } else { allow.line },
                });
            }
        }
    }
    unused.sort_by(|a, b| (&a.file_path, a.line, &a.pattern).cmp(&(&b.file_path, b.line, &b.pattern)));
    unused
}
