"""What is on offer and who has it: vacancies, seats and lines, auxiliary posts, who is told of new jobs."""
