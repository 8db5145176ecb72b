"""Questions that several flows ask in the same way."""
