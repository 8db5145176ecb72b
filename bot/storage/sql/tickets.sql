-- Tickets and their append-only trail.

-- name: add
INSERT INTO tickets (code, status, kind, service, starts_at, ends_at, name, phone, contact_name, contact_id, channel,
    address, owner, assignee, note, offers, community, home_address, answer_by, created_at)
VALUES (:code, :status, :kind, :service, :starts_at, :ends_at, :name, :phone, :contact_name, :contact_id, :channel,
    :address, :owner, :assignee, :note, :offers, :community, :home_address, :answer_by, :created_at);

-- name: by_code
SELECT * FROM tickets WHERE code = :code;

-- name: by_id
SELECT * FROM tickets WHERE id = :id;

-- name: of_contact
SELECT * FROM tickets WHERE contact_id = :contact_id ORDER BY id;

-- name: of_phone
SELECT * FROM tickets WHERE phone = :phone ORDER BY id;

-- name: booked
-- Over all contacts the resident is linked with.
SELECT COUNT(*) AS n FROM tickets
WHERE status IN ('requested', 'confirmed') AND (phone <> '' AND phone = :phone
    OR contact_id = :contact_id OR contact_id IN (
        SELECT other.id FROM contacts AS own JOIN contacts AS other ON other.resident_id = own.resident_id
        WHERE own.id = :contact_id))
  AND (starts_at IS NULL OR starts_at >= :now);

-- name: same_matter
SELECT * FROM tickets
WHERE status IN ('requested', 'confirmed') AND service = :service AND name = :name
  AND (contact_id = :contact_id OR contact_id IN (
    SELECT other.id FROM contacts AS own JOIN contacts AS other ON other.resident_id = own.resident_id
    WHERE own.id = :contact_id))
  AND COALESCE(starts_at, 0) = COALESCE(CAST(:starts_at AS BIGINT), 0);

-- name: open_ones
-- The states in the words and the order of the index, else it is not used.
SELECT * FROM tickets WHERE status IN ('requested', 'confirmed', 'arrived', 'waiting_collection')
ORDER BY COALESCE(starts_at, created_at), id;

-- name: between
SELECT * FROM tickets WHERE starts_at >= :since AND starts_at < :until ORDER BY starts_at, id;

-- name: everything
SELECT * FROM tickets ORDER BY id;

-- name: newest
SELECT * FROM tickets ORDER BY id DESC LIMIT :most;

-- name: unanswered_by
-- Requested tickets whose answer deadline lies before an instant.
SELECT * FROM tickets WHERE status = 'requested' AND answer_by <= :before ORDER BY answer_by, id;

-- name: uncompleted
-- Confirmed visits whose time has come and of which nobody wrote how they went.
SELECT * FROM tickets WHERE status IN ('confirmed', 'arrived') AND starts_at > :since AND starts_at <= :until
ORDER BY starts_at, id;

-- name: change
-- Compare-and-swap on version: 0 rows when somebody else was faster.
UPDATE tickets SET status = :status, starts_at = :starts_at, ends_at = :ends_at, owner = :owner,
    assignee = :assignee, note = :note, offers = :offers, rating = :rating, answer_by = :answer_by,
    version = version + 1
WHERE id = :id AND version = :version;

-- name: correct
-- Name and phone are not part of a move; version stays, so that no clerk's order is lost by it.
UPDATE tickets SET name = :name, phone = :phone WHERE id = :id;

-- name: add_audit
INSERT INTO audit (ticket_id, at, actor, channel, act, before, after, reason)
VALUES (:ticket_id, :at, :actor, :channel, :act, :before, :after, :reason);

-- name: audit_of
SELECT at, actor, channel, act, before, after, reason FROM audit WHERE ticket_id = :ticket_id ORDER BY id;

-- name: last_act
SELECT at, actor, channel, act, before, after, reason FROM audit
WHERE ticket_id = :ticket_id AND before <> after ORDER BY id DESC LIMIT 1;

-- name: erase_contact
UPDATE tickets SET name = '', phone = '', contact_name = '', home_address = '', note = '' WHERE contact_id = :contact_id;

-- name: erase_phone
UPDATE tickets SET name = '', phone = '', contact_name = '', home_address = '', note = '' WHERE phone = :phone;

-- name: erase_before
UPDATE tickets SET name = '', phone = '', contact_name = '', home_address = '', note = ''
WHERE created_at < :before AND (status NOT IN ('requested', 'confirmed') OR starts_at < :before) AND phone || name <> '';
