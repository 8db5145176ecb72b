-- Whose binding is suspended because they left the staff group, and who lets us write first.
-- May be run again, like every migration.
-- depends: 0001-house

CREATE TABLE IF NOT EXISTS suspensions (
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    since   BIGINT NOT NULL,
    PRIMARY KEY (channel, address)
);

CREATE TABLE IF NOT EXISTS push_switches (
    channel    TEXT NOT NULL,
    address    TEXT NOT NULL,
    is_on      BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (channel, address)
);
