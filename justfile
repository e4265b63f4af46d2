# What CI runs, by name. `just` alone lists the recipes.

msrv := "1.88.0"

_list:
    @just --list

# everything CI checks, in its order
ci: pictures test fmt schema clippy doc members minimal wasm msrv package fuzz-seeds downstream gate

# the parsers of Mermaid and Graphviz, which a test has read our graphs
pictures:
    npm ci --prefix tests/pictures

# the test command of the README
test:
    cargo test --workspace

fmt:
    cargo fmt --all --check

# schema files are in canonical layout
schema:
    cargo run -p etched-cli -- fmt --check schema

clippy:
    cargo clippy --workspace --all-targets --all-features -- -D warnings

doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --all-features --no-deps

# each member builds alone, with only the features it asks for
members:
    cargo check -p etched-core
    cargo check -p etched-compiler
    cargo check -p etched-compiler --all-features
    cargo check -p etched-macros
    cargo check -p etched
    cargo check -p etched-cli

# the runtime without any feature
minimal:
    cargo check -p etched --no-default-features

# core runs anywhere: it has no operating system and no allocator
wasm:
    rustup target add wasm32-unknown-unknown
    cargo check -p etched-core --target wasm32-unknown-unknown

# the oldest compiler the manifests promise
msrv:
    RUSTUP_AUTO_INSTALL=1 rustup toolchain install {{msrv}} --profile minimal --no-self-update
    CARGO_TARGET_DIR=target/msrv cargo +{{msrv}} check --workspace

# the schema travels with the package
package:
    cargo package --list --allow-dirty -p etched | grep -q '^schema/app.cdt$'

# every committed fuzz seed, a short fixed time of mutations of them and 100,000 of images, on the stable toolchain
fuzz-seeds:
    cargo test --release -p etched-compiler --all-features --test fuzz_seeds --test image_mutation

# crates outside the workspace, built as a user would
downstream:
    bash tests/downstream/run

# instruction counts of the hottest calls, 3 % over their stored baselines at most
gate *arguments:
    benches/gate/run {{arguments}}

# benchmarks of the figures in README and ARCHITECTURE
bench:
    cargo bench -p etched --features demo,cli

# what etched costs a user's builds
adoption:
    bash benches/adoption.sh

# rewrite the expected outputs, for review with git diff
bless:
    ETCHED_BLESS=1 TRYBUILD=overwrite cargo test --workspace
