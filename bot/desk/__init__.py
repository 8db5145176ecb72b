"""Pages: the sandbox now; the residents' page and the staff desk have their room here."""
