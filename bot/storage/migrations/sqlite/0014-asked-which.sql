-- What a member of staff ordered without a code where several things fit: their number answers it.
-- depends: 0001-house

-- One row a person until their next message; `words` have no ID numbers in them.
CREATE TABLE IF NOT EXISTS asked_which (
    name     TEXT PRIMARY KEY,
    words    TEXT NOT NULL,
    codes    TEXT NOT NULL,
    asked_at INTEGER NOT NULL
);
