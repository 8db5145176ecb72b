-- Calendar feeds of the duty roster: who has a secret address. Only the hash of what stands in it.
-- depends: 0001-house

-- person '' = the whole centre's; a new address of the same one takes the place of the older.
CREATE TABLE IF NOT EXISTS feeds (
    token_hash TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS feeds_by_person ON feeds (person);
