//! What the passes over the kinds hand in: patterns with their uses, and places that deviate.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::options::Options;
use super::statistics::{confidence, support};
use crate::model::{Example, Model, Pattern, Resource, Support, Text, Variant};

/// One use of a pattern, or one place that could have used it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// Resource, `None` for a route that serves none.
    pub(super) resource: Option<u32>,
    pub(super) line: u32,
    /// What it is within its pass: a place, a field, a hook.
    pub(super) item: u32,
}

/// A pattern before it is numbered.
pub(super) struct Draft {
    pub(super) id: String,
    /// What tells it from others of the same id: the shape of a body. Empty where an id says everything.
    pub(super) shape: String,
    pub(super) name: String,
    pub(super) category: &'static str,
    pub(super) description: String,
    pub(super) template: String,
    pub(super) support: Support,
}

/// A pattern handed in, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct PatternRef(usize);

/// A place that deviates, before it is known whether it is reported.
pub(super) struct Finding {
    pub(super) pattern: PatternRef,
    pub(super) rival: Option<PatternRef>,
    pub(super) subject: String,
    pub(super) resource: Option<u32>,
    pub(super) file: String,
    pub(super) line: u32,
    pub(super) support: Support,
    pub(super) template: String,
}

/// Everything found so far.
pub(super) struct Ledger<'m> {
    pub(super) model: &'m Model,
    pub(super) options: &'m Options,
    /// Place of each resource in the order of examples, which does not depend on the order of the model.
    rank: Vec<u32>,
    patterns: Vec<(Pattern, String)>,
    pub(super) findings: Vec<Finding>,
    covered: BTreeMap<&'static str, Vec<bool>>,
}

/// What a ledger comes to.
pub(super) struct Finished {
    pub(super) patterns: Vec<Pattern>,
    /// Place of each reference in `patterns`.
    place: Vec<usize>,
    pub(super) findings: Vec<Finding>,
    pub(super) coverage: Vec<(String, u32)>,
}

impl Finished {
    pub(super) fn pattern(&self, reference: PatternRef) -> &Pattern {
        &self.patterns[self.place[reference.0]]
    }
}

impl<'m> Ledger<'m> {
    pub(super) fn new(model: &'m Model, options: &'m Options) -> Self {
        let mut order: Vec<u32> = (0..model.resources.len() as u32).collect();
        order.sort_by_key(|at| {
            let resource = &model.resources[*at as usize];
            (&resource.file_path, resource.line, &resource.name)
        });
        let mut rank = vec![0; order.len()];
        for (place, at) in order.into_iter().enumerate() {
            rank[at as usize] = place as u32;
        }
        Self { model, options, rank, patterns: Vec::new(), findings: Vec::new(), covered: BTreeMap::new() }
    }

