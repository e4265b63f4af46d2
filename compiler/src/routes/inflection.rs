//! English nouns in the plural and back: what derived paths are named by, and what names the owner of an imported one.
//!
//! Rules in the order of what they override: words without a plural of their own, irregular words, irregular endings,
//! then the regular endings with their exceptions. All answers are pinned by a table in the tests: a changed plural is a
//! changed path.

/// Words that are their own plural.
const SAME: &[&str] = &[
    "adulthood",
    "advice",
    "aerobics",
    "aid",
    "aircraft",
    "alcohol",
    "ammo",
    "analytics",
    "anime",
    "athletics",
    "audio",
    "aws",
    "baggage",
    "biceps",
    "bison",
    "blood",
    "bream",
    "buffalo",
    "butter",
    "carp",
    "cash",
    "chaos",
    "chassis",
    "chess",
    "clothing",
    "cod",
    "commerce",
    "cooperation",
    "corps",
    "cors",
    "css",
    "debris",
    "diabetes",
    "digestion",
    "dns",
    "economics",
    "electronics",
    "elk",
    "energy",
    "equipment",
    "ethics",
    "evidence",
    "excretion",
    "expertise",
    "feedback",
    "flounder",
    "forceps",
    "fun",
    "furniture",
    "gallows",
    "garbage",
    "golf",
    "gps",
    "graffiti",
    "gymnastics",
    "headquarters",
    "health",
    "herpes",
    "highjinks",
    "homework",
    "housework",
    "hovercraft",
    "https",
    "information",
    "jeans",
    "justice",
    "knowledge",
    "kudos",
    "labour",
    "linguistics",
    "literature",
    "logistics",
    "luggage",
    "machinery",
    "mackerel",
    "mail",
    "manga",
    "mathematics",
    "me",
    "merchandise",
    "metadata",
    "mews",
    "money",
    "moose",
    "mud",
    "music",
    "news",
    "offspring",
    "only",
    "personnel",
    "physics",
    "pike",
    "plankton",
    "pliers",
    "police",
    "politics",
    "pollution",
    "rain",
    "research",
    "rice",
    "robotics",
    "salmon",
    "scissors",
    "series",
    "sewage",
    "shambles",
    "shrimp",
    "sms",
    "spacecraft",
    "species",
    "staff",
    "swine",
    "tennis",
    "tls",
    "traffic",
    "transportation",
    "triceps",
    "trout",
    "tuna",
    "watercraft",
    "wealth",
    "welfare",
    "whiting",
    "wildebeest",
    "wildlife",
    "you",
];

/// Endings of words that are their own plural: `catfish`, `software`, `measles`.
const SAME_ENDINGS: [&str; 11] =
    ["deer", "fish", "sheep", "pox", "measles", "software", "hardware", "firmware", "malware", "ous", "pokemon"];

/// Irregular words.
const WORDS: &[(&str, &str)] = &[
    ("alga", "algae"),
    ("alumna", "alumnae"),
    ("cherub", "cherubim"),
    ("criterion", "criteria"),
    ("die", "dice"),
    ("dwarf", "dwarves"),
    ("elf", "elves"),
    ("fez", "fezzes"),
    ("foot", "feet"),
    ("genus", "genera"),
    ("goose", "geese"),
    ("larva", "larvae"),
    ("lens", "lenses"),
    ("life", "lives"),
    ("louse", "lice"),
    ("ox", "oxen"),
    ("passerby", "passersby"),
    ("quiz", "quizzes"),
    ("seraph", "seraphim"),
    ("stigma", "stigmata"),
    ("stoma", "stomata"),
    ("summons", "summonses"),
    ("tooth", "teeth"),
    ("vertebra", "vertebrae"),
    ("viscus", "viscera"),
    ("whiz", "whizzes"),
    ("yes", "yeses"),
];

