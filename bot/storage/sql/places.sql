-- Places at slots: one row per taken seat, so that the primary key forbids overselling on every database.

-- name: taken
-- Seats taken between two instants, by start; expired holds do not count.
SELECT starts_at, COUNT(*) AS taken FROM places
WHERE service = :service AND starts_at >= :since AND starts_at < :until
  AND (ticket_id IS NOT NULL OR expires_at > :now)
GROUP BY starts_at;

-- name: seats
SELECT seat FROM places
WHERE service = :service AND starts_at = :starts_at AND (ticket_id IS NOT NULL OR expires_at > :now);

-- name: sit
-- The conditional write: 1 row when the seat was free or its hold had expired, else 0.
INSERT INTO places (service, starts_at, seat, contact_id, ticket_id, expires_at)
VALUES (:service, :starts_at, :seat, :contact_id, :ticket_id, :expires_at)
ON CONFLICT (service, starts_at, seat) DO UPDATE SET
    contact_id = excluded.contact_id, ticket_id = excluded.ticket_id, expires_at = excluded.expires_at
WHERE places.ticket_id IS NULL AND places.expires_at <= :now;

-- name: prolong
UPDATE places SET expires_at = :expires_at
WHERE contact_id = :contact_id AND ticket_id IS NULL AND service = :service AND starts_at = :starts_at
  AND expires_at > :now;

-- name: release_holds
DELETE FROM places WHERE contact_id = :contact_id AND ticket_id IS NULL;

-- name: keep
-- A hold becomes the place of a ticket.
UPDATE places SET ticket_id = :ticket_id, expires_at = NULL
WHERE contact_id = :contact_id AND ticket_id IS NULL AND service = :service AND starts_at = :starts_at
  AND expires_at > :now;

-- name: release_ticket
DELETE FROM places WHERE ticket_id = :ticket_id;

-- name: drop_expired
DELETE FROM places WHERE ticket_id IS NULL AND expires_at <= :now;
