"""What must stay (SQL) and what is passing (Redis). Rule: nothing here decides, and no other package speaks SQL."""
