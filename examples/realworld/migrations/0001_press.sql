create table user (
    id integer primary key,
    username text not null unique,
    email text not null unique,
    bio text,
    password_hash text not null
);
create table session (
    token_hash text not null primary key,
    user_id integer not null references user (id) on delete cascade
);
create table follow (
    follower_id integer not null references user (id) on delete cascade,
    followed_id integer not null references user (id) on delete cascade,
    primary key (follower_id, followed_id)
);
create table article (
    id integer primary key,
    slug text not null unique,
    title text not null,
    body text not null,
    author_id integer not null references user (id) on delete cascade,
    created_at integer not null default (unixepoch())
);
create index article_by_author on article (author_id, created_at);
create table comment (
    id integer primary key,
    article_id integer not null references article (id) on delete cascade,
    author_id integer not null references user (id) on delete cascade,
    body text not null
);
create table tag (
    id integer primary key,
    name text not null unique
);
create table article_tag (
    article_id integer not null references article (id) on delete cascade,
    tag_id integer not null references tag (id) on delete cascade,
    primary key (article_id, tag_id)
);
create table favorite (
    user_id integer not null references user (id) on delete cascade,
    article_id integer not null references article (id) on delete cascade,
    primary key (user_id, article_id)
);
