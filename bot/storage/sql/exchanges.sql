-- Requests to change the roster: swap, stand-in, leave; and who is on leave.

-- name: add
INSERT INTO roster_requests (kind, asker, moves, reason, state, asked, tried, answer_by, leave_id, in_group, created_at, changed_at)
VALUES (:kind, :asker, :moves, :reason, :state, :asked, :tried, :answer_by, :leave_id, :in_group, :now, :now);

-- name: by_id
SELECT * FROM roster_requests WHERE id = :id;

-- name: open
SELECT * FROM roster_requests WHERE state IN ('asked', 'leader') ORDER BY id;

-- name: changed_since
SELECT * FROM roster_requests WHERE changed_at >= :since ORDER BY changed_at, id;

-- name: save
-- Of two who answer at once the first wins.
UPDATE roster_requests
SET moves = :moves, state = :state, asked = :asked, tried = :tried, answer_by = :answer_by,
    decided_by = :decided_by, changed_at = :now, version = version + 1
WHERE id = :id AND version = :version;

-- name: add_leave
INSERT INTO leaves (person, since, until, reason, actor, at) VALUES (:person, :since, :until, :reason, :actor, :now);

-- name: leaves_between
SELECT id, person, since, until, reason FROM leaves
WHERE state = 'active' AND since <= :until AND until >= :since ORDER BY until, id;

-- name: end_leave
UPDATE leaves SET state = 'withdrawn' WHERE id = :id AND state = 'active';

-- name: forget_requests
DELETE FROM roster_requests WHERE changed_at < :before AND state NOT IN ('asked', 'leader');

-- name: forget_leaves
DELETE FROM leaves WHERE until < :day;
