"""The platforms we speak through: one per file, each ending in CHANNEL."""
