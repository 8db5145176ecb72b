"""The only SQL: statements, migrations and the unit of work over SQLite and PostgreSQL."""
