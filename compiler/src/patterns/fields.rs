//! Fields: the constraints that fields of one name or of one type have, and the type that fields of one name have.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ledger::{Draft, Finding, Ledger, PatternRef, Site, commonest, counts};
use super::middleware::{absent, and};
use super::naming::snake;
use crate::model::{Field, Resource, Support, Validation};

/// Finds the conventions of fields and the fields that deviate.
///
/// Fields a resource declares count; those inside inline structs and those taken over from another resource do not.
pub(super) fn discover(ledger: &mut Ledger<'_>) {
    let model = ledger.model;
    let mut members = Vec::new();
    for (at, resource) in model.resources.iter().enumerate() {
        let mut validations: HashMap<&str, Vec<&Validation>> = HashMap::new();
        for validation in resource.validations.iter().filter(|one| !one.field.is_empty()) {
            validations.entry(&validation.field).or_default().push(validation);
        }
        for field in resource.fields.iter().filter(|field| !field.inherited) {
            let validations = validations.get(field.name.as_str()).map_or(&[][..], Vec::as_slice);
            members.push(Member { resource: at as u32, owner: resource, field, traits: traits(field, validations) });
        }
    }
    let mut by_name: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut by_type: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (at, member) in members.iter().enumerate() {
        by_name.entry(&member.field.name).or_default().push(at as u32);
        by_type.entry(base_type(&member.field.ty)).or_default().push(at as u32);
    }
    let mut pass = Pass { explained: vec![false; members.len()], members: &members };
    for (name, group) in by_name {
        let constrained = pass.constraints(ledger, Key::Name(name), &group);
        let typed = pass.types(ledger, name, &group, constrained);
        if constrained || typed {
            group.iter().for_each(|at| pass.explained[*at as usize] = true);
        }
    }
    for (ty, group) in by_type {
        pass.constraints(ledger, Key::Type(ty), &group);
    }
}

struct Member<'m> {
    resource: u32,
    owner: &'m Resource,
    field: &'m Field,
    traits: Vec<Trait<'m>>,
}

/// A constraint: base name, whole text, position as written.
struct Trait<'m> {
    base: Cow<'m, str>,
    text: Cow<'m, str>,
    at: usize,
}

struct Pass<'p, 'm> {
    members: &'p [Member<'m>],
    /// Fields whose name has a convention of its own, which says more than one of their type.
    explained: Vec<bool>,
}

