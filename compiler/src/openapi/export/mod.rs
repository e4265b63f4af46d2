//! stub
use crate::model::Model;
/// x
#[derive(Clone, Debug)]
pub struct Exported {}
/// x
pub fn export(_model: &Model) -> Exported { Exported {} }
