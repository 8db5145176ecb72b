"""How well residents are understood, how fast, and at what cost of memory."""
