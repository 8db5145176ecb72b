-- Contacts beside a ticket's own that changed it and are told the next answer.

-- name: add
INSERT INTO listeners (ticket_id, contact_id) VALUES (:ticket_id, :contact_id)
ON CONFLICT (ticket_id, contact_id) DO NOTHING;

-- name: release
DELETE FROM listeners WHERE ticket_id = :ticket_id RETURNING contact_id;

-- name: forget
DELETE FROM listeners WHERE contact_id = :contact_id;
