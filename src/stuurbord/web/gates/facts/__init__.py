"""The facts that gates read, for many projects at once: one module per subject, a query or two each."""

from stuurbord.web.gates.facts.gather import ProjectFacts, gather

__all__ = ["ProjectFacts", "gather"]
