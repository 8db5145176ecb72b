-- Orders of staff that wait for the number of what they are about, or for more words; lists that were shown.

-- name: put
INSERT INTO asked_which (name, words, codes, asked_at) VALUES (:name, :words, :codes, :asked_at)
ON CONFLICT (name) DO UPDATE SET words = :words, codes = :codes, asked_at = :asked_at;

-- name: take
DELETE FROM asked_which WHERE name = :name RETURNING words, codes, asked_at;

-- name: look
SELECT words, codes, asked_at FROM asked_which WHERE name = :name;

-- name: forget_before
DELETE FROM asked_which WHERE asked_at < :before;

-- name: forget_all
DELETE FROM asked_which;
