"""The web pages: sandbox, booking page, staff desk."""
