"""What must be true: verdicts over named facts, in three values, that explain themselves."""
