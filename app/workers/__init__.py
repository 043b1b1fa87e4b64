"""Threads and jobs: they call pure functions and emit values."""
