"""The command line: one command per file, each ends in COMMAND_LINE."""
