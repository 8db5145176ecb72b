-- Calls that clerks type in for somebody on the telephone.

-- name: add
INSERT INTO calls (clerk, opened_at, changed_at) VALUES (:clerk, :now, :now);

-- name: by_id
SELECT * FROM calls WHERE id = :id;

-- name: keep
UPDATE calls SET contact_id = :contact_id, ticket = :ticket, changed_at = :now WHERE id = :id;

-- name: latest
-- The newest call of a clerk that was changed since an instant.
SELECT * FROM calls WHERE clerk = :clerk AND changed_at >= :since ORDER BY changed_at DESC, id DESC LIMIT 1;

-- name: forget_before
DELETE FROM calls WHERE changed_at < :before;
