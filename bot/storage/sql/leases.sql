-- Who has messages in hand.

-- name: owners
SELECT DISTINCT leased_by FROM outbox WHERE leased_by IS NOT NULL;

-- name: end
UPDATE outbox SET lease_until = 0 WHERE leased_by = :owner;
