//! blog3: three resources of a blog, as a document and as a schema.

pub(crate) const DOCUMENT: &str = r#"{"version":"1.0","generated":"2025-01-01T00:00:00Z","source_hash":"bench-hash","resources":[
{"name":"Post","file_path":"/bench/post.cdt","fields":[{"name":"id","type":"uuid","nullable":false,"required":true},{"name":"title","type":"string","nullable":false,"required":true},{"name":"content","type":"text","nullable":false,"required":true},{"name":"author_id","type":"uuid","nullable":false,"required":true}],"relationships":[{"name":"author","type":"belongs_to","target_resource":"User","foreign_key":"author_id"}],"hooks":null,"validations":null,"constraints":null},
{"name":"User","file_path":"/bench/user.cdt","fields":[{"name":"id","type":"uuid","nullable":false,"required":true},{"name":"email","type":"string","nullable":false,"required":true},{"name":"name","type":"string","nullable":false,"required":true}],"relationships":null,"hooks":null,"validations":null,"constraints":null},
{"name":"Comment","file_path":"/bench/comment.cdt","fields":[{"name":"id","type":"uuid","nullable":false,"required":true},{"name":"content","type":"text","nullable":false,"required":true},{"name":"post_id","type":"uuid","nullable":false,"required":true},{"name":"author_id","type":"uuid","nullable":false,"required":true}],"relationships":[{"name":"post","type":"belongs_to","target_resource":"Post","foreign_key":"post_id"},{"name":"author","type":"belongs_to","target_resource":"User","foreign_key":"author_id"}],"hooks":null,"validations":null,"constraints":null}],
"routes":[
{"method":"GET","path":"/posts","handler":"","resource":"Post","operation":"list"},
{"method":"GET","path":"/posts/:id","handler":"","resource":"Post","operation":"show"},
{"method":"POST","path":"/posts","handler":"","resource":"Post","operation":"create"},
{"method":"PUT","path":"/posts/:id","handler":"","resource":"Post","operation":"update"},
{"method":"DELETE","path":"/posts/:id","handler":"","resource":"Post","operation":"delete"},
{"method":"GET","path":"/users","handler":"","resource":"User","operation":"list"},
{"method":"GET","path":"/users/:id","handler":"","resource":"User","operation":"show"},
{"method":"POST","path":"/users","handler":"","resource":"User","operation":"create"},
{"method":"GET","path":"/comments","handler":"","resource":"Comment","operation":"list"},
{"method":"POST","path":"/comments","handler":"","resource":"Comment","operation":"create"}],
"patterns":[
{"id":"pattern-1","name":"slug-generation","category":"hook","description":"Generate slug from title","template":"","examples":null,"frequency":5,"confidence":0},
{"id":"pattern-2","name":"timestamp-tracking","category":"hook","description":"Track created_at and updated_at","template":"","examples":null,"frequency":10,"confidence":0},
{"id":"pattern-3","name":"email-validation","category":"validation","description":"Validate email format","template":"","examples":null,"frequency":3,"confidence":0},
{"id":"pattern-4","name":"uuid-generation","category":"hook","description":"Auto-generate UUID for primary key","template":"","examples":null,"frequency":15,"confidence":0}],
"dependencies":{"nodes":{"Comment":{"id":"Comment","type":"resource","name":"Comment","file_path":"/bench/comment.cdt"},"Post":{"id":"Post","type":"resource","name":"Post","file_path":"/bench/post.cdt"},"User":{"id":"User","type":"resource","name":"User","file_path":"/bench/user.cdt"}},"edges":[{"from":"Post","to":"User","relationship":"belongs_to","weight":1},{"from":"Comment","to":"Post","relationship":"belongs_to","weight":1},{"from":"Comment","to":"User","relationship":"belongs_to","weight":1}]}}"#;

pub(crate) const SCHEMA: &str = r#"resource Post {
  id: uuid!
  title: string!
  content: text!
  author_id: uuid!
  author: User! { foreign_key: "author_id" }
}

resource User {
  id: uuid!
  email: string!
  name: string!
  @operations [list, show, create]
}

resource Comment {
  id: uuid!
  content: text!
  post_id: uuid!
  author_id: uuid!
  post: Post! { foreign_key: "post_id" }
  author: User! { foreign_key: "author_id" }
  @operations [list, create]
}
"#;
