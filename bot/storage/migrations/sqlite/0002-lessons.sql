-- What staff taught, until it was tried and taken into learned.yaml or refused.
-- May be run again, like every migration.
-- depends: 0001-house

CREATE TABLE IF NOT EXISTS lessons (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    wording    TEXT NOT NULL,
    target     TEXT NOT NULL,
    is_service INTEGER NOT NULL,
    taught_by  TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'new'
);
CREATE INDEX IF NOT EXISTS lessons_untried ON lessons (id) WHERE state = 'new';
