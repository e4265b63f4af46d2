//! Codes of relations, operations, routes and the application, and the warnings of a schema.

use super::{Explanation, schema};
use crate::diagnostic::code::*;

pub(super) const TABLE: &[Explanation] = &[
    schema(
        &UNKNOWN_TARGET,
        "A relationship or `@nested` names a resource that no file declares. A type that starts with a capital is a \
         resource.",
        "resource Post { author: Usr! }\nresource User { name: string! }",
        "resource Post { author: User! }\nresource User { name: string! }",
    ),
    schema(
        &UNKNOWN_OPTION,
        "A relationship does not have this option.",
        "resource Post { author: User! { on_delte: cascade } }\nresource User { name: string! }",
        "resource Post { author: User! { on_delete: cascade } }\nresource User { name: string! }",
    ),
    schema(
        &OPTION_VALUE,
        "The option of a relationship does not take this value; the message says which it takes.",
        "resource Post { author: User! { on_delete: remove } }\nresource User { name: string! }",
        "resource Post { author: User! { on_delete: cascade } }\nresource User { name: string! }",
    ),
    schema(
        &SET_NULL,
        "`set_null` needs a relationship that may be null: `?` after its type, or on the field that holds the key.",
        "resource Post { author: User! { on_delete: set_null } }\nresource User { name: string! }",
        "resource Post { author: User? { on_delete: set_null } }\nresource User { name: string! }",
    ),
    schema(
        &NESTING_CYCLE,
        "A resource is nested under itself, directly or through others; its path would be infinite.",
        "resource Folder { name: string! @nested under Folder }",
        "resource Folder { name: string! parent: Folder? }",
    ),
    schema(
        &BAD_SEGMENT,
        "`@path` and `@nested … as` give one segment of a path, without `/` and without parameters.",
        "resource Post { title: string! @path \"blog/posts\" }",
        "resource Post { title: string! @path \"blog-posts\" }",
    ),
    schema(
        &BAD_NAME,
        "The name of a relationship is an identifier.",
        "resource Post { title: string! @has_many Comment as \"the comments\" }\n\
         resource Comment { body: text! }",
        "resource Post { title: string! @has_many Comment as \"comments\" }\n\
         resource Comment { body: text! }",
    ),
    schema(
        &NESTED_TOO_OFTEN,
        "A resource under several parents, which are under several in turn, has a set of routes in every place; more \
         than 256 places, or 125 levels, are refused.",
        include_str!("nested.cdt"),
        "resource L0 { a: int! }\nresource L1 { a: int! @nested under L0 }",
    ),
    schema(
        &NAME_TOO_LONG,
        "A name has at most 1,024 bytes: routes, handlers and answers repeat it wherever something is named.",
        include_str!("name.cdt"),
        "resource Tag { name: string! }",
    ),
    schema(
        &MIDDLEWARE_TOO_LONG,
        "At most 256 middleware run for one operation, those of its resource among them: every route has the whole list.",
        include_str!("middleware.cdt"),
        "resource Tag { name: string! @middleware [auth] }",
    ),
    schema(
        &UNKNOWN_OPERATION,
        "An operation is `list`, `show`, `create`, `update` or `delete`, as far as the resource has it, or the \
         handler of one of its routes.",
        "resource Post { title: string! @on delte: [auth] }",
        "resource Post { title: string! @on delete: [auth] }",
    ),
    schema(
        &OPERATION_TWICE,
        "The operation, or the event, is named twice; `get` and `show` are one.",
        "resource Post { title: string! @operations [list, get, show] }",
        "resource Post { title: string! @operations [list, show] }",
    ),
    schema(
        &UNKNOWN_EVENT,
        "Hooks and constraints are for `create`, `update`, `delete` and `save`.",
        "resource Post { title: string! @before creat { Log.write() } }",
        "resource Post { title: string! @before create { Log.write() } }",
    ),
    schema(
        &ROUTE_PATH,
        "The path of a route is a template: segments behind `/`, each a text, `:name`, `{name}` or text with `{name}` \
         in it, and optionally `*name` at the end; names are unique.",
        "resource Post { title: string! @route GET \"/a/:id/b/:id\" -> both }",
        "resource Post { title: string! @route GET \"/a/:id/b/:other_id\" -> both }",
    ),
    schema(
        &ROUTE_TWICE,
        "Two declared routes have the same method and, apart from parameter names, the same path.",
        "resource Post { title: string! @route GET \"/me/:id\" -> me }\n\
         resource User { name: string! @route GET \"/me/:user_id\" -> me }",
        "resource Post { title: string! @route GET \"/posts/me/:id\" -> me }\n\
         resource User { name: string! @route GET \"/me/:user_id\" -> me }",
    ),
    schema(
        &HANDLER_TAKEN,
        "The handler of a declared route is an operation the resource has already, or two routes to it disagree about \
         its middleware.",
        "resource Post { title: string! @route GET \"/posts/all\" -> list }",
        "resource Post { title: string! @route GET \"/posts/all\" -> all }",
    ),
    schema(
        &EMPTY_TEXT,
        "A text meant to be read is empty.",
        "@application \"\"\nresource Post { title: string! }",
        "@application \"shop\"\nresource Post { title: string! }",
    ),
    schema(
        &ROUTE_ANSWER,
        "What is in the braces of a route is not what HTTP has: a body on `GET`, a status that is none, a parameter \
         that is not in the path, a body under 204.",
        "resource Post { title: string! @route GET \"/posts/newest\" -> newest { body: string! } }",
        "resource Post { title: string! @route GET \"/posts/newest\" -> newest { query(limit: int?) } }",
    ),
    schema(
        &KEY_MEMBER,
        "A key or an index names what it cannot have: no member, a relationship whose key the other side holds, one \
         column twice; or `@key` names a field that may be null or cannot be a segment of a path.",
        "resource Post { title: string! @unique [titel] }",
        "resource Post { title: string! @unique [title] }",
    ),
    schema(
        &PARAMETER_SPELLING,
        "The segment is a parameter to other routers, and text here. A parameter is `:name` or `{name}`, the rest of a \
         path `*name`.",
        "resource Post { title: string! @route GET \"/posts/by/<slug>\" -> by_slug }",
        "resource Post { title: string! @route GET \"/posts/by/:slug\" -> by_slug }",
    ),
    schema(
        &ROUTE_CONFLICT,
        "Two routes are equally specific in every segment and match the same requests, so one of them would never be \
         reached.",
        "resource Post { title: string! @route GET \"/posts/{slug}\" -> by_slug }",
        "resource Post { title: string! @route GET \"/posts/by-slug/{slug}\" -> by_slug }",
    ),
    schema(
        &APPLICATION_TWICE,
        "A schema describes one application, so `@application` may be given only once.",
        "@application \"shop\"\n@application \"magazine\"\nresource Post { title: string! }",
        "@application \"shop\"\nresource Post { title: string! }",
    ),
    schema(
        &UNKNOWN_SETTING,
        "`@application` does not have this setting.",
        "@application \"shop\" { route_prefx: \"/api\" }\nresource Post { title: string! }",
        "@application \"shop\" { route_prefix: \"/api\" }\nresource Post { title: string! }",
    ),
    schema(
        &SETTING_VALUE,
        "The setting of `@application` does not take this value.",
        "@application \"shop\" { route_prefix: \"api\" }\nresource Post { title: string! }",
        "@application \"shop\" { route_prefix: \"/api\" }\nresource Post { title: string! }",
    ),
    schema(
        &NO_MARK,
        "The type does not say whether it may be null. It is read as `!`, never null; say so, or `?` if it may be. \
         `@strict nullability` makes this an error.",
        "resource Post { title: string }",
        "resource Post { title: string! }",
    ),
    schema(
        &LOST_DOC,
        "A comment that starts with `///` documents what follows it, and nothing follows that can be documented.",
        "resource Post {\n  title: string! /// Its title.\n}",
        "resource Post {\n  /// Its title.\n  title: string!\n}",
    ),
    schema(
        &MIDDLEWARE_TWICE,
        "An operation runs the same middleware with the same arguments twice; lists of the resource, the operation \
         and the route are joined.",
        "resource Post { title: string! @middleware [auth] @on create: [auth] }",
        "resource Post { title: string! @middleware [auth] @on create: [rate_limit(5/hour)] }",
    ),
    schema(
        &FOREIGN_KEY,
        "The target has neither a field nor a `belongs_to` with this foreign key.",
        "resource Post { author: User! }\n\
         resource User { name: string! @has_many Post as \"posts\" { foreign_key: \"auther_id\" } }",
        "resource Post { author: User! }\n\
         resource User { name: string! @has_many Post as \"posts\" { foreign_key: \"author_id\" } }",
    ),
    schema(
        &THROUGH,
        "The resource of `through` has no relationship to the target.",
        "resource Post { title: string! @has_many Tag through Author as \"tags\" }\n\
         resource Author { name: string! }\n\
         resource Tag { name: string! }",
        "resource Post { title: string! @has_many Tag through Tagging as \"tags\" }\n\
         resource Tagging { post: Post! tag: Tag! }\n\
         resource Tag { name: string! }",
    ),
    schema(
        &COSTLY_MATCHING,
        "Parameters before static segments make the matcher follow several edges for one request; the worst request \
         visits more than 256 nodes of the path trie.",
        include_str!("costly.cdt"),
        "resource Post {\n  title: string!\n  @route GET \"/a/:b/:c\" -> first\n  @route GET \"/b/:c/:d\" -> second\n}",
    ),
    schema(
        &UNUSED_ALLOW,
        "`@allow` acknowledges that the resource deviates from a pattern, and it does not, or there is no such \
         pattern.",
        "resource Post { title: string! @allow(\"middleware/auth\", \"Public\") }",
        "resource Post { title: string! }",
    ),
];
