-- What a platform says later about a message it had taken.

-- name: prove
UPDATE outbox SET reason = :reason
WHERE to_channel = :to_channel AND to_address = :to_address AND platform_id = :platform_id AND platform_id <> ''
    AND route IN ('template', 'subscription') AND state = 'sent';

-- name: disprove
UPDATE outbox SET state = 'unreachable', reason = :reason
WHERE to_channel = :to_channel AND to_address = :to_address AND platform_id = :platform_id AND platform_id <> ''
    AND route IN ('template', 'subscription') AND state = 'sent'
RETURNING id, to_channel, to_address, text, purpose, ticket, state, attempts, due_at, expires_at, mention, fields, created_at;

-- name: known
SELECT 1 AS found FROM outbox
WHERE to_channel = :to_channel AND to_address = :to_address AND platform_id = :platform_id AND platform_id <> '';

-- name: keep
-- The platform was faster than our own disk: what it said waits for the row to be stored.
INSERT INTO receipts (channel, address, platform_id, reason, at)
VALUES (:to_channel, :to_address, :platform_id, :reason, :now)
ON CONFLICT (channel, address, platform_id) DO NOTHING;

-- name: number
UPDATE outbox SET platform_id = :platform_id
WHERE id = (
    SELECT id FROM outbox
    WHERE to_channel = :to_channel AND to_address = :to_address AND platform_id = ''
        AND route = 'subscription' AND state = 'sent' AND reason = '' AND purpose IN (:purpose, :other)
    ORDER BY id LIMIT 1
) AND NOT EXISTS (
    SELECT 1 FROM outbox
    WHERE to_channel = :to_channel AND to_address = :to_address AND platform_id = :platform_id AND platform_id <> ''
);

-- name: take_latest
DELETE FROM receipts WHERE channel = :channel AND address = :address AND platform_id = (
    SELECT platform_id FROM receipts
    WHERE channel = :channel AND address = :address AND at >= :since
    ORDER BY at DESC, platform_id LIMIT 1
)
RETURNING platform_id, reason;

-- name: take
DELETE FROM receipts WHERE channel = :to_channel AND address = :to_address AND platform_id = :platform_id
RETURNING reason;

-- name: forget_before
DELETE FROM receipts WHERE at < :before;
