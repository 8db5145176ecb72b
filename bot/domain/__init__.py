"""The rules of the office: pure, without I/O and without a clock."""
