-- The first house: what arrives, what leaves, who talks, what is booked, who is on duty.
-- Instants are BIGINT/INTEGER unix milliseconds, days are ISO text in local time (Asia/Shanghai).
-- May be run again: a process may die after it made the tables and before that is written down.
-- depends:

CREATE TABLE IF NOT EXISTS inbox (
    key         TEXT PRIMARY KEY,
    contact_id  BIGINT NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS inbox_by_age ON inbox (received_at);

CREATE TABLE IF NOT EXISTS residents (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       TEXT NOT NULL DEFAULT '',
    phone      TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS residents_by_phone ON residents (phone);

CREATE TABLE IF NOT EXISTS contacts (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel      TEXT NOT NULL,
    address      TEXT NOT NULL,
    resident_id  BIGINT REFERENCES residents (id),
    followed     BIGINT NOT NULL DEFAULT 1,
    window_until BIGINT,
    window_left  BIGINT NOT NULL DEFAULT 0,
    community    TEXT NOT NULL DEFAULT '',
    last_seen_at BIGINT NOT NULL,
    visits       BIGINT NOT NULL DEFAULT 1,
    created_at   BIGINT NOT NULL,
    UNIQUE (channel, address)
);
CREATE INDEX IF NOT EXISTS contacts_by_resident ON contacts (resident_id) WHERE resident_id IS NOT NULL;

CREATE TABLE IF NOT EXISTS conversations (
    contact_id BIGINT PRIMARY KEY REFERENCES contacts (id),
    flow       TEXT NOT NULL DEFAULT '',
    step       TEXT NOT NULL DEFAULT '',
    draft      TEXT NOT NULL DEFAULT '{}',
    misses     BIGINT NOT NULL DEFAULT 0,
    last_said  TEXT NOT NULL DEFAULT '',
    changed_at BIGINT NOT NULL,
    help       TEXT NOT NULL DEFAULT '' -- who has taken over the talk, as JSON
);

CREATE TABLE IF NOT EXISTS outbox (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cause       TEXT,
    to_channel  TEXT NOT NULL,
    to_address  TEXT NOT NULL,
    text        TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    ticket      TEXT,
    state       TEXT NOT NULL DEFAULT 'due',
    due_at      BIGINT NOT NULL,
    expires_at  BIGINT,
    attempts    BIGINT NOT NULL DEFAULT 0,
    leased_by   TEXT,
    lease_until BIGINT,
    route       TEXT NOT NULL DEFAULT '',
    platform_id TEXT NOT NULL DEFAULT '',
    reason      TEXT NOT NULL DEFAULT '',
    mention     TEXT,
    fields      TEXT NOT NULL DEFAULT '{}',
    unique_key  TEXT UNIQUE,
    created_at  BIGINT NOT NULL,
    sent_at     BIGINT
);
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (due_at) WHERE state IN ('due', 'retry');
CREATE INDEX IF NOT EXISTS outbox_order ON outbox (to_channel, to_address, id) WHERE state IN ('due', 'retry');
CREATE INDEX IF NOT EXISTS outbox_leases ON outbox (lease_until) WHERE leased_by IS NOT NULL;
CREATE INDEX IF NOT EXISTS outbox_by_cause ON outbox (cause) WHERE cause IS NOT NULL;
CREATE INDEX IF NOT EXISTS outbox_by_platform ON outbox (to_channel, to_address, platform_id) WHERE platform_id <> '';
CREATE INDEX IF NOT EXISTS outbox_by_ticket ON outbox (ticket) WHERE ticket IS NOT NULL;

CREATE TABLE IF NOT EXISTS counters (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('ticket', 0) ON CONFLICT (name) DO NOTHING;

CREATE TABLE IF NOT EXISTS tickets (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code         TEXT NOT NULL UNIQUE,
    status       TEXT NOT NULL,
    kind         TEXT NOT NULL,
    service      TEXT NOT NULL,
    starts_at    BIGINT,
    ends_at      BIGINT,
    name         TEXT NOT NULL DEFAULT '',
    phone        TEXT NOT NULL DEFAULT '',
    contact_name TEXT NOT NULL DEFAULT '',
    contact_id   BIGINT REFERENCES contacts (id),
    channel      TEXT NOT NULL,
    address      TEXT NOT NULL,
    owner        TEXT NOT NULL DEFAULT '',
    assignee     TEXT NOT NULL DEFAULT '',
    note         TEXT NOT NULL DEFAULT '',
    offers       TEXT NOT NULL DEFAULT '[]',
    community    TEXT NOT NULL DEFAULT '',
    home_address TEXT NOT NULL DEFAULT '',
    rating       TEXT NOT NULL DEFAULT '',
    answer_by    BIGINT,
    created_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX IF NOT EXISTS tickets_by_contact ON tickets (contact_id);
CREATE INDEX IF NOT EXISTS tickets_by_day ON tickets (starts_at);
CREATE INDEX IF NOT EXISTS tickets_by_phone ON tickets (phone);
CREATE INDEX IF NOT EXISTS tickets_open ON tickets (created_at)
    WHERE status IN ('requested', 'confirmed', 'arrived', 'waiting_collection');
CREATE INDEX IF NOT EXISTS tickets_unanswered ON tickets (answer_by) WHERE status = 'requested';

CREATE TABLE IF NOT EXISTS places (
    service    TEXT NOT NULL,
    starts_at  BIGINT NOT NULL,
    seat       BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    ticket_id  BIGINT REFERENCES tickets (id),
    expires_at BIGINT,
    PRIMARY KEY (service, starts_at, seat)
);
CREATE INDEX IF NOT EXISTS places_by_contact ON places (contact_id) WHERE ticket_id IS NULL;
CREATE INDEX IF NOT EXISTS places_by_ticket ON places (ticket_id) WHERE ticket_id IS NOT NULL;

CREATE TABLE IF NOT EXISTS audit (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id BIGINT NOT NULL REFERENCES tickets (id),
    at        BIGINT NOT NULL,
    actor     TEXT NOT NULL,
    channel   TEXT NOT NULL,
    act       TEXT NOT NULL,
    before    TEXT NOT NULL DEFAULT '',
    after     TEXT NOT NULL DEFAULT '',
    reason    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS audit_by_ticket ON audit (ticket_id, id);

CREATE TABLE IF NOT EXISTS staff_bindings (
    channel    TEXT NOT NULL,
    address    TEXT NOT NULL,
    staff_name TEXT NOT NULL,
    bound_at   BIGINT NOT NULL,
    PRIMARY KEY (channel, address)
);
CREATE INDEX IF NOT EXISTS staff_bindings_by_name ON staff_bindings (staff_name);

CREATE TABLE IF NOT EXISTS bind_codes (
    code_hash  TEXT PRIMARY KEY,
    staff_name TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS overrides (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day    TEXT NOT NULL,
    shift  TEXT NOT NULL,
    people TEXT NOT NULL,
    reason TEXT NOT NULL,
    actor  TEXT NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS overrides_by_day ON overrides (day);

CREATE TABLE IF NOT EXISTS reminders (
    kind      TEXT NOT NULL,
    subject   TEXT NOT NULL,
    recipient TEXT NOT NULL,
    due_at    BIGINT NOT NULL,
    state     TEXT NOT NULL DEFAULT 'issued',
    issued_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject, recipient, due_at)
);
CREATE INDEX IF NOT EXISTS reminders_by_subject ON reminders (subject);

CREATE TABLE IF NOT EXISTS acknowledgements (
    day    TEXT NOT NULL,
    shift  TEXT NOT NULL,
    person TEXT NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (day, shift, person)
);

CREATE TABLE IF NOT EXISTS tokens (
    name        TEXT PRIMARY KEY,
    value       TEXT NOT NULL DEFAULT '',
    expires_at  DOUBLE PRECISION NOT NULL DEFAULT 0,
    lease_until DOUBLE PRECISION NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS unanswered (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    channel    TEXT NOT NULL,
    text       TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    guess      TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS unanswered_by_age ON unanswered (at);

CREATE TABLE IF NOT EXISTS tasks (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       TEXT NOT NULL,
    channel    TEXT NOT NULL,
    address    TEXT NOT NULL,
    text       TEXT NOT NULL,
    status     TEXT NOT NULL DEFAULT 'open',
    ticket     TEXT,
    unique_key TEXT UNIQUE,
    created_at BIGINT NOT NULL,
    done_by    TEXT NOT NULL DEFAULT '',
    taken_by   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS tasks_open ON tasks (status, id);

-- The waiting list: who waits for a full time, and for which starts.
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

-- Contacts beside a ticket's own that changed it and are told the next answer.
CREATE TABLE IF NOT EXISTS listeners (
    ticket_id  BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, contact_id)
);

-- Wrong guesses of one-time codes.
CREATE TABLE IF NOT EXISTS guesses (
    who TEXT NOT NULL,
    at  BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS guesses_by_who ON guesses (who, at);

CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit is append-only';
END $$;
CREATE OR REPLACE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
