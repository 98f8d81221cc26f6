"""What the audit log tells rooms that it does not know: entries were written."""

from django.dispatch import Signal

recorded = Signal()
"""Sent within the transaction of the change, with ``entries``: the `AuditEntry` rows that were written."""
