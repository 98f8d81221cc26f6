"""A page per project that needs attention: gates, curve, tolerances, risks, progress, what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from stuurbord.errors import N_
from stuurbord.reports.snapshot import DecisionFacts, ProjectFacts, Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import ACTION, CONTEXT, TILE
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.cost_curve_chart import draw_curve
from stuurbord.reports.steering_pack.drawing import rectangle
from stuurbord.reports.steering_pack.gates_line import draw_gates
from stuurbord.reports.steering_pack.measures import MARGIN, Box
from stuurbord.reports.steering_pack.pack import Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.project_tables import risk_table, tolerance_table
from stuurbord.reports.steering_pack.rich_text import Paragraph, bold, glued, paragraph
from stuurbord.reports.steering_pack.text_fit import fitted

_SIZE = 12


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return a page for each project that needs attention, the gravest first."""
    found = facts.projects_with_page(snapshot)[: facts.MOST_PROJECT_PAGES]
    return [Sheet(f"project:{one.code}", "SB 09 Projectfiche", partial(_draw, project=one)) for one in found]


_SURE: Final = "P80"
"""Of what a title speaks: a fact of its own, for whoever rewrites it."""


def title(pack: Pack, project: ProjectFacts) -> Conclusion:
    """Say how far it lies beyond its tolerance, else what is asked, else when its gate falls."""
    name = fitted(project.short_name or project.name, 4.4, 24, is_bold=True)
    subject = f"{project.code} {name}"
    asked = _asked_of(pack, project)
    then = _about_asked(pack, asked[0]) if asked else _about_gate(pack, project)
    candidates = []
    for named in (subject, project.code):
        if facts.cost_beyond(project) and not facts.days_beyond(project):
            cost = _about_cost(pack, project, named)
            candidates += [cost.then(then), cost]
        time = _about_time(pack, project, named)
        candidates += [time.then(then), time]
    return as_title(candidates)


def _about_time(pack: Pack, project: ProjectFacts, subject: str) -> Conclusion:
    beyond, days = facts.days_beyond(project), facts.shown_days(project)
    goal = project.finish.milestone or pack.gettext("the end")
    if beyond and days is not None:
        text = pack.gettext("{project}: {goal} is expected {days} late, {beyond} beyond tolerance")
        if project.forecast is not None:
            text = pack.gettext(
                "{project}: {goal} is expected {days} late, at {measure} {beyond} beyond tolerance"
            )
        number = pack.count(beyond)
        told = {"measure": _SURE} if project.forecast is not None else {}
        return conclude(text, project=subject, goal=goal, days=pack.in_days(days), beyond=number, **told)
    if days is not None and days > 0:
        text = pack.gettext("{project}: {goal} is expected {days} late, within tolerance")
        if project.finish.tolerance_days is None:
            text = pack.gettext("{project}: {goal} is expected {days} late, no tolerance agreed")
        return conclude(text, project=subject, goal=goal, days=pack.in_days(days))
    if days is not None and days < 0:
        text = pack.gettext("{project}: {goal} is expected {days} early")
        return conclude(text, project=subject, goal=goal, days=pack.in_days(-days))
    if days == 0:
        return conclude(pack.gettext("{project}: {goal} is expected as promised"), project=subject, goal=goal)
    return conclude(pack.gettext(_why_not_judged(project)), project=subject)


def _why_not_judged(project: ProjectFacts) -> str:
    """Return the sentence on what a project lacks to be judged on time."""
    if project.finish.baseline is None and project.finish.forecast is None:
        return N_("{project} cannot be judged on time: baseline and forecast are missing")
    if project.finish.baseline is None:
        return N_("{project} cannot be judged on time: the baseline is missing")
    return N_("{project} cannot be judged on time: the forecast is missing")


def _about_cost(pack: Pack, project: ProjectFacts, subject: str) -> Conclusion:
    sure, allowed = facts.sure_overrun(project), project.money.tolerance or 0
    share = (facts.overrun(project) or 0) if sure is None else sure
    text = pack.gettext("{project}: the forecast lies {share} above budget, {allowed} is allowed")
    if sure is not None:
        text = pack.gettext("{project}: {measure} lies {share} above budget, {allowed} is allowed")
    told = {"share": pack.language.percent(share, 1), "allowed": pack.agreed_percent(allowed)}
    return conclude(text, project=subject, **told, **({} if sure is None else {"measure": _SURE}))


def _about_asked(pack: Pack, one: DecisionFacts) -> Conclusion:
    if one.due is None:
        return conclude(pack.gettext("decision {code} is asked"), code=one.code)
    text = N_("decision {code} is asked by {day}")
    return conclude(pack.gettext(text), code=one.code, day=pack.prose_day(one.due))


def _about_gate(pack: Pack, project: ProjectFacts) -> Conclusion | None:
    gate = facts.gate(project)
    if gate is None or gate.forecast is None:
        return None
    text = N_("gate {code} follows on {day}")
    if gate.forecast < pack.snapshot.as_of:
        text = N_("gate {code} was due on {day}")
    return conclude(pack.gettext(text), code=gate.code, day=pack.prose_day(gate.forecast))


def _asked_of(pack: Pack, project: ProjectFacts) -> list[DecisionFacts]:
    return [one for one in facts.asked(pack.snapshot) if one.project == project.code]


