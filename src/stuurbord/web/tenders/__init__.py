"""Tenders: sealed until opening, examined, scored by several assessors, ranked and awarded."""
