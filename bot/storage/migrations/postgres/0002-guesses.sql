-- Wrong guesses of one-time codes.
-- depends: 0001-house

CREATE TABLE guesses (
    who TEXT NOT NULL,
    at  BIGINT NOT NULL
);
CREATE INDEX guesses_by_who ON guesses (who, at);
