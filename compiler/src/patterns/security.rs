//! Security: the alternatives that routes of one operation ask for, and the route that asks for others.

use etched_core::middleware;

use super::endpoints::canonical;
use super::group::{Map, grouped};
use super::ledger::{Draft, Finding, Ledger, PatternRef, Site, counts};
use super::middleware::{and, by_use};
use super::naming::snake;
use crate::model::{Alternative, Route};

/// Finds what routes ask their callers for; only documents say so beside middleware.
pub(super) fn discover(ledger: &mut Ledger<'_>) {
    let routes = &ledger.model.routes;
    if routes.iter().all(|route| route.security.is_empty()) {
        return;
    }
    let schemes: Vec<String> = routes.iter().map(|route| notation(&route.security, middleware::base)).collect();
    let mut by_operation: Map<&str, Vec<u32>> = Map::default();
    for (route, at) in routes.iter().zip(0..) {
        by_operation.entry(canonical(&route.operation)).or_default().push(at);
    }
    let resources: Map<&str, u32> =
        ledger.model.resources.iter().zip(0..).map(|(resource, at)| (resource.name.as_str(), at)).collect();
    let site = |at: u32| {
        let route = &routes[at as usize];
        Site { resource: resources.get(route.resource.as_str()).copied(), line: route.line, item: at }
    };
    let asking = schemes.iter().map(String::as_str).zip(0..).filter(|(schemes, _)| !schemes.is_empty());
    let mut known: Map<&str, PatternRef> = Map::default();
    for (asked, uses) in grouped(asking) {
        if !ledger.options.is_pattern(uses.len() as u32) {
            continue;
        }
        let operations = by_use(uses.iter().map(|at| canonical(&routes[*at as usize].operation)));
        let applicable: usize = operations.iter().map(|operation| by_operation[operation].len()).sum();
        let template = common(uses.iter().map(|at| code(&routes[*at as usize])));
        let draft = Draft {
            id: format!("security/{}", asked.replace(' ', "+")),
            shape: String::new(),
            name: snake([asked, "handler"]),
            category: "authentication",
            description: format!("Asks for {asked} on {}.", and(&operations)),
            template: template.unwrap_or_else(|| format!("security: {asked}")),
            support: counts(uses.len(), applicable),
        };
        let sites: Vec<Site> = uses.iter().map(|at| site(*at)).collect();
        let pattern = ledger.add(draft, &sites, |site| {
            let route = &routes[site.item as usize];
            (&route.file_path, code(route))
        });
        ledger.vary(pattern, uses.iter().map(|at| code(&routes[*at as usize])));
        known.insert(asked, pattern);
    }
    // One operation after the other, in the order of their names.
    let mut operations: Vec<(&str, Vec<u32>)> = by_operation.into_iter().collect();
    operations.sort_unstable();
    for (_, places) in operations {
        let mut groups = grouped(places.iter().map(|at| (schemes[*at as usize].as_str(), *at)));
        groups.sort_by_key(|(_, uses)| std::cmp::Reverse(uses.len()));
        let [(usual, uses), others @ ..] = groups.as_slice() else { continue };
        let Some(&pattern) = known.get(usual) else { continue };
        let support = counts(uses.len(), places.len());
        let rival = others.iter().filter(|(asked, _)| !asked.is_empty()).map(|(_, uses)| uses.len()).max();
        if !ledger.options.is_rule(support, rival.unwrap_or(0) as u32) {
            continue;
        }
        let template = ledger.template(pattern);
        for (asked, at) in others.iter().flat_map(|(asked, uses)| uses.iter().map(move |at| (asked, *at))) {
            let route = &routes[at as usize];
            ledger.findings.push(Finding {
                pattern,
                rival: known.get(asked).copied(),
                subject: route.id(),
                resource: site(at).resource,
                file: route.file_path.to_string(),
                line: route.line,
                support,
                template: template.clone(),
            });
        }
    }
}

/// What the document says, in short.
fn code(route: &Route) -> String {
    format!("security: {}", notation(&route.security, |text| text))
}

/// The text all agree on.
fn common(mut texts: impl Iterator<Item = String>) -> Option<String> {
    let first = texts.next()?;
    texts.all(|text| text == first).then_some(first)
}

/// Alternatives as a sentence has them: `oauth and key or basic`, and `anonymous` for an empty one.
fn notation(security: &[Alternative], part: fn(&str) -> &str) -> String {
    let alternatives = security.iter().map(|alternative| match alternative.requirements.as_slice() {
        [] => "anonymous".to_owned(),
        all => all.iter().map(|text| part(text)).collect::<Vec<_>>().join(" and "),
    });
    alternatives.collect::<Vec<_>>().join(" or ")
}
