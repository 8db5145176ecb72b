-- People on channels, and until when we may write to them.

-- name: meet
-- Upsert; on PostgreSQL it also locks the contact, and with it the conversation, for this turn.
-- A shorter window (a tapped menu: 1 minute) never replaces a longer one with messages left (48 hours).
-- The same message delivered again has the same end and gives back nothing that was spent.
INSERT INTO contacts (channel, address, followed, window_until, window_left, last_seen_at, created_at)
VALUES (:channel, :address, 1, :window_until, :window_left, :now, :now)
ON CONFLICT (channel, address) DO UPDATE SET
    last_seen_at = excluded.last_seen_at,
    visits = contacts.visits + 1,
    followed = 1,
    window_left = CASE
        WHEN excluded.window_until IS NULL THEN contacts.window_left
        WHEN contacts.window_until = excluded.window_until THEN contacts.window_left
        WHEN contacts.window_until > excluded.window_until AND contacts.window_left > 0
            THEN contacts.window_left
        ELSE excluded.window_left END,
    window_until = CASE
        WHEN excluded.window_until IS NULL THEN contacts.window_until
        WHEN contacts.window_until > excluded.window_until AND contacts.window_left > 0
            THEN contacts.window_until
        ELSE excluded.window_until END
RETURNING id, resident_id, window_until, window_left, community, visits;

-- name: find
SELECT id, channel, address, resident_id, followed, window_until, window_left, community, visits
FROM contacts WHERE channel = :channel AND address = :address;

-- name: by_id
SELECT id, channel, address, resident_id, followed, window_until, window_left, community, visits
FROM contacts WHERE id = :id;

-- name: lock
-- Changes nothing; on PostgreSQL the contact's own turn waits until this one is over.
UPDATE contacts SET followed = followed WHERE id = :id;

-- name: spend_window
UPDATE contacts SET window_left = window_left - 1
WHERE channel = :channel AND address = :address AND window_left > 0;

-- name: give_back_window
UPDATE contacts SET window_left = window_left + 1
WHERE channel = :channel AND address = :address AND window_until = :window_until;

-- name: close_window
UPDATE contacts SET window_left = 0 WHERE channel = :channel AND address = :address;

-- name: set_followed
UPDATE contacts SET followed = :followed WHERE id = :id;

-- name: set_community
UPDATE contacts SET community = :community WHERE id = :id;

-- name: set_resident
UPDATE contacts SET resident_id = :resident_id WHERE id = :id;

-- name: add_resident
INSERT INTO residents (name, phone, created_at) VALUES (:name, :phone, :now);

-- name: update_resident
UPDATE residents SET name = :name, phone = :phone WHERE id = :id;

-- name: resident
SELECT id, name, phone FROM residents WHERE id = :id;

-- name: erase_residents
UPDATE residents SET name = '', phone = '' WHERE phone = :phone;

-- name: forget_resident_of
UPDATE residents SET name = '', phone = '' WHERE id = :id;

-- name: with_phone
SELECT c.id, c.channel, c.address, c.resident_id, c.followed, c.window_until, c.window_left, c.community, c.visits
FROM contacts AS c JOIN residents AS r ON r.id = c.resident_id WHERE r.phone = :phone ORDER BY c.id;

-- name: erase_residents_before
UPDATE residents SET name = '', phone = ''
WHERE name || phone <> '' AND created_at < :before
  AND NOT EXISTS (SELECT 1 FROM contacts WHERE resident_id = residents.id AND last_seen_at >= :before);