    pub(super) fn resource(&self, at: u32) -> &'m Resource {
        &self.model.resources[at as usize]
    }

    /// Takes in a pattern with all its uses; the caller has asked [`Options::is_pattern`].
    ///
    /// `example` gives file and text of one use; it is asked for the first few only.
    pub(super) fn add(
        &mut self,
        draft: Draft,
        uses: &[Site],
        example: impl Fn(Site) -> (&'m str, String),
    ) -> PatternRef {
        let model = self.model;
        let covered = self.covered.entry(draft.category).or_insert_with(|| vec![false; model.resources.len()]);
        for site in uses {
            if let Some(at) = site.resource {
                covered[at as usize] = true;
            }
        }
        let examples = self.first(uses).into_iter().map(|site| {
            let (file, code) = example(site);
            Example {
                resource: site.resource.map(|at| self.resource(at).name.clone()).unwrap_or_default(),
                file_path: file.into(),
                line: site.line,
                code: shorten(&code).into(),
            }
        });
        let frequency = uses.len() as u32;
        let pattern = Pattern {
            id: draft.id.into(),
            name: draft.name.into(),
            category: draft.category.into(),
            description: if self.options.descriptions { draft.description.into() } else { Text::EMPTY },
            template: shorten(&draft.template).into(),
            examples: examples.collect(),
            variants: Vec::new(),
            frequency,
            confidence: confidence(frequency),
            support: Some(draft.support),
        };
        self.patterns.push((pattern, draft.shape));
        PatternRef(self.patterns.len() - 1)
    }

    /// Notes what differs between the uses of a pattern, one text a use; where all are alike, nothing does.
    pub(super) fn vary(&mut self, pattern: PatternRef, texts: impl IntoIterator<Item = String>) {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        texts.into_iter().for_each(|text| *counts.entry(text).or_default() += 1);
        if counts.len() > 1 {
            let variants = &mut self.patterns[pattern.0].0.variants;
            variants.extend(counts.into_iter().map(|(code, count)| Variant { code: shorten(&code).into(), count }));
            variants.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
        }
    }

    // One use per resource before a second one of any; then by file, line and name, and in order within a resource.
    fn first(&self, uses: &[Site]) -> Vec<Site> {
        let key = |site: &Site| (site.resource.map_or(u32::MAX, |at| self.rank[at as usize]), site.line, site.item);
        let mut sorted = uses.to_vec();
        sorted.sort_unstable_by_key(key);
        let keep = match self.options.max_examples {
            0 => sorted.len(),
            most => most.min(sorted.len()),
        };
        let is_first =
            |at: usize| at == 0 || sorted[at].resource.is_none() || sorted[at].resource != sorted[at - 1].resource;
        let order = (0..sorted.len()).filter(|at| is_first(*at)).chain((0..sorted.len()).filter(|at| !is_first(*at)));
        let mut first: Vec<Site> = order.take(keep).map(|at| sorted[at]).collect();
        first.sort_unstable_by_key(key);
        first
    }

    /// Returns the template of a pattern, for its deviations.
    pub(super) fn template(&self, pattern: PatternRef) -> String {
        self.patterns[pattern.0].0.template.to_string()
    }

    /// Numbers the patterns: ids made unique, then sorted.
    pub(super) fn finish(self) -> Finished {
        let mut patterns = self.patterns;
        distinguish(&mut patterns);
        let mut order: Vec<usize> = (0..patterns.len()).collect();
        order.sort_by(|a, b| {
            let (a, b) = (&patterns[*a].0, &patterns[*b].0);
            b.frequency.cmp(&a.frequency).then_with(|| a.id.cmp(&b.id))
        });
        let mut place = vec![0; patterns.len()];
        for (at, from) in order.iter().enumerate() {
            place[*from] = at;
        }
        let sorted = order.iter().map(|from| std::mem::take(&mut patterns[*from].0)).collect();
        let coverage = self
            .covered
            .into_iter()
            .map(|(category, used)| (category.to_owned(), used.into_iter().filter(|used| *used).count() as u32));
        let coverage = coverage.filter(|(_, covered)| *covered > 0).collect();
        Finished { patterns: sorted, place, findings: self.findings, coverage }
    }
}

/// Makes ids unique: among patterns of one id the most frequent keeps it, the others get a hash of their shape.
///
/// A shape is all that tells such patterns apart, so the id of a pattern does not move when another comes or goes,
/// unless that one is used more often.
fn distinguish(patterns: &mut [(Pattern, String)]) {
    let mut by_id: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (pattern, _)) in patterns.iter().enumerate() {
        by_id.entry(&pattern.id).or_default().push(at);
    }
    let mut groups: Vec<Vec<usize>> = by_id.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    let mut taken: HashSet<String> = HashSet::new();
    if !groups.is_empty() {
        taken.extend(patterns.iter().map(|(pattern, _)| pattern.id.to_string()));
    }
    for mut group in groups {
        group.sort_by(|a, b| {
            let ((a, a_shape), (b, b_shape)) = (&patterns[*a], &patterns[*b]);
            (b.frequency, a_shape, &a.category, &a.name, &a.template).cmp(&(
                a.frequency,
                b_shape,
                &b.category,
                &b.name,
                &b.template,
            ))
        });
        for at in group.into_iter().skip(1) {
            let (pattern, shape) = &mut patterns[at];
            let told_by = if shape.is_empty() { pattern.template.as_str() } else { shape.as_str() };
            let hash = etched_core::hash::hash(8, told_by.as_bytes());
            let mut id = format!("{}~{:04x}", pattern.id, hash & 0xffff);
            let mut digits = 4;
            while !taken.insert(id.clone()) {
                digits += 1;
                let text = format!("{hash:016x}");
                id = format!("{}~{}", pattern.id, &text[16usize.saturating_sub(digits)..]);
                if digits > 16 {
                    id = format!("{id}~{digits}");
                }
            }
            pattern.id = id.into();
        }
    }
}

/// Returns a text an eye can take in: bodies may be a megabyte.
pub(super) fn shorten(text: &str) -> String {
    const LINES: usize = 40;
    const BYTES: usize = 2_000;
    let mut end = text.len().min(BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if let Some((at, _)) = text[..end].match_indices('\n').nth(LINES - 1) {
        end = at;
    }
    if end == text.len() { text.to_owned() } else { format!("{}\n…", text[..end].trim_end()) }
}

/// Returns counts of a pattern that is looked for in every one of `applicable` places.
pub(super) fn counts(uses: usize, applicable: usize) -> Support {
    support(uses as u32, applicable as u32)
}
