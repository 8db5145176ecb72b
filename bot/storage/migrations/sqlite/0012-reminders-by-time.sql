-- Every tick asks for the reminders of the last days; without an index it read those of half a year.
-- May be run again, like every migration.
-- depends: 0001-house

CREATE INDEX IF NOT EXISTS reminders_by_time ON reminders (issued_at);
