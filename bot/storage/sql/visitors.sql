-- Visitors of the residents' page who are known on another channel.

-- name: link
INSERT INTO visitors (visitor, channel, address, linked_at) VALUES (:visitor, :channel, :address, :now)
ON CONFLICT (visitor) DO UPDATE SET channel = excluded.channel, address = excluded.address, linked_at = excluded.linked_at;

-- name: find
SELECT channel, address FROM visitors WHERE visitor = :visitor;

-- name: unlink
DELETE FROM visitors WHERE visitor = :visitor;

-- name: use_login
INSERT INTO logins (nonce, used_at) VALUES (:nonce, :now) ON CONFLICT (nonce) DO NOTHING;

-- name: forget_logins
DELETE FROM logins WHERE used_at < :before;

-- name: forget_before
DELETE FROM visitors WHERE linked_at < :before;
