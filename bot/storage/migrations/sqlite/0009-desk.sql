-- The desk: calls that clerks type in, and who is signed in to the pages for staff.
-- depends: 0001-house

-- One row a call; contact_id NULL until the caller's contact is known, ticket '' until one was made.
CREATE TABLE IF NOT EXISTS calls (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    clerk      TEXT NOT NULL,
    contact_id INTEGER REFERENCES contacts (id),
    ticket     TEXT NOT NULL DEFAULT '',
    opened_at  INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS calls_by_clerk ON calls (clerk, changed_at);
CREATE INDEX IF NOT EXISTS calls_by_age ON calls (changed_at);

-- One-time links; only the hash of what stands in the link.
CREATE TABLE IF NOT EXISTS signin_links (
    token_hash TEXT PRIMARY KEY,
    staff_name TEXT NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS signin_links_by_expiry ON signin_links (expires_at);

CREATE TABLE IF NOT EXISTS staff_passwords (
    staff_name    TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    changed_at    INTEGER NOT NULL
);

-- Who is signed in; only the hash of what the browser holds. practice = 1: one click in the sandbox.
CREATE TABLE IF NOT EXISTS staff_sessions (
    id_hash    TEXT PRIMARY KEY,
    label      TEXT NOT NULL,
    staff_name TEXT NOT NULL,
    device     TEXT NOT NULL DEFAULT '',
    practice   INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS staff_sessions_by_name ON staff_sessions (staff_name);
CREATE INDEX IF NOT EXISTS staff_sessions_by_expiry ON staff_sessions (expires_at);
