"""What every table of a user has in common: opening it safely and reading what stands in its cells."""
