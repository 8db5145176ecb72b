-- Versions of the configuration files, and what waits for a second admin.

-- name: lock
-- Until the commit nobody else saves this file.
INSERT INTO marks (name, value) VALUES (:name, '') ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: add
INSERT INTO config_versions (file, content, digest, base, actor, reason, state, decided_by, at)
VALUES (:file, :content, :digest, :base, :actor, :reason, :state, :decided_by, :now);

-- name: of_file
SELECT id, file, '' AS content, digest, base, actor, reason, state, decided_by, at FROM config_versions
WHERE file = :file ORDER BY id DESC LIMIT :most;

-- name: by_id
SELECT id, file, content, digest, base, actor, reason, state, decided_by, at FROM config_versions WHERE id = :id;

-- name: in_place
SELECT id, file, content, digest, base, actor, reason, state, decided_by, at FROM config_versions
WHERE file = :file AND state IN ('found', 'saved') ORDER BY id DESC LIMIT 1;

-- name: with_digest
SELECT id, file, content, digest, base, actor, reason, state, decided_by, at FROM config_versions
WHERE file = :file AND digest = :digest AND state IN ('found', 'saved') ORDER BY id DESC LIMIT 1;

-- name: waiting
SELECT id, file, '' AS content, digest, base, actor, reason, state, decided_by, at FROM config_versions
WHERE state = 'waiting' ORDER BY id;

-- name: decide
UPDATE config_versions SET state = :state, decided_by = :decided_by WHERE id = :id AND state = 'waiting';

-- name: drop_old
DELETE FROM config_versions WHERE file = :file AND state <> 'waiting' AND id < (
    SELECT id FROM config_versions WHERE file = :file ORDER BY id DESC LIMIT 1 OFFSET :kept
);
