-- The ledger of an archive: what was asked, when, and what came of it. Rows are only ever added.
-- Instants are UTC, ISO 8601. `sequence` is the order of things; clocks are not to be trusted with it.

CREATE TABLE run (
    run_id       INTEGER PRIMARY KEY AUTOINCREMENT,
    site         TEXT NOT NULL,
    committee_id TEXT NOT NULL,
    scope        TEXT NOT NULL,           -- what was asked for (dates, documents), to know an interrupted run again
    started_at   TEXT NOT NULL
) STRICT;

CREATE TABLE run_end (
    run_id   INTEGER PRIMARY KEY REFERENCES run,
    ended_at TEXT NOT NULL,
    report   TEXT NOT NULL                -- JSON
) STRICT;

CREATE TABLE fetch (
    sequence      INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id        INTEGER REFERENCES run,
    canonical_url TEXT NOT NULL,
    url           TEXT NOT NULL,
    final_url     TEXT NOT NULL,
    kind          TEXT NOT NULL,
    site          TEXT NOT NULL,
    committee_id  TEXT,
    fetched_at    TEXT NOT NULL,
    status        INTEGER NOT NULL,       -- HTTP status, 0 where no answer came
    content_type  TEXT NOT NULL,
    headers       TEXT NOT NULL,          -- JSON, [[name, value], …], names in lower case
    sha256        TEXT,                   -- of the decoded body; for "unchanged" that of the version it confirms
    fingerprint   TEXT,                   -- of the content without its volatile parts
    outcome       TEXT NOT NULL CHECK (
        outcome IN ('ok', 'unchanged', 'suspect', 'failed', 'blocked', 'gone', 'refused')
    ),
    reason        TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX fetch_by_url ON fetch (canonical_url, outcome, sequence);
CREATE INDEX fetch_by_run ON fetch (run_id, sequence);
CREATE INDEX fetch_by_content ON fetch (sha256);

-- A withdrawn page: its bytes are gone, this is the receipt, and it is not collected again.
CREATE TABLE withdrawal (
    withdrawal_id INTEGER PRIMARY KEY AUTOINCREMENT,
    canonical_url TEXT NOT NULL,
    withdrawn_at  TEXT NOT NULL,
    reason        TEXT NOT NULL,
    versions      INTEGER NOT NULL,       -- how many versions were removed
    sha256s       TEXT NOT NULL           -- JSON list of their digests
) STRICT;

CREATE INDEX withdrawal_by_url ON withdrawal (canonical_url);

-- How often a host has stopped us, for pauses that grow.
CREATE TABLE host_stop (
    host       TEXT NOT NULL,
    stopped_at TEXT NOT NULL,
    until      TEXT NOT NULL,
    times      INTEGER NOT NULL,          -- 0 where it answered again
    reason     TEXT NOT NULL
) STRICT;

CREATE TRIGGER fetch_is_not_changed BEFORE UPDATE ON fetch
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER fetch_is_not_deleted BEFORE DELETE ON fetch
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
