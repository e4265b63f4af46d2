//! Looking for the names that were probably meant, for as long as that is worth it.

use std::cell::Cell;

use etched_core::near::{Near, near};

/// Characters compared with characters in one run. A schema of 5,000 resources has some forty names looked for, and
/// whoever has more wrong than that is helped by the first.
const MOST_WORK: u64 = 32_000_000;

/// What is left of the work that one run may put into suggestions.
///
/// Every search looks at every candidate, so that a schema of n wrong names and n right ones would take n times n.
#[derive(Debug)]
pub(crate) struct Suggestions {
    left: Cell<u64>,
}

impl Suggestions {
    pub(crate) fn new() -> Self {
        Self { left: Cell::new(MOST_WORK) }
    }

    /// Returns the candidates that a name was probably meant to be; none when too much was looked for already.
    pub(crate) fn near<'a>(&self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Near<'a> {
        let found = near(name, candidates.into_iter().take_while(|candidate| self.pay(name, candidate)));
        // The nearest of some are not the nearest.
        if self.left.get() > 0 { found } else { near("", []) }
    }

    /// Pays for one comparison; returns whether there was enough left.
    fn pay(&self, name: &str, candidate: &str) -> bool {
        let (short, long) = (name.len().min(candidate.len()), name.len().max(candidate.len()));
        // Names of very different lengths are measured and not compared.
        let work = if long - short > long / 3 + 1 { long } else { short * long };
        self.left.set(self.left.get().saturating_sub(work as u64 + 1));
        self.left.get() > 0
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_WORK, Suggestions};

    #[test]
    fn what_is_spent_is_not_spent_again() {
        let suggestions = Suggestions::new();
        assert_eq!(suggestions.near("Pst", ["User", "Post"]).first(), Some("Post"));
        let name = "n".repeat(60);
        let many = vec![name.as_str(); MOST_WORK as usize / 3_600 + 1];
        assert_eq!(suggestions.near(&format!("{name}x"), many.iter().copied().chain(["Post"])).first(), None);
        assert_eq!(suggestions.near("Pst", ["Post"]).first(), None);
    }
}
