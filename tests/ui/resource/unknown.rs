//! Names the schema does not have, with the nearest it has.

use etched::{FieldId, PatternId, ResourceId, RouteId};

const A: ResourceId = etched::resource!("Pst");
const B: ResourceId = etched::resource!("Invoice");
const C: RouteId = etched::route!("GET", "/post/:id");
const D: RouteId = etched::route!("FETCH", "/posts/:id");
const E: PatternId = etched::pattern!("middleware/auth");

mod schema {
    etched::constants!();
}

const F: FieldId = schema::post::TITEL;

fn main() {}
