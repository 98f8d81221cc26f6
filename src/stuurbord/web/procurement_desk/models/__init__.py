"""What the desk keeps: the terms of all files, derived from them."""

from stuurbord.web.procurement_desk.models.due_term import EXECUTION, Certainty, DueTerm, TermKind

__all__ = ["EXECUTION", "Certainty", "DueTerm", "TermKind"]
