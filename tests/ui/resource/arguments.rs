//! What `resource!`, `route!` and `pattern!` cannot take.

use etched::{PatternId, ResourceId, RouteId};

const A: ResourceId = etched::resource!();
const B: ResourceId = etched::resource!(Post);
const C: ResourceId = etched::resource!("Post", "User");
const D: RouteId = etched::route!("/posts/:id");
const E: PatternId = etched::pattern!(3);
const F: ResourceId = etched::resource!("Post", shcema = "schema");
const G: ResourceId = etched::resource!("Post", schema = );
const H: RouteId = etched::route!("/posts", "GET");
const I: RouteId = etched::route!("GTE", "/posts");
const J: ResourceId = etched::resource!("Post", schema = "shema");
const K: ResourceId = etched::resource!(= "Post");

fn main() {}
