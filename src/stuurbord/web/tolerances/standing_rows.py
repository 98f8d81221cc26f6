"""Where a portfolio stands as a whole, as its page tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stuurbord.rulebooks.project_status import Status
from stuurbord.web.tolerances.conclusions import amount
from stuurbord.web.tolerances.models import Basis, Target, Unit
from stuurbord.web.tolerances.portfolio_standing import PortfolioStanding

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One target in words; ``status`` is None where nothing was agreed."""

    label: str
    status: Status | None
    used: str
    allowed: str
    basis: str
    remark: str


def standing_rows(found: Iterable[PortfolioStanding]) -> list[StandingRow]:
    """Return the rows of a table: what is used and allowed, and which projects something is missing of."""
    return [_row(one) for one in found]


def _row(one: PortfolioStanding) -> StandingRow:
    label = str(Target(one.target).label)
    return StandingRow(
        label=label[:1].upper() + label[1:],
        status=None if one.allowed is None else one.status,
        used=amount(one.used, one.unit, is_signed=one.unit in (Unit.DAYS, Unit.FRACTION)),
        allowed=amount(one.allowed, one.unit),
        basis=str(Basis(one.basis).label),
        remark=" ".join(filter(None, (_missing(one), _left_out(one), _coming(one)))),
    )


def _missing(one: PortfolioStanding) -> str:
    if not one.missing:
        return ""
    texts = {
        Target.TIME: _("No forecast: {projects}."),
        Target.COST: _("No forecast of the cost: {projects}."),
        Target.BENEFITS: _("Due and not measured: {projects}."),
        Target.SUSTAINABILITY: _("Not attested: {projects}."),
    }
    return texts[Target(one.target)].format(projects=_named(one.missing))


def _left_out(one: PortfolioStanding) -> str:
    if not one.left_out:
        return ""
    texts = {
        Target.TIME: _("Not counted, no promised date: {projects}."),
        Target.COST: _("Not counted, no budget: {projects}."),
    }
    return texts[Target(one.target)].format(projects=_named(one.left_out))


def _coming(one: PortfolioStanding) -> str:
    is_simulated = one.target in (Target.TIME, Target.COST)
    return _("A simulation is being made anew.") if one.is_pending and is_simulated else ""


def _named(codes: tuple[str, ...]) -> str:
    shown = ", ".join(codes[:_MOST_NAMED])
    more = len(codes) - _MOST_NAMED
    return shown if more <= 0 else _("{codes} and {n} more").format(codes=shown, n=more)
