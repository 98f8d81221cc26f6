"""What others may listen to."""

from django.dispatch import Signal

contracts_changed = Signal()
"""Contracts of these files changed, in this transaction: ``file_ids`` is a set of their keys."""
