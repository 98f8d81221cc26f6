"""What the room of planning tells upper rooms of its proposals, without knowing them.

Something else may go with a proposal, such as the facts of a procurement: it follows in the same transaction,
or the proposal is not accepted.
"""

from django.dispatch import Signal

proposal_accepting = Signal()
"""Sent before a proposal becomes part of the plan, with ``actor``, ``proposal`` and ``is_whole``: whether all
of its changes are taken. A receiver that cannot follow raises `stuurbord.web.planning.actions.Refused`."""

proposal_decided = Signal()
"""Sent after a proposal was accepted, rejected or withdrawn, with ``actor`` and ``proposal``."""

proposal_asked = Signal()
"""Sent to hear what is uncertain about an open proposal beside what the registers say.

With ``proposal`` and ``plan``, the plan as it becomes. A receiver returns
`stuurbord.exchange.risk_workbook.RiskRecords`, or None.
"""

proposal_weighed = Signal()
"""Sent to hear what goes with an open proposal, with ``proposal``.

A receiver returns a `stuurbord.web.planning.companions.Companion`, or None.
"""
