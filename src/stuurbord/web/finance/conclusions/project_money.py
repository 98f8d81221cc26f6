"""What the draws on the contingency and the labour of projects say."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.clock import today
from stuurbord.web.finance.balances import contingencies_left
from stuurbord.web.finance.conclusions.spending import known
from stuurbord.web.finance.models import Employment
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader


def draws_conclusion(lines: QuerySet[Any]) -> str:
    """Say what is left of the contingency of the projects that the lines are of."""
    projects = list(Project.objects.filter(pk__in=lines.order_by().values("project")).order_by("code"))
    if not projects:
        return ""
    left = list(contingencies_left(projects).values())
    if len(projects) == 1:
        euro, days = left[0]
        parts = [reader().euro(euro)] if euro is not None else []
        parts += [_("{n} days").format(n=days)] if days is not None else []
        told = _("Left of the contingency of {project}: {parts}.")
        return told.format(project=projects[0].code, parts=", ".join(parts)) if parts else ""
    if any(euro is None for euro, _days in left):
        return _("The contingency in euro is not known of every project.")
    told = _("Left of the contingency of {n} projects: {amount}.")
    return told.format(
        n=reader().count(len(projects)), amount=reader().euro(sum(euro for euro, _days in left))
    )


def labour_conclusion(lines: QuerySet[Any]) -> str:
    """Say what own and hired labour cost, and how many lines have no amount."""
    found = lines.order_by().aggregate(
        internal=Sum("amount", filter=Q(employment=Employment.INTERNAL)),
        external=Sum("amount", filter=Q(employment=Employment.EXTERNAL)),
        n_unknown=Count("pk", filter=Q(amount=None)),
    )
    euro, told = reader().euro, []
    if found["internal"] is not None or found["external"] is not None:
        sentence = _("Internal labour cost {internal}, external {external}.")
        amounts = {name: euro(known(found[name])) for name in ("internal", "external")}
        told.append(sentence.format(**amounts))
    if n := found["n_unknown"]:
        told.append(
            ngettext("{n} line has no amount.", "{n} lines have no amount.", n).format(
                n=reader().count_at_start(n)
            )
        )
    return " ".join(told)


def valid_today(user: Any = None) -> Q:
    """Return the condition of rates that hold today."""
    return Q(valid_from__lte=today()) & (Q(valid_until=None) | Q(valid_until__gte=today()))


def rates_conclusion(lines: QuerySet[Any]) -> str:
    """Say how many rates hold today; one that nobody renewed prices nothing any more."""
    found = lines.order_by().aggregate(n=Count("pk"), n_valid=Count("pk", filter=valid_today()))
    if not found["n"]:
        return ""
    if not (n := found["n_valid"]):
        return _("No rate holds today.")
    told = ngettext("{n} rate holds today.", "{n} rates hold today.", n)
    return told.format(n=reader().count_at_start(n))
