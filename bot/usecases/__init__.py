"""The verbs of the office: each takes a unit of work, never commits and never sends."""
