//! Relationships: kind and `on_delete`, overall, by target and by name.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{Draft, Finding, Ledger, PatternRef, Site, counts};
use super::naming::snake;
use crate::model::{Relationship, Resource};

/// Finds the conventions of relationships and those that deviate.
///
/// A side that holds no foreign key and says nothing about deletion follows no convention, so only relationships that
/// belong to something or state `on_delete` count.
pub(super) fn discover(ledger: &mut Ledger<'_>) {
    let mut all = Vec::new();
    for (at, owner) in ledger.model.resources.iter().enumerate() {
        let telling = owner.relationships.iter().filter(|one| one.kind == BELONGS_TO || !one.on_delete.is_empty());
        all.extend(telling.map(|relationship| Item { resource: at as u32, owner, relationship }));
    }
    let pass = Pass { all };
    pass.shapes(ledger);
    pass.stated(ledger);
    let by_target = pass.groups(|item| &item.relationship.target);
    let by_name = pass.groups(|item| &item.relationship.name);
    // A convention of the name says more than one of the target.
    let explained = pass.conventions(ledger, &by_name, By::Name, &BTreeSet::new());
    pass.conventions(ledger, &by_target, By::Target, &explained);
}

const BELONGS_TO: &str = "belongs_to";

struct Item<'m> {
    resource: u32,
    owner: &'m Resource,
    relationship: &'m Relationship,
}

struct Pass<'m> {
    all: Vec<Item<'m>>,
}

#[derive(Clone, Copy, PartialEq)]
enum By {
    Target,
    Name,
}

type Groups<'m> = BTreeMap<(&'m str, &'m str), Vec<u32>>;

