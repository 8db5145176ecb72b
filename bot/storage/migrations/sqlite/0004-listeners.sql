-- Contacts beside a ticket's own that changed it and are told the next answer.
-- depends: 0002-guesses

CREATE TABLE IF NOT EXISTS listeners (
    ticket_id  INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, contact_id)
);
