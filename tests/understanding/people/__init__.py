"""Sentences with people's data in them, and how to read the tables they stand in."""
