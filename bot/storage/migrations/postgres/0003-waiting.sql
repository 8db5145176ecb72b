-- The waiting list: who waits for a full time, and for which starts.
-- depends: 0002-guesses

CREATE TABLE IF NOT EXISTS waiting (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contact_id   BIGINT NOT NULL REFERENCES contacts (id),
    service      TEXT NOT NULL,
    first_at     BIGINT NOT NULL,
    last_at      BIGINT NOT NULL,
    name         TEXT NOT NULL DEFAULT '',
    phone        TEXT NOT NULL DEFAULT '',
    contact_name TEXT NOT NULL DEFAULT '',
    beneficiary  TEXT NOT NULL DEFAULT '',
    place_at     BIGINT,
    answer_by    BIGINT,
    created_at   BIGINT NOT NULL,
    UNIQUE (contact_id, service, first_at, last_at)
);
CREATE INDEX IF NOT EXISTS waiting_unanswered ON waiting (answer_by) WHERE answer_by IS NOT NULL;
CREATE INDEX IF NOT EXISTS waiting_in_line ON waiting (last_at) WHERE answer_by IS NULL;

CREATE TABLE IF NOT EXISTS waiting_starts (
    service    TEXT NOT NULL,
    starts_at  BIGINT NOT NULL,
    waiting_id BIGINT NOT NULL REFERENCES waiting (id),
    PRIMARY KEY (service, starts_at, waiting_id)
);
CREATE INDEX IF NOT EXISTS waiting_starts_by_entry ON waiting_starts (waiting_id);
