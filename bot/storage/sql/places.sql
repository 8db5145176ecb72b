-- Places at slots: one row per taken seat, so that the primary key forbids overselling on every database.
-- ticket_id without expires_at: a booked place; with expires_at: a time staff offered for this ticket.
-- expires_at alone: held. contact_id is the holder: a contact, 0 = nobody (freed, at rest until it opens
-- again), -n = the n-th entry of the waiting list.

-- name: taken
-- Seats taken between two instants, by start, and those owed to people in line; expired holds do not count.
SELECT starts_at, COUNT(*) AS taken FROM (
    SELECT starts_at FROM places
    WHERE service = :service AND starts_at >= :since AND starts_at < :until
      AND (expires_at IS NULL OR expires_at > :now)
    UNION ALL
    SELECT starts_at FROM waiting_starts
    WHERE service = :service AND starts_at >= :since AND starts_at < :until) AS gone
GROUP BY starts_at;

-- name: seats
-- A row without seat number is somebody in line.
SELECT seat FROM places
WHERE service = :service AND starts_at = :starts_at AND (expires_at IS NULL OR expires_at > :now)
UNION ALL
SELECT NULL FROM waiting_starts WHERE service = :service AND starts_at = :starts_at;

-- name: sit
-- The conditional write: 1 row when the seat was free or its hold had expired, else 0.
INSERT INTO places (service, starts_at, seat, contact_id, ticket_id, expires_at)
VALUES (:service, :starts_at, :seat, :contact_id, :ticket_id, :expires_at)
ON CONFLICT (service, starts_at, seat) DO UPDATE SET
    contact_id = excluded.contact_id, ticket_id = excluded.ticket_id, expires_at = excluded.expires_at
WHERE places.expires_at <= :now;

-- name: prolong
UPDATE places SET expires_at = :expires_at
WHERE contact_id = :contact_id AND ticket_id IS NULL AND service = :service AND starts_at = :starts_at
  AND expires_at > :now;

-- name: release_holds
DELETE FROM places WHERE contact_id = :contact_id AND ticket_id IS NULL;

-- name: release_other_holds
DELETE FROM places WHERE contact_id = :contact_id AND ticket_id IS NULL
  AND NOT (service = :service AND starts_at = :starts_at AND expires_at > :now);

-- name: keep
-- A hold becomes the place of a ticket.
UPDATE places SET ticket_id = :ticket_id, expires_at = NULL
WHERE contact_id = :contact_id AND ticket_id IS NULL AND service = :service AND starts_at = :starts_at
  AND expires_at > :now;

-- name: keep_offered
-- A time that staff offered becomes the place of the ticket.
UPDATE places SET expires_at = NULL
WHERE ticket_id = :ticket_id AND service = :service AND starts_at = :starts_at AND expires_at > :now;

-- name: hand_over
-- What was kept for one holder becomes the hold of another.
UPDATE places SET contact_id = :contact_id
WHERE contact_id = :holder AND ticket_id IS NULL AND service = :service AND starts_at = :starts_at
  AND expires_at > :now;

-- name: take_rested
-- Who was in line gets a freed place before it opens again.
UPDATE places SET contact_id = :holder, expires_at = :expires_at
WHERE service = :service AND starts_at = :starts_at AND contact_id = 0 AND ticket_id IS NULL AND expires_at > :now
  AND seat = (
    SELECT MIN(rested.seat) FROM places AS rested
    WHERE rested.service = :service AND rested.starts_at = :starts_at AND rested.contact_id = 0
      AND rested.ticket_id IS NULL AND rested.expires_at > :now);

-- name: rest
-- The booked place of a ticket is nobody's until it opens again.
UPDATE places SET contact_id = 0, ticket_id = NULL, expires_at = :opens_at
WHERE ticket_id = :ticket_id AND expires_at IS NULL AND starts_at > :now AND starts_at <> :but;

-- name: release_ticket
DELETE FROM places WHERE ticket_id = :ticket_id AND starts_at <> :but;

-- name: release_offered
DELETE FROM places WHERE ticket_id = :ticket_id AND expires_at IS NOT NULL;

-- name: drop_expired
DELETE FROM places WHERE expires_at <= :now;
