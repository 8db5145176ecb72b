-- How often we wrote unasked.

-- name: one_by_one
-- Two senders of one channel count one after the other; the row means nothing else.
INSERT INTO counters (name, value) VALUES (:name, 0) ON CONFLICT (name) DO UPDATE SET value = counters.value;

-- name: full_since
-- The last of the newest that still fill the span: one more may go when this one has left it.
SELECT at FROM pushes WHERE channel = :channel AND scope = :scope AND at > :since ORDER BY at DESC LIMIT 1 OFFSET :before;

-- name: count
INSERT INTO pushes (channel, scope, at, outbox_id) VALUES (:channel, :scope, :now, :outbox_id);

-- name: uncount
DELETE FROM pushes WHERE channel = :channel AND scope = :scope AND at = :at AND outbox_id = :outbox_id;

-- name: forget_before
DELETE FROM pushes WHERE at < :before;
