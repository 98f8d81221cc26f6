"""What each form of a notice is for: the types of eForms, and the numbered forms that came before."""

from __future__ import annotations

from typing import Final

from stuurbord.exchange.notices.model import NoticeKind as Kind

KIND_OF_TYPE: Final = {
    "pmc": Kind.CONSULTATION,
    "pin-buyer": Kind.BUYER_PROFILE,
    "pin-only": Kind.PLANNING,
    "pin-rtl": Kind.PLANNING,
    "pin-tran": Kind.TRANSPORT,
    "pin-cfc-standard": Kind.CALL,
    "pin-cfc-social": Kind.CALL,
    "cn-standard": Kind.CALL,
    "cn-social": Kind.CALL,
    "subco": Kind.CALL,
    "qu-sy": Kind.QUALIFICATION,
    "cn-desg": Kind.CONTEST,
    "veat": Kind.TRANSPARENCY,
    "can-standard": Kind.RESULT,
    "can-social": Kind.RESULT,
    "can-tran": Kind.TRANSPORT,
    "can-desg": Kind.CONTEST_RESULT,
    "can-modif": Kind.MODIFICATION,
    "compl": Kind.COMPLETION,
}
"""Type of eForms (BT-02) → what it does."""

_PLANNED: Final = {
    "ONLY": "pin-only",
    "REDUCING_TIME_LIMITS": "pin-rtl",
    "CALL_COMPETITION": "pin-cfc-standard",
}
_FIXED: Final = {
    "F02": "cn-standard",
    "F03": "can-standard",
    "F05": "cn-standard",
    "F06": "can-standard",
    "F07": "qu-sy",
    "F08": "pin-buyer",
    "F12": "cn-desg",
    "F13": "can-desg",
    "F15": "veat",
    "F16": "pin-only",
    "F17": "cn-standard",
    "F18": "can-standard",
    "F19": "subco",
    "F20": "can-modif",
    "F24": "cn-standard",
    "F25": "can-standard",
    "T01": "pin-tran",
    "T02": "can-tran",
}
LIGHT_FORMS: Final = frozenset({"F21", "F22", "F23"})
"""Social and other specific services: classic sectors, special sectors, concessions."""
CORRECTION: Final = "F14"


def type_of_form(form: str, chosen: str) -> str:
    """Return the type of eForms that a former form stands for; empty where there is none.

    Parameters
    ----------
    form
        Its number: ``F01`` to ``F25``, ``T01``, ``T02``.
    chosen
        The purpose ticked on forms that serve several, such as ``PRI_ONLY`` or ``AWARD_CONTRACT``.
    """
    if fixed := _FIXED.get(form):
        return fixed
    _, _, purpose = chosen.partition("_")
    if form in ("F01", "F04"):
        return _PLANNED.get(purpose, "")
    if form not in LIGHT_FORMS:
        return ""
    if chosen.startswith("QSU"):
        return "qu-sy"
    if "AWARD" in chosen:
        return "can-social"
    if chosen == "CONTRACT":
        return "cn-social"
    if purpose in ("ONLY", "REDUCING_TIME_LIMITS"):
        return _PLANNED[purpose]
    return "pin-cfc-social" if chosen.startswith(("PRI", "PER")) else ""
