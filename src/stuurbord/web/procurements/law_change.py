"""Which running files a change of the law between two days touches, and in what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.language import NBSP
from stuurbord.rulebooks.be_procurement import Advice, advise
from stuurbord.rulebooks.be_procurement.difference.aspects import Aspect, differences
from stuurbord.rulebooks.be_procurement.difference.words import Words
from stuurbord.web.procurements.advising import OF_THE_FILE, agreed_amounts, dispatch_of
from stuurbord.web.procurements.models import ChoiceVerdict, ProcurementFile
from stuurbord.web.procurements.rows import minimum_words
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.reader import reader


@dataclass(frozen=True)
class Change:
    """One thing that the law answers otherwise; ``before`` and ``after`` empty where it is only told."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Touched:
    """One file that the change touches.

    Attributes
    ----------
    dispatch
        The day that decides which law counts; None where it is not known.
    is_on_new_law, is_on_old_law
        Whether that day falls on or after the second of both days, or on or before the first.
    is_turned
        Whether the procedure that was chosen is no longer allowed by the law of the second day.
    """

    file: ProcurementFile
    procedure: str
    dispatch: date | None
    is_on_new_law: bool
    is_on_old_law: bool
    is_turned: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class LawChange:
    """The files that a change touches, and those of which that cannot be told."""

    touched: tuple[Touched, ...]
    undetermined: tuple[ProcurementFile, ...]
    n_files: int


def law_change(files: Iterable[ProcurementFile], since: date, until: date) -> LawChange:
    """Return which files the law of another day answers otherwise.

    Every file is asked on its own facts with each of both days as its dispatch. Other files of the same thing
    are left aside: what they add is no change of the law.
    """
    agreed = agreed_amounts()
    touched, undetermined, n_files = [], [], 0
    for file in files:
        n_files += 1
        old, new = (_asked(file, agreed, day) for day in (since, until))
        if "unknown" in (old.level, new.level):
            undetermined.append(file)
            continue
        changes = tuple(_change(aspect, *sides) for aspect, *sides in differences(old, new))
        if changes:
            touched.append(_touched(file, old, new, (since, until), changes))
    return LawChange(tuple(touched), tuple(undetermined), n_files)


def _asked(file: ProcurementFile, agreed: dict[str, Any], day: date) -> Advice:
    facts = {name: value for name, value in file.facts.items() if name not in OF_THE_FILE}
    if file.procedure:
        facts.setdefault("chosen", file.procedure)
    if file.cpv:
        facts["cpv"] = file.cpv
    return advise(facts | {"date": day, "approvals": agreed})


def _touched(
    file: ProcurementFile, old: Advice, new: Advice, days: tuple[date, date], changes: tuple[Change, ...]
) -> Touched:
    dispatch = dispatch_of(file)
    verdicts = [
        next((one.verdict for one in advice.procedures if one.code == file.procedure), "")
        for advice in (old, new)
    ]
    return Touched(
        file=file,
        procedure=procedure_name(file.procedure),
        dispatch=dispatch,
        is_on_new_law=dispatch is not None and dispatch >= days[1],
        is_on_old_law=dispatch is not None and dispatch <= days[0],
        is_turned=verdicts[1] == ChoiceVerdict.REFUSED and verdicts[0] != ChoiceVerdict.REFUSED,
        changes=changes,
    )


def _change(aspect: Aspect, before: Any, after: Any) -> Change:
    topic, procedure = aspect
    words = Words(reader())
    name = words.procedure(procedure) if procedure else ""
    if topic == "procedure":
        return Change(name, _verdict(before), _verdict(after))
    what = words.say(f"topic.{topic}")
    what = f"{what} ({name[:1].lower()}{name[1:]})" if name else what
    return Change(what, _value(topic, before), _value(topic, after))


def _verdict(code: str | None) -> str:
    return str(ChoiceVerdict(code).label).lower() if code else "–"


def _value(topic: str, value: Any) -> str:
    """Return a side of a change in words; empty where the codes of the rule book say nothing to people."""
    if topic == "level":
        return {"none": _("none"), "national": _("Belgian"), "eu": _("European")}.get(value, "–")
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return f"{reader().number(value, 0 if value == value.to_integral_value() else 2)}{NBSP}%"
    if isinstance(value, int | tuple):
        return minimum_words(value, "")  # type: ignore[arg-type]
    return ""
