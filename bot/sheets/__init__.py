"""Rosters as offices keep them: sheets read and written, calendar files; no database here."""
