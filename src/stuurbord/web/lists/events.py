"""What the pattern tells rooms that it does not know."""

from django.dispatch import Signal

lines_changed = Signal()
"""Sent within the transaction of a change, with ``register`` and ``lines``: created, changed, archived or
restored lines as they now stand. Whoever keeps something derived from a line brings it up to date here."""

beside_line_changed = Signal()
"""Sent within the transaction of a change beside a line, with ``register``, ``line`` and ``record``: the
`Comment`, `Attachment` or `Link` that was added, withdrawn, archived, brought back or removed."""
