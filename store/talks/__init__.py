"""Talks between people and staff: what was said, who has taken over, what staff often say."""
