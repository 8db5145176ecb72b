-- Orders of staff that wait for the number of what they are about.

-- name: put
INSERT INTO asked_which (name, words, codes, asked_at) VALUES (:name, :words, :codes, :asked_at)
ON CONFLICT (name) DO UPDATE SET words = :words, codes = :codes, asked_at = :asked_at;

-- name: take
DELETE FROM asked_which WHERE name = :name RETURNING words, codes, asked_at;

-- name: forget_before
DELETE FROM asked_which WHERE asked_at < :before;

-- name: forget_all
DELETE FROM asked_which;
