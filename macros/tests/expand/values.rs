/// The values of a field, and what is none of them.
#[resource(crate = facade::etched)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Draft,
    InReview,
    #[serde(rename = "live")]
    Published,
    #[resource(skip)]
    Other(String),
}
