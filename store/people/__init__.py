"""People as staff know them: found, put right, written down at the counter, merged when one was recorded twice."""