#[derive(Clone, Copy)]
enum Key<'m> {
    Name(&'m str),
    Type(&'m str),
}

impl<'m> Pass<'_, 'm> {
    fn member(&self, at: u32) -> &Member<'m> {
        &self.members[at as usize]
    }

    fn add(&self, ledger: &mut Ledger<'m>, draft: Draft, uses: &[u32]) -> PatternRef {
        let site =
            |at: &u32| Site { resource: Some(self.member(*at).resource), line: self.member(*at).line(), item: *at };
        let sites: Vec<Site> = uses.iter().map(site).collect();
        ledger.add(draft, &sites, |site| {
            let member = self.member(site.item);
            (&member.owner.file_path, written(member.field))
        })
    }

    fn deviate(
        &self,
        ledger: &mut Ledger<'m>,
        pattern: PatternRef,
        rival: Option<PatternRef>,
        at: u32,
        support: Support,
        template: &str,
    ) {
        let member = self.member(at);
        let subject = format!("{}.{}", member.owner.name, member.field.name);
        ledger.findings.push(Finding {
            pattern,
            rival,
            subject,
            resource: Some(member.resource),
            file: member.owner.file_path.clone(),
            line: member.line(),
            support,
            template: template.to_owned(),
        });
    }

    /// One pattern per set of constraints: `field/email/max+unique`, `type/email/max+unique`.
    ///
    /// A set is looked for where three fields have exactly it, or where each of its constraints is on nearly every
    /// field; a field uses it that has all of it, and perhaps more. Arguments belong to it where nearly all uses agree.
    fn constraints(&self, ledger: &mut Ledger<'m>, key: Key<'_>, group: &[u32]) -> bool {
        if !ledger.options.is_pattern(group.len() as u32) {
            return false;
        }
        let sets = Sets::new(self, group);
        let mut patterns: Vec<(Set<'_>, PatternRef)> = Vec::new();
        for mask in sets.candidates(ledger) {
            let Some(set) = sets.resolve(self, ledger, mask, group) else { continue };
            let spread = set.uses.iter().any(|at| self.member(*at).field.name != self.member(set.uses[0]).field.name);
            if !ledger.options.is_pattern(set.uses.len() as u32) || (matches!(key, Key::Type(_)) && !spread) {
                continue;
            }
            let draft = self.draft(key, &set, group);
            let pattern = self.add(ledger, draft, &set.uses);
            patterns.push((set, pattern));
        }
        for (set, pattern) in &patterns {
            let without = absent(group, &set.uses);
            let support = counts(set.uses.len(), group.len());
            // Fields of one type serve many ends, and constraints with arguments of their own agree on less.
            let loose = matches!(key, Key::Type(_)) || set.texts.values().any(|(_, agreed)| !agreed);
            let is_rule = ledger.options.is_rule(support, self.largest_rival(&without));
            if !is_rule || (loose && !ledger.options.is_cross_rule(support)) {
                continue;
            }
            let template = ledger.template(*pattern);
            for at in without {
                if matches!(key, Key::Type(_)) && self.explained[at as usize] {
                    continue;
                }
                let rival = patterns.iter().find(|(other, _)| sets.mask(at) == other.mask && other.mask != set.mask);
                self.deviate(ledger, *pattern, rival.map(|(_, rival)| *rival), at, support, &template);
            }
        }
        !patterns.is_empty()
    }

    fn draft(&self, key: Key<'_>, set: &Set<'_>, group: &[u32]) -> Draft {
        let bases: Vec<&str> = set.texts.keys().copied().collect();
        let mut written: Vec<(usize, &str)> =
            bases.iter().map(|base| (self.position(base, &set.uses), *base)).collect();
        written.sort_unstable();
        let constraints: Vec<&str> = written.iter().map(|(_, base)| set.texts[base].0.as_str()).collect();
        let (kind, name, what) = match key {
            Key::Name(name) => ("field", name, format!("called `{name}`")),
            Key::Type(ty) => ("type", ty, format!("of type `{ty}`")),
        };
        let shown = if matches!(key, Key::Name(_)) { name } else { "<name>" };
        Draft {
            id: format!("{kind}/{name}/{}", bases.join("+")),
            shape: String::new(),
            name: snake([name].into_iter().chain(bases.iter().copied()).chain(["field"])),
            category: "validation",
            description: format!("Fields {what} have {}.", and(&constraints)),
            template: format!("{shown}: {} {}", self.usual_type(&set.uses), constraints.join(" ")),
            support: counts(set.uses.len(), group.len()),
        }
    }

    fn position(&self, base: &str, uses: &[u32]) -> usize {
        uses.iter().filter_map(|at| self.member(*at).get(base)).map(|found| found.at).sum()
    }

    fn usual_type(&self, uses: &[u32]) -> String {
        let fields: Vec<&Field> = uses.iter().map(|at| self.member(*at).field).collect();
        usual_type(&fields)
    }

    // The largest group of fields that agree on other constraints; having none is no agreement.
    fn largest_rival(&self, without: &[u32]) -> u32 {
        let mut groups: HashMap<Vec<&str>, u32> = HashMap::new();
        for at in without.iter().filter(|at| !self.member(**at).traits.is_empty()) {
            let texts = self.member(*at).traits.iter().map(|one| one.text.as_ref()).collect();
            *groups.entry(texts).or_default() += 1;
        }
        groups.into_values().max().unwrap_or(0)
    }

    /// One pattern per type of the fields of one name: `field/price/decimal`.
    ///
    /// Where all have one type and the name has a pattern of constraints, that one's template shows the type already.
    fn types(&self, ledger: &mut Ledger<'m>, name: &str, group: &[u32], constrained: bool) -> bool {
        let mut types: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for at in group {
            types.entry(base_type(&self.member(*at).field.ty)).or_default().push(*at);
        }
        if constrained && types.len() == 1 {
            return false;
        }
        let mut patterns: BTreeMap<&str, PatternRef> = BTreeMap::new();
        for (ty, uses) in types.iter().filter(|(_, uses)| ledger.options.is_pattern(uses.len() as u32)) {
            let draft = Draft {
                id: format!("field/{name}/{ty}"),
                shape: String::new(),
                name: snake([name, ty, "field"]),
                category: "validation",
                description: format!("Fields called `{name}` are of type `{ty}`."),
                template: format!("{name}: {}", self.usual_type(uses)),
                support: counts(uses.len(), group.len()),
            };
            patterns.insert(ty, self.add(ledger, draft, uses));
        }
        for (ty, pattern) in &patterns {
            let support = counts(types[ty].len(), group.len());
            let others = types.iter().filter(|(other, _)| *other != ty);
            let rival = others.clone().map(|(_, uses)| uses.len()).max().unwrap_or(0);
            if ledger.options.is_rule(support, rival as u32) {
                let template = ledger.template(*pattern);
                for (other, uses) in others {
                    for at in uses {
                        self.deviate(ledger, *pattern, patterns.get(other).copied(), *at, support, &template);
                    }
                }
            }
        }
        !patterns.is_empty()
    }
}

