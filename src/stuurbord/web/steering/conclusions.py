"""The sentence under each page title: what a director could read aloud."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.forecasts.without_forecast import is_being_computed
from stuurbord.web.notices.sentences import capitalised
from stuurbord.web.reader import reader
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.steering.queries import PortfolioTotals


def portfolio_conclusion(totals: PortfolioTotals, n_decisions: int) -> str:
    """Say how many projects need intervention, what they weigh and how many decisions wait.

    “Beyond the tolerance” is another thing: P80, or the forecast, beyond what was agreed.
    """
    words = reader()
    intervene = totals.counts["intervene"]
    if totals.n_projects == 0:
        return _("No projects yet. Import a folder of plans or the Excel workbook.")
    if intervene == 0:
        first = _without_intervention(totals)
    else:
        first = ngettext(
            "{n} of {total} projects needs intervention",
            "{n} of {total} projects need intervention",
            intervene,
        ).format(n=words.count(intervene), total=words.count(totals.n_projects))
        if totals.late_days > 0 and totals.late_days_beyond > 0:
            share = words.percent(totals.late_days_beyond / totals.late_days)
            first += ngettext(
                "; it carries {share} of all delay.", "; together they carry {share} of all delay.", intervene
            ).format(share=share)
        else:
            first += "."
    decisions = ngettext("{n} decision is waiting.", "{n} decisions are waiting.", n_decisions).format(
        n=words.count(n_decisions)
    )
    return " ".join([capitalised(first), capitalised(decisions)] if n_decisions else [capitalised(first)])


def _without_intervention(totals: PortfolioTotals) -> str:
    """Say that nothing is grave, and what is left: to adjust, or not known."""
    words = reader()
    adjust, unknown = totals.counts["adjust"], totals.counts["undetermined"]
    if not adjust and not unknown:
        return _("All {n} projects are on track.").format(n=words.count(totals.n_projects))
    parts = [_("no project needs intervention")]
    if adjust:
        told = ngettext("{n} needs adjusting", "{n} need adjusting", adjust)
        parts.append(told.format(n=words.count(adjust)))
    if unknown:
        told = ngettext("of {n} facts are missing", "of {n} facts are missing", unknown)
        parts.append(told.format(n=words.count(unknown)))
    return ", ".join(parts) + "."


def project_conclusion(state: ProjectState) -> str:
    """Say when the project's goal is expected, against its promise and its tolerance.

    While the chances of a plan are computed, its own dates are no judgement yet: that is said.
    """
    told = _project_conclusion(state)
    if state.forecast_finish is None or state.p80_finish is not None or not is_being_computed(state.project):
        return told
    waits = _("P50 and P80 of this plan are being computed; until then only its own dates are known.")
    return f"{told} {waits}"


def _project_conclusion(state: ProjectState) -> str:
    words = reader()
    if state.forecast_finish is None:
        return _("There is no plan yet, so there is no forecast.")
    goal = state.goal_milestone or _("the end of the plan")
    if state.p80_finish is not None and state.baseline_finish is not None:
        return _simulated_conclusion(state, goal)
    on = words.day(state.forecast_finish)
    if state.deviation_days is None:
        return _("{goal} is expected on {date}; without a baseline that cannot be compared.").format(
            goal=goal, date=on
        )
    tolerance = state.project.time_tolerance_days
    days = abs(state.deviation_days)
    if state.deviation_days <= 0:
        if days == 0:
            return _("{goal} is expected on {date}, exactly as promised.").format(goal=goal, date=on)
        return ngettext(
            "{goal} is expected on {date}, {n} day earlier than promised.",
            "{goal} is expected on {date}, {n} days earlier than promised.",
            days,
        ).format(goal=goal, date=on, n=days)
    late = ngettext(
        "{goal} is expected on {date}, {n} day later than promised",
        "{goal} is expected on {date}, {n} days later than promised",
        days,
    ).format(goal=goal, date=on, n=days)
    if tolerance is None:
        return f"{late}."
    if days > tolerance:
        return late + ngettext(
            " and {n} day beyond the tolerance.", " and {n} days beyond the tolerance.", days - tolerance
        ).format(n=days - tolerance)
    return late + _(", within the tolerance of {n} days.").format(n=tolerance)


def _simulated_conclusion(state: ProjectState, goal: str) -> str:
    """Say by when the goal is reached for sure enough, and whether that is within the tolerance."""
    words, tolerance = reader(), state.project.time_tolerance_days
    days = (state.p80_finish - state.baseline_finish).days
    fields = {"goal": goal, "date": words.day(state.p80_finish)}
    first = _("{goal} is reached by {date} with 80 % certainty").format(**fields)
    if tolerance is None:
        return f"{first}."
    beyond = days - tolerance
    if beyond > 0:
        return first + ngettext(
            ", that is {n} day beyond the tolerance.", ", that is {n} days beyond the tolerance.", beyond
        ).format(n=beyond)
    return first + _(", within the tolerance of {n} days.").format(n=tolerance)
