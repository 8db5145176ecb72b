"""How fast and how small: the product beside a bare echo, in one run."""