impl<'m> Member<'m> {
    fn line(&self) -> u32 {
        if self.field.line == 0 { self.owner.line } else { self.field.line }
    }

    fn get(&self, base: &str) -> Option<&Trait<'m>> {
        self.traits.binary_search_by(|one| one.base.as_ref().cmp(base)).ok().map(|at| &self.traits[at])
    }
}

/// A field as it is written in a schema.
pub(super) fn written(field: &Field) -> String {
    let mut ty = field.ty.clone();
    if let Some(at) = ty.rfind("enum").filter(|_| !field.values.is_empty()) {
        let values: Vec<String> = field.values.iter().map(|value| format!("{value:?}")).collect();
        ty.insert_str(at + "enum".len(), &format!(" [{}]", values.join(", ")));
    }
    let mark = if field.nullable { '?' } else { '!' };
    let mut text = format!("{}: {ty}{mark}", field.name);
    for constraint in &field.constraints {
        text.push(' ');
        text.push_str(constraint);
    }
    if let Some(default) = field.default.as_ref().filter(|_| !text.contains("@default")) {
        text.push_str(&format!(" @default({default})"));
    }
    text
}

/// What most of some fields of one name look like: the whole declaration, else name and type.
pub(super) fn usual(fields: &[&Field]) -> String {
    let texts: Vec<String> = fields.iter().map(|field| written(field)).collect();
    match commonest(texts.iter().map(String::as_str)) {
        Some((text, count)) if count as usize * 2 > texts.len() => text.to_owned(),
        _ => format!("{}: {}", fields.first().map_or("", |field| &field.name), usual_type(fields)),
    }
}

/// Type and null mark that most of some fields have.
fn usual_type(fields: &[&Field]) -> String {
    let most = |count: usize| count * 2 > fields.len();
    let mark = if most(fields.iter().filter(|field| field.nullable).count()) { '?' } else { '!' };
    let whole = commonest(fields.iter().map(|field| field.ty.as_str())).filter(|(_, count)| most(*count as usize));
    let base = commonest(fields.iter().map(|field| base_type(&field.ty))).filter(|(_, count)| most(*count as usize));
    format!("{}{mark}", whole.or(base).map_or("<type>", |(ty, _)| ty))
}

/// The sets of constraints in one group, as bits.
struct Sets<'p> {
    /// Base names by bit, commonest first. What is beyond the last bit is rarer than 128 others and left out.
    bases: Vec<&'p str>,
    masks: HashMap<u32, u128>,
    exact: BTreeMap<u128, Vec<u32>>,
    counts: Vec<u32>,
}

/// One set of constraints and the fields that have all of it.
struct Set<'p> {
    mask: u128,
    /// Text per base name; arguments that differ are a placeholder, and then `false`.
    texts: BTreeMap<&'p str, (String, bool)>,
    uses: Vec<u32>,
}

impl<'p> Sets<'p> {
    fn new(pass: &Pass<'p, '_>, group: &[u32]) -> Self {
        let members = pass.members;
        let mut numbers: HashMap<&'p str, u32> = HashMap::new();
        for at in group {
            for one in &members[*at as usize].traits {
                *numbers.entry(one.base.as_ref()).or_default() += 1;
            }
        }
        let mut bases: Vec<(&str, u32)> = numbers.into_iter().collect();
        bases.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        bases.truncate(128);
        let bits: HashMap<&str, u32> = bases.iter().enumerate().map(|(bit, (base, _))| (*base, bit as u32)).collect();
        let mut masks = HashMap::with_capacity(group.len());
        let mut exact: BTreeMap<u128, Vec<u32>> = BTreeMap::new();
        for at in group {
            let traits = members[*at as usize].traits.iter();
            let mask = traits.filter_map(|one| bits.get(one.base.as_ref())).fold(0, |mask, bit| mask | 1 << bit);
            masks.insert(*at, mask);
            exact.entry(mask).or_default().push(*at);
        }
        let (bases, counts) = bases.into_iter().unzip();
        Self { bases, masks, exact, counts }
    }

