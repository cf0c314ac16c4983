"""Benchmarks: `make bench` prints our cost against a floor application, in one run."""
