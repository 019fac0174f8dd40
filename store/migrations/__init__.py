"""How the tables came to be. Rule: what was released is never edited; `python -m store.migrations` adds to it."""
