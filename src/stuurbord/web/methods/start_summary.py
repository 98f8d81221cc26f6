"""What the last step lays out before the project is made."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.rulebooks.methods.model import said
from stuurbord.web.methods.queries import language
from stuurbord.web.methods.start_forms import TARGET_NAMES
from stuurbord.web.methods.start_steps import STEPS, Guide
from stuurbord.web.projects.models import ProjectKind
from stuurbord.web.reader import reader


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """What one step comes to, with the way back to it."""

    step: str
    title: str
    text: str
    note: str = ""


def summary(guide: Guide) -> list[SummaryLine]:
    """Return a line per step."""
    start, plan, words = guide.start(), guide.plan(), reader()
    template = guide.template
    people = [f"{one}" for one in (start.owner, start.manager) if one]
    goal_gate = plan.gate_on("G4")
    made = ngettext("{n} stakeholder", "{n} stakeholders", len(start.stakeholders))
    n_lessons = len(start.lessons)
    lessons = ngettext("{n} lesson taken along", "{n} lessons taken along", n_lessons)
    taken = lessons.format(n=words.count(n_lessons)) if n_lessons else _("no lessons taken along")
    return [
        _line("idee", f"{start.name} · {ProjectKind(start.kind).label}", ", ".join(people)),
        _line("omvang", guide.sized.name.capitalize(), "; ".join(guide.sized.because)),
        _line("methode", f"{said(template.title, language())} {template.version}"),
        _line("toleranties", "; ".join(_tolerance(guide, target) for target in guide.tolerances)),
        _line(
            "planning",
            _("{start} to {finish}").format(start=words.day(plan.starts_on), finish=words.day(plan.finish)),
            _("Go-live {day}").format(day=words.day(goal_gate)) if goal_gate else "",
        ),
        _line("mensen", made.format(n=words.count(len(start.stakeholders)))),
        _line("lessen", taken),
    ]


def _line(step: str, text: str, note: str = "") -> SummaryLine:
    return SummaryLine(step, str(STEPS[step]), text, note)


def _tolerance(guide: Guide, target: str) -> str:
    units = {one.target: one.unit for one in guide.template.tolerances}
    value, name = guide.tolerances[target], str(TARGET_NAMES[target])
    if units[target] == "fraction":
        return f"{name} {reader().percent(value)}"
    figure = reader().number(value)
    return (
        _("{target} {n} days").format(target=name, n=figure)
        if units[target] == "days"
        else f"{name} {figure}"
    )
