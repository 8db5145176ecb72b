-- Versions of the configuration files: those that stood there, those that were saved on the page,
-- and those that wait for a second admin. May be run again, like every migration.
-- depends: 0001-house

-- digest: of the content; base: of what it was made from ('' = there was no such file).
-- state: found, saved, waiting, approved, refused, withdrawn or stale.
CREATE TABLE IF NOT EXISTS config_versions (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file       TEXT NOT NULL,
    content    TEXT NOT NULL,
    digest     TEXT NOT NULL,
    base       TEXT NOT NULL,
    actor      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    state      TEXT NOT NULL,
    decided_by TEXT NOT NULL DEFAULT '',
    at         BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS config_versions_by_file ON config_versions (file, id);
CREATE INDEX IF NOT EXISTS config_versions_waiting ON config_versions (id) WHERE state = 'waiting';