    fn mask(&self, at: u32) -> u128 {
        self.masks.get(&at).copied().unwrap_or(0)
    }

    fn candidates(&self, ledger: &Ledger<'_>) -> BTreeSet<u128> {
        let options = ledger.options;
        let often = self.exact.iter().filter(|(_, uses)| options.is_pattern(uses.len() as u32));
        let mut candidates: BTreeSet<u128> = often.map(|(mask, _)| *mask).collect();
        let least = self.masks.len() as f64 * options.min_rate;
        let core = self.counts.iter().enumerate().filter(|(_, count)| f64::from(**count) >= least);
        candidates.insert(core.fold(0, |mask, (bit, _)| mask | 1 << bit));
        candidates.remove(&0);
        candidates
    }

    fn resolve(&self, pass: &Pass<'_, '_>, ledger: &Ledger<'_>, mask: u128, group: &[u32]) -> Option<Set<'p>> {
        let mut uses: Vec<u32> = if self.exact.len() == 1 {
            group.to_vec()
        } else {
            self.exact.iter().filter(|(other, _)| *other & mask == mask).flat_map(|(_, uses)| uses).copied().collect()
        };
        uses.sort_unstable();
        let mut texts = BTreeMap::new();
        let bits = self.bases.iter().enumerate().filter(|(bit, _)| mask & 1 << bit != 0);
        for (_, base) in bits {
            let all = uses.iter().filter_map(|at| pass.member(*at).get(base)).map(|one| one.text.as_ref());
            let (text, count) = commonest(all)?;
            let agreed = f64::from(count) >= uses.len() as f64 * ledger.options.min_rate;
            let text = if agreed { text.to_owned() } else { format!("@{base}(<{}>)", placeholder(base)) };
            texts.insert(*base, (text, agreed));
        }
        uses.retain(|at| {
            let agreed = texts.iter().filter(|(_, (_, agreed))| *agreed);
            agreed.into_iter().all(|(base, (text, _))| pass.member(*at).get(base).is_some_and(|one| one.text == *text))
        });
        (!uses.is_empty()).then_some(Set { mask, texts, uses })
    }
}

fn placeholder(base: &str) -> &str {
    match base {
        "pattern" => "regex",
        "one_of" => "values",
        "default" => "value",
        "min" | "max" | "length" | "precision" => "number",
        _ => "arguments",
    }
}

/// The constraints of a field, one per base name, sorted; those a document gives as validations and a default too.
///
/// A deprecation is no convention: it says that this one field is on its way out.
fn traits<'m>(field: &'m Field, validations: &[&'m Validation]) -> Vec<Trait<'m>> {
    let mut traits: Vec<Trait<'m>> = Vec::with_capacity(field.constraints.len());
    for (at, text) in field.constraints.iter().enumerate() {
        let base = text.trim_start_matches('@').split('(').next().unwrap_or_default().trim_end();
        if base != "deprecated" && !base.is_empty() {
            traits.push(Trait { base: base.into(), text: text.as_str().into(), at });
        }
    }
    if let Some(default) = field.default.as_ref().filter(|_| !traits.iter().any(|one| one.base == "default")) {
        traits.push(Trait { base: "default".into(), text: format!("@default({default})").into(), at: traits.len() });
    }
    for validation in validations {
        if !traits.iter().any(|one| one.base == validation.kind.as_str()) {
            let (kind, value) = (validation.kind.as_str(), validation.value.as_str());
            let text = if value.is_empty() { format!("@{kind}") } else { format!("@{kind}({value})") };
            traits.push(Trait { base: kind.into(), text: text.into(), at: traits.len() });
        }
    }
    traits.sort_by(|a, b| a.base.cmp(&b.base));
    traits.dedup_by(|later, first| later.base == first.base);
    traits
}

/// The type without arguments, under its short name: `decimal` of `decimal(10,2)`, `int` of `integer`.
pub(super) fn base_type(ty: &str) -> &str {
    match ty.split(['(', '<', ' ', '[', '{']).next().unwrap_or(ty) {
        "integer" => "int",
        "boolean" => "bool",
        "datetime" => "timestamp",
        base => base,
    }
}
