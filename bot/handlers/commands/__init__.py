"""What staff can tell the bot: one command per file, each ending in COMMAND."""
