-- Numbers given one after another.

-- name: next
UPDATE counters SET value = value + 1 WHERE name = 'ticket' RETURNING value;

-- name: last
SELECT value FROM counters WHERE name = 'ticket';
