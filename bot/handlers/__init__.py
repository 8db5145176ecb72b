"""The doors: arrivals come in, due messages go out, the clock ticks."""
