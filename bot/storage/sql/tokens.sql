-- Access tokens, shared by all processes.

-- name: load
SELECT value, expires_at FROM tokens WHERE name = :name AND value <> '';

-- name: save
INSERT INTO tokens (name, value, expires_at, lease_until) VALUES (:name, :value, :expires_at, 0)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at, lease_until = 0;

-- name: lease
INSERT INTO tokens (name, lease_until) VALUES (:name, :lease_until)
ON CONFLICT (name) DO UPDATE SET lease_until = excluded.lease_until WHERE tokens.lease_until <= :now;
