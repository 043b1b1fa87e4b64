"""Measures the running program: `python -m app.bench`, or `make bench`."""
