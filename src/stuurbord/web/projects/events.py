"""What lower rooms tell and upper rooms act upon, without knowing each other."""

from django.dispatch import Signal

projects_changed = Signal()
"""Sent within the transaction of a change, with ``project_ids``: facts that dashboards show have moved."""
