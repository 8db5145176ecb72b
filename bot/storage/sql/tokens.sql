-- Access tokens, shared by all processes.

-- name: load
SELECT value, expires_at FROM tokens WHERE name = :name AND value <> '';

-- name: save
INSERT INTO tokens (name, value, expires_at, lease_until) VALUES (:name, :value, :expires_at, 0)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at, lease_until = 0;

-- name: lease
INSERT INTO tokens (name, lease_until) VALUES (:name, :lease_until)
ON CONFLICT (name) DO UPDATE SET lease_until = excluded.lease_until WHERE tokens.lease_until <= :now;

-- name: holder
SELECT value FROM tokens WHERE name = :name;

-- name: hold
-- Here `value` is who holds it. The heir is the holder before, where that one is gone.
INSERT INTO tokens (name, value, lease_until) VALUES (:name, :owner, :until)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, lease_until = excluded.lease_until
WHERE tokens.lease_until <= :now OR tokens.value = :owner OR tokens.value = :heir;

-- name: let_go
UPDATE tokens SET lease_until = 0 WHERE name = :name AND value = :owner;
