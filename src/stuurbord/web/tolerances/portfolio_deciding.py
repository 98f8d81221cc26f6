"""The way of an exception of a portfolio: reported, asked of the board, decided by others, closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.clock import today
from stuurbord.web.look import figures
from stuurbord.web.projects.actions import save_version
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.registers.guards import known
from stuurbord.web.tolerances.actions import NotComplete
from stuurbord.web.tolerances.models import ExceptionState, PortfolioException, PortfolioOption
from stuurbord.web.tolerances.portfolio_raising import tell

REPORT = ("cause", "consequence", "recommendation", "due")
_OPTION = ("title", "effect_days", "effect_cost", "effect_risk", "is_recommended")
_LEAST_OPTIONS = 2


def may_report(user: Any, portfolio: Portfolio) -> bool:
    """Return whether somebody may report: who steers the portfolio, and who keeps its money."""
    wanted = (Permission.STEER_PORTFOLIO, Permission.EDIT_BUDGET)
    return any(may(user, one, portfolio.scopes) for one in wanted)


def _require_report(actor: Any, portfolio: Portfolio) -> None:
    if not may_report(actor, portfolio):
        require(actor, Permission.STEER_PORTFOLIO, portfolio.scopes)


def may_decide(user: Any, line: PortfolioException) -> bool:
    """Return whether somebody has the mandate and brought it forward neither in words nor by asking."""
    is_own = user.pk is not None and user.pk in (line.reported_by_id, line.asked_by_id)
    return may(user, Permission.DECIDE, line.portfolio.scopes) and not is_own


@transaction.atomic
def report(
    actor: Any,
    exception: PortfolioException,
    values: dict[str, Any],
    options: Sequence[dict[str, Any]],
    expected_version: int,
) -> PortfolioException:
    """Write the report of an exception with all its options; the figures it was reported with stay.

    Raises
    ------
    NotPermitted, VersionConflict
        As every action; also once its decision was asked.
    """
    _require_report(actor, exception.portfolio)
    line = _held(exception, expected_version)
    _require_state(line, ExceptionState.RAISED, ExceptionState.REPORTED)
    changed = {
        name: [getattr(line, name), values[name]] for name in REPORT if getattr(line, name) != values[name]
    }
    before = [{name: getattr(one, name) for name in _OPTION} for one in line.options.all()]
    if list(options) != before:
        changed["options"] = [[one["title"] for one in before], [one["title"] for one in options]]
    if not changed and line.state == ExceptionState.REPORTED:
        return line
    for name in REPORT:
        setattr(line, name, values[name])
    line.state, line.reported_by_id = ExceptionState.REPORTED, actor.pk
    save_version(line, expected_version)
    line.options.all().delete()
    PortfolioOption.objects.bulk_create(
        PortfolioOption(exception=line, position=place, **one) for place, one in enumerate(options, 1)
    )
    tell(actor, "report", line, changed)
    return line


def missing_before_asking(line: PortfolioException) -> list[str]:
    """Return in words what an exception lacks before its decision can be asked."""
    lacking = [one for one in (known(*REPORT)(line),) if one]
    options = list(line.options.all())
    if len(options) < _LEAST_OPTIONS:
        lacking.append(_("Give at least one option beside waiting."))
    if any(one.effect_days is None or one.effect_cost is None for one in options):
        lacking.append(_("Give each option its effect in days and in euro (0 is an answer)."))
    if sum(one.is_recommended for one in options) != 1:
        lacking.append(_("Recommend one option."))
    return lacking


@transaction.atomic
def ask(actor: Any, exception: PortfolioException, expected_version: int) -> PortfolioException:
    """Ask the board of the portfolio to decide.

    Raises
    ------
    NotComplete
        With what is missing.
    """
    _require_report(actor, exception.portfolio)
    line = _held(exception, expected_version)
    _require_state(line, ExceptionState.REPORTED)
    if lacking := missing_before_asking(line):
        raise NotComplete(" ".join(lacking))
    line.state, line.asked_by_id = ExceptionState.DECISION_ASKED, actor.pk
    save_version(line, expected_version)
    tell(actor, "ask", line, {})
    return line


@transaction.atomic
def decide(
    actor: Any, exception: PortfolioException, option: int, outcome: str, expected_version: int
) -> PortfolioException:
    """Decide for an option, by its position: with the mandate, and by somebody else than who asked.

    Raises
    ------
    NotPermitted
        Without the mandate, or to who reported or asked.
    NotComplete
        If there is no such option.
    """
    require(actor, Permission.DECIDE, exception.portfolio.scopes)
    line = _held(exception, expected_version)
    if not may_decide(actor, line):
        told = _("You brought this exception forward yourself: somebody else has to decide on it.")
        raise NotPermitted(Permission.DECIDE, told)
    _require_state(line, ExceptionState.DECISION_ASKED)
    chosen = line.options.filter(position=option).first()
    if chosen is None:
        raise NotComplete(_("Choose the option that was decided for."))
    line.state, line.outcome = ExceptionState.DECIDED, outcome
    line.decided_by_id, line.decided_on = actor.pk, today()
    save_version(line, expected_version)
    line.options.filter(pk=chosen.pk).update(is_chosen=True)
    tell(actor, "decide", line, {"option": chosen.title, "outcome": outcome})
    return line


@transaction.atomic
def close(actor: Any, exception: PortfolioException, expected_version: int) -> PortfolioException:
    """Close an exception that was decided, once the figures are within the tolerance again."""
    _require_report(actor, exception.portfolio)
    line = _held(exception, expected_version)
    _require_state(line, ExceptionState.DECIDED)
    if line.is_beyond:
        told = _("This still lies beyond the tolerance: agree on another tolerance, or bring it back within.")
        raise NotComplete(told)
    line.state = ExceptionState.CLOSED
    save_version(line, expected_version)
    tell(actor, "close", line, {})
    return line


def _held(exception: PortfolioException, expected_version: int) -> PortfolioException:
    """Return the exception as it stands, held until the end of the transaction."""
    rows = PortfolioException.objects.select_for_update(of=("self",)).select_related("portfolio")
    line: PortfolioException = rows.get(pk=exception.pk)
    if line.version != expected_version:
        raise VersionConflict(_what_happened(line, expected_version))
    return line


def _require_state(line: PortfolioException, *states: ExceptionState) -> None:
    if line.state not in states:
        told = _("{code} stands at “{state}” by now; nothing was changed. Look at it again.")
        raise VersionConflict(told.format(code=line.code, state=line.get_state_display()))


def _what_happened(line: PortfolioException, version: int) -> str:
    """Say who brought the exception where it stands since the reader saw it."""
    entries = AuditEntry.objects.filter(subject=line.subject, version__gt=version).order_by("number")
    told = [_("{code} changed since you saw it; nothing of yours was kept.").format(code=line.code)]
    for one in entries:
        text = _("{day}: {who} – {what}.")
        told.append(text.format(day=figures.day(one.at.date()), who=one.actor_name, what=_verb(one.action)))
    return " ".join(told)


def _verb(action: str) -> str:
    verbs = {
        "report": _("wrote the report"),
        "ask": _("asked the decision"),
        "decide": pgettext("somebody did it", "decided"),
        "close": _("closed the exception"),
        "withdraw": _("withdrew the exception"),
    }
    return verbs[action.rpartition(".")[2]]
