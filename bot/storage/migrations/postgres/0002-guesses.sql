-- Wrong guesses of one-time codes.
-- depends: 0001-house

CREATE TABLE IF NOT EXISTS guesses (
    who TEXT NOT NULL,
    at  BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS guesses_by_who ON guesses (who, at);
