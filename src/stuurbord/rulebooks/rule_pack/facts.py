"""Facts as people and files give them, turned into what the engine compares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.rulebooks.rule_pack.literals import Value
from stuurbord.rulebooks.rule_pack.model import Pack

MOST: Final = Decimal(10) ** 18
"""No figure of a project reaches this; beyond it sums are no longer exact."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_MUST_BE: Final = {
    "flag": N_("The fact {fact} is true or false, not {value}."),
    "date": N_("The fact {fact} is a day such as 2027-12-02, not {value}."),
    "number": N_("The fact {fact} is a number, not {value}."),
    "text": N_("The fact {fact} is a text, not {value}."),
}


def facts_from(
    pack: Pack, given: Mapping[str, Any], file: str = ""
) -> tuple[dict[str, Value], list[Finding]]:
    """Return facts as the engine holds them, and what is wrong with those that are not taken.

    Days come as dates or ISO texts, numbers as int, float, Decimal or text; None is not known.

    Returns
    -------
    The facts that were understood; an error per value that is none of its kind, a warning per name that the
    pack does not read.
    """
    made: dict[str, Value] = {}
    findings: list[Finding] = []
    for name, value in given.items():
        declared = pack.fact(name)
        if declared is None or name.endswith(".*"):
            text = N_("The rule book does not read the fact {fact}.")
            findings.append(_finding("fact_unknown", text, file, Severity.WARNING, fact=name))
            continue
        try:
            made[name] = typed(declared.kind, value)
        except ValueError:
            text = _MUST_BE[declared.kind]
            fields = {"fact": name, "value": str(value)[:80]}
            findings.append(_finding("fact_wrong_kind", text, file, Severity.ERROR, **fields))
            continue
        if declared.choices and made[name] is not None and made[name] not in declared.choices:
            text = N_("The fact {fact} is one of {choices}, not {value}.")
            fields = {"fact": name, "choices": ", ".join(declared.choices), "value": str(value)[:80]}
            findings.append(_finding("fact_wrong_choice", text, file, Severity.ERROR, **fields))
            del made[name]
    return made, findings


def typed(kind: str, value: Any) -> Value:
    """Return a value as the engine holds facts of a kind.

    Raises
    ------
    ValueError
        If it is no value of that kind.
    """
    if value is None:
        return None
    made = _KINDS[kind](value)
    if made is None:
        raise ValueError(f"{value!r} is no {kind}")
    return made


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _day(value: Any) -> int | None:
    if type(value) is date:  # a moment is no day: which one it is depends on where one stands
        return value.toordinal()
    is_day = isinstance(value, str) and _DAY.match(value)
    return date.fromisoformat(value).toordinal() if is_day else None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        made = Decimal(str(value))
    except InvalidOperation:
        return None
    return made if made.is_finite() and abs(made) < MOST else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


_KINDS: Final = {"flag": _flag, "date": _day, "number": _number, "text": _text}


def plain(kind: str, value: Value) -> Any:
    """Return a value as JSON has it: the inverse of `typed`."""
    if value is None or kind in ("flag", "text"):
        return value
    if kind == "date":
        return date.fromordinal(int(value)).isoformat()
    return str(value)


def _finding(code: str, text: str, file: str, severity: Severity, **fields: Any) -> Finding:
    return Finding(code, text, severity, Where(file=file), fields)
