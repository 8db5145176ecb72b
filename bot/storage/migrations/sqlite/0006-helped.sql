-- Whether a member of staff has taken over the talk: whom the resident's words go to, as JSON.
-- depends: 0005-taken

ALTER TABLE conversations ADD COLUMN help TEXT NOT NULL DEFAULT '';