/// Irregular endings: a word that ends so is bent so.
const ENDINGS: &[(&str, &str)] = &[
    ("woman", "women"),
    ("person", "people"),
    ("child", "children"),
    ("mouse", "mice"),
    // -ix, -ex
    ("appendix", "appendices"),
    ("codex", "codices"),
    ("index", "indices"),
    ("matrix", "matrices"),
    ("vertex", "vertices"),
    ("vortex", "vortices"),
    // -um, -on
    ("addendum", "addenda"),
    ("automaton", "automata"),
    ("bacterium", "bacteria"),
    ("candelabrum", "candelabra"),
    ("curriculum", "curricula"),
    ("datum", "data"),
    ("erratum", "errata"),
    ("extremum", "extrema"),
    ("hedron", "hedra"),
    ("medium", "media"),
    ("memorandum", "memoranda"),
    ("millennium", "millennia"),
    ("phenomenon", "phenomena"),
    ("quorum", "quora"),
    ("stratum", "strata"),
    ("symposium", "symposia"),
    // -us
    ("alumnus", "alumni"),
    ("bacillus", "bacilli"),
    ("cactus", "cacti"),
    ("fungus", "fungi"),
    ("locus", "loci"),
    ("focus", "foci"),
    ("nucleus", "nuclei"),
    ("radius", "radii"),
    ("stimulus", "stimuli"),
    ("syllabus", "syllabi"),
    ("terminus", "termini"),
    // -f, -fe
    ("calf", "calves"),
    ("half", "halves"),
    ("hoof", "hooves"),
    ("knife", "knives"),
    ("leaf", "leaves"),
    ("loaf", "loaves"),
    ("scarf", "scarves"),
    ("sheaf", "sheaves"),
    ("shelf", "shelves"),
    ("self", "selves"),
    ("thief", "thieves"),
    ("wharf", "wharves"),
    ("wife", "wives"),
    ("wolf", "wolves"),
    // -o
    ("dingo", "dingoes"),
    ("echo", "echoes"),
    ("embargo", "embargoes"),
    ("hero", "heroes"),
    ("mosquito", "mosquitoes"),
    ("potato", "potatoes"),
    ("tomato", "tomatoes"),
    ("tornado", "tornadoes"),
    ("torpedo", "torpedoes"),
    ("veto", "vetoes"),
    ("volcano", "volcanoes"),
];

/// Words in -man that are no men.
const NOT_MEN: [&str; 14] = [
    "human", "shaman", "german", "roman", "norman", "ottoman", "caiman", "cayman", "talisman", "brahman", "dolman",
    "hetman", "ataman", "firman",
];

/// Words in -men that are one thing.
const ONE_IN_MEN: [&str; 14] = [
    "abdomen", "acumen", "albumen", "bitumen", "cyclamen", "foramen", "hymen", "lumen", "omen", "ramen", "regimen",
    "rumen", "specimen", "stamen",
];

/// Words in -as and -os that are one thing; others are several, as `agendas` and `photos` are.
const ONE_IN_AS_OS: [&str; 14] = [
    "alias",
    "atlas",
    "bias",
    "biogas",
    "canvas",
    "christmas",
    "gas",
    "pampas",
    "pancreas",
    "asbestos",
    "cosmos",
    "ethos",
    "rhinoceros",
    "thermos",
];

/// Words in -i and -u whose plural in -s looks like one thing in -is or -us.
const IN_I_U: [&str; 40] = [
    "ai", "alibi", "api", "bikini", "cli", "corgi", "emoji", "gui", "hifi", "kiwi", "kpi", "midi", "mini", "pi", "poi",
    "psi", "rabbi", "safari", "ski", "taxi", "tsunami", "ui", "uri", "wiki", "yeti", "bayou", "caribou", "cpu", "ecu",
    "emu", "flu", "gnu", "gpu", "guru", "haiku", "menu", "sku", "tofu", "tpu", "tutu",
];

/// Words in -is, but for those in -polis and -dermis; other plurals in -ises are of words in -ise.
const IN_IS: [&str; 14] = [
    "chrysalis",
    "clitoris",
    "dais",
    "glottis",
    "ibis",
    "iris",
    "loris",
    "mantis",
    "marquis",
    "pelvis",
    "penis",
    "proboscis",
    "trellis",
    "portcullis",
];

