-- What a contact was told. A result that still waits stays: it goes on to whoever must phone.

-- name: forget_told
UPDATE outbox SET text = '', fields = '{}',
    state = CASE WHEN state IN ('due', 'retry') THEN 'withdrawn' ELSE state END
WHERE to_channel = :to_channel AND to_address = :to_address AND leased_by IS NULL
    AND (state NOT IN ('due', 'retry') OR (purpose = 'reply' AND ticket IS NULL));
