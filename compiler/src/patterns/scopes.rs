//! Scopes of one name and one shape, and sets of operations.

use std::collections::BTreeMap;

use super::endpoints::canonical;
use super::group::{Map, commonest};
use super::hooks::Habit;
use super::ledger::{Draft, Finding, Ledger, PatternRef, Site, counts};
use super::naming::snake;
use super::shape::Shape;
use crate::model::{Resource, Scope};
use crate::operation::REST;

struct Item<'m> {
    resource: u32,
    owner: &'m Resource,
    scope: &'m Scope,
    shape: String,
}

impl Item<'_> {
    fn site(&self, at: u32) -> Site {
        let line = if self.scope.line == 0 { self.owner.line } else { self.scope.line };
        Site { resource: Some(self.resource), line, item: at }
    }
}

/// Finds scopes that mean the same wherever they have one name, and those of that name that mean something else.
///
/// Returns which resources have a scope of a name, for the question which resources should.
pub(super) fn discover(ledger: &mut Ledger<'_>) -> Vec<Habit> {
    let mut shapes: Map<&str, String> = Map::default();
    let mut all = Vec::new();
    for (at, owner) in ledger.model.resources.iter().enumerate() {
        for scope in &owner.scopes {
            let body = shapes.entry(&scope.query).or_insert_with(|| Shape::of(&scope.query).text);
            let types =
                scope.parameters.iter().map(|one| format!("{}{}", one.ty, if one.nullable { '?' } else { '!' }));
            let shape = format!("({}) {body}", types.collect::<Vec<_>>().join(", "));
            all.push(Item { resource: at as u32, owner, scope, shape });
        }
    }
    let mut by_name: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (at, item) in all.iter().enumerate() {
        by_name.entry(&item.scope.name).or_default().push(at as u32);
    }
    by_name.retain(|_, group| ledger.options.is_pattern(group.len() as u32));
    by_name.into_iter().filter_map(|(name, group)| one_name(ledger, &all, name, &group)).collect()
}

fn one_name<'m>(ledger: &mut Ledger<'m>, all: &[Item<'m>], name: &str, group: &[u32]) -> Option<Habit> {
    let mut by_shape: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for at in group {
        by_shape.entry(&all[*at as usize].shape).or_default().push(*at);
    }
    let mut patterns: BTreeMap<&str, PatternRef> = BTreeMap::new();
    for (shape, uses) in by_shape.iter().filter(|(_, uses)| ledger.options.is_pattern(uses.len() as u32)) {
        let texts: Vec<String> = uses.iter().map(|at| text(all[*at as usize].scope)).collect();
        let template = commonest(texts.iter().map(String::as_str)).map(|(text, _)| text.to_owned());
        let draft = Draft {
            id: format!("scope/{name}"),
            shape: (*shape).to_owned(),
            name: snake([name, "scope"]),
            category: "scope",
            description: format!("Scopes called `{name}` have one query."),
            template: template.unwrap_or_default(),
            support: counts(uses.len(), group.len()),
        };
        let sites: Vec<Site> = uses.iter().map(|at| all[*at as usize].site(*at)).collect();
        let pattern = ledger.add(draft, &sites, |site| {
            let item = &all[site.item as usize];
            (&item.owner.file_path, text(item.scope))
        });
        patterns.insert(shape, pattern);
    }
    for (shape, pattern) in &patterns {
        let others = by_shape.iter().filter(|(other, _)| *other != shape);
        let rival = others.clone().map(|(_, uses)| uses.len()).max().unwrap_or(0);
        let support = counts(by_shape[shape].len(), group.len());
        if !ledger.options.is_rule(support, rival as u32) {
            continue;
        }
        for (other, at) in others.flat_map(|(other, uses)| uses.iter().map(move |at| (other, *at))) {
            let item = &all[at as usize];
            ledger.findings.push(Finding {
                pattern: *pattern,
                rival: patterns.get(other).copied(),
                subject: format!("{}.{name}", item.owner.name),
                resource: Some(item.resource),
                file: item.owner.file_path.to_string(),
                line: item.site(at).line,
                support,
                template: ledger.template(*pattern),
            });
        }
    }
    let usual = by_shape.iter().filter(|(shape, _)| patterns.contains_key(*shape));
    let (shape, _) = usual.max_by(|a, b| a.1.len().cmp(&b.1.len()).then(b.0.cmp(a.0)))?;
    // Whoever has a scope of the name has one, whatever it means there.
    let uses = group.iter().map(|at| all[*at as usize].site(*at)).collect();
    Some(Habit { pattern: patterns[shape], event: name.to_owned(), id: format!("scope/{name}"), uses })
}

fn text(scope: &Scope) -> String {
    let parameters: Vec<String> = scope
        .parameters
        .iter()
        .map(|one| format!("{}: {}{}", one.name, one.ty, if one.nullable { '?' } else { '!' }))
        .collect();
    let parameters = if parameters.is_empty() { String::new() } else { format!("({})", parameters.join(", ")) };
    let query = scope.query.trim();
    if query.contains('\n') {
        let lines: Vec<String> = query.lines().map(|line| format!("  {line}")).collect();
        format!("@scope {}{parameters} {{\n{}\n}}", scope.name, lines.join("\n"))
    } else {
        format!("@scope {}{parameters} {{ {query} }}", scope.name)
    }
}

/// Finds sets of operations that several resources limit themselves to: `operations/list+show`.
///
/// What a resource offers is its purpose and no convention, so nothing deviates from these.
pub(super) fn operations(ledger: &mut Ledger<'_>) {
    let mut groups: BTreeMap<Vec<&str>, Vec<Site>> = BTreeMap::new();
    let mut stated = 0;
    for (at, resource) in ledger.model.resources.iter().enumerate() {
        let Some(operations) = &resource.operations else { continue };
        stated += 1;
        let mut set: Vec<&str> = operations.iter().map(|one| canonical(one)).collect();
        set.sort_by_key(|one| (REST.iter().position(|known| known == one).unwrap_or(REST.len()), *one));
        set.dedup();
        groups.entry(set).or_default().push(Site { resource: Some(at as u32), line: resource.line, item: 0 });
    }
    groups.retain(|_, uses| ledger.options.is_pattern(uses.len() as u32));
    for (set, uses) in groups {
        let shown = if set.is_empty() { "none".to_owned() } else { set.join("+") };
        let draft = Draft {
            id: format!("operations/{shown}"),
            shape: String::new(),
            name: snake([shown.as_str(), "operations"]),
            category: "operation",
            description: format!("Offers {} and nothing else.", super::middleware::and(&set)),
            template: format!("@operations [{}]", set.join(", ")),
            support: counts(uses.len(), stated),
        };
        let model = ledger.model;
        ledger.add(draft, &uses, |site| {
            let resource = &model.resources[site.resource.unwrap_or_default() as usize];
            (
                &resource.file_path,
                format!(
                    "@operations [{}]",
                    resource.operations.iter().flatten().cloned().collect::<Vec<_>>().join(", ")
                ),
            )
        });
    }
}