/// Words in -ch that are spoken with a k.
const CH_AS_K: [&str; 11] = [
    "eunuch",
    "epoch",
    "loch",
    "monarch",
    "oligarch",
    "patriarch",
    "matriarch",
    "stomach",
    "tech",
    "triptych",
    "hierarch",
];

/// Words in -che, -she, -xe and -sse, whose plural loses one letter and not two.
const IN_CHE_XE: [&str; 23] = [
    "ache",
    "headache",
    "toothache",
    "heartache",
    "pickaxe",
    "annexe",
    "avalanche",
    "axe",
    "brioche",
    "cache",
    "cartouche",
    "cliche",
    "creche",
    "douche",
    "finesse",
    "impasse",
    "moustache",
    "niche",
    "pastiche",
    "psyche",
    "quiche",
    "tranche",
    "lacrosse",
];

/// Words in -ie; other plurals in -ies are of words in -y.
const IN_IE: [&str; 40] = [
    "auntie", "birdie", "bogie", "bookie", "boogie", "brownie", "budgie", "calorie", "collie", "cookie", "cootie",
    "cutie", "eerie", "foodie", "freebie", "genie", "goalie", "hippie", "hoodie", "hoagie", "indie", "junkie", "lie",
    "magpie", "movie", "newbie", "pie", "pixie", "prairie", "rookie", "selfie", "smoothie", "sortie", "talkie", "tie",
    "untie", "veggie", "yuppie", "zombie", "necktie",
];

/// Words in -oe; other plurals in -oes are of words in -o.
const IN_OE: [&str; 14] =
    ["aloe", "canoe", "doe", "floe", "foe", "hoe", "oboe", "roe", "shoe", "sloe", "throe", "tiptoe", "toe", "woe"];

/// Words in -use, but for those in -ause and -ouse; other plurals in -uses are of words in -us.
const IN_USE: [&str; 12] =
    ["abuse", "excuse", "fuse", "muse", "misuse", "recluse", "refuse", "reuse", "ruse", "use", "cruse", "overuse"];

/// Words in -sis by their plural, but for those in -thesis and -lysis; other plurals in -ses are of words in -se.
const IN_SIS: [&str; 18] = [
    "amanuenses",
    "axes",
    "catharses",
    "crises",
    "diagnoses",
    "ellipses",
    "emphases",
    "geneses",
    "metamorphoses",
    "nemeses",
    "neuroses",
    "oases",
    "periphrases",
    "prognoses",
    "psychoses",
    "sepses",
    "synopses",
    "testes",
];

/// Returns the English plural of a lower-case word; a plural stays as it is.
///
/// ```
/// use etched_compiler::routes::plural;
/// assert_eq!(plural("category"), "categories");
/// assert_eq!(plural("people"), "people");
/// ```
///
/// Cost: a few hundred comparisons of short texts.
#[must_use]
pub fn plural(word: &str) -> String {
    if is_same(word) {
        return word.to_owned();
    }
    if let Some((one, many)) = irregular(word) {
        let stem = word.strip_suffix(one).or_else(|| word.strip_suffix(many)).unwrap_or_default();
        return format!("{stem}{many}");
    }
    let end = |ending: &str| word.ends_with(ending);
    if end("men") && !ONE_IN_MEN.contains(&word) {
        return word.to_owned();
    }
    if end("man") && !NOT_MEN.contains(&word) {
        return format!("{}men", &word[..word.len() - 3]);
    }
    let with = |cut: usize, ending: &str| format!("{}{ending}", &word[..word.len() - cut]);
    if end("s") {
        return match () {
            () if !is_one_in_s(word) => word.to_owned(),
            () if end("sis") || word == "axis" || word == "testis" || end("praxis") => with(2, "es"),
            () => with(0, "es"),
        };
    }
    match () {
        () if end("eaux") => word.to_owned(),
        () if end("ch") => with(0, if CH_AS_K.contains(&word) { "s" } else { "es" }),
        () if end("sh") || end("x") || end("z") => with(0, "es"),
        () if end("quy") => with(1, "ies"),
        () if matches!(word.as_bytes(), [.., before, b'y'] if !b"aeiou".contains(before)) => with(1, "ies"),
        // `café`, and what is written in other scripts.
        () if !word.is_ascii() && !word.ends_with(|last: char| last.is_ascii()) => word.to_owned(),
        () => with(0, "s"),
    }
}

