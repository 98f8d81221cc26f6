"""What the forecasts tell upper rooms, without knowing them."""

from django.dispatch import Signal

forecasts_made = Signal()
"""Sent within the transaction that stores a run, with ``project_ids``: P50, P80 and chances hold anew."""
