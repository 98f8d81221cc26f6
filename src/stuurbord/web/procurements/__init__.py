"""Procurement files: need, estimate and facts, the procedure that the law allows, and the file in order."""
