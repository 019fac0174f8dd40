"""Benchmarks: how long something takes when much is there, set against little.

A ratio means the same on every machine. `make bench` runs them all and writes `bench/results.md`.
"""
