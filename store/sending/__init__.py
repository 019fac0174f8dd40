"""What goes out to people: owed in the outbox, counted against WeChat's limits, held where it cannot go."""
