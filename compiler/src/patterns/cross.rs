//! Conventions across constructs: resources with an `author` have hook X, resources that are updated have `updated_at`.

use std::collections::BTreeMap;

use super::endpoints::Endpoint;
use super::group::Map;
use super::hooks::Habit;
use super::ledger::{Draft, Finding, Ledger, PatternRef, Site, counts};
use super::middleware::absent;
use super::naming::snake;
use crate::model::Support;

/// What resources have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Feature<'m> {
    /// They are resources.
    Any,
    Operation(&'m str),
    /// A field or a relationship.
    Member(&'m str),
}

impl Feature<'_> {
    fn id(&self) -> String {
        match self {
            Self::Any => "every".to_owned(),
            Self::Operation(name) => format!("with/{name}()"),
            Self::Member(name) => format!("with/{name}"),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Any => "Resources".to_owned(),
            Self::Operation(name) => format!("Resources with operation {name}"),
            Self::Member(name) => format!("Resources with `{name}`"),
        }
    }
}

/// Something that resources with a feature may have to have.
struct Consequence<'m> {
    id: String,
    /// What its absence is called: the field, the event, the scope.
    subject: String,
    what: String,
    category: &'static str,
    /// The pattern it already is: its template and its examples are those of this one.
    pattern: Option<PatternRef>,
    field: Option<&'m str>,
    /// Resources that have it, sorted, with the line.
    resources: Vec<(u32, u32)>,
}

