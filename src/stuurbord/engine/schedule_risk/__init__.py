"""When it will be done and what it will cost, and how sure that is: a simulation of the whole network."""
