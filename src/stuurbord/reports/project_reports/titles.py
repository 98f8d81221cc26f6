"""Titles as computed sentences: of the patterns in order of gravity, the first that holds."""

from __future__ import annotations

from decimal import Decimal

from stuurbord.errors import N_
from stuurbord.language import NBSP
from stuurbord.reports.project_reports.facts import ExceptionFacts
from stuurbord.reports.project_reports.writing import Writing

LONGEST = 140
_BEYOND = {
    ("time", True): N_("{project} ends {beyond} beyond its tolerance in time at P80"),
    ("time", False): N_("{project} ends {beyond} beyond its tolerance in time"),
    ("cost", True): N_("{project} costs {beyond} of its budget beyond tolerance at P80"),
    ("cost", False): N_("{project} costs {beyond} of its budget beyond tolerance"),
}


def on_progress(writing: Writing) -> str:
    """Say how the project stands: time beyond, cost beyond, what changed, else that it is within."""
    first = _about_time(writing)
    return _joined(writing, first, _about_cost(writing) or _about_asked(writing) or _about_gate(writing))


def _about_time(writing: Writing) -> str:
    forecast, subject = writing.facts.forecast, writing.subject
    end = forecast.p50_finish or forecast.finish
    goal = forecast.goal or writing.gettext(N_("the end"))
    if forecast.baseline is None:
        return writing.say(N_("{project} cannot be judged on time: there is no baseline"), project=subject)
    if end is None:
        return writing.say(N_("{project} cannot be judged on time: there is no forecast"), project=subject)
    late = (end - forecast.baseline).days
    if late < 0:
        text = N_("{project}: {goal} is expected {days} early")
        return writing.say(text, project=subject, goal=goal, days=writing.in_days(-late))
    if late == 0:
        return writing.say(N_("{project}: {goal} is expected as promised"), project=subject, goal=goal)
    fields = {"project": subject, "goal": goal, "days": writing.in_days(late)}
    if forecast.tolerance_days is None:
        return writing.say(N_("{project}: {goal} is expected {days} late, no tolerance agreed"), **fields)
    beyond = late - forecast.tolerance_days
    if beyond > 0:
        text = N_("{project}: {goal} is expected {days} late, {beyond} beyond tolerance")
        return writing.say(text, beyond=writing.language.count(beyond), **fields)
    at_p80 = _beyond_at_p80(writing)
    if at_p80 > 0:
        text = N_("{project}: {goal} is expected {days} late, at {measure} {beyond} beyond tolerance")
        return writing.say(text, measure="P80", beyond=writing.language.count(at_p80), **fields)
    return writing.say(N_("{project}: {goal} is expected {days} late, within tolerance"), **fields)


def _beyond_at_p80(writing: Writing) -> int:
    forecast = writing.facts.forecast
    if forecast.p80_finish is None or forecast.baseline is None or forecast.tolerance_days is None:
        return 0
    return (forecast.p80_finish - forecast.baseline).days - forecast.tolerance_days


def _about_cost(writing: Writing) -> str:
    target, forecast = writing.facts.target("cost"), writing.facts.forecast
    limit = _cost_limit(writing)
    if target is None or not target.is_beyond or limit is None or forecast.budget is None:
        return ""
    known = [one for one in (forecast.p50_cost, forecast.cost) if one is not None]
    expected = max(known, default=None)
    if expected is not None and expected > limit:
        more = writing.money_in_prose(expected - forecast.budget)
        return writing.say(N_("it costs {amount} more than budgeted"), amount=more)
    if forecast.p80_cost is not None and forecast.p80_cost > limit:
        text = N_("at P80 it costs {beyond} more than allowed")
        return writing.say(text, beyond=writing.money_in_prose(forecast.p80_cost - limit))
    return ""


def _cost_limit(writing: Writing) -> Decimal | None:
    """Return the most that the project may cost, in euro: budget plus tolerance."""
    forecast = writing.facts.forecast
    if forecast.budget is None or forecast.cost_tolerance is None:
        return None
    return forecast.budget * (1 + forecast.cost_tolerance)


def _about_asked(writing: Writing) -> str:
    asked = sorted((one for one in writing.facts.decisions if one.due), key=lambda one: (one.due, one.code))
    if not asked or asked[0].due is None:
        return ""
    text = N_("decision {code} is asked by {day}")
    return writing.say(text, code=asked[0].code, day=writing.prose_day(asked[0].due))


def _about_gate(writing: Writing) -> str:
    gate = writing.facts.next_gate
    if gate is None or gate.due is None:
        return ""
    text = N_("gate {code} follows on {day}")
    if gate.due < writing.facts.as_of:
        text = N_("gate {code} was due on {day}")
    return writing.say(text, code=gate.code, day=writing.prose_day(gate.due))


