-- Secret addresses of calendar feeds; only their hash is kept.

-- name: add_feed
INSERT INTO feeds (token_hash, person, created_at) VALUES (:token_hash, :person, :now);

-- name: drop_feeds
DELETE FROM feeds WHERE person = :person;

-- name: person_of
SELECT person FROM feeds WHERE token_hash = :token_hash;
