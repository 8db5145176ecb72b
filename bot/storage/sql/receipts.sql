-- What a platform says later about a message it had taken.

-- name: disprove
UPDATE outbox SET state = 'unreachable', reason = :reason
WHERE to_channel = :to_channel AND to_address = :to_address AND platform_id = :platform_id AND platform_id <> ''
    AND route = 'template' AND state = 'sent'
RETURNING id, to_channel, to_address, text, purpose, ticket, state, attempts, due_at, expires_at, mention, fields, created_at;
