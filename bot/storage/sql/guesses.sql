-- Wrong guesses of one-time codes.

-- name: count
SELECT COUNT(*) AS n FROM guesses WHERE who = :who AND at > :since;

-- name: add
INSERT INTO guesses (who, at) VALUES (:who, :now);

-- name: forget
DELETE FROM guesses WHERE who = :who;

-- name: forget_before
DELETE FROM guesses WHERE at < :before;
