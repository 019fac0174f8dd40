"""How one installation differs from another.

Rule: this package imports nothing of ours, and no secret has a default.
"""
