"""What each register says as a whole: one or two sentences over its open lines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.clock import today
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import REVIEW_DAYS, TREND_DAYS, DecisionState, Priority, Trend

_LARGEST = 3


def not_reviewed(user: Any = None) -> Q:
    """Return the condition of risks nobody looked at for too long, or ever."""
    return Q(reviewed_on__lt=today() - timedelta(days=REVIEW_DAYS)) | Q(reviewed_on=None)


def rising(user: Any = None) -> Q:
    """Return the condition of risks that weigh more than before, and not since long."""
    return Q(trend=Trend.UP, trend_since__gte=today() - timedelta(days=TREND_DAYS))


def overdue(user: Any = None) -> Q:
    """Return the condition of lines whose date has passed."""
    return Q(due__lt=today())


def late_milestones(user: Any = None) -> Q:
    """Return the condition of milestones that are expected after their baseline and not reached."""
    return Q(deviation_order__gt=timedelta(0), passed_order=None)


def decisions_that_wait(user: Any = None) -> Q:
    """Return the condition of decisions that are asked and not taken."""
    return Q(state=DecisionState.REQUESTED)


def risks_conclusion(lines: QuerySet[Any]) -> str:
    """Say which part of the expected delay the largest risks carry, and how many were not reviewed."""
    carrying = Q(expected_days__gt=0)
    found = lines.order_by().aggregate(
        n=Count("pk"),
        n_carrying=Count("pk", filter=carrying),
        days=Sum("expected_days", filter=carrying),
        n_stale=Count("pk", filter=not_reviewed()),
    )
    if not found["n"]:
        return ""
    return f"{_weight(lines.filter(carrying), found)} {_review(found['n_stale'])}"


def _weight(carrying: QuerySet[Any], found: dict[str, Any]) -> str:
    days = reader().number(found["days"] or 0)
    if found["n_carrying"] <= _LARGEST:
        told = ngettext(
            "{n} open risk carries {days} days of expected delay.",
            "{n} open risks carry {days} days of expected delay.",
            found["n"],
        )
        return told.format(n=_count(found["n"]), days=days)
    largest = carrying.order_by("-expected_days").values_list("expected_days", flat=True)[:_LARGEST]
    share = reader().percent(sum(largest) / found["days"])
    told = _("{n} of the {total} open risks carry {share} of the expected delay.")
    return told.format(n=_count(_LARGEST), total=found["n"], share=share)


def _review(n_stale: int) -> str:
    if not n_stale:
        return _("All of them were reviewed in the last {days} days.").format(days=REVIEW_DAYS)
    return ngettext(
        "{n} was not reviewed for more than {days} days.",
        "{n} were not reviewed for more than {days} days.",
        n_stale,
    ).format(n=_count(n_stale), days=REVIEW_DAYS)


def responses_conclusion(lines: QuerySet[Any]) -> str:
    """Say how many responses are chosen and what these cost together."""
    found = lines.order_by().aggregate(
        n=Count("pk"),
        n_chosen=Count("pk", filter=Q(is_chosen=True)),
        cost=Sum("cost", filter=Q(is_chosen=True)),
    )
    if not found["n"]:
        return ""
    told = ngettext(
        "{n} of the {total} responses is chosen, for {amount}.",
        "{n} of the {total} responses are chosen, for {amount}.",
        found["n_chosen"],
    )
    amount = reader().euro(found["cost"] or 0)
    return told.format(n=_count(found["n_chosen"]), total=found["n"], amount=amount)


def issues_conclusion(lines: QuerySet[Any]) -> str:
    """Say how many issues are urgent and how many should have been solved."""
    found = lines.order_by().aggregate(
        n=Count("pk"),
        n_urgent=Count("pk", filter=Q(priority=Priority.HIGH)),
        n_overdue=Count("pk", filter=overdue()),
    )
    if not found["n"]:
        return ""
    first = ngettext(
        "{n} open issue has high priority.", "{n} open issues have high priority.", found["n_urgent"]
    ).format(n=_count(found["n_urgent"]))
    second = ngettext(
        "{n} should have been solved by now.", "{n} should have been solved by now.", found["n_overdue"]
    ).format(n=_count(found["n_overdue"]))
    return f"{first} {second}" if found["n_overdue"] else first


def milestones_conclusion(lines: QuerySet[Any]) -> str:
    """Say how many milestones are expected after their baseline."""
    found = lines.order_by().aggregate(
        n_ahead=Count("pk", filter=Q(passed_order=None)), n_late=Count("pk", filter=late_milestones())
    )
    if not found["n_ahead"]:
        return ""
    return ngettext(
        "{n} of the {ahead} milestones ahead is expected later than its baseline.",
        "{n} of the {ahead} milestones ahead are expected later than their baseline.",
        found["n_late"],
    ).format(n=_count(found["n_late"]), ahead=found["n_ahead"])


def decisions_conclusion(lines: QuerySet[Any]) -> str:
    """Say how many decisions wait, and for how many the last useful date has passed."""
    found = lines.order_by().aggregate(
        n=Count("pk", filter=decisions_that_wait()),
        n_overdue=Count("pk", filter=decisions_that_wait() & overdue()),
    )
    first = ngettext("{n} decision is waiting.", "{n} decisions are waiting.", found["n"])
    second = ngettext(
        "For {n} the last useful date has passed.",
        "For {n} the last useful date has passed.",
        found["n_overdue"],
    ).format(n=reader().count(found["n_overdue"]))
    told = first.format(n=_count(found["n"]))
    return f"{told} {second}" if found["n_overdue"] else told


def risk_sentence(risk: Any) -> str:
    """Say what a risk costs if it occurs, and what that weighs."""
    if risk.probability is None:
        return _("The probability of this risk is not estimated yet.")
    effects = []
    sign = -1 if _is_opportunity(risk) else 1
    if risk.impact_days:
        days = sign * risk.impact_days
        effects.append(ngettext("{n} day", "{n} days", days).format(n=reader().number(days)))
    if risk.impact_cost:
        effects.append(reader().euro(sign * risk.impact_cost))
    if not effects:
        return _("What this risk costs is not estimated yet.")
    told = _("With a probability of {probability} this costs {effects}.")
    if _is_opportunity(risk):
        told = _("With a probability of {probability} this saves {effects}.")
    both = _("{days} and {amount}").format(days=effects[0], amount=effects[-1])
    probability = reader().percent(float(risk.probability))
    return told.format(probability=probability, effects=both if len(effects) == 2 else effects[0])


def _is_opportunity(risk: Any) -> bool:
    """Tell whether a risk makes nothing later or dearer, and something sooner or cheaper."""
    effects = [one for one in (risk.impact_days, risk.impact_cost) if one]
    return bool(effects) and all(one < 0 for one in effects)


def milestone_sentence(milestone: Any) -> str:
    """Say how far a milestone is from what was promised."""
    days = milestone.deviation_days
    if days is None:
        return _("This milestone has no baseline or no forecast yet.")
    if days == 0:
        return _("This milestone is where its baseline put it.")
    told = (
        ngettext("{n} day later than its baseline.", "{n} days later than its baseline.", days)
        if days > 0
        else ngettext("{n} day earlier than its baseline.", "{n} days earlier than its baseline.", -days)
    )
    return told.format(n=_count(abs(days)))


def decision_sentence(decision: Any) -> str:
    """Say what came of a decision, or what is recommended."""
    return " ".join(str(decision.outcome or decision.recommendation).split())


def _count(number: int) -> str:
    """Return a count as a sentence begins with it."""
    return reader().count_at_start(number)
