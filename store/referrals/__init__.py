"""A referral's life: opened, routed, queued, worked by the desk, promised, listed."""
