-- What was said to somebody through the residents' page.

-- name: letters
-- Newest first. What is meant for later is not shown before; the condition of the index comes last.
SELECT id, cause, text, ticket, state, created_at FROM outbox
WHERE to_channel = :channel AND to_address = :address AND id > :after
  AND text <> '' AND state <> 'withdrawn' AND (due_at <= :now OR state <> 'due' OR purpose = 'reply')
  AND (to_channel = 'web' OR substr(cause, 1, 4) = 'web:')
ORDER BY id DESC LIMIT :most;

-- name: fetched
-- The page has them: also out of the hands of a sender, whose word comes too late then.
UPDATE outbox SET state = 'sent', route = 'push', reason = '', sent_at = :now, leased_by = NULL, lease_until = NULL
WHERE to_channel = 'web' AND to_address = :address AND id <= :last AND state IN ('due', 'retry', 'unknown')
  AND (due_at <= :now OR state <> 'due' OR purpose = 'reply')
  AND (to_channel = 'web' OR substr(cause, 1, 4) = 'web:');
