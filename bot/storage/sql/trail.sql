-- The audit trail over all tickets.

-- name: newest
SELECT ticket_id, actor, act FROM audit ORDER BY id DESC LIMIT :most;
