//! Globs over names: `*` for any run of characters, `?` for one.

/// Returns whether `text` matches `glob`; case-sensitive, over characters.
///
/// Cost: at most the product of the two lengths, without recursion or allocation.
///
/// ```
/// use etched_core::glob::matches;
/// assert!(matches("*Post*", "BlogPostComment"));
/// assert!(matches("User?", "Users"));
/// assert!(!matches("User?", "User"));
/// ```
#[must_use]
pub fn matches(glob: &str, text: &str) -> bool {
    let (mut pattern, mut rest) = (glob, text);
    // Where the last star stands, and the text not yet given to it.
    let mut star: Option<(&str, &str)> = None;
    loop {
        let (mut next_pattern, mut next_rest) = (pattern.chars(), rest.chars());
        match (next_pattern.next(), next_rest.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                pattern = next_pattern.as_str();
                star = Some((pattern, rest));
                continue;
            }
            (Some(wanted), Some(found)) if wanted == '?' || wanted == found => {
                (pattern, rest) = (next_pattern.as_str(), next_rest.as_str());
                continue;
            }
            _ => {}
        }
        let Some((after, left)) = star else { return false };
        let mut left = left.chars();
        if left.next().is_none() {
            return false;
        }
        (pattern, rest) = (after, left.as_str());
        star = Some((after, left.as_str()));
    }
}
