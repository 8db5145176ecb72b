-- Who of the staff is who on a channel, and the roster's changes.

-- name: bound_name
SELECT staff_name FROM staff_bindings WHERE channel = :channel AND address = :address
AND NOT EXISTS (SELECT 1 FROM suspensions s WHERE s.channel = :channel AND s.address = :address);

-- name: suspended_name
SELECT b.staff_name FROM suspensions s
JOIN staff_bindings b ON b.channel = s.channel AND b.address = s.address
WHERE s.channel = :channel AND s.address = :address;

-- name: suspend
INSERT INTO suspensions (channel, address, since)
SELECT channel, address, CAST(:now AS BIGINT) FROM staff_bindings WHERE channel = :channel AND staff_name = :staff_name
ON CONFLICT (channel, address) DO NOTHING;

-- name: reinstate
DELETE FROM suspensions WHERE channel = :channel AND address = :address;

-- name: bindings_of
SELECT channel, address FROM staff_bindings b WHERE staff_name = :staff_name
AND NOT EXISTS (SELECT 1 FROM suspensions s WHERE s.channel = b.channel AND s.address = b.address)
ORDER BY bound_at DESC;

-- name: bind
INSERT INTO staff_bindings (channel, address, staff_name, bound_at) VALUES (:channel, :address, :staff_name, :now)
ON CONFLICT (channel, address) DO UPDATE SET staff_name = excluded.staff_name, bound_at = excluded.bound_at;

-- name: add_code
INSERT INTO bind_codes (code_hash, staff_name, expires_at) VALUES (:code_hash, :staff_name, :expires_at)
ON CONFLICT (code_hash) DO UPDATE SET staff_name = excluded.staff_name, expires_at = excluded.expires_at;

-- name: use_code
-- Single use: the row is gone with its first use.
DELETE FROM bind_codes WHERE code_hash = :code_hash AND expires_at > :now RETURNING staff_name;

-- name: drop_codes
DELETE FROM bind_codes WHERE expires_at <= :now;
