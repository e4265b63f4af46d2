//! The words of a name, and what is derived from them: its snake case, and the key that stands for a resource.
//!
//! Derived keys have to come out the same wherever they are derived: in the compiler, in the graph, in what is shown.

/// Returns the words of a name, each as it is written.
///
/// A word starts behind everything that is no letter or digit, at a capital behind a small letter or a digit, and at
/// the last capital of a run that a small letter follows; digits belong to the word before them.
///
/// ```
/// use etched_core::name::words;
///
/// assert!(words("APIKeyV2Holder").eq(["API", "Key", "V2", "Holder"]));
/// assert!(words("blog-post_id").eq(["blog", "post", "id"]));
/// ```
///
/// Cost: one pass over the name; nothing is allocated.
pub fn words(name: &str) -> impl Iterator<Item = &str> + Clone {
    Words { rest: name }
}

#[derive(Clone)]
struct Words<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut before: Option<char> = None;
        let end = rest.char_indices().find(|&(at, c)| {
            let starts = before.is_some_and(|before| {
                let next = rest[at + c.len_utf8()..].chars().next();
                c.is_uppercase() && (!before.is_uppercase() || next.is_some_and(char::is_lowercase))
            });
            before = Some(c);
            starts || !c.is_alphanumeric()
        });
        let (word, rest) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }
}

/// Returns the characters of a name in snake case: its words in small letters, joined by `_`.
///
/// ```
/// use etched_core::name::snake;
///
/// assert!(snake("BlogPost").eq("blog_post".chars()));
/// assert!(snake("APIKey").eq("api_key".chars()));
/// ```
///
/// Cost: as [`words`].
pub fn snake(name: &str) -> impl Iterator<Item = char> + Clone {
    words(name).enumerate().flat_map(|(at, word)| {
        let between = (at > 0).then_some('_');
        between.into_iter().chain(word.chars().flat_map(char::to_lowercase))
    })
}

/// Returns the characters of the foreign key a relationship has when none is given.
///
/// A `belongs_to` holds its key itself, under its own name; in every other kind the records of the other side hold it,
/// under the name of the resource that declares the relationship.
///
/// ```
/// use etched_core::name::foreign_key;
///
/// assert!(foreign_key("belongs_to", "author", "Post").eq("author_id".chars()));
/// assert!(foreign_key("has_many", "calls", "APIKey").eq("api_key_id".chars()));
/// ```
///
/// Cost: as [`words`].
pub fn foreign_key<'a>(kind: &str, name: &'a str, owner: &'a str) -> impl Iterator<Item = char> + Clone + use<'a> {
    let (own, other) = if kind == "belongs_to" { (name, "") } else { ("", owner) };
    own.chars().chain(snake(other)).chain("_id".chars())
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_of_names() {
        let table: [(&str, &[&str]); 9] = [
            ("", &[]),
            ("__", &[]),
            ("Post", &["Post"]),
            ("HTTPLog", &["HTTP", "Log"]),
            ("OAuth2Token", &["O", "Auth2", "Token"]),
            ("camelCase", &["camel", "Case"]),
            ("_a__b.C", &["a", "b", "C"]),
            ("ÉcoleÜber", &["École", "Über"]),
            ("ABC", &["ABC"]),
        ];
        for (name, expected) in table {
            assert!(words(name).eq(expected.iter().copied()), "{name}");
        }
    }
}
