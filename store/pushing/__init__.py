"""News for many (定向推送): whom a push reaches, its drafting, its rounds, what staff see of it."""
