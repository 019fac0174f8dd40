"""How people here write and speak. Its one rule: what something sounds or looks like, never what it asks for."""
