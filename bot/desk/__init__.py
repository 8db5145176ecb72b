"""Pages: one file or folder a room, each ends in PAGES; the sandbox has a centre of its own."""
