"""Everything that an installation needs to stand up again, in one file; nothing is acknowledged that it could hide."""
