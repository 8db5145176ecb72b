-- Who looks after whose appointments. The rows name the contacts on which it was agreed; it holds for
-- everything the two residents are linked with.

-- name: add
INSERT INTO proxies (member_id, proxy_id, member_word, proxy_word, since)
VALUES (:member_id, :proxy_id, :member_word, :proxy_word, :now) ON CONFLICT DO NOTHING;

-- name: managed_by
-- Whose appointments the resident of this contact manages.
SELECT p.member_id, p.proxy_id, p.member_word, p.proxy_word
FROM contacts AS own JOIN contacts AS mine ON mine.id = own.id OR mine.resident_id = own.resident_id
JOIN proxies AS p ON p.proxy_id = mine.id WHERE own.id = :contact_id ORDER BY p.since, p.member_id;

-- name: managers_of
-- Who manages the appointments of the resident of this contact.
SELECT p.member_id, p.proxy_id, p.member_word, p.proxy_word
FROM contacts AS own JOIN contacts AS mine ON mine.id = own.id OR mine.resident_id = own.resident_id
JOIN proxies AS p ON p.member_id = mine.id WHERE own.id = :contact_id ORDER BY p.since, p.proxy_id;

-- name: drop
DELETE FROM proxies WHERE member_id = :member_id AND proxy_id = :proxy_id;

-- name: drop_of
DELETE FROM proxies WHERE member_id = :contact_id OR proxy_id = :contact_id;

-- name: forget_before
-- One of the two was not seen on that contact since then.
DELETE FROM proxies WHERE EXISTS (
    SELECT 1 FROM contacts WHERE id IN (proxies.member_id, proxies.proxy_id) AND last_seen_at < :before);
