-- The index. Every id of item, paragraph and resolution begins with the day of the meeting (days since
-- 1900-01-01, then 32 bits), so that "newest first" is the order of ids and a range of dates a range of ids.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE committee (
  id INTEGER PRIMARY KEY,
  panel TEXT NOT NULL,          -- key of the site: host and path
  name TEXT NOT NULL,
  words TEXT NOT NULL,          -- folded name and panel, for panel: and committee:
  UNIQUE (panel, name)
) STRICT;

CREATE TABLE meeting (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,     -- panel:meeting_id
  site TEXT NOT NULL,
  meeting_id TEXT NOT NULL,
  committee_id TEXT NOT NULL,
  committee TEXT NOT NULL,
  panel TEXT NOT NULL,
  date TEXT,
  time TEXT,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  printed_date TEXT NOT NULL,
  venue TEXT NOT NULL,
  url TEXT NOT NULL,
  record TEXT NOT NULL          -- the whole meeting as JSON
) STRICT;

CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,            -- panel:item_id
  version INTEGER NOT NULL,
  current INTEGER NOT NULL,     -- 1 for the newest published version
  withdrawn INTEGER NOT NULL DEFAULT 0,
  meeting INTEGER NOT NULL REFERENCES meeting (id),
  position INTEGER NOT NULL,
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  date TEXT,
  committee TEXT NOT NULL,
  panel TEXT NOT NULL,
  topic TEXT NOT NULL,          -- JSON array of topic ids
  status TEXT NOT NULL,
  boilerplate INTEGER NOT NULL,
  url TEXT NOT NULL,
  text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  page_sha256 TEXT NOT NULL,
  rules_version TEXT NOT NULL,
  fetched_at TEXT,
  published TEXT,               -- first day on which this version can have been read
  superseded TEXT,              -- day on which the next version was seen
  record TEXT NOT NULL,         -- the rest of the item, its paragraphs, facts and topics as JSON
  UNIQUE (key, version)
) STRICT;
CREATE INDEX item_meeting ON item (meeting, position);

CREATE TABLE paragraph (
  id INTEGER PRIMARY KEY,
  item INTEGER NOT NULL REFERENCES item (id),
  terms TEXT NOT NULL,          -- filters as words: topic:firearms year:2016 money:overtime:9 …
  date TEXT,
  committee TEXT NOT NULL,
  panel TEXT NOT NULL,
  title TEXT NOT NULL,          -- of the agenda item
  topic TEXT NOT NULL,          -- JSON array of topic ids
  financial_year TEXT NOT NULL, -- JSON array of those printed in the paragraph
  kind TEXT NOT NULL,
  label TEXT,                   -- as printed
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  text TEXT NOT NULL,
  words TEXT NOT NULL           -- folded copy that is searched
) STRICT;
CREATE INDEX paragraph_item ON paragraph (item);

CREATE TABLE resolution (
  id INTEGER PRIMARY KEY,
  item INTEGER NOT NULL REFERENCES item (id),
  paragraph INTEGER,
  terms TEXT NOT NULL,
  date TEXT,
  committee TEXT NOT NULL,
  panel TEXT NOT NULL,
  title TEXT NOT NULL,
  topic TEXT NOT NULL,
  financial_year TEXT NOT NULL,
  kind TEXT NOT NULL,           -- resolved, recommended, agreed, decision, noted
  label TEXT,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  text TEXT NOT NULL,
  words TEXT NOT NULL,
  verbs TEXT NOT NULL,          -- JSON array, base form
  clauses TEXT NOT NULL,        -- JSON array of [text, verbs, start_char, end_char]
  proposer TEXT,
  seconder TEXT
) STRICT;
CREATE INDEX resolution_item ON resolution (item);

