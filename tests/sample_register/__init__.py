"""A register that only the tests have: what it takes to add one to the product."""
