-- Reminders called back before anybody got them: they may be issued anew.

-- name: free_key
UPDATE outbox SET unique_key = NULL WHERE unique_key = :unique_key AND state = 'withdrawn';

-- name: unissue
DELETE FROM reminders WHERE kind = :kind AND subject = :subject AND recipient = :recipient AND due_at = :due_at;