CREATE TABLE fact (
  id INTEGER PRIMARY KEY,
  fact_id TEXT NOT NULL,
  item INTEGER NOT NULL REFERENCES item (id),
  paragraph INTEGER,
  resolution INTEGER,           -- the resolution that the fact stands in
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  label TEXT,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  rule_id TEXT NOT NULL
) STRICT;
CREATE INDEX fact_fact_id ON fact (fact_id);
CREATE INDEX fact_item ON fact (item);

CREATE TABLE money (
  id INTEGER PRIMARY KEY,       -- fact.id
  item INTEGER NOT NULL,
  paragraph INTEGER,
  resolution INTEGER,
  date TEXT,
  committee TEXT NOT NULL,
  text TEXT NOT NULL,
  low_pence INTEGER,
  high_pence INTEGER,
  currency TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  period TEXT,
  per TEXT,
  change TEXT,
  role TEXT,
  status TEXT,
  negated INTEGER NOT NULL,
  years INTEGER,
  reason TEXT
) STRICT;
CREATE INDEX money_paragraph ON money (paragraph, role, low_pence, high_pence);

CREATE TABLE headcount (
  id INTEGER PRIMARY KEY,
  item INTEGER NOT NULL,
  paragraph INTEGER,
  resolution INTEGER,
  date TEXT,
  committee TEXT NOT NULL,
  text TEXT NOT NULL,
  count REAL NOT NULL,
  high REAL NOT NULL,           -- equal to count unless a range
  of REAL,
  role TEXT NOT NULL,
  measure TEXT NOT NULL,
  fte INTEGER NOT NULL,
  qualifier TEXT NOT NULL,
  status TEXT,
  negated INTEGER NOT NULL
) STRICT;
CREATE INDEX headcount_paragraph ON headcount (paragraph, role, count, high);

CREATE TABLE percent (
  id INTEGER PRIMARY KEY,
  item INTEGER NOT NULL,
  paragraph INTEGER,
  resolution INTEGER,
  date TEXT,
  committee TEXT NOT NULL,
  text TEXT NOT NULL,
  value REAL NOT NULL,
  high REAL NOT NULL,
  qualifier TEXT NOT NULL
) STRICT;
CREATE INDEX percent_paragraph ON percent (paragraph);

CREATE TABLE vote (
  id INTEGER PRIMARY KEY,
  item INTEGER NOT NULL,
  paragraph INTEGER,
  resolution INTEGER,
  date TEXT,
  committee TEXT NOT NULL,
  text TEXT NOT NULL,
  votes_for INTEGER,
  votes_against INTEGER,
  abstain INTEGER,
  unanimous INTEGER NOT NULL
) STRICT;
CREATE INDEX vote_paragraph ON vote (paragraph);

CREATE TABLE topic (
  item INTEGER NOT NULL REFERENCES item (id),
  topic TEXT NOT NULL,
  score REAL NOT NULL,
  method TEXT NOT NULL,
  date TEXT,
  committee TEXT NOT NULL
) STRICT;
CREATE INDEX topic_item ON topic (item);

CREATE TABLE taxonomy (
  topic TEXT NOT NULL,
  narrower TEXT NOT NULL,
  PRIMARY KEY (topic, narrower)
) STRICT;

-- The values that a field of the query language can have; slug is the form a query is folded to.
CREATE TABLE vocabulary (
  field TEXT NOT NULL,
  slug TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (field, slug, value)
) STRICT, WITHOUT ROWID;

-- Every word that ever stood in a paragraph and how often, for word* and "did you mean".
CREATE TABLE word (
  word TEXT PRIMARY KEY,
  occurrences INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Datasette finds the word index of a table by content="…", spelled exactly so.
CREATE VIRTUAL TABLE paragraph_fts USING fts5 (
  words, terms, content="paragraph", content_rowid = 'id', tokenize = "ascii tokenchars ':_'"
);
CREATE VIRTUAL TABLE resolution_fts USING fts5 (
  words, terms, content="resolution", content_rowid = 'id', tokenize = "ascii tokenchars ':_'"
);
