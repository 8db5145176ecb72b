-- Keys of messages already handled.

-- name: remember
-- 1 row when the key is new, 0 when the message was delivered before.
INSERT INTO inbox (key, contact_id, received_at) VALUES (:key, :contact_id, :received_at)
ON CONFLICT (key) DO NOTHING;

-- name: forget_before
DELETE FROM inbox WHERE received_at < :before;
