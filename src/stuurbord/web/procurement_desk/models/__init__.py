"""What the desk keeps: the terms of all files, derived from them, and what somebody wrote down as done."""

from stuurbord.web.procurement_desk.models.done_term import DoneTerm
from stuurbord.web.procurement_desk.models.due_term import BY_HAND, EXECUTION, Certainty, DueTerm, TermKind

__all__ = ["BY_HAND", "EXECUTION", "Certainty", "DoneTerm", "DueTerm", "TermKind"]
