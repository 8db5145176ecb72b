-- Who looks after a task.
-- depends: 0004-listeners

ALTER TABLE tasks ADD COLUMN taken_by TEXT NOT NULL DEFAULT '';
