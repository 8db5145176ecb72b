-- The residents' page: whom a visitor was found to be, and what was said to whom through it.
-- May be run again, like every migration.
-- depends: 0001-house

-- `visitor` is a hash of the cookie: who reads this table cannot come back as the visitor.
CREATE TABLE IF NOT EXISTS visitors (
    visitor   TEXT PRIMARY KEY,
    channel   TEXT NOT NULL,
    address   TEXT NOT NULL,
    linked_at BIGINT NOT NULL
);

-- Logins that came back once (the nonce of their state): no second time.
CREATE TABLE IF NOT EXISTS logins (
    nonce   TEXT PRIMARY KEY,
    used_at BIGINT NOT NULL
);

-- The condition is the one of storage/sql/mailbox.sql, word for word, else the index is not used.
CREATE INDEX IF NOT EXISTS outbox_of_pages ON outbox (to_channel, to_address, id)
    WHERE to_channel = 'web' OR substr(cause, 1, 4) = 'web:';

CREATE INDEX IF NOT EXISTS visitors_by_age ON visitors (linked_at);
CREATE INDEX IF NOT EXISTS logins_by_age ON logins (used_at);
