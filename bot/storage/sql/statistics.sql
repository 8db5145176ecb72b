-- Counts over the tickets of a period; no person is in them.

-- name: made
SELECT channel, status, COUNT(*) AS n FROM tickets
WHERE created_at >= :since AND created_at < :until
GROUP BY channel, status ORDER BY n DESC, channel, status;

-- name: visits
SELECT status, rating, COUNT(*) AS n FROM tickets
WHERE starts_at >= :since AND starts_at < :until
GROUP BY status, rating ORDER BY n DESC, status, rating;
