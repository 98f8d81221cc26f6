"""How fast it is, always beside a peer in the same run. Not part of the tests: run ``make bench``."""
