-- Which notices people allowed, one by one.

-- name: give
-- The same word told again, or an older one, changes nothing.
INSERT INTO consents (channel, address, template, notices, changed_at)
VALUES (:channel, :address, :template, :notices, :at)
ON CONFLICT (channel, address, template) DO UPDATE SET
    notices = consents.notices + excluded.notices, changed_at = excluded.changed_at
WHERE consents.changed_at < excluded.changed_at;

-- name: refuse
INSERT INTO consents (channel, address, template, notices, changed_at)
VALUES (:channel, :address, :template, 0, :at)
ON CONFLICT (channel, address, template) DO UPDATE SET notices = 0, changed_at = excluded.changed_at
WHERE consents.changed_at <= excluded.changed_at;

-- name: left
SELECT notices FROM consents WHERE channel = :channel AND address = :address AND template = :template;

-- name: spend
UPDATE consents SET notices = notices - 1
WHERE channel = :channel AND address = :address AND template = :template AND notices > 0;

-- name: give_back
UPDATE consents SET notices = notices + 1
WHERE channel = :channel AND address = :address AND template = :template;

-- name: use_up
UPDATE consents SET notices = 0 WHERE channel = :channel AND address = :address AND template = :template;

-- name: forget
DELETE FROM consents WHERE channel = :channel AND address = :address;

-- name: forget_before
DELETE FROM consents WHERE changed_at < :before;
