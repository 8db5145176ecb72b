-- Where each contact stands.

-- name: find
SELECT flow, step, draft, misses, last_said, changed_at FROM conversations WHERE contact_id = :contact_id;

-- name: save
INSERT INTO conversations (contact_id, flow, step, draft, misses, last_said, changed_at)
VALUES (:contact_id, :flow, :step, :draft, :misses, :last_said, :now)
ON CONFLICT (contact_id) DO UPDATE SET
    flow = excluded.flow, step = excluded.step, draft = excluded.draft, misses = excluded.misses,
    last_said = excluded.last_said, changed_at = excluded.changed_at;

-- name: forget
DELETE FROM conversations WHERE contact_id = :contact_id;

-- name: forget_mentions
DELETE FROM conversations WHERE draft || last_said LIKE '%' || :phone || '%';

-- name: forget_before
DELETE FROM conversations WHERE changed_at < :before;
