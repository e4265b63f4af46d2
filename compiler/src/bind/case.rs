//! The letter cases of serde's `rename_all`.

/// A letter case that names are put in.
///
/// ```
/// use etched_compiler::bind::Case;
///
/// let case = Case::find("kebab-case").unwrap();
/// assert_eq!((case.field("in_review"), case.variant("InReview")), ("in-review".into(), "in-review".into()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `lowercase`
    Lower,
    /// `UPPERCASE`
    Upper,
    /// `PascalCase`
    Pascal,
    /// `camelCase`
    Camel,
    /// `snake_case`
    Snake,
    /// `SCREAMING_SNAKE_CASE`
    ScreamingSnake,
    /// `kebab-case`
    Kebab,
    /// `SCREAMING-KEBAB-CASE`
    ScreamingKebab,
}

impl Case {
    /// The names serde knows them by.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    /// Returns the case of that name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, case)| *case)
    }

    /// Puts the name of a variant, which is in `PascalCase`, in this case; as serde does.
    #[must_use]
    pub fn variant(self, name: &str) -> String {
        match self {
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
            Self::Pascal => name.to_owned(),
            Self::Camel => first(name, char::to_lowercase),
            Self::Snake => snake(name),
            Self::ScreamingSnake => snake(name).to_uppercase(),
            Self::Kebab => snake(name).replace('_', "-"),
            Self::ScreamingKebab => snake(name).to_uppercase().replace('_', "-"),
        }
    }

    /// Puts the name of a field, which is in `snake_case`, in this case; as serde does.
    #[must_use]
    pub fn field(self, name: &str) -> String {
        let pascal = || name.split('_').map(|word| first(word, char::to_uppercase)).collect::<String>();
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_uppercase(),
            Self::Pascal => pascal(),
            Self::Camel => first(&pascal(), char::to_lowercase),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_uppercase().replace('_', "-"),
        }
    }
}

/// Changes the first letter.
fn first<I: Iterator<Item = char>>(name: &str, change: impl Fn(char) -> I) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |letter| change(letter).chain(letters).collect())
}

/// Puts an underscore before every capital but the first.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_uppercase() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
