//! Another module of another crate, with registries of its own.

use etched::Registry;

static BUILT: Registry = Registry::load(&downstream_meta::BUILT);
static WRITTEN: Registry = Registry::load(&downstream_meta::WRITTEN);

#[inline(never)]
pub fn names() -> Vec<&'static str> {
    BUILT.resources().into_iter().chain(WRITTEN.resources()).map(|resource| resource.name()).collect()
}
