"""The twelve plans, one module each; P-004 and P-013 were stopped before their intake and have no plan."""
