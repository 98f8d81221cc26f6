"""Stuurbord: the open PMO system for public ICT and infrastructure portfolios."""

__version__ = "0.1.0"
