"""The two ways to run the kernels: as they are, or compiled to machine code."""
