-- Things staff must do that are not tickets.

-- name: add
INSERT INTO tasks (kind, channel, address, text, ticket, unique_key, created_at)
VALUES (:kind, :channel, :address, :text, :ticket, :unique_key, :now)
ON CONFLICT (unique_key) DO NOTHING;

-- name: open
SELECT id, kind, channel, address, text, status, ticket, created_at, taken_by FROM tasks WHERE status = 'open' ORDER BY id;

-- name: everything
SELECT id, kind, channel, address, text, status, ticket, created_at, taken_by FROM tasks ORDER BY id;

-- name: by_id
SELECT id, kind, channel, address, text, status, ticket, created_at, taken_by FROM tasks WHERE id = :id;

-- name: by_key
SELECT id, kind, channel, address, text, status, ticket, created_at, taken_by FROM tasks WHERE unique_key = :unique_key;

-- name: about
SELECT id, kind, channel, address, text, status, ticket, created_at, taken_by FROM tasks
WHERE channel = :channel AND address = :address OR ticket = :ticket ORDER BY id;

-- name: take
-- Of two who take it the first has it; it may be handed on by whoever sees who had it.
UPDATE tasks SET taken_by = :taken_by WHERE id = :id AND status = 'open' AND taken_by = :before;

-- name: finish
UPDATE tasks SET status = 'done', done_by = :done_by, text = text || :note WHERE id = :id AND status = 'open';

-- name: append
UPDATE tasks SET text = CASE text WHEN '' THEN :more ELSE text || :between || :more END
WHERE id = :id AND status = 'open';

-- name: finish_phoning
-- What could not be delivered has lost its use.
UPDATE tasks SET status = 'done'
WHERE status = 'open' AND unique_key = (SELECT 'phone:' || id FROM outbox WHERE unique_key = :letter_key);

-- name: outdate_calls
UPDATE tasks SET status = 'done'
WHERE status = 'open' AND kind = 'phone' AND ticket = :ticket AND NOT EXISTS (
    SELECT 1 FROM outbox WHERE outbox.ticket = :ticket AND outbox.unique_key LIKE :questions || '%'
    AND tasks.unique_key = 'phone:' || outbox.id)
RETURNING id, kind, channel, address, text, status, ticket, created_at, taken_by;

-- name: erase
UPDATE tasks SET text = '' WHERE channel = :channel AND address = :address;

-- name: erase_ticket
UPDATE tasks SET text = '' WHERE ticket = :ticket;

-- name: erase_mentions
UPDATE tasks SET text = '' WHERE text LIKE '%' || :phone || '%';

-- name: erase_before
UPDATE tasks SET text = '' WHERE created_at < :before AND status <> 'open' AND text <> '';
