"""What several platforms share: it knows none of them."""
