"""Contracts: what a concluded procurement owes and is owed until its end."""
