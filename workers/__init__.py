"""Carries out what was committed. Rule: a job gets ids, looks up what stands, and checks before it acts twice."""