/// Finds, for each field name, hook and scope that many resources have, the one reason that accounts for it best.
///
/// The reason is a feature whose bearers nearly all have it; of several the best supported one, and of equals the widest.
/// A place that a better reason excuses is no deviation. That is also why a feature which nine in ten resources have
/// is no reason: it would excuse exactly those that forgot both.
pub(super) fn discover<'m>(ledger: &mut Ledger<'m>, endpoints: &[Endpoint<'m>], hooks: Vec<Habit>, scopes: Vec<Habit>) {
    let features = features(ledger, endpoints);
    let mut numbered: Vec<(Feature<'m>, Vec<u32>)> = features.into_iter().collect();
    numbered.retain(|(_, resources)| ledger.options.is_pattern(resources.len() as u32));
    let total = ledger.model.resources.len();
    let consequences = consequences(ledger, &numbered, hooks, scopes);
    let reasons = |(feature, resources): &(Feature<'m>, Vec<u32>)| {
        *feature == Feature::Any || (resources.len() as f64) < ledger.options.cross_rate * total as f64
    };
    let numbered: Vec<(Feature<'m>, Vec<u32>)> = numbered.iter().filter(|one| reasons(one)).cloned().collect();
    let mut of_resource: Vec<Vec<u32>> = vec![Vec::new(); total];
    for (number, (_, resources)) in numbered.iter().enumerate() {
        resources.iter().for_each(|at| of_resource[*at as usize].push(number as u32));
    }
    let mut both = vec![0u32; numbered.len()];
    for consequence in consequences {
        // Only features that occur together are looked at: their pairs are few, all pairs are not.
        let mut met = Vec::new();
        for number in consequence.resources.iter().flat_map(|(at, _)| &of_resource[*at as usize]) {
            if both[*number as usize] == 0 {
                met.push(*number);
            }
            both[*number as usize] += 1;
        }
        met.sort_unstable();
        let mut best: Option<(Support, usize)> = None;
        for number in met {
            let number = number as usize;
            let (feature, resources) = &numbered[number];
            let support = counts(std::mem::take(&mut both[number]) as usize, resources.len());
            let itself = consequence.field.is_some_and(|name| *feature == Feature::Member(name));
            if itself || !ledger.options.is_cross_rule(support) {
                continue;
            }
            // Features are in order, so the first of equals stays.
            let better = best.is_none_or(|(known, _)| {
                support.wilson.total_cmp(&known.wilson).then(support.applicable.cmp(&known.applicable)).is_gt()
            });
            if better {
                best = Some((support, number));
            }
        }
        if let Some((support, number)) = best {
            report(ledger, &consequence, &numbered[number], support);
        }
    }
}

/// Every feature with the resources that have it, sorted.
fn features<'m>(ledger: &Ledger<'m>, endpoints: &[Endpoint<'m>]) -> BTreeMap<Feature<'m>, Vec<u32>> {
    let mut features: BTreeMap<Feature<'m>, Vec<u32>> = BTreeMap::new();
    let mut by_name: Map<&'m str, Vec<u32>> = Map::default();
    let add = |resources: &mut Vec<u32>, at: u32| {
        if resources.last() != Some(&at) {
            resources.push(at);
        }
    };
    for (at, resource) in ledger.model.resources.iter().enumerate() {
        let fields = resource.fields.iter().filter(|field| !field.inherited).map(|field| field.name.as_str());
        for name in fields.chain(resource.relationships.iter().map(|one| one.name.as_str())) {
            add(by_name.entry(name).or_default(), at as u32);
        }
    }
    let mut by_operation: Map<&'m str, Vec<u32>> = Map::default();
    for (endpoint, at) in endpoints.iter().filter_map(|endpoint| Some((endpoint, endpoint.resource?))) {
        add(by_operation.entry(endpoint.operation).or_default(), at);
    }
    features.insert(Feature::Any, (0..ledger.model.resources.len() as u32).collect());
    features.extend(by_name.into_iter().map(|(name, resources)| (Feature::Member(name), resources)));
    features.extend(by_operation.into_iter().map(|(name, resources)| (Feature::Operation(name), resources)));
    features
}

fn consequences<'m>(
    ledger: &Ledger<'m>,
    features: &[(Feature<'m>, Vec<u32>)],
    hooks: Vec<Habit>,
    scopes: Vec<Habit>,
) -> Vec<Consequence<'m>> {
    let mut found = Vec::new();
    let mut lines: Map<&str, Vec<(u32, u32)>> = Map::default();
    for (at, resource) in ledger.model.resources.iter().enumerate() {
        for field in resource.fields.iter().filter(|field| !field.inherited) {
            lines.entry(&field.name).or_default().push((at as u32, field.line));
        }
    }
    for (feature, _) in features {
        let Feature::Member(name) = feature else { continue };
        let Some(mut resources) = lines.remove(name) else { continue };
        resources.dedup_by_key(|(at, _)| *at);
        found.push(Consequence {
            id: format!("field/{name}"),
            subject: (*name).to_owned(),
            what: format!("a field `{name}`"),
            category: "validation",
            pattern: None,
            field: Some(name),
            resources,
        });
    }
    let habits = hooks.into_iter().map(|habit| (habit, "hook")).chain(scopes.into_iter().map(|habit| (habit, "scope")));
    for (habit, category) in habits {
        let mut resources: Vec<(u32, u32)> =
            habit.uses.iter().filter_map(|site| Some((site.resource?, site.line))).collect();
        resources.sort_unstable();
        resources.dedup_by_key(|(at, _)| *at);
        found.push(Consequence {
            what: format!("`{}`", habit.id),
            id: habit.id,
            subject: habit.event,
            category,
            pattern: Some(habit.pattern),
            field: None,
            resources,
        });
    }
    found
}

fn report<'m>(
    ledger: &mut Ledger<'m>,
    consequence: &Consequence<'m>,
    reason: &(Feature<'m>, Vec<u32>),
    support: Support,
) {
    let (feature, bearers) = reason;
    let having = consequence.resources.iter().filter(|(at, _)| bearers.binary_search(at).is_ok());
    let sites: Vec<Site> = having.map(|(at, line)| Site { resource: Some(*at), line: *line, item: *at }).collect();
    let uses: Vec<u32> = sites.iter().map(|site| site.item).collect();
    let model = ledger.model;
    let field = |at: u32| {
        model.resources[at as usize].fields.iter().find(|field| Some(field.name.as_str()) == consequence.field)
    };
    let template = match consequence.pattern {
        Some(pattern) => ledger.template(pattern),
        None => super::fields::usual(&uses.iter().filter_map(|at| field(*at)).collect::<Vec<_>>()),
    };
    let draft = Draft {
        id: format!("{}/{}", feature.id(), consequence.id),
        shape: String::new(),
        name: snake([feature.id().as_str(), consequence.subject.as_str()]),
        category: consequence.category,
        description: format!("{} have {}.", feature.words(), consequence.what),
        template: template.clone(),
        support,
    };
    let pattern = ledger.add(draft, &sites, |site| {
        let code = field(site.item).map_or_else(|| template.clone(), super::fields::written);
        (&model.resources[site.item as usize].file_path, code)
    });
    for at in absent(bearers, &uses) {
        let resource = &model.resources[at as usize];
        ledger.findings.push(Finding {
            pattern,
            rival: None,
            subject: format!("{}.{}", resource.name, consequence.subject),
            resource: Some(at),
            file: resource.file_path.to_string(),
            line: resource.line,
            support,
            template: template.clone(),
        });
    }
}
