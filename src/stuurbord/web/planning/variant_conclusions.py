"""What variants come to, in one sentence above their comparison."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.plan import moment
from stuurbord.web.planning.variant_comparison import Column
from stuurbord.web.reader import reader


def variants_conclusion(columns: Sequence[Column], goal: str) -> str:
    """Say which variant brings the goal earliest, surely where that is known, and by how much."""
    if len(columns) < 2:
        return _("No variants yet. A variant tries something out beside the plan; the plan stays as it is.")
    certain = all(one.certain(80) is not None for one in columns)
    days = {one.name: _days_later(columns[0], one, certain=certain) for one in columns[1:]}
    known = {name: moved for name, moved in days.items() if moved is not None}
    if not known:
        return _("The figures of the variants are being computed.")
    name = min(known, key=lambda one: known[one])
    return _told(name, known[name], goal, n_beside=len(known), certain=certain)


def _told(name: str, days: int, goal: str, *, n_beside: int, certain: bool) -> str:
    what = f"{goal} (P80)" if certain else goal
    if days < 0:
        text = ngettext(
            "“{name}” brings {goal} {n} day earlier than the plan.",
            "“{name}” brings {goal} {n} days earlier than the plan.",
            -days,
        )
    elif days > 0 and n_beside == 1:
        text = ngettext(
            "“{name}” brings {goal} {n} day later than the plan.",
            "“{name}” brings {goal} {n} days later than the plan.",
            days,
        )
    elif days > 0:
        text = ngettext(
            "No variant brings {goal} earlier than the plan; “{name}” costs least time: {n} day.",
            "No variant brings {goal} earlier than the plan; “{name}” costs least time: {n} days.",
            days,
        )
    else:
        text = _("“{name}” leaves {goal} where the plan has it.")
    return text.format(name=name, goal=what, n=reader().number(abs(days)))


def _days_later(now: Column, one: Column, *, certain: bool) -> int | None:
    at = (now.certain(80), one.certain(80)) if certain else (now.at("goal"), one.at("goal"))
    if at[0] is None or at[1] is None:
        return None
    return (moment(at[1]).date() - moment(at[0]).date()).days
