//! What each code means, with an example and its fix.

mod documents;
mod names;
mod relations;
mod syntax;

use super::code::{ALL, Code};

/// What a code means; [`Code::explain`] gives it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The code.
    pub code: &'static Code,
    /// What it means, in sentences.
    pub meaning: &'static str,
    /// What the examples are.
    pub kind: ExampleKind,
    /// Something that has the code.
    pub wrong: &'static str,
    /// The same without it.
    pub right: &'static str,
}

/// What the examples of an [`Explanation`] are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExampleKind {
    /// Schema text.
    Schema,
    /// A metadata document in JSON.
    Document,
    /// An OpenAPI document in YAML.
    OpenApi,
    /// A situation, and what to do about it: what is wrong is no text.
    Situation,
}

const fn explanation(
    kind: ExampleKind,
    code: &'static Code,
    meaning: &'static str,
    wrong: &'static str,
    right: &'static str,
) -> Explanation {
    Explanation { code, meaning, kind, wrong, right }
}

macro_rules! kinds {
    ($($function:ident $kind:ident)*) => {$(
        const fn $function(code: &'static Code, meaning: &'static str, wrong: &'static str, right: &'static str) -> Explanation {
            explanation(ExampleKind::$kind, code, meaning, wrong, right)
        }
    )*};
}

kinds! { schema Schema document Document openapi OpenApi situation Situation }

impl Code {
    /// Returns the code of an id in any letter case, or of a name.
    ///
    /// ```
    /// use etched_compiler::Code;
    ///
    /// assert_eq!(Code::find("e0046").unwrap().name, "unknown-constraint");
    /// assert_eq!(Code::find("unknown-constraint").unwrap().id, "E0046");
    /// assert!(Code::find("E9999").is_none());
    /// ```
    #[must_use]
    pub fn find(id_or_name: &str) -> Option<&'static Self> {
        ALL.iter().find(|code| code.id.eq_ignore_ascii_case(id_or_name) || code.name.eq_ignore_ascii_case(id_or_name))
    }

    /// Returns what the code means, with an example and its fix.
    ///
    /// ```
    /// use etched_compiler::Code;
    ///
    /// let explanation = Code::find("E0046").unwrap().explain();
    /// assert_eq!(explanation.wrong, "resource Post { title: string! @uniqe }");
    /// assert_eq!(explanation.right, "resource Post { title: string! @unique }");
    /// ```
    ///
    /// # Panics
    ///
    /// For a code that is not one of [`CODES`](crate::CODES).
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let tables = [syntax::TABLE, names::TABLE, relations::TABLE, documents::TABLE];
        let found = tables.into_iter().flatten().find(|explanation| explanation.code.id == self.id);
        *found.expect("every code of the table is explained, which a test sees to")
    }
}
