-- One resident over several contacts, and family members who look after each other's appointments.
-- While contacts are linked they share a resident of their own; each keeps its home to go back to.
-- May be run again, like every migration.
-- depends: 0001-house

CREATE TABLE IF NOT EXISTS links (
    contact_id BIGINT PRIMARY KEY REFERENCES contacts (id),
    home_id    BIGINT NOT NULL REFERENCES residents (id),
    linked_at  BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS links_by_home ON links (home_id);
INSERT INTO counters (name, value) VALUES ('links', 0) ON CONFLICT (name) DO NOTHING;

CREATE TABLE IF NOT EXISTS link_codes (
    contact_id BIGINT PRIMARY KEY REFERENCES contacts (id),
    code_hash  TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    relation   TEXT NOT NULL DEFAULT '',
    expires_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS link_codes_by_end ON link_codes (expires_at);

CREATE TABLE IF NOT EXISTS proxies (
    member_id   BIGINT NOT NULL REFERENCES contacts (id),
    proxy_id    BIGINT NOT NULL REFERENCES contacts (id),
    member_word TEXT NOT NULL DEFAULT '',
    proxy_word  TEXT NOT NULL DEFAULT '',
    since       BIGINT NOT NULL,
    PRIMARY KEY (member_id, proxy_id)
);
CREATE INDEX IF NOT EXISTS proxies_by_proxy ON proxies (proxy_id);

-- Numbers of contacts, no personal data: it is never erased.
CREATE TABLE IF NOT EXISTS link_audit (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         BIGINT NOT NULL,
    act        TEXT NOT NULL,
    contact_id BIGINT NOT NULL,
    other_id   BIGINT,
    actor      TEXT NOT NULL,
    channel    TEXT NOT NULL,
    reason     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS link_audit_by_contact ON link_audit (contact_id, id);
CREATE INDEX IF NOT EXISTS link_audit_by_other ON link_audit (other_id, id);

CREATE OR REPLACE TRIGGER link_audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON link_audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
