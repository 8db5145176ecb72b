-- Rosters changed by the people themselves: requests (swap, stand-in, leave), leave, the record of
-- who served, the log of every change, and marks that tell whether a change was looked at.
-- May be run again, like every migration.
-- depends: 0001-house

CREATE TABLE IF NOT EXISTS roster_requests (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       TEXT NOT NULL,
    asker      TEXT NOT NULL,
    moves      TEXT NOT NULL,
    reason     TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL,
    asked      TEXT NOT NULL DEFAULT '',
    tried      TEXT NOT NULL DEFAULT '[]',
    answer_by  BIGINT,
    leave_id   BIGINT,
    in_group   BIGINT NOT NULL DEFAULT 0,
    decided_by TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version    BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX IF NOT EXISTS roster_requests_open ON roster_requests (id) WHERE state IN ('asked', 'leader');
CREATE INDEX IF NOT EXISTS roster_requests_by_change ON roster_requests (changed_at);

CREATE TABLE IF NOT EXISTS leaves (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person TEXT NOT NULL,
    since  TEXT NOT NULL,
    until  TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    actor  TEXT NOT NULL,
    state  TEXT NOT NULL DEFAULT 'active',
    at     BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS leaves_by_until ON leaves (until);

CREATE TABLE IF NOT EXISTS roster_log (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    act     TEXT NOT NULL,
    day     TEXT NOT NULL DEFAULT '',
    shift   TEXT NOT NULL DEFAULT '',
    before  TEXT NOT NULL DEFAULT '[]',
    after   TEXT NOT NULL DEFAULT '[]',
    reason  TEXT NOT NULL DEFAULT '',
    request BIGINT
);
CREATE INDEX IF NOT EXISTS roster_log_by_day ON roster_log (day);

CREATE TABLE IF NOT EXISTS served_shifts (
    day     TEXT NOT NULL,
    shift   TEXT NOT NULL,
    people  TEXT NOT NULL,
    ended   BIGINT NOT NULL,
    PRIMARY KEY (day, shift)
);

CREATE TABLE IF NOT EXISTS marks (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
