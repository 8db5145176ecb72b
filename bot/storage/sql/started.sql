-- Since when this centre runs.

-- name: mark
-- The first start stays, whatever comes after.
INSERT INTO counters (name, value) VALUES ('started', :now) ON CONFLICT (name) DO NOTHING;

-- name: started
SELECT value FROM counters WHERE name = 'started';