impl<'m> Pass<'m> {
    fn item(&self, at: u32) -> &Item<'m> {
        &self.all[at as usize]
    }

    fn on_delete(&self, at: u32) -> &'m str {
        &self.item(at).relationship.on_delete
    }

    fn groups(&self, key: impl Fn(&Item<'m>) -> &'m str) -> Groups<'m> {
        let mut groups = Groups::new();
        for (at, item) in self.all.iter().enumerate() {
            groups.entry((&item.relationship.kind, key(item))).or_default().push(at as u32);
        }
        groups
    }

    fn add(&self, ledger: &mut Ledger<'m>, draft: Draft, uses: &[u32]) -> PatternRef {
        let site = |at: &u32| {
            let item = self.item(*at);
            Site { resource: Some(item.resource), line: item.line(), item: *at }
        };
        let sites: Vec<Site> = uses.iter().map(site).collect();
        ledger.add(draft, &sites, |site| {
            let item = self.item(site.item);
            (&item.owner.file_path, declaration(item.relationship))
        })
    }

    fn deviate(
        &self,
        ledger: &mut Ledger<'m>,
        pattern: PatternRef,
        rival: Option<PatternRef>,
        at: u32,
        of: (usize, usize),
    ) {
        let item = self.item(at);
        ledger.findings.push(Finding {
            pattern,
            rival,
            subject: format!("{}.{}", item.owner.name, item.relationship.name),
            resource: Some(item.resource),
            file: item.owner.file_path.to_string(),
            line: item.line(),
            support: counts(of.0, of.1),
            template: ledger.template(pattern),
        });
    }

    /// One pattern per kind and `on_delete`: `relationship/belongs_to+cascade`, out of all of the kind.
    ///
    /// What should happen depends on the target, so nothing deviates from these.
    fn shapes(&self, ledger: &mut Ledger<'m>) {
        let mut groups: BTreeMap<(&str, &str), Vec<u32>> = BTreeMap::new();
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, item) in self.all.iter().enumerate() {
            let relationship = item.relationship;
            *kinds.entry(&relationship.kind).or_default() += 1;
            if !relationship.on_delete.is_empty() {
                groups.entry((&relationship.kind, &relationship.on_delete)).or_default().push(at as u32);
            }
        }
        groups.retain(|_, uses| ledger.options.is_pattern(uses.len() as u32));
        for ((kind, on_delete), uses) in groups {
            let draft = Draft {
                id: format!("relationship/{kind}+{on_delete}"),
                shape: String::new(),
                name: snake([kind, on_delete]),
                category: "relationship",
                description: format!("On deletion of what a {kind} points to: {on_delete}."),
                template: template(kind, "<name>", "<Resource>", on_delete),
                support: counts(uses.len(), kinds[kind]),
            };
            self.add(ledger, draft, &uses);
        }
    }

    /// That a `belongs_to` says what happens on deletion at all: `relationship/belongs_to+on_delete`.
    fn stated(&self, ledger: &mut Ledger<'m>) {
        let all = (0..self.all.len() as u32).filter(|at| self.item(*at).relationship.kind == BELONGS_TO);
        let (uses, without): (Vec<u32>, Vec<u32>) = all.partition(|at| !self.on_delete(*at).is_empty());
        let of = (uses.len(), uses.len() + without.len());
        if !ledger.options.is_pattern(of.0 as u32) || !ledger.options.is_rule(counts(of.0, of.1), 0) {
            return;
        }
        let draft = Draft {
            id: format!("relationship/{BELONGS_TO}+on_delete"),
            shape: String::new(),
            name: "belongs_to_states_on_delete".to_owned(),
            category: "relationship",
            description: "Says what happens when the resource it belongs to is deleted.".to_owned(),
            template: template(BELONGS_TO, "<name>", "<Resource>", "<action>"),
            support: counts(of.0, of.1),
        };
        let pattern = self.add(ledger, draft, &uses);
        for at in without {
            self.deviate(ledger, pattern, None, at, of);
        }
    }

    /// One pattern per kind, `on_delete` and target or name: `relationship/belongs_to+restrict/User` and `.../author`.
    ///
    /// Returns the relationships that a rule of these groups speaks of.
    fn conventions(
        &self,
        ledger: &mut Ledger<'m>,
        groups: &Groups<'m>,
        by: By,
        explained: &BTreeSet<u32>,
    ) -> BTreeSet<u32> {
        let mut ruled = BTreeSet::new();
        for ((kind, key), group) in groups.iter().filter(|(_, group)| ledger.options.is_pattern(group.len() as u32)) {
            let mut actions: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
            for at in group {
                actions.entry(self.on_delete(*at)).or_default().push(*at);
            }
            let mut patterns: BTreeMap<&str, PatternRef> = BTreeMap::new();
            for (action, uses) in actions.iter().filter(|(_, uses)| ledger.options.is_pattern(uses.len() as u32)) {
                let draft = self.draft(by, kind, key, action, uses, group);
                patterns.insert(action, self.add(ledger, draft, uses));
            }
            for (action, pattern) in patterns.iter().filter(|(action, _)| !action.is_empty()) {
                let others = actions.iter().filter(|(other, _)| *other != action);
                let rival = others.clone().filter(|(other, _)| !other.is_empty()).map(|(_, uses)| uses.len()).max();
                let of = (actions[action].len(), group.len());
                if !ledger.options.is_rule(counts(of.0, of.1), rival.unwrap_or(0) as u32) {
                    continue;
                }
                ruled.extend(group);
                for (other, uses) in others {
                    for at in uses.iter().filter(|at| !explained.contains(at)) {
                        self.deviate(ledger, *pattern, patterns.get(other).copied(), *at, of);
                    }
                }
            }
        }
        ruled
    }

    fn draft(&self, by: By, kind: &str, key: &str, action: &str, uses: &[u32], group: &[u32]) -> Draft {
        let mut targets = uses.iter().map(|at| &self.item(*at).relationship.target);
        let target = targets.next().filter(|first| targets.all(|target| target == *first));
        let (name, target) = match by {
            By::Name => (key.to_owned(), target.map_or("<Resource>".to_owned(), ToString::to_string)),
            By::Target => ("<name>".to_owned(), key.to_owned()),
        };
        let what = match by {
            By::Name => format!("A {kind} called `{key}`"),
            By::Target => format!("A {kind} to {key}"),
        };
        let plus = if action.is_empty() { String::new() } else { format!("+{action}") };
        Draft {
            id: format!("relationship/{kind}{plus}/{key}"),
            shape: if by == By::Name { "name" } else { "target" }.to_owned(),
            name: snake([kind, key, action]),
            category: "relationship",
            description: match action {
                "" => format!("{what} leaves open what happens on deletion."),
                _ => format!("{what} has on_delete {action}."),
            },
            template: template(kind, &name, &target, action),
            support: counts(uses.len(), group.len()),
        }
    }
}

impl Item<'_> {
    fn line(&self) -> u32 {
        if self.relationship.line == 0 { self.owner.line } else { self.relationship.line }
    }
}

fn template(kind: &str, name: &str, target: &str, on_delete: &str) -> String {
    written(kind, name, target, "!", &[("on_delete", on_delete)])
}

fn declaration(one: &Relationship) -> String {
    let mark = if one.nullable { "?" } else { "!" };
    let options = [("foreign_key", &one.foreign_key), ("on_delete", &one.on_delete), ("on_update", &one.on_update)];
    written(&one.kind, &one.name, &one.target, mark, &options.map(|(key, value)| (key, value.as_str())))
}

fn written(kind: &str, name: &str, target: &str, mark: &str, options: &[(&str, &str)]) -> String {
    let options = options.iter().filter(|(_, value)| !value.is_empty());
    let options: Vec<String> = options
        .map(
            |(key, value)| {
                if *key == "foreign_key" { format!("{key}: \"{value}\"") } else { format!("{key}: {value}") }
            },
        )
        .collect();
    let options = if options.is_empty() { String::new() } else { format!(" {{ {} }}", options.join(", ")) };
    match kind {
        BELONGS_TO => format!("{name}: {target}{mark}{options}"),
        _ => format!("@{kind} {target} as \"{name}\"{options}"),
    }
}
