-- Letters on their way over another contact of the same resident.

-- name: add
INSERT INTO detours (outbox_id, origin) VALUES (:outbox_id, :origin);

-- name: origin
SELECT origin FROM detours WHERE outbox_id = :outbox_id;

-- name: untried
-- The resident's other contacts that this letter was not sent to; who wrote last comes first.
SELECT id, channel, address, resident_id, followed, window_until, window_left, community, visits
FROM contacts AS other
WHERE resident_id = :resident_id AND NOT EXISTS (
    SELECT 1 FROM outbox WHERE outbox.to_channel = other.channel AND outbox.to_address = other.address
    AND (outbox.id = :origin OR outbox.id IN (SELECT outbox_id FROM detours WHERE origin = :origin)))
ORDER BY last_seen_at DESC, id;

-- name: letters
-- What the resident is told about a ticket: each letter with the one it took the place of.
SELECT outbox.id, to_channel, to_address, state, route, reason, detours.origin
FROM outbox LEFT JOIN detours ON detours.outbox_id = outbox.id
WHERE outbox.ticket = :ticket AND purpose = 'result' ORDER BY outbox.id;

-- name: letters_of_all
-- The same for all tickets at once: a report must not ask a thousand times.
SELECT ticket, outbox.id, to_channel, to_address, state, route, reason, detours.origin
FROM outbox LEFT JOIN detours ON detours.outbox_id = outbox.id
WHERE outbox.ticket IS NOT NULL AND purpose = 'result' ORDER BY outbox.id;

-- name: forget
DELETE FROM detours WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.id = detours.outbox_id);
