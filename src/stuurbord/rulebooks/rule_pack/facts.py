"""Facts as people and files give them, turned into what the engine compares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.rulebooks.rule_pack.literals import Value
from stuurbord.rulebooks.rule_pack.model import Pack


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
        if declared is None:
            text = N_("The rule book does not read the fact {fact}.")
            findings.append(_finding("fact_unknown", text, file, Severity.WARNING, fact=name))
            continue
        try:
            made[name] = typed(declared.kind, value)
        except (ValueError, InvalidOperation, OverflowError):
            text = N_("The fact {fact} must be a {kind}, not {value}.")
            fields = {"fact": name, "kind": declared.kind, "value": str(value)[:80]}
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
    ValueError, InvalidOperation
        If it is no value of that kind.
    """
    if value is None:
        return None
    if kind == "flag":
        if isinstance(value, bool):
            return value
        raise ValueError(f"{value!r} is neither true nor false")
    if kind == "date":
        return (value if isinstance(value, date) else date.fromisoformat(value)).toordinal()
    if isinstance(value, bool):
        raise ValueError(f"{value!r} is a flag")
    if kind == "number":
        made = value if isinstance(value, Decimal) else Decimal(str(value))
        if not made.is_finite():
            raise ValueError(f"{value!r} is not a number to compare with")
        return made
    if isinstance(value, str):
        return value
    raise ValueError(f"{value!r} is not a text")


def plain(kind: str, value: Value) -> Any:
    """Return a value as JSON has it: the inverse of `typed`."""
    if value is None or kind in ("flag", "text"):
        return value
    if kind == "date":
        return date.fromordinal(int(value)).isoformat()
    return str(value)


def _finding(code: str, text: str, file: str, severity: Severity, **fields: Any) -> Finding:
    return Finding(code, text, severity, Where(file=file), fields)
