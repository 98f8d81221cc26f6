"""How much risk is borne: limits per category, kept beside each risk so that a list looks nothing up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.forms import ModelForm
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from stuurbord.engine.risk_matrix import APPETITE
from stuurbord.web.lists.register import Register
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import Reach, Risk, RiskAppetite
from stuurbord.web.registers.telling import written

Limits = tuple[int, Any]
"""Score and expected cost in euro, None where there is no limit to the cost."""


def above_appetite(user: Any = None) -> Q:
    """Return the condition of risks that reach the limit of their category."""
    by_cost = Q(expected_cost__gt=F("cost_limit"), cost_limit__isnull=False)
    return Q(level_order__gte=F("score_limit")) | by_cost


def on_lines_changed(sender: Any, register: Register, lines: Iterable[Any], **kwargs: Any) -> None:
    """Listen to `lines_changed`: a limit was written, or a risk moved to another category or project."""
    if sender is RiskAppetite:
        portfolios = {line.project.portfolio_id for line in lines}
        set_limits(Risk.objects.filter(project__portfolio__in=portfolios), portfolios)
    elif sender is Risk:
        portfolios = {line.project.portfolio_id for line in lines}
        set_limits(Risk.objects.filter(pk__in=[line.pk for line in lines]), portfolios)


def set_limits(risks: QuerySet[Risk], portfolios: Iterable[int]) -> None:
    """Write the limits that hold for these risks, where they differ from what stands there."""
    limits = _limits(portfolios)
    if wrong := [pk for pk, wanted, stands in _judged(risks, limits) if wanted != stands]:
        # Locked in one order, as the actions lock: two batches never wait for each other.
        locked = Risk.objects.filter(pk__in=wrong).select_for_update(of=("self",))
        found: dict[Limits, list[int]] = {}
        for pk, wanted, _stands in _judged(locked, limits):
            found.setdefault(wanted, []).append(pk)
        for (score, cost), numbers in found.items():
            Risk.objects.filter(pk__in=numbers).update(score_limit=score, cost_limit=cost)


def _judged(risks: QuerySet[Risk], limits: Sequence[RiskAppetite]) -> Iterator[tuple[int, Limits, Limits]]:
    """Yield the number of each risk, the limits that hold for it, and those that stand there."""
    rows = risks.order_by("pk").values_list(
        "pk", "category", "project_id", "project__portfolio_id", "score_limit", "cost_limit"
    )
    for pk, category, project_id, portfolio_id, score, cost in rows:
        yield pk, _limits_of(limits, category, project_id, portfolio_id), (score, cost)


def _limits(portfolios: Iterable[int]) -> list[RiskAppetite]:
    """Return the lines that set limits, those of one project before those of a portfolio."""
    lines = RiskAppetite.objects.filter(project__portfolio__in=portfolios, is_archived=False)
    return sorted(lines.select_related("project"), key=lambda one: one.reach != Reach.PROJECT)


def _limits_of(limits: Sequence[RiskAppetite], category: str, project_id: int, portfolio_id: int) -> Limits:
    for line in limits:
        is_whole = line.reach != Reach.PROJECT
        is_here = line.project.portfolio_id == portfolio_id if is_whole else line.project_id == project_id
        if is_here and line.category == category:
            return line.score_limit, line.cost_limit
    return APPETITE, None


def check_appetite(form: ModelForm) -> None:
    """Refuse a second limit for the same category in the same place."""
    sent = form.cleaned_data
    project, category, reach = sent.get("project"), sent.get("category"), sent.get("reach")
    if not project or not category or not reach:
        return
    others = RiskAppetite.objects.filter(category=category, reach=reach, is_archived=False)
    others = others.exclude(pk=form.instance.pk)
    here = Q(project=project) if reach == Reach.PROJECT else Q(project__portfolio_id=project.portfolio_id)
    if other := others.filter(here).first():
        told = _("Line {code} already sets the limit for this category here. Change that one.")
        form.add_error("category", told.format(code=other.code))


_LINES = ngettext_lazy("{n} limit is set.", "{n} limits are set.", "number")
_STRICT = ngettext_lazy(
    "The strictest asks for a response from {least} on, the widest from {most} on.",
    "The strictest asks for a response from {least} on, the widest from {most} on.",
    "number",
)


def appetite_conclusion(lines: QuerySet[Any]) -> str:
    """Say how many limits there are and how far they lie apart."""
    found = lines.order_by().aggregate(n=Count("pk"), least=Min("score_limit"), most=Max("score_limit"))
    if not found["n"]:
        return ""
    told = written(_LINES, found["n"])
    if found["least"] == found["most"]:
        return told
    return f"{told} {written(_STRICT, found['n'], least=found['least'], most=found['most'])}"


def appetite_sentence(line: Any) -> str:
    """Say from where on a risk of this category lies above the appetite."""
    told = _("From probability × impact {score} on, a response and an owner are compulsory.")
    told = told.format(score=line.score_limit)
    if line.cost_limit is None:
        return told
    cost = _("The same holds above an expected cost of {amount}.").format(
        amount=reader().euro(line.cost_limit)
    )
    return f"{told} {cost}"
