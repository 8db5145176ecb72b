-- Contacts that are one resident: they share a resident of their own while they are linked.

-- name: lock
-- One linking at a time: who moves a group of contacts must see all of it.
UPDATE counters SET value = value + 1 WHERE name = 'links';

-- name: standing
SELECT c.resident_id, l.home_id FROM contacts AS c LEFT JOIN links AS l ON l.contact_id = c.id WHERE c.id = :id;

-- name: add_resident
INSERT INTO residents (name, phone, created_at) VALUES (:name, :phone, :now);

-- name: told
SELECT name, phone FROM residents WHERE id = :id;

-- name: set_resident
UPDATE contacts SET resident_id = :resident_id WHERE id = :id;

-- name: keep_homes
INSERT INTO links (contact_id, home_id, linked_at)
SELECT id, resident_id, :now FROM contacts WHERE resident_id IN (:host, :guest)
ON CONFLICT (contact_id) DO NOTHING;

-- name: gather
UPDATE contacts SET resident_id = :shared WHERE resident_id IN (:host, :guest);

-- name: empty_shared
-- A resident that contacts shared and nobody has any more.
UPDATE residents SET name = '', phone = ''
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM contacts WHERE resident_id = :id)
  AND NOT EXISTS (SELECT 1 FROM links WHERE home_id = :id);

-- name: go_home
UPDATE contacts SET resident_id = (SELECT home_id FROM links WHERE contact_id = :id) WHERE id = :id;

-- name: drop_link
DELETE FROM links WHERE contact_id = :id;

-- name: fellows
SELECT other.id, other.channel, other.address
FROM contacts AS own JOIN contacts AS other ON other.resident_id = own.resident_id AND other.id <> own.id
WHERE own.id = :id ORDER BY other.id;

-- name: empty_home
UPDATE residents SET name = '', phone = '' WHERE id = (SELECT home_id FROM links WHERE contact_id = :id);

-- name: at_home_with_phone
SELECT l.contact_id FROM links AS l JOIN residents AS r ON r.id = l.home_id WHERE r.phone = :phone ORDER BY l.contact_id;

-- name: unseen
-- Linked contacts of residents who wrote nowhere since then.
SELECT l.contact_id FROM links AS l JOIN contacts AS c ON c.id = l.contact_id
WHERE NOT EXISTS (SELECT 1 FROM contacts AS any_of WHERE any_of.resident_id = c.resident_id AND any_of.last_seen_at >= :before)
ORDER BY l.contact_id;

-- name: note
INSERT INTO link_audit (at, act, contact_id, other_id, actor, channel, reason)
VALUES (:at, :act, :contact_id, :other_id, :actor, :channel, :reason);

-- name: trail
SELECT at, act, contact_id, other_id, actor, channel, reason FROM link_audit
WHERE contact_id = :contact_id OR other_id = :contact_id ORDER BY id;
