//! Middleware: ordered chains, what an operation always runs, and the order of what runs together.

use std::collections::{BTreeMap, HashSet};

use etched_core::middleware;

use super::endpoints::{Endpoint, LONGEST_SHOWN};
use super::group::{Map, commonest, grouped};
use super::ledger::{Draft, Finding, Ledger, PatternRef, Site, counts};
use super::naming::{middleware_category, middleware_name, middleware_word, verbose_middleware_name};
use crate::routes::words;

type Chain<'m> = Vec<&'m str>;

/// Finds the patterns of middleware and the operations that deviate.
pub(super) fn discover<'m>(ledger: &mut Ledger<'m>, endpoints: &[Endpoint<'m>]) {
    let bases: Vec<Chain<'m>> =
        endpoints.iter().map(|endpoint| endpoint.chain.iter().map(|text| middleware::base(text)).collect()).collect();
    let mut per_operation: Map<&str, u32> = Map::default();
    for endpoint in endpoints {
        *per_operation.entry(endpoint.operation).or_default() += 1;
    }
    let mut known: Map<&[&str], u32> = Map::default();
    let mut number = |chain| {
        let next = known.len() as u32;
        *known.entry(chain).or_insert(next)
    };
    let numbers = bases.iter().map(|chain| number(chain.as_slice())).collect();
    let nth = bases.iter().map(|chain| by_name(chain)).collect();
    let pass = Pass { endpoints, numbers, nth, bases, per_operation };
    let chains = pass.chains(ledger);
    pass.guards(ledger, &chains);
    pass.order(ledger, &chains);
}

struct Pass<'p, 'm> {
    endpoints: &'p [Endpoint<'m>],
    /// Base names per endpoint.
    bases: Vec<Chain<'m>>,
    /// The number of those base names per endpoint: equal ones have one.
    numbers: Vec<u32>,
    /// Where each base name stands first in them per endpoint, by name.
    nth: Vec<Vec<u32>>,
    per_operation: Map<&'m str, u32>,
}

/// The patterns of chains by their numbers.
type Chains = Map<u32, PatternRef>;

/// Returns where each name of a chain stands first, by name.
fn by_name(chain: &[&str]) -> Vec<u32> {
    let mut nth: Vec<u32> = (0..chain.len() as u32).collect();
    // Stable, so that the first of a name is kept.
    nth.sort_by_key(|at| chain[*at as usize]);
    nth.dedup_by_key(|at| chain[*at as usize]);
    nth
}

