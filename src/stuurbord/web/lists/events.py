"""What the pattern tells rooms that it does not know."""

from django.dispatch import Signal

lines_changed = Signal()
"""Sent within the transaction of a change, with ``register`` and ``lines``: created, changed, archived or
restored lines as they now stand. Whoever keeps something derived from a line brings it up to date here."""
