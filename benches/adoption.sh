#!/usr/bin/env bash
# What etched costs a user's builds. Takes some minutes; run it on an idle machine, with the registry's crates fetched.
#
#   bash benches/adoption.sh [first] [edit] [derive]     all three when none is named
#
# first   crates, CPU seconds and seconds of a first `cargo build` of a two-line crate, beside serde_derive and prost-build
# edit    seconds of `cargo check` after one schema file of 1,000 resources changed, beside a touch of lib.rs
# derive  seconds of `cargo check` over 500 structs that derive Resource, beside serde's Serialize and beside neither
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT='%R %U %S'
parts=${*:-first edit derive}

# a crate $1 with dependencies $2 and build dependencies $3
crate() {
    mkdir -p "$work/$1/src"
    printf '[package]\nname = "%s"\nversion = "0.0.0"\nedition = "2024"\n\n[dependencies]\n%s\n\n[build-dependencies]\n%s\n\n[workspace]\n' \
        "$1" "$2" "$3" > "$work/$1/Cargo.toml"
    : > "$work/$1/src/lib.rs"
}
etched="etched = { path = \"$root\" }"
compiler="etched-compiler = { path = \"$root/compiler\" }"
build='fn main() { etched_compiler::Build::new().run(); }'
program='static METADATA: etched::Metadata = etched::embed!(); pub static REGISTRY: etched::Registry = etched::Registry::load(&METADATA);'

# the shortest of five runs of `cargo check` in crate $1 after command $2
best() {
    for _ in 1 2 3 4 5; do
        sleep 0.05
        (cd "$work/$1" && eval "$2" && { time cargo check -q --offline 2>/dev/null; } 2>&1)
    done | sort -n | head -1 | cut -d' ' -f1
}

first() {
    crate etched-default "$etched" "$compiler"
    crate etched-macro-only "$etched" ""
    crate etched-no-features "etched = { path = \"$root\", default-features = false }" "$compiler"
    crate serde-derive 'serde = { version = "1", features = ["derive"] }' ""
    crate prost-build 'prost = "0.14"' 'prost-build = "0.14"'
    for name in etched-default etched-macro-only etched-no-features; do
        mkdir "$work/$name/schema"
        echo '@strict nullability resource Post { title: string! }' > "$work/$name/schema/post.cdt"
        echo "$program" > "$work/$name/src/lib.rs"
    done
    sed -i 's/embed!/embed_out_dir!/' "$work/etched-no-features/src/lib.rs"
    echo "$build" | tee "$work/etched-default/build.rs" > "$work/etched-no-features/build.rs"
    echo 'fn main() {}' > "$work/prost-build/build.rs"
    echo '#[derive(serde::Serialize)] pub struct Post { pub title: String }' > "$work/serde-derive/src/lib.rs"
    printf '%-20s %7s %8s %8s\n' 'first build' crates 'CPU s' seconds
    for name in etched-default etched-macro-only etched-no-features serde-derive prost-build; do
        (cd "$work/$name" && cargo fetch -q)
        times=$( (cd "$work/$name" && { time cargo build --offline 2> log; } 2>&1) )
        crates=$(grep -c Compiling "$work/$name/log")
        awk -v name=$name -v crates=$crates '{ printf "%-20s %7d %8.1f %8.1f\n", name, crates, $2 + $3, $1 }' <<< "$times"
    done
}

edit() {
    cargo build -q -p workloads --example schema
    target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
    printf '%-34s %10s %10s %10s\n' 'cargo check, 1,000 resources, s' 'touch' 'edit' 'difference'
    for form in script macro; do
        for optimised in 0 3; do
            name=edit-$form-$optimised
            crate $name "$etched" "$compiler"
            "$target/debug/examples/schema" rich 1000 "$work/$name/schema"
            # The rich workload's has_many has no belongs_to on the other side, and a thousand warnings are not the subject.
            sed -i '/@has_many/d' "$work/$name"/schema/*.cdt
            [ $form = macro ] || echo "$build" > "$work/$name/build.rs"
            echo "$program" > "$work/$name/src/lib.rs"
            export CARGO_PROFILE_DEV_BUILD_OVERRIDE_OPT_LEVEL=$optimised
            (cd "$work/$name" && cargo check -q)
            touched=$(best $name 'touch src/lib.rs')
            edited=$(best $name 'sed -i "s/title: string!/title: string?/; t; s/title: string?/title: string!/" schema/part_007.cdt')
            unset CARGO_PROFILE_DEV_BUILD_OVERRIDE_OPT_LEVEL
            awk -v form=$form -v level=$optimised -v a=$touched -v b=$edited \
                'BEGIN { printf "%-34s %10.2f %10.2f %10.2f\n", form ", build-override opt-level " level, a, b, b - a }'
        done
    done
}

derive() {
    printf '%-34s %10s\n' 'cargo check, 500 structs, s' ''
    for what in nothing serde etched; do
        name=derive-$what
        crate $name "$etched"$'\nserde = { version = "1", features = ["derive"] }' "$compiler"
        mkdir "$work/$name/schema"
        echo "$build" > "$work/$name/build.rs"
        case $what in
            nothing) derive= ;;
            serde) derive='#[derive(serde::Serialize)] ' ;;
            etched) derive='#[derive(etched::Resource)] ' ;;
        esac
        for i in $(seq 500); do
            echo "resource Row$i { id: int! title: string! body: text? tags: array<string!>! views: int! rating: float? live: bool! rank: int? owner: Row1! }"
        done | sed '1i @strict nullability' > "$work/$name/schema/rows.cdt"
        for i in $(seq 500); do
            echo "${derive}pub struct Row$i { pub id: i64, pub title: String, pub body: Option<String>, pub tags: Vec<String>, pub views: u32, pub rating: Option<f64>, pub live: bool, pub rank: Option<i32>, pub owner_id: i64 }"
        done > "$work/$name/src/lib.rs"
        (cd "$work/$name" && cargo check -q)
        printf '%-34s %10s\n' "$what" "$(best $name 'touch src/lib.rs')"
    done
}

for part in $parts; do $part; echo; done