/// Returns the singular of a lower-case English word; what is one thing, or not a noun known to be several, stays.
///
/// Words that share a plural have one answer: `axes` are of an `axis`. Ask whether two words are one noun by their
/// plurals.
///
/// ```
/// use etched_compiler::routes::singular;
/// assert_eq!(singular("caches"), "cache");
/// assert_eq!(singular("statuses"), "status");
/// assert_eq!(singular("status"), "status");
/// ```
///
/// Cost: as [`plural`].
#[must_use]
pub fn singular(word: &str) -> String {
    if is_same(word) {
        return word.to_owned();
    }
    if let Some((one, many)) = irregular(word) {
        let stem = word.strip_suffix(many).or_else(|| word.strip_suffix(one)).unwrap_or_default();
        return format!("{stem}{one}");
    }
    let end = |ending: &str| word.ends_with(ending);
    let cut = |letters: usize| &word[..word.len() - letters];
    if end("men") && !ONE_IN_MEN.contains(&word) {
        return format!("{}man", cut(3));
    }
    if !end("s") || is_one_in_s(word) || word.len() < 3 {
        return word.to_owned();
    }
    let without_s = cut(1);
    if !end("es") {
        return without_s.to_owned();
    }
    let without_es = cut(2);
    let bare = match () {
        () if end("ies") => {
            let kept = IN_IE.contains(&without_s) || word.len() == 4;
            return if kept { without_s.to_owned() } else { format!("{}y", cut(3)) };
        }
        () if end("theses") || end("lyses") || IN_SIS.contains(&word) => return format!("{without_es}is"),
        () if end("ches") || end("xes") || end("sses") || end("shes") => !IN_CHE_XE.contains(&without_s),
        () if end("zes") => end("tzes") || end("zzes") || without_es == "topaz",
        () if end("auses") || end("ouses") => false,
        () if end("uses") => !IN_USE.contains(&without_s),
        () if end("ises") => is_in_is(without_es),
        () if end("ses") => is_one_in_s(without_es),
        () if end("oes") => !IN_OE.contains(&without_s),
        () => false,
    };
    if bare { without_es } else { without_s }.to_owned()
}

fn is_same(word: &str) -> bool {
    // `manganese`, `japanese`, but `cheese`.
    let people = || word.len() > 4 && word.ends_with("ese") && !word.ends_with("eese");
    SAME.contains(&word) || SAME_ENDINGS.iter().any(|ending| word.ends_with(ending)) || people()
}

/// The irregular pair a word belongs to, by either form.
fn irregular(word: &str) -> Option<(&'static str, &'static str)> {
    let whole = WORDS.iter().find(|(one, many)| *one == word || *many == word);
    let ending = || ENDINGS.iter().find(|(one, many)| word.ends_with(one) || word.ends_with(many));
    whole.or_else(ending).copied()
}

/// Whether a word in -is has a plural in -ises.
fn is_in_is(word: &str) -> bool {
    IN_IS.contains(&word) || word.ends_with("polis") || word.ends_with("dermis")
}

/// Whether a word in -s is one thing.
fn is_one_in_s(word: &str) -> bool {
    let stem = &word[..word.len() - 1];
    match word.as_bytes() {
        [.., b's', b's'] => true,
        [.., b'i' | b'u', b's'] => !IN_I_U.contains(&stem) && !word.ends_with("eaus"),
        [.., b'a' | b'o', b's'] => ONE_IN_AS_OS.contains(&word),
        _ => word == "lens",
    }
}
