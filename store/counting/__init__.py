"""Figures computed from the records: for the month, and against the county's targets."""
