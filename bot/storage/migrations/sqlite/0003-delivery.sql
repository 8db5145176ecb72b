-- What the delivery planner keeps beside the outbox.
-- May be run again, like every migration.
-- depends: 0001-house

-- What was written unasked, once for each scope that counts it: an address, or all people, all groups.
CREATE TABLE IF NOT EXISTS pushes (
    channel   TEXT NOT NULL,
    scope     TEXT NOT NULL,
    at        INTEGER NOT NULL,
    outbox_id INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS pushes_by_scope ON pushes (channel, scope, at);

-- Letters that go to another contact of the same resident instead of the one they were written to.
CREATE TABLE IF NOT EXISTS detours (
    outbox_id INTEGER NOT NULL PRIMARY KEY,
    origin    INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS detours_by_origin ON detours (origin);

-- What a platform said of a notice before we had stored that it was sent.
CREATE TABLE IF NOT EXISTS receipts (
    channel     TEXT NOT NULL,
    address     TEXT NOT NULL,
    platform_id TEXT NOT NULL,
    reason      TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (channel, address, platform_id)
);
