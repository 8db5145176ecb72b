"""What the office may change: models of config/ and the loader that checks it."""
