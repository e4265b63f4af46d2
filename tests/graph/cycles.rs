//! Cycles, and associations declared from both ends, which are none.

use etched::Registry;
use etched::graph::Cycles;
use etched_compiler::model::Reference;

use crate::build::{model, of, registry, resource};

type Shown = Vec<(Vec<String>, Vec<String>)>;

/// Members, and the nodes on the path with the first one at both ends.
fn show(cycles: &Cycles<'_>) -> Shown {
    let name = |node: etched::graph::Node<'_>| node.name().into_owned();
    let path = |cycle: etched::graph::Cycle<'_, '_>| {
        let edges: Vec<_> = cycle.path().collect();
        assert!(edges.windows(2).all(|pair| pair[0].to() == pair[1].from()), "the path hangs together");
        edges
            .first()
            .map(|edge| name(edge.from()))
            .into_iter()
            .chain(edges.iter().map(|edge| name(edge.to())))
            .collect()
    };
    cycles.iter().map(|cycle| (cycle.members().map(name).collect(), path(cycle))).collect()
}

fn shown(cycles: &[(&[&str], &[&str])]) -> Shown {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    cycles.iter().map(|(members, path)| (owned(members), owned(path))).collect()
}

#[test]
fn components_and_self_references_by_first_member() {
    let registry = of(&[
        ("Self", &["belongs_to parent Self"]),
        ("B", &["belongs_to c C"]),
        ("Alone", &["belongs_to b B"]),
        ("C", &["belongs_to d D", "belongs_to b B"]),
        ("D", &["belongs_to b B"]),
        ("X", &["references y Y"]),
        ("Y", &["references x X"]),
    ]);
    let cycles = registry.cycles();
    assert_eq!(
        show(&cycles),
        shown(
            &[(&["Self"], &["Self", "Self"]), (&["B", "C", "D"], &["B", "C", "B"]), (&["X", "Y"], &["X", "Y", "X"]),]
        )
    );
    assert_eq!((cycles.len(), cycles.largest(), registry.largest_cycle()), (3, 3, 3));
}

#[test]
fn an_association_and_its_inverse_are_a_pair() {
    let pairs: [(&[&str], &[&str]); 6] = [
        (&["has_many posts Post author_id"], &["belongs_to author User author_id"]),
        (&["has_one profile Post user_id"], &["belongs_to user User user_id"]),
        // The key of an association without one is made of the name of the one that is pointed to.
        (&["has_many posts Post"], &["belongs_to user User user_id"]),
        (&["has_many posts Post user_id"], &["belongs_to user User"]),
        (&["has_many posts Post"], &["belongs_to user User"]),
        (
            &["has_many posts Post a_id", "has_many drafts Post b_id"],
            &["belongs_to a User a_id", "belongs_to b User b_id"],
        ),
    ];
    for (user, post) in pairs {
        let registry = of(&[("User", user), ("Post", post)]);
        assert!(registry.cycles().is_empty(), "{user:?} {post:?}");
        assert_eq!(registry.cycles().with_inverses().len(), 1);
        assert_eq!((registry.largest_cycle(), registry.resource_edges()), (2, 2));
    }
    // Another key, another kind, or no way back: not an inverse.
    let cycles: [(&[&str], &[&str]); 3] = [
        (&["has_many posts Post author_id"], &["belongs_to editor User editor_id"]),
        (&["has_many_through posts Post user_id"], &["belongs_to user User user_id"]),
        (&["has_many posts Post user_id"], &["has_one user User user_id"]),
    ];
    for (user, post) in cycles {
        let registry = of(&[("User", user), ("Post", post)]);
        assert_eq!(show(&registry.cycles()), shown(&[(&["User", "Post"], &["User", "Post", "User"])]));
    }
}

/// A belongs_to that gives no key has the one that schema text gives it: its name's.
#[test]
fn what_has_no_key_pairs_as_schema_text_does() {
    // A belongs_to and a has_many, each with and without a key; what names the belongs_to differs from its target.
    for (name, given, has) in [
        ("user", "", ""),
        ("user", "", "user_id"),
        ("user", "user_id", ""),
        ("author", "", ""),
        ("author", "", "author_id"),
        ("author", "", "user_id"),
        ("author", "author_id", "author_id"),
        ("author", "user_id", ""),
    ] {
        let option = |key: &str| if key.is_empty() { String::new() } else { format!(" {{ foreign_key: {key} }}") };
        let text = format!(
            "resource User {{ @has_many Post as \"posts\"{} }}\nresource Post {{ {name}: User!{} }}",
            option(has),
            option(given)
        );
        let schema = Registry::from_bytes(&etched_compiler::compile_str(&text).unwrap().to_file()).unwrap();
        let key = |key: &str| if key.is_empty() { "-".to_owned() } else { key.to_owned() };
        let document = of(&[
            ("User", &[&format!("has_many posts Post {}", key(has))]),
            ("Post", &[&format!("belongs_to {name} User {}", key(given))]),
        ]);
        let shown = |registry: &Registry| (show(&registry.cycles()), registry.depth("Post").unwrap());
        assert_eq!(shown(&document), shown(&schema), "{text}");
    }
}

#[test]
fn keys_follow_names_in_snake_case() {
    for (name, key) in [("BlogPost", "blog_post_id"), ("APIKey", "api_key_id"), ("V2Holder", "v2_holder_id")] {
        let registry =
            of(&[(name, &["has_many parts Part"]), ("Part", &[format!("belongs_to owner {name} {key}").as_str()])]);
        assert!(registry.cycles().is_empty(), "{name}");
    }
}

#[test]
fn a_cycle_that_stays_without_the_inverse_is_found() {
    let registry = of(&[
        ("User", &["has_many posts Post author_id", "belongs_to favourite Post favourite_id"]),
        ("Post", &["belongs_to author User author_id"]),
    ]);
    let cycles = registry.cycles();
    assert_eq!(show(&cycles), shown(&[(&["User", "Post"], &["User", "Post", "User"])]));
    let kinds: Vec<&str> = cycles.get(0).unwrap().path().map(|edge| edge.kind()).collect();
    assert_eq!(kinds, ["belongs_to", "belongs_to"]);
    assert!(cycles.get(1).is_none());
}

#[test]
fn a_tree_in_itself_stays_a_self_reference() {
    let registry =
        of(&[("Category", &["belongs_to parent Category parent_id", "has_many children Category parent_id"])]);
    assert_eq!(show(&registry.cycles()), shown(&[(&["Category"], &["Category", "Category"])]));
    assert_eq!(registry.cycles().get(0).unwrap().path().next().unwrap().kind(), "belongs_to");
    assert_eq!(registry.largest_cycle(), 1);
}

#[test]
fn references_count() {
    let mut all = model(vec![resource("A", &["has_one b B"]), resource("B", &[])]);
    all.references.push(Reference { from: "B".into(), to: "A".into() });
    assert_eq!(registry(&all).cycles().len(), 1);
}

#[test]
fn nothing_has_no_cycle() {
    let registry: Registry = of(&[]);
    assert_eq!((registry.cycles().len(), registry.cycles().largest()), (0, 0));
    assert_eq!((registry.largest_cycle(), registry.resource_edges()), (1, 0));
}
