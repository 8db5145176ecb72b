-- Which notices people allowed, one by one (WeChat's subscription notices).
-- May be run again, like every migration.
-- depends: 0001-house

-- template: its id on the platform; notices: so many may still be sent; changed_at: of the person's
-- last word about it.
CREATE TABLE IF NOT EXISTS consents (
    channel    TEXT NOT NULL,
    address    TEXT NOT NULL,
    template   TEXT NOT NULL,
    notices    INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (channel, address, template)
);