def on_work(writing: Writing) -> str:
    """Say how much was finished in the period, and what is late."""
    facts = writing.facts
    n = len(facts.done)
    if not n:
        text = writing.say(N_("{project}: no work was finished this period"), project=writing.subject)
    else:
        text = _finished(writing, n)
    late = [one for one in facts.products if one.due and one.due < facts.as_of and one.state != "accepted"]
    then = writing.ngettext("{n} product is late", "{n} products are late", len(late)) if late else ""
    return _joined(writing, text, then or _about_gate(writing))


def _finished(writing: Writing, n: int) -> str:
    return writing.ngettext(
        "{project}: {n} piece of work was finished this period",
        "{project}: {n} pieces of work were finished this period",
        n,
        project=writing.subject,
    )


def on_stage(writing: Writing) -> str:
    """Say whether the stage may end: what its gate still lacks, and how the project stands."""
    facts, gate = writing.facts, writing.facts.next_gate
    if gate is None:
        return on_progress(writing)
    lacking = gate.n_criteria - gate.n_met
    fields = {"project": writing.subject, "gate": gate.code}
    if gate.n_criteria and not lacking:
        first = writing.say(N_("{project}: the stage ends with every criterion of gate {gate} met"), **fields)
    elif gate.n_criteria:
        first = writing.ngettext(
            "{project}: {n} criterion of gate {gate} is not met yet",
            "{project}: {n} criteria of gate {gate} are not met yet",
            lacking,
            **fields,
        )
    else:
        return on_progress(writing)
    beyond = [one for one in facts.targets if one.is_beyond]
    then = writing.ngettext(
        "{n} target lies beyond its tolerance", "{n} targets lie beyond their tolerance", len(beyond)
    )
    return _joined(writing, first, then if beyond else _about_asked(writing))


def on_exception(writing: Writing) -> str:
    """Say what lies beyond, and by when somebody decides."""
    found = writing.facts.exceptions
    if not found:
        text = N_("{project}: no exception is open; nothing lies beyond what was agreed")
        return writing.say(text, project=writing.subject)
    one = found[0]
    first = _beyond(writing, one)
    if one.outcome:
        return first
    if one.decision and one.due:
        text = N_("decision {code} is asked by {day}")
        return _joined(writing, first, writing.say(text, code=one.decision, day=writing.prose_day(one.due)))
    if one.due:
        then = writing.say(N_("a decision is needed by {day}"), day=writing.prose_day(one.due))
        return _joined(writing, first, then)
    return first


def _beyond(writing: Writing, one: ExceptionFacts) -> str:
    """Say in a sentence what goes how far beyond; without a sentence of its own, the exception's title."""
    if one.measured is None or one.allowed is None or one.measured <= one.allowed:
        return f"{writing.subject}: {one.title}"
    texts = _BEYOND.get((one.target, one.basis == "simulation"))
    if texts is None or one.unit not in ("days", "fraction"):
        return f"{writing.subject}: {one.title}"
    more = one.measured - one.allowed
    subject = writing.subject if one.level == "project" else f"{writing.subject} {one.scope}"
    shown = writing.in_days(int(more)) if one.unit == "days" else writing.in_unit(more, one.unit)
    return writing.say(texts, project=subject, beyond=shown)


def on_end(writing: Writing) -> str:
    """Say how the project ended against what was promised."""
    facts, forecast = writing.facts, writing.facts.forecast
    end = next((one.actual for one in facts.milestones if one.code == forecast.goal and one.actual), None)
    if end is None or forecast.baseline is None:
        return on_progress(writing)
    late = (end - forecast.baseline).days
    fields = {"project": writing.subject, "goal": forecast.goal, "days": writing.in_days(abs(late))}
    text = N_("{project}: {goal} was reached on the promised day")
    if late:
        text = N_("{project}: {goal} was reached {days} late")
        text = text if late > 0 else N_("{project}: {goal} was reached {days} early")
    cost = ""
    paid = [one.paid for one in facts.budget if one.paid is not None]
    if paid and forecast.budget is not None:
        more = sum(paid, Decimal(0)) - forecast.budget
        told = (
            N_("it cost {amount} less than budgeted")
            if more < 0
            else N_("it cost {amount} more than budgeted")
        )
        cost = writing.say(told, amount=writing.money_in_prose(more)) if more else ""
    return _joined(writing, writing.say(text, **fields), cost)


def on_lessons(writing: Writing) -> str:
    """Say how many lessons there are and how many tell what to do."""
    lessons = writing.facts.lessons
    if not lessons:
        return writing.say(N_("{project}: no lesson was written down yet"), project=writing.subject)
    advised = sum(1 for one in lessons if one.recommendation)
    first = writing.ngettext(
        "{project}: {n} lesson was learned",
        "{project}: {n} lessons were learned",
        len(lessons),
        project=writing.subject,
    )
    then = writing.ngettext("{n} says what to do next time", "{n} say what to do next time", advised)
    return _joined(writing, first, then if advised else "")


def _joined(writing: Writing, first: str, then: str) -> str:
    # French keeps a semicolon to the word before it.
    mark = f"{NBSP};" if writing.language.code == "fr" else ";"
    both = f"{first}{mark} {then}" if then else first
    return both if len(both) <= LONGEST else first