def _draw(page: Page, pack: Pack, project: ProjectFacts) -> None:
    conclusion = title(pack, project)
    page.rubric(_rubric(pack, project))
    page.title(conclusion)
    for name, colour in (("Poort", CONTEXT), ("Gevraagd", ACTION)):
        box = page.placeholder(name).box
        page.panel(rectangle(box.at(w=0.06), colour), f"Rand {name}")
        page.panel(rectangle(box, TILE), f"Vlak {name}")
    draw_gates(page, pack, project)
    draw_curve(page, pack, project, Box(MARGIN, 2.64, 5.1, 0.26))
    alt = pack.gettext("Goal and cost with baseline, tolerance, forecast and status")
    page.table("Toleranties", tolerance_table(pack, project), alt)
    risks = [one for one in facts.ranked_risks(pack.snapshot) if one.project == project.code][:3]
    if risks:
        page.table("Risico's", risk_table(pack, risks), pack.gettext("The heaviest risks of the project"))
    page.text("Voortgang", _progress(pack, project), 11)
    page.text("Poort", _next_gate(pack, project), _SIZE)
    page.text("Gevraagd", _what_is_asked(pack, project), _SIZE)
    page.source(_source(pack, project))
    pack.write_notes(
        page,
        conclusion,
        pack.gettext("Plan, milestones, budget lines, risks and decisions of {code}.").format(
            code=project.code
        ),
        pack.gettext(
            "Curve: cost spread evenly over working time, earned value on the baseline cost; one "
            "scale for all projects."
        ),
        _reasons(pack, project),
    )


def _reasons(pack: Pack, project: ProjectFacts) -> str:
    said = "; ".join(pack.reason(one) for one in project.status.reasons)
    return pack.gettext("Why this status? {reasons}.").format(
        reasons=said or pack.status_word(project.status.value)
    )


def _rubric(pack: Pack, project: ProjectFacts) -> str:
    gettext = pack.gettext
    parts = [gettext("Project {code}").format(code=project.code), project.name]
    if project.owner:
        parts.append(gettext("owner: {name}").format(name=project.owner))
    if project.manager:
        parts.append(gettext("project manager: {name}").format(name=project.manager))
    return fitted("  ·  ".join(parts), 12.2, 11, 1, is_bold=True)


def _source(pack: Pack, project: ProjectFacts) -> str:
    gettext, plan = pack.gettext, project.plan
    if plan is None:
        text = gettext("No plan has been imported.")
    else:
        parts = [
            gettext("Plan: {file}, revision {n}").format(file=fitted(plan.file, 3.2, 10), n=plan.revision)
        ]
        if plan.status_date:
            parts.append(gettext("status date {day}").format(day=pack.day(plan.status_date)))
        if plan.progress is not None:
            parts.append(
                gettext("{share} of the work done").format(share=pack.language.percent(plan.progress))
            )
        text = ", ".join(parts) + "."
    money = project.money
    if money.committed is not None and money.paid is not None:
        spent = gettext("Committed {committed}, paid {paid} million euro.")
        text += " " + spent.format(committed=pack.millions(money.committed), paid=pack.millions(money.paid))
    return text + " " + gettext("Base = original baseline.")


def _bullets(texts: Sequence[str], most: int, width: float, size: float) -> list[Paragraph]:
    return [paragraph(fitted(glued(text), width, size), level=2, before=0) for text in texts[:most]]


def _progress(pack: Pack, project: ProjectFacts) -> list[Paragraph]:
    gettext, since = pack.gettext, pack.snapshot.compared_with
    head = (
        gettext("Done since {day}").format(day=pack.day(since))
        if since
        else gettext("Done in the last month")
    )
    nothing = [gettext("Nothing recorded in the plan")]
    return [
        paragraph(head, level=1, before=0),
        *_bullets(project.done or nothing, 2, 4.75, 11),
        paragraph(gettext("Due in the next month"), level=1, before=2),
        *_bullets(project.upcoming or nothing, 2, 4.75, 11),
    ]


def _next_gate(pack: Pack, project: ProjectFacts) -> list[Paragraph]:
    gettext, gate = pack.gettext, facts.gate(project)
    if gate is None:
        return [
            paragraph(gettext("Next gate"), level=1, before=0),
            paragraph(gettext("No gate is open."), level=3),
        ]
    if gate.forecast is None:
        head = gettext("Next gate: {code}, no date").format(code=gate.code)
    else:
        head = gettext("Next gate: {code} on {day}").format(code=gate.code, day=pack.day(gate.forecast))
    lines = [paragraph(fitted(gate.name, 3.0, _SIZE, 1), level=3, before=2)]
    if gate.forecast and gate.baseline:
        late = (gate.forecast - gate.baseline).days
        text = gettext("Base {day}, difference {days} days").format(
            day=pack.day(gate.baseline), days=pack.signed_days(late)
        )
        lines.append(paragraph(text, level=3, before=0))
    if gate.forecast and gate.forecast < pack.snapshot.as_of:
        overdue = (pack.snapshot.as_of - gate.forecast).days
        lines.append(paragraph(bold(gettext("{n} days overdue").format(n=overdue)), level=3, before=0))
    return [paragraph(head, level=1, before=0), *lines]


def _what_is_asked(pack: Pack, project: ProjectFacts) -> list[Paragraph]:
    gettext, asked = pack.gettext, _asked_of(pack, project)
    if not asked:
        why = [fitted(pack.reason(one), 3.1, _SIZE, 2) for one in project.status.reasons[:1]]
        return [
            paragraph(gettext("Why this status"), level=1, before=0),
            *(paragraph(one, level=3, before=2) for one in why),
        ]
    page = pack.page_of("decisions")
    head = gettext("Asked: decision {code} ({page})").format(code=asked[0].code, page=page)
    text = asked[0].recommendation or asked[0].question
    lines = [paragraph(fitted(text, 3.1, _SIZE, 3 if len(asked) == 1 else 2), level=3, before=2)]
    if len(asked) > 1:
        also = gettext("Also asked: {codes}").format(codes=", ".join(one.code for one in asked[1:4]))
        lines.append(paragraph(also, level=3, before=0))
    return [paragraph(head, level=1, before=0), *lines]
