-- The waiting list. An entry without answer_by is in line; the starts it waits for are rows of their own.

-- name: add
-- 0 rows when this contact waits for the same already.
INSERT INTO waiting (contact_id, service, first_at, last_at, name, phone, contact_name, beneficiary, created_at)
VALUES (:contact_id, :service, :first_at, :last_at, :name, :phone, :contact_name, :beneficiary, :created_at)
ON CONFLICT (contact_id, service, first_at, last_at) DO NOTHING
RETURNING *;

-- name: add_start
INSERT INTO waiting_starts (service, starts_at, waiting_id) VALUES (:service, :starts_at, :waiting_id);

-- name: of_contact
SELECT * FROM waiting WHERE contact_id = :contact_id ORDER BY id;

-- name: by_id
SELECT * FROM waiting WHERE id = :id;

-- name: ahead
-- How many stand in line before this one for any of its starts.
SELECT COUNT(DISTINCT other.waiting_id) AS n FROM waiting_starts AS own
JOIN waiting_starts AS other ON other.service = own.service AND other.starts_at = own.starts_at
WHERE own.waiting_id = :id AND other.waiting_id < own.waiting_id;

-- name: wanted
-- The starts somebody is in line for, with the places taken there; a freed place at rest is none.
SELECT s.service, s.starts_at, (
    SELECT COUNT(*) FROM places AS p
    WHERE p.service = s.service AND p.starts_at = s.starts_at AND (p.expires_at IS NULL OR p.expires_at > :now)
      AND NOT (p.contact_id = 0 AND p.ticket_id IS NULL)) AS taken
FROM waiting_starts AS s WHERE s.starts_at > :soonest
GROUP BY s.service, s.starts_at ORDER BY s.starts_at, s.service;

-- name: line
SELECT w.* FROM waiting_starts AS s JOIN waiting AS w ON w.id = s.waiting_id
WHERE s.service = :service AND s.starts_at = :starts_at AND w.answer_by IS NULL ORDER BY w.id;

-- name: invite
-- Compare-and-swap: 0 rows when another process was faster.
UPDATE waiting SET place_at = :place_at, answer_by = :answer_by WHERE id = :id AND answer_by IS NULL;

-- name: uninvite
UPDATE waiting SET place_at = NULL, answer_by = NULL WHERE id = :id;

-- name: leave_line
DELETE FROM waiting_starts WHERE waiting_id = :id;

-- name: remove
-- 0 rows when it is gone already.
DELETE FROM waiting WHERE id = :id;

-- name: unanswered
SELECT * FROM waiting WHERE answer_by <= :now ORDER BY id;

-- name: in_vain
SELECT * FROM waiting WHERE answer_by IS NULL AND last_at <= :soonest ORDER BY id;

-- name: next_moment
-- When an answer is due, a wait is over, or a hold runs out where somebody waits.
SELECT MIN(moment) AS moment FROM (
    SELECT answer_by AS moment FROM waiting WHERE answer_by > :now
    UNION ALL
    SELECT last_at - :lead FROM waiting WHERE answer_by IS NULL AND last_at - :lead > :now
    UNION ALL
    SELECT p.expires_at FROM places AS p JOIN waiting_starts AS s ON s.service = p.service AND s.starts_at = p.starts_at
    WHERE p.expires_at > :now) AS moments;

-- name: count_between
SELECT COUNT(*) AS n FROM waiting WHERE answer_by IS NULL AND last_at >= :since AND first_at < :until;

-- name: of_phone
SELECT * FROM waiting WHERE phone = :phone ORDER BY id;
