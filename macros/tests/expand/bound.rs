/// A struct with parameters, renames and every kind of promise.
#[derive(Clone)]
#[resource(schema = "tests/expand/schema", partial)]
#[serde(rename_all = "camelCase")]
pub struct Post<'a, const N: usize>
where
    [u8; N]: Sized,
{
    pub id: Ulid,
    #[serde(rename = "title")]
    pub heading: &'a str,
    pub views: Views,
    pub created_at: DateTime<Utc>,
    pub status: state::Status<'a>,
    pub origin: Origin,
    pub comments: Vec<Reply>,
    #[field(skip)]
    pub padding: [u8; N],
}