impl<'m> Pass<'_, 'm> {
    fn site(&self, at: u32) -> Site {
        let endpoint = &self.endpoints[at as usize];
        Site { resource: endpoint.resource, line: endpoint.line, item: at }
    }

    fn add(&self, ledger: &mut Ledger<'m>, draft: Draft, uses: &[u32]) -> PatternRef {
        let sites: Vec<Site> = uses.iter().map(|at| self.site(*at)).collect();
        ledger.add(draft, &sites, |site| {
            let endpoint = &self.endpoints[site.item as usize];
            (endpoint.file, endpoint.code())
        })
    }

    /// One pattern per ordered chain of base names: `middleware/auth+rate_limit`.
    ///
    /// It could apply to every operation (of any resource) of a name it is used on somewhere.
    fn chains(&self, ledger: &mut Ledger<'m>) -> Chains {
        let used = self.bases.iter().map(Vec::as_slice).zip(0u32..).filter(|(chain, _)| !chain.is_empty());
        let groups = grouped(used);
        let mut found = Chains::default();
        for (chain, uses) in groups {
            if !ledger.options.is_pattern(uses.len() as u32) {
                continue;
            }
            let operations = by_use(uses.iter().map(|at| self.endpoints[*at as usize].operation));
            let commonest_operation = operations.first().copied().unwrap_or_default();
            let applicable: u32 = operations.iter().map(|operation| self.per_operation[operation]).sum();
            let texts = self.texts(chain, &uses);
            let operation = if let [only] = operations[..] { only } else { "<operation>" };
            let draft = Draft {
                id: format!("middleware/{}", chain.join("+")),
                shape: String::new(),
                name: if ledger.options.verbose_names {
                    verbose_middleware_name(&self.commonest_texts(chain, &uses), commonest_operation)
                } else {
                    middleware_name(chain)
                },
                category: middleware_category(chain),
                description: format!("Runs {} on {}.", then(chain), and(&operations)),
                template: format!("@on {operation}: [{}]", texts.join(", ")),
                support: counts(uses.len(), applicable as usize),
            };
            let pattern = self.add(ledger, draft, &uses);
            ledger.vary(pattern, uses.iter().map(|at| self.endpoints[*at as usize].chain.join(", ")));
            found.insert(self.numbers[uses[0] as usize], pattern);
        }
        found
    }

    /// One pattern per middleware that nearly every operation of a name runs, with whatever else: `middleware/auth/delete`.
    ///
    /// Only what is a rule becomes a pattern here: which middleware occurs where is in the chains already.
    fn guards(&self, ledger: &mut Ledger<'m>, chains: &Chains) {
        let runs = self.bases.iter().zip(0u32..).flat_map(|(chain, at)| {
            let operation = self.endpoints[at as usize].operation;
            self.nth[at as usize].iter().map(move |nth| ((operation, chain[*nth as usize]), at))
        });
        let mut groups = grouped(runs);
        groups.retain(|((operation, _), uses)| {
            let counts = counts(uses.len(), self.per_operation[operation] as usize);
            ledger.options.is_pattern(uses.len() as u32) && ledger.options.is_rule(counts, 0)
        });
        let guarded: HashSet<&str> = groups.iter().map(|((operation, _), _)| *operation).collect();
        let endpoints = self.endpoints.iter().zip(0u32..).filter(|(endpoint, _)| guarded.contains(endpoint.operation));
        let per_operation: Map<&str, Vec<u32>> =
            grouped(endpoints.map(|(endpoint, at)| (endpoint.operation, at))).into_iter().collect();
        for ((operation, base), uses) in groups {
            let without: Vec<u32> = absent(&per_operation[operation], &uses);
            let support = counts(uses.len(), uses.len() + without.len());
            if !ledger.options.is_rule(support, self.largest_rival(&without)) {
                continue;
            }
            let draft = Draft {
                id: format!("middleware/{base}/{operation}"),
                shape: String::new(),
                name: format!("{}_{}", middleware_word(base), words(operation).join("_")),
                category: middleware_category(&[base]),
                description: format!("Runs {base} on {operation}, whatever else runs there."),
                template: format!("@on {operation}: [{}]", placeholder(base, self.own(base, &uses))),
                support,
            };
            let pattern = self.add(ledger, draft, &uses);
            ledger.vary(pattern, self.own(base, &uses).map(str::to_owned));
            let template = self.usual(operation, base, &uses);
            for at in without {
                self.deviate(ledger, pattern, chains, at, support, &template);
            }
        }
    }

    fn deviate(
        &self,
        ledger: &mut Ledger<'m>,
        pattern: PatternRef,
        chains: &Chains,
        at: u32,
        support: crate::model::Support,
        template: &str,
    ) {
        let endpoint = &self.endpoints[at as usize];
        ledger.findings.push(Finding {
            pattern,
            rival: chains.get(&self.numbers[at as usize]).copied(),
            subject: endpoint.subject(ledger.model),
            resource: endpoint.resource,
            file: endpoint.file.to_owned(),
            line: endpoint.line,
            support,
            template: template.to_owned(),
        });
    }

    /// What to write where an operation lacks a middleware: the whole chain where most that have it run the same, else
    /// it alone, with the arguments that most give it.
    fn usual(&self, operation: &str, base: &str, uses: &[u32]) -> String {
        let mut groups: BTreeMap<&[&str], Vec<u32>> = BTreeMap::new();
        for at in uses.iter().filter(|at| self.bases[**at as usize].len() <= LONGEST_SHOWN) {
            groups.entry(&self.bases[*at as usize]).or_default().push(*at);
        }
        let largest = groups.into_iter().max_by(|a, b| a.1.len().cmp(&b.1.len()).then(b.0.cmp(a.0)));
        let texts = match largest {
            Some((chain, same)) if same.len() * 2 > uses.len() => {
                chain.iter().enumerate().map(|(at, base)| most(base, self.nth(at, &same))).collect()
            }
            _ => vec![most(base, self.own(base, uses))],
        };
        format!("@on {operation}: [{}]", texts.join(", "))
    }

    /// The texts of one middleware in the chains that run it.
    fn own<'s>(&'s self, base: &'s str, uses: &'s [u32]) -> impl Iterator<Item = &'s str> + Clone {
        uses.iter().filter_map(move |at| {
            let (chain, nth) = (&self.bases[*at as usize], &self.nth[*at as usize]);
            let nth = nth[nth.binary_search_by_key(&base, |nth| chain[*nth as usize]).ok()?];
            Some(self.endpoints[*at as usize].chain[nth as usize].as_str())
        })
    }

    /// The texts at one position of chains of the same base names.
    fn nth<'s>(&'s self, nth: usize, uses: &'s [u32]) -> impl Iterator<Item = &'s str> + Clone {
        uses.iter().map(move |at| self.endpoints[*at as usize].chain[nth].as_str())
    }

    /// The largest group of endpoints that run one and the same other chain.
    fn largest_rival(&self, without: &[u32]) -> u32 {
        let mut groups: Map<u32, u32> = Map::default();
        for at in without.iter().filter(|at| !self.bases[**at as usize].is_empty()) {
            *groups.entry(self.numbers[*at as usize]).or_default() += 1;
        }
        groups.into_values().max().unwrap_or(0)
    }

    /// Places that run the same middleware in another order than nearly all others do.
    fn order(&self, ledger: &mut Ledger<'m>, chains: &Chains) {
        let mut groups: BTreeMap<Chain<'m>, BTreeMap<&[&'m str], Vec<u32>>> = BTreeMap::new();
        for (at, chain) in self.bases.iter().enumerate().filter(|(_, chain)| chain.len() > 1) {
            let mut sorted = chain.clone();
            sorted.sort_unstable();
            groups.entry(sorted).or_default().entry(chain).or_default().push(at as u32);
        }
        for orders in groups.into_values().filter(|orders| orders.len() > 1) {
            let total: usize = orders.values().map(Vec::len).sum();
            let (usual, uses) =
                orders.iter().max_by(|a, b| a.1.len().cmp(&b.1.len()).then(b.0.cmp(a.0))).expect("two or more");
            let support = counts(uses.len(), total);
            let nth = &self.nth[uses[0] as usize];
            let rival = orders.iter().filter(|(chain, _)| *chain != usual).map(|(_, uses)| uses.len()).max();
            let Some(pattern) = chains.get(&self.numbers[uses[0] as usize]) else { continue };
            if !ledger.options.is_rule(support, rival.unwrap_or(0) as u32) {
                continue;
            }
            let standing: Map<&str, u32> = nth.iter().map(|nth| (usual[*nth as usize], *nth)).collect();
            for at in orders.iter().filter(|(chain, _)| *chain != usual).flat_map(|(_, uses)| uses) {
                let endpoint = &self.endpoints[*at as usize];
                let mut texts: Vec<&str> = endpoint.chain.iter().map(|text| text.as_str()).collect();
                texts.sort_by_key(|text| standing.get(middleware::base(text)));
                let template = format!("@on {}: [{}]", endpoint.operation, texts.join(", "));
                self.deviate(ledger, *pattern, chains, *at, support, &template);
            }
        }
    }

    /// A chain as a template.
    fn texts(&self, chain: &[&str], uses: &[u32]) -> Vec<String> {
        chain.iter().enumerate().map(|(at, base)| placeholder(base, self.nth(at, uses))).collect()
    }

    fn commonest_texts<'s>(&'s self, chain: &[&str], uses: &'s [u32]) -> Vec<&'s str> {
        (0..chain.len()).filter_map(|at| commonest(self.nth(at, uses)).map(|(text, _)| text)).collect()
    }
}

