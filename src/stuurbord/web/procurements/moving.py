"""How a file moves on: by what happened, or by hand. What is passed over needs a reason, and stays marked."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.web.clock import today
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.changing import NotAccepted, ReasonAsked, clean, held, motivated, save
from stuurbord.web.procurements.models import MOMENT_STAGES, ProcurementFile, Stage
from stuurbord.web.procurements.moments import ORDER, PASSED_OVER, breaches, passed_over
from stuurbord.web.procurements.rights import require_edit
from stuurbord.web.reader import reader

CLOSING: Final = ("requests_due", "tenders_due")
"""Moments that the candidates or tenderers know beforehand."""
MOMENTS: Final = (*MOMENT_STAGES, *CLOSING)
"""What `set_moment` writes down."""
OF_TENDERS: Final = ("opened_at", "awarded_on", "informed_on")
"""Moments that follow from tenders that were opened here."""
AHEAD: Final = (*CLOSING, "started_on")
"""Moments that may be known before they come."""


@transaction.atomic
def set_moment(
    actor: Any,
    file: ProcurementFile,
    moment: str,
    value: date | datetime | None,
    expected_version: int,
    reason: str = "",
    *,
    is_weighed: bool = False,
) -> ProcurementFile:
    """Write down when something happened, or withdraw that with None; the file moves on with it.

    What happened although something that comes before did not, or before the law allowed it, is written down
    with a reason, which stays on the file.

    Parameters
    ----------
    is_weighed
        Whether it follows from a decision, an opening or a conclusion that judged this itself.

    Raises
    ------
    NotAccepted
        If it lies ahead where it cannot, or before what comes before it; if tenders were opened by the moment
        that would move, or a contract rests on the day that would go; if a reason is missing.
    ValueError
        For a moment that no file has.
    """
    if moment not in MOMENTS:
        raise ValueError(f"no such moment: {moment}")
    require_edit(actor, file)
    stored = held(file, expected_version)
    if stored.stage == Stage.STOPPED:
        raise NotAccepted(_("This procurement was stopped."))
    _require_free(stored, moment, value)
    if not is_weighed:
        _require_by_hand(stored, moment)
    if value is not None:
        _require_in_order(stored, moment, value)
    if moment == "started_on" and value is not None and stored.concluded_on is None:
        raise NotAccepted(_("The contract was not concluded yet: write down when it was."))
    values: dict[str, Any] = {moment: value}
    if value is not None and moment in MOMENT_STAGES and Stage(stored.stage).is_before(MOMENT_STAGES[moment]):
        if stored.procedure == "":
            raise NotAccepted(_("Choose a procedure first."))
        values["stage"] = MOMENT_STAGES[moment]
    # Who takes the closing moment away to write another one down moves it all the same.
    is_free = is_weighed or (value is None and moment not in CLOSING)
    told = {} if is_free else _weighed(_against_moment(stored, values), reason)
    save(actor, stored, values, "procurement.moment", **told)
    return stored


@transaction.atomic
def move_to(
    actor: Any,
    file: ProcurementFile,
    stage: str,
    expected_version: int,
    reason: str = "",
    *,
    is_weighed: bool = False,
) -> ProcurementFile:
    """Bring a file to another stage.

    Parameters
    ----------
    is_weighed
        As for `set_moment`.

    Raises
    ------
    NotAccepted
        If no procedure was chosen, the contract was not concluded, or a reason is missing: of a step back, a
        stop, or a step ahead that passes over what should have happened or be in the file.
    """
    require_edit(actor, file)
    if stage not in Stage.values:
        raise ValueError(f"no such stage: {stage}")
    stored = held(file, expected_version)
    target, reason = Stage(stage), clean(reason)
    if target is not Stage.STOPPED and not target.is_before(Stage.SPECIFICATIONS) and not stored.procedure:
        raise NotAccepted(_("Choose a procedure first."))
    if target in (Stage.STARTED, Stage.ENDED) and stored.concluded_on is None:
        raise NotAccepted(_("The contract was not concluded yet: write down when it was."))
    is_back = target.is_before(stored.stage)
    if target is Stage.STOPPED and stored.concluded_on is not None and stored.contracts.exists():
        raise NotAccepted(_("The contract was concluded: it ends with its performance, not with this."))
    if (target is Stage.STOPPED or is_back) and not reason:
        raise NotAccepted(_("Give the reason."))
    if stored.stage == target:
        return stored
    told: dict[str, Any] = {"reason": reason} if reason else {}
    if target is not Stage.STOPPED and not is_back and not is_weighed:
        told |= _weighed(passed_over(stored, asked(stored), target), reason)
    save(actor, stored, {"stage": target}, "procurement.stage", **told)
    return stored


def _against_moment(file: ProcurementFile, values: Mapping[str, Any]) -> list[str]:
    """Return what was passed over by the time a moment came, and the periods that it does not respect."""
    answer, later = asked(file), copy(file)
    for name, value in values.items():
        setattr(later, name, value)
    before = breaches(file, answer)
    told = [one for one in breaches(later, answer) if one not in before]
    for name in CLOSING:
        if (due := getattr(file, name)) is not None and values.get(name, due) != due:
            told += _moved(file, due)
    stage = values.get("stage")
    return ([] if stage is None else passed_over(file, answer, stage)) + told


def _moved(file: ProcurementFile, due: datetime) -> list[str]:
    """Return that the closing moment moves although the tenderers know it; nothing before the publication."""
    if file.published_on is None:
        return []
    told = _("The tenderers know {moment} as the closing moment: another one asks a correction notice.")
    return [told.format(moment=reader().moment(timezone.localtime(due)))]


def _weighed(against: list[str], reason: str) -> dict[str, Any]:
    """Return what the log tells of what stands against a step.

    Raises
    ------
    ReasonAsked
        If something does, and no reason says why it is taken nevertheless.
    """
    if not against:
        return {}
    if not clean(reason):
        told = _("{what} Give the reason if this is right nevertheless: it stays on the file.")
        raise ReasonAsked(told.format(what=" ".join(against)))
    return {PASSED_OVER: against, "reason": motivated(reason)}


def _require_free(file: ProcurementFile, moment: str, value: date | datetime | None) -> None:
    """Raise `NotAccepted` where something that happened rests on a moment as it stands."""
    known = getattr(file, moment)
    if known is None or known == value:
        return
    if moment == "tenders_due" and _is_opened(file):
        raise NotAccepted(_("The tenders were opened: the moment by which they were due no longer changes."))
    if moment == "concluded_on" and value is None and file.contracts.exists():
        raise NotAccepted(_("A contract of this procurement was opened: the day of its conclusion stands."))


def _require_by_hand(file: ProcurementFile, moment: str) -> None:
    """Raise `NotAccepted` for a moment that follows from the tenders, where these were opened here."""
    if moment in OF_TENDERS and _is_opened_here(file):
        told = _("The tenders were opened here: this moment follows from what is written down there.")
        raise NotAccepted(told)


def _is_opened(file: ProcurementFile) -> bool:
    """Return whether tenders were opened: as the file says, or by two people, which nobody takes back."""
    return file.opened_at is not None or _is_opened_here(file)


def _is_opened_here(file: ProcurementFile) -> bool:
    evaluation = getattr(file, "evaluation", None)
    return evaluation is not None and evaluation.opened_at is not None


def _require_in_order(file: ProcurementFile, moment: str, value: date | datetime) -> None:
    day = _day(value)
    if moment not in AHEAD and day > today():
        raise NotAccepted(_("This day lies ahead: write it down when it has come."))
    place = ORDER.index(moment)
    for name in ORDER[:place]:
        known = getattr(file, name)
        if known is not None and _later(known, value):
            raise NotAccepted(_not_before(file, name))
    for name in ORDER[place + 1 :]:
        known = getattr(file, name)
        if known is not None and _later(value, known):
            raise NotAccepted(_not_after(file, name))


def _not_before(file: ProcurementFile, name: str) -> str:
    label = ProcurementFile._meta.get_field(name).verbose_name
    return _("This cannot come before “{label}”.").format(label=label)


def _not_after(file: ProcurementFile, name: str) -> str:
    label = ProcurementFile._meta.get_field(name).verbose_name
    return _("This cannot come after “{label}”.").format(label=label)


def _later(one: date | datetime, other: date | datetime) -> bool:
    """Return whether one moment comes after another: by the hour where both have one, else by the day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one > other
    return _day(one) > _day(other)


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
