-- Six-digit codes that are shown on one contact and typed on another; only their hash is kept.

-- name: drop_codes
DELETE FROM link_codes WHERE expires_at <= :now;

-- name: drop_code_of
DELETE FROM link_codes WHERE contact_id = :contact_id;

-- name: add_code
INSERT INTO link_codes (contact_id, code_hash, kind, relation, expires_at)
VALUES (:contact_id, :code_hash, :kind, :relation, :expires_at) ON CONFLICT DO NOTHING;

-- name: use_code
-- Single use: the row is gone with its first use. Who shows a code cannot type it.
DELETE FROM link_codes WHERE code_hash = :code_hash AND expires_at > :now AND contact_id <> :contact_id
RETURNING contact_id, kind, relation;

-- name: own_code
SELECT 1 AS own FROM link_codes WHERE code_hash = :code_hash AND expires_at > :now AND contact_id = :contact_id;
