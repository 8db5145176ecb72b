-- Where each contact stands.

-- name: find
SELECT flow, step, draft, misses, last_said, changed_at, help FROM conversations WHERE contact_id = :contact_id;

-- name: save
INSERT INTO conversations (contact_id, flow, step, draft, misses, last_said, changed_at)
VALUES (:contact_id, :flow, :step, :draft, :misses, :last_said, :now)
ON CONFLICT (contact_id) DO UPDATE SET
    flow = excluded.flow, step = excluded.step, draft = excluded.draft, misses = excluded.misses,
    last_said = excluded.last_said, changed_at = excluded.changed_at;

-- name: keep_help
INSERT INTO conversations (contact_id, flow, step, draft, misses, last_said, changed_at, help)
VALUES (:contact_id, '', '', '{}', 0, '', :now, :help)
ON CONFLICT (contact_id) DO UPDATE SET help = excluded.help;

-- name: forget
DELETE FROM conversations WHERE contact_id = :contact_id;

-- name: forget_mentions
DELETE FROM conversations WHERE draft || last_said LIKE '%' || :phone || '%';

-- name: forget_before
DELETE FROM conversations WHERE changed_at < :before;
