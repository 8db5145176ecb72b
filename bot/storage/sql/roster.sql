-- Changes to the duty roster, reminders that were issued, and who wrote 收到.

-- name: overrides_between
SELECT id, day, shift, people, reason, actor, at FROM overrides WHERE day >= :since AND day <= :until ORDER BY id;

-- name: add_override
INSERT INTO overrides (day, shift, people, reason, actor, at) VALUES (:day, :shift, :people, :reason, :actor, :now);

-- name: issue
-- Exactly once: 0 rows when this reminder was issued before.
INSERT INTO reminders (kind, subject, recipient, due_at, issued_at) VALUES (:kind, :subject, :recipient, :due_at, :now)
ON CONFLICT (kind, subject, recipient, due_at) DO NOTHING;

-- name: issued_since
SELECT kind, subject, recipient, due_at FROM reminders WHERE issued_at >= :since AND state = 'issued';

-- name: withdraw
UPDATE reminders SET state = 'withdrawn' WHERE kind = :kind AND subject = :subject AND recipient = :recipient AND due_at = :due_at;

-- name: acknowledge
INSERT INTO acknowledgements (day, shift, person, at) VALUES (:day, :shift, :person, :now)
ON CONFLICT (day, shift, person) DO NOTHING;

-- name: acknowledged
SELECT person FROM acknowledgements WHERE day = :day AND shift = :shift;

-- name: forget_before
DELETE FROM reminders WHERE issued_at < :before;

-- name: last_override
SELECT COALESCE(MAX(id), 0) AS id FROM overrides;

-- name: log
INSERT INTO roster_log (at, actor, act, day, shift, before, after, reason, request)
VALUES (:now, :actor, :act, :day, :shift, :before, :after, :reason, :request);

-- name: history
SELECT at, actor, act, day, shift, before, after, reason, request FROM roster_log
WHERE day >= :since AND day <= :until ORDER BY id;

-- name: record
INSERT INTO served_shifts (day, shift, people, ended) VALUES (:day, :shift, :people, :ended)
ON CONFLICT (day, shift) DO NOTHING;

-- name: served_between
SELECT day, shift, people FROM served_shifts WHERE day >= :since AND day <= :until;

-- name: mark
SELECT value FROM marks WHERE name = :name;

-- name: set_mark
INSERT INTO marks (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: forget_overrides
DELETE FROM overrides WHERE day < :day;

-- name: forget_acknowledgements
DELETE FROM acknowledgements WHERE day < :day;

-- name: forget_log
DELETE FROM roster_log WHERE day < :day;

-- name: forget_served
DELETE FROM served_shifts WHERE day < :day;

-- name: forget_locks
-- `first`: how the names of all locks begin; `until`: the same with the first day that is kept.
DELETE FROM marks WHERE name >= :first AND name < :until;
