-- Questions nobody could answer, and what staff taught because of them.

-- name: add
INSERT INTO unanswered (at, contact_id, channel, text, outcome)
VALUES (:now, :contact_id, :channel, :text, :outcome);

-- name: newest
SELECT id, at, contact_id, channel, text, outcome, guess FROM unanswered ORDER BY id DESC LIMIT :most;

-- name: chose
-- What was suggested last is what they chose from.
UPDATE unanswered SET guess = :guess
WHERE id = (SELECT max(id) FROM unanswered WHERE contact_id = :contact_id AND outcome = :outcome);

-- name: mark
UPDATE unanswered SET outcome = :outcome WHERE id = :id;

-- name: drop
DELETE FROM unanswered WHERE id = :id;

-- name: erase
DELETE FROM unanswered WHERE contact_id = :contact_id;

-- name: forget_before
DELETE FROM unanswered WHERE at < :before;

-- name: erase_mentions
DELETE FROM unanswered WHERE text LIKE '%' || :phone || '%';

-- name: teach
INSERT INTO lessons (at, wording, target, is_service, taught_by)
VALUES (:now, :wording, :target, :is_service, :taught_by);

-- name: untried
SELECT id, wording, target, is_service, taught_by FROM lessons WHERE state = 'new' ORDER BY id;

-- name: settle
-- Whoever is first settles it and says so.
UPDATE lessons SET state = :state WHERE id = :id AND state = 'new';

-- name: forget_lessons
DELETE FROM lessons WHERE at < :before AND state <> 'new';
