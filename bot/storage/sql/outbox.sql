-- Messages on their way out.

-- name: put
-- No row when a message with this unique_key exists already (exactly once).
INSERT INTO outbox (cause, to_channel, to_address, text, purpose, ticket, due_at, expires_at, mention, fields, unique_key, created_at)
VALUES (:cause, :to_channel, :to_address, :text, :purpose, :ticket, :due_at, :expires_at, :mention, :fields, :unique_key, :now)
ON CONFLICT (unique_key) DO NOTHING;

-- name: put_plain
-- The same for a message that has nothing but its text.
INSERT INTO outbox (cause, to_channel, to_address, text, purpose, due_at, created_at)
VALUES (:cause, :to_channel, :to_address, :text, :purpose, :due_at, :now);

-- name: answers
-- What one delivered message was answered with, to the one who wrote it.
SELECT id, text, state FROM outbox
WHERE cause = :cause AND to_channel = :to_channel AND to_address = :to_address AND purpose = 'reply' ORDER BY id;

-- name: taken_passively
UPDATE outbox SET state = 'sent', route = 'passive', sent_at = :now
WHERE id = :id AND state = 'due' AND leased_by IS NULL;

-- name: waiting
-- The first waiting message of each contact, oldest first; later ones wait for it (order per contact).
-- A message meant for later holds up nobody; one that is being sent or tried again does.
-- `silent` are channels to pass over (,onebot,qq,): theirs may be thousands while they are not connected.
SELECT id, to_channel FROM outbox
WHERE due_at <= :now AND leased_by IS NULL AND id IN (
    SELECT MIN(id) FROM outbox
    WHERE :silent NOT LIKE '%,' || to_channel || ',%'
      AND state IN ('due', 'retry') AND (state = 'retry' OR leased_by IS NOT NULL OR due_at <= :now)
    GROUP BY to_channel, to_address)
ORDER BY due_at, id LIMIT :most;

-- name: claim
-- The conditions are repeated here: of two senders one gets the row, the other none.
UPDATE outbox SET leased_by = :owner, lease_until = :lease_until, attempts = attempts + 1
WHERE id = :id AND state IN ('due', 'retry') AND due_at <= :now AND leased_by IS NULL
RETURNING id, to_channel, to_address, text, purpose, ticket, state, attempts, due_at, expires_at, mention, fields, created_at;

-- name: due_with
-- The first that is tried again holds up those behind it, as in `waiting`.
SELECT id, to_channel, to_address, text, purpose, ticket, state, attempts, due_at, expires_at, mention, fields, created_at
FROM outbox
WHERE to_channel = :to_channel AND to_address = :to_address AND state IN ('due', 'retry') AND id > :id
    AND state = 'due' AND attempts = 0 AND leased_by IS NULL AND due_at <= :now
    AND (expires_at IS NULL OR expires_at > :now)
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS earlier
        WHERE earlier.to_channel = :to_channel AND earlier.to_address = :to_address
            AND earlier.state IN ('due', 'retry') AND earlier.id > :id AND earlier.id < outbox.id
            AND (earlier.state = 'retry' OR earlier.attempts > 0))
ORDER BY id LIMIT :most;

-- name: by_id
SELECT id, to_channel, to_address, text, purpose, ticket, state, attempts, due_at, expires_at, mention, fields, created_at
FROM outbox WHERE id = :id;

-- name: wake
UPDATE outbox SET due_at = :now
WHERE to_channel = :to_channel AND to_address = :to_address AND state IN ('due', 'retry') AND state = 'retry'
    AND leased_by IS NULL AND due_at > :now;

-- name: parked
SELECT COUNT(*) AS n FROM outbox WHERE state = 'unreachable' AND reason = :reason;

-- name: settle
UPDATE outbox SET state = :state, route = :route, platform_id = :platform_id, reason = :reason,
    due_at = :due_at, sent_at = :sent_at, attempts = attempts - :uncounted, leased_by = NULL, lease_until = NULL
WHERE id = :id AND leased_by = :owner;

-- name: lost
-- Sends that were under way when a process died: their outcome is unknown, they are not repeated blindly.
UPDATE outbox SET state = 'unknown', reason = 'sender_died', leased_by = NULL, lease_until = NULL
WHERE leased_by IS NOT NULL AND lease_until < :now
RETURNING id, to_channel, to_address, text, purpose, ticket, state, attempts, due_at, expires_at, mention, fields, created_at;

-- name: lost_of_file
-- On SQLite one process sends: at its start every lease is a dead one.
UPDATE outbox SET lease_until = 0 WHERE leased_by IS NOT NULL;

-- name: withdraw
UPDATE outbox SET state = 'withdrawn', reason = :reason
WHERE unique_key = :unique_key AND state IN ('due', 'retry') AND leased_by IS NULL;

-- name: next_due
-- Without those that wait behind another: they become due when that one is settled.
SELECT MIN(due_at) AS due_at FROM outbox AS first
WHERE state IN ('due', 'retry') AND leased_by IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM outbox AS earlier
      WHERE earlier.to_channel = first.to_channel AND earlier.to_address = first.to_address
        AND earlier.state IN ('due', 'retry') AND earlier.id < first.id
        AND (earlier.state = 'retry' OR earlier.leased_by IS NOT NULL));

-- name: quoted
-- The last condition opens the partial index: without it every quote goes through the whole outbox.
SELECT ticket, unique_key FROM outbox
WHERE to_channel = :to_channel AND to_address = :to_address AND platform_id = :platform_id AND platform_id <> ''
ORDER BY id DESC LIMIT 1;

-- name: depth
SELECT COUNT(*) AS n FROM outbox WHERE state IN ('due', 'retry');

-- name: newest
SELECT id, cause, to_channel, to_address, text, purpose, ticket, state, attempts, route, reason, due_at, created_at, sent_at
FROM outbox ORDER BY id DESC LIMIT :most;

-- name: everything
SELECT id, cause, to_channel, to_address, text, purpose, ticket, state, attempts, route, reason, due_at, created_at, sent_at
FROM outbox ORDER BY id;

-- name: forget_before
DELETE FROM outbox WHERE created_at < :before AND state NOT IN ('due', 'retry');

-- name: erase_texts
-- What was still to be sent is withdrawn with its text, also out of a sender's hands.
UPDATE outbox SET text = '', fields = '{}', leased_by = NULL, lease_until = NULL,
    state = CASE WHEN state IN ('due', 'retry') THEN 'withdrawn' ELSE state END
WHERE to_channel = :to_channel AND to_address = :to_address;

-- name: erase_ticket_texts
UPDATE outbox SET text = '', fields = '{}', leased_by = NULL, lease_until = NULL,
    state = CASE WHEN state IN ('due', 'retry') THEN 'withdrawn' ELSE state END
WHERE ticket = :ticket;

-- name: erase_caused_by
UPDATE outbox SET text = '', fields = '{}', leased_by = NULL, lease_until = NULL,
    state = CASE WHEN state IN ('due', 'retry') THEN 'withdrawn' ELSE state END
WHERE cause IN (SELECT key FROM inbox WHERE contact_id = :contact_id);

-- name: erase_mentions
UPDATE outbox SET text = '', fields = '{}', leased_by = NULL, lease_until = NULL,
    state = CASE WHEN state IN ('due', 'retry') THEN 'withdrawn' ELSE state END
WHERE text || fields LIKE '%' || :phone || '%';
