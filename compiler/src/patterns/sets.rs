//! Sets of constraints that fields of one group have in common.

use std::collections::BTreeSet;

use super::fields::{Pass, placeholder};
use super::group::{Map, grouped};
use super::options::Options;

/// The sets of constraints in one group, as bits.
pub(super) struct Sets {
    /// Base names by bit, commonest first, with their counts. What is rarer than 128 others is left out.
    bases: Vec<(u32, u32)>,
    /// Per field of the group.
    masks: Vec<u128>,
    exact: Vec<(u128, Vec<u32>)>,
}

/// One set of constraints and the fields that have all of it.
pub(super) struct Set {
    pub(super) mask: u128,
    /// Sorted by base name.
    pub(super) parts: Vec<Part>,
    pub(super) uses: Vec<u32>,
}

/// One constraint of a set.
pub(super) struct Part {
    pub(super) base: u32,
    /// The text the uses agree on.
    pub(super) agreed: Option<u32>,
    /// That text, or one with a placeholder for its arguments.
    pub(super) text: String,
}

impl Sets {
    pub(super) fn new(pass: &Pass<'_, '_>, group: &[u32]) -> Self {
        let mut counts: Map<u32, u32> = Map::default();
        for at in group {
            pass.member(*at).traits.iter().for_each(|one| *counts.entry(one.base).or_default() += 1);
        }
        let mut bases: Vec<(u32, u32)> = counts.into_iter().collect();
        bases.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| pass.texts.get(a.0).cmp(pass.texts.get(b.0))));
        bases.truncate(128);
        let bits: Map<u32, u32> = bases.iter().zip(0..).map(|((base, _), bit)| (*base, bit)).collect();
        let mask = |at: &u32| {
            let traits = pass.member(*at).traits.iter();
            traits.filter_map(|one| bits.get(&one.base)).fold(0, |mask: u128, bit| mask | 1 << bit)
        };
        let masks: Vec<u128> = group.iter().map(mask).collect();
        let exact = grouped(masks.iter().copied().zip(group.iter().copied()));
        Self { bases, masks, exact }
    }

    /// Returns the set one field of the sorted group has.
    pub(super) fn mask(&self, group: &[u32], at: u32) -> u128 {
        group.binary_search(&at).map_or(0, |nth| self.masks[nth])
    }

    /// Sets that three fields have and no more, and the set of what nearly every field has.
    pub(super) fn candidates(&self, options: &Options) -> BTreeSet<u128> {
        let often = self.exact.iter().filter(|(_, uses)| options.is_pattern(uses.len() as u32));
        let mut candidates: BTreeSet<u128> = often.map(|(mask, _)| *mask).collect();
        let least = self.masks.len() as f64 * options.min_rate;
        let core = self.bases.iter().enumerate().filter(|(_, (_, count))| f64::from(*count) >= least);
        candidates.insert(core.fold(0, |mask, (bit, _)| mask | 1 << bit));
        candidates.remove(&0);
        candidates
    }

    /// Returns a set with its uses: the fields that have all of it, in the words most of them agree on.
    pub(super) fn resolve(&self, pass: &Pass<'_, '_>, options: &Options, mask: u128) -> Option<Set> {
        let having = self.exact.iter().filter(|(other, _)| other & mask == mask);
        let mut uses: Vec<u32> = having.flat_map(|(_, uses)| uses).copied().collect();
        uses.sort_unstable();
        let mut parts = Vec::new();
        for (_, (base, _)) in self.bases.iter().enumerate().filter(|(bit, _)| mask & 1 << bit != 0) {
            let mut counts: Map<u32, u32> = Map::default();
            for one in uses.iter().filter_map(|at| pass.member(*at).get(*base)) {
                *counts.entry(one.text).or_default() += 1;
            }
            // Numbers say nothing about order, so equally common texts are told apart by their letters.
            let order = |a: &(u32, u32), b: &(u32, u32)| {
                b.1.cmp(&a.1).then_with(|| pass.texts.get(a.0).cmp(pass.texts.get(b.0)))
            };
            let (text, counted) = counts.into_iter().min_by(order)?;
            let agreed = (f64::from(counted) >= uses.len() as f64 * options.min_rate).then_some(text);
            let name = pass.texts.get(*base);
            let open = || format!("@{name}(<{}>)", placeholder(name));
            parts.push(Part {
                base: *base,
                agreed,
                text: agreed.map_or_else(open, |text| pass.texts.get(text).to_owned()),
            });
        }
        parts.sort_unstable_by_key(|part| pass.texts.get(part.base));
        uses.retain(|at| {
            let mut agreed = parts.iter().filter_map(|part| Some((part.base, part.agreed?)));
            agreed.all(|(base, text)| pass.member(*at).get(base).is_some_and(|one| one.text == text))
        });
        (!uses.is_empty()).then_some(Set { mask, parts, uses })
    }
}

impl Part {
    /// Where it usually stands among the constraints of its uses, as a sum to compare by.
    pub(super) fn position(&self, pass: &Pass<'_, '_>, uses: &[u32]) -> usize {
        uses.iter().filter_map(|at| pass.member(*at).get(self.base)).map(|found| found.at).sum()
    }
}
