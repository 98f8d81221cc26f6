"""How far the work is: told by who does it, gathered by who plans it, and proposed for the plan."""
