"""Proposing a month of shifts: what is asked, which rules hold, the solver, and why not more."""