/// The text all uses agree on; where they differ, a placeholder in angle brackets stands for what differs: for the
/// arguments, `cache(<seconds>)`, or where some use it bare for the parentheses, too, `auth<(role)>`.
fn placeholder<'a>(base: &str, mut texts: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut all = texts.clone();
    match all.next() {
        Some(first) if all.all(|text| text == first) => return first.to_owned(),
        _ => {}
    }
    let words = words(base);
    let has = |word: &str| words.iter().any(|part| part == word);
    let arguments = match () {
        () if has("cache") => "seconds",
        () if has("rate") || has("limit") => "limit",
        () if has("auth") => "role",
        () => "arguments",
    };
    if texts.any(|text| text == base) { format!("{base}<({arguments})>") } else { format!("{base}(<{arguments}>)") }
}

/// The text that most of the uses have, else the bare name if some use it bare, else a placeholder.
fn most<'a>(base: &str, texts: impl Iterator<Item = &'a str> + Clone) -> String {
    match commonest(texts.clone()) {
        Some((text, count)) if count as usize * 2 > texts.clone().count() => text.to_owned(),
        _ if texts.clone().any(|text| text == base) => base.to_owned(),
        _ => placeholder(base, texts),
    }
}

/// Distinct texts, commonest first.
pub(super) fn by_use<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    texts.for_each(|text| *counts.entry(text).or_default() += 1);
    let mut sorted: Vec<(&str, u32)> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    sorted.into_iter().map(|(text, _)| text).collect()
}

/// What of the sorted `all` is not in the sorted `uses`.
pub(super) fn absent(all: &[u32], uses: &[u32]) -> Vec<u32> {
    all.iter().copied().filter(|at| uses.binary_search(at).is_err()).collect()
}

fn then(chain: &[&str]) -> String {
    chain.join(", then ")
}

/// A list of words as a sentence has it.
pub(super) fn and(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] if first.len() < 6 => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} more", words[..5].join(", "), words.len() - 5),
    }
}
