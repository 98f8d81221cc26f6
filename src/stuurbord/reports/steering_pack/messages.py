"""The messages of the summary: what follows from the facts, the gravest first, each with its proof page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stuurbord.errors import N_
from stuurbord.reports.snapshot import ProjectFacts
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.conclusions import capitalised
from stuurbord.reports.steering_pack.pack import Pack
from stuurbord.reports.steering_pack.rich_text import glued
from stuurbord.reports.steering_pack.text_fit import fitted

_MOST_PER_KIND = 3


@dataclass(frozen=True, slots=True)
class Message:
    """A headline with its detail, the subject it is about, and the subjects whose page proves it."""

    label: str
    headline: str
    detail: str
    pages: tuple[str, ...]


def messages(pack: Pack) -> list[Message]:
    """Return all messages: breaches, missed legal periods, money of the year, adjusting, unknown, gains."""
    found = [
        *_breaches(pack),
        *_missed_terms(pack),
        *_year(pack),
        *_adjusting(pack),
        *_unknown(pack),
        *_gains(pack),
    ]
    return [
        Message(one.label, capitalised(glued(one.headline)), glued(one.detail), one.pages) for one in found
    ]


def _name(project: ProjectFacts) -> str:
    return fitted(project.short_name or project.name, 3.4, 12.5, is_bold=True)


def _breaches(pack: Pack) -> Iterator[Message]:
    for one in facts.ordered(pack.snapshot.projects):
        if one.status.value != "intervene":
            continue
        pages = (f"project:{one.code}", "portfolio")
        yield Message(one.code, f"{_name(one)}: {breach(pack, one)}.", _detail(pack, one), pages)


def breach(pack: Pack, project: ProjectFacts) -> str:
    """Say how far a project lies beyond its tolerance; if it does not, why it needs intervention."""
    beyond = facts.days_beyond(project)
    if beyond:
        text = pack.ngettext("{n} day beyond the tolerance", "{n} days beyond the tolerance", beyond)
        if project.forecast is not None:
            text = pack.ngettext(
                "P80 {n} day beyond the tolerance", "P80 {n} days beyond the tolerance", beyond
            )
        return text.format(n=pack.language.number(beyond))
    sure, share = facts.sure_overrun(project), facts.overrun(project)
    if facts.cost_beyond(project) and sure is not None:
        return pack.gettext("P80 {share} above budget").format(share=_share(pack, sure))
    if facts.cost_beyond(project) and share is not None:
        return pack.gettext("forecast {share} above budget").format(share=_share(pack, share))
    return pack.why(project)


def _share(pack: Pack, share: object) -> str:
    return pack.language.percent(float(share), 1)  # type: ignore[arg-type]


def _detail(pack: Pack, project: ProjectFacts) -> str:
    """Add when the goal is expected, and how far that day moved; the move of another day is not told."""
    finish = facts.shown_finish(project)
    moved = facts.moved_days(project) if finish == facts.moved_to(project) else None
    parts = []
    if finish is not None:
        text = pack.gettext("{milestone} is expected on {day}")
        parts.append(
            text.format(
                milestone=project.finish.milestone or pack.gettext("The end"),
                day=pack.language.long_day(finish),
            )
        )
    if moved:
        parts.append(
            pack.gettext("{days} days since {day}").format(days=pack.signed_days(moved), day=pack.since())
        )
    return ", ".join(parts) + "." if parts else ""


def _missed_terms(pack: Pack) -> Iterator[Message]:
    """Yield one message on the periods of the law that were missed, with the oldest of them."""
    missed = [
        (one.due, one)
        for one in pack.snapshot.terms or ()
        if one.state == "late" and one.is_legal and one.due is not None
    ]
    if not missed:
        return
    due, first = min(missed, key=lambda each: (each[0], each[1].file))
    n = len(missed)
    text = pack.ngettext(
        "{n} legal period of a procurement was missed.", "{n} legal periods of procurements were missed.", n
    )
    detail = pack.ngettext(
        "{file}: at the latest on {day}.", "The oldest: {file}, at the latest on {day}.", n
    )
    detail = detail.format(file=first.file, day=pack.language.long_day(due))
    yield Message(first.project, text.format(n=pack.count(n)), detail, ("procurement",))


def _year(pack: Pack) -> Iterator[Message]:
    year = facts.this_year(pack.snapshot)
    if year is None:
        return
    credit, forecast = year.budgeted_commitment, year.forecast_commitment
    if credit is None or forecast is None or abs(credit - forecast) < facts.CHANGE_COST:
        return
    left = N_("{amount} of commitment credit stays unused.")
    lacking = N_("{amount} of commitment credit is lacking.")
    told = pack.money(facts.shown_gap(credit, forecast))
    headline = pack.gettext(left if credit > forecast else lacking).format(amount=told)
    digits = facts.digits_of(credit, forecast)
    detail = pack.gettext("Credit {credit}, forecast {forecast} million euro.").format(
        credit=pack.millions(credit, digits), forecast=pack.millions(forecast, digits)
    )
    yield Message(str(year.year), headline, detail, ("budget",))


def _adjusting(pack: Pack) -> Iterator[Message]:
    found = [one for one in facts.ordered(pack.snapshot.projects) if one.status.value == "adjust"]
    for one in found[:_MOST_PER_KIND]:
        headline = pack.gettext("{name} needs adjusting.").format(name=_name(one))
        why = pack.why(one)
        yield Message(one.code, headline, f"{why}." if why else "", (f"project:{one.code}", "portfolio"))


def _unknown(pack: Pack) -> Iterator[Message]:
    found = [one for one in facts.ordered(pack.snapshot.projects) if one.status.value == "undetermined"]
    for one in found[:_MOST_PER_KIND]:
        headline = pack.gettext("{name} cannot be judged.").format(name=_name(one))
        why = pack.why(one)
        yield Message(one.code, headline, f"{why}." if why else "", (f"project:{one.code}", "portfolio"))


def _gains(pack: Pack) -> Iterator[Message]:
    gained = [one for one in pack.snapshot.projects if (facts.moved_days(one) or 0) < 0]
    for one in sorted(gained, key=lambda each: (facts.moved_days(each) or 0, each.code))[:_MOST_PER_KIND]:
        days = -(facts.moved_days(one) or 0)
        text = pack.ngettext("{name} gains {n} day.", "{name} gains {n} days.", days)
        headline = text.format(name=_name(one), n=pack.count(days))
        yield Message(one.code, headline, _detail_of_gain(pack, one), ("changes", "portfolio"))


def _detail_of_gain(pack: Pack, project: ProjectFacts) -> str:
    finish = facts.moved_to(project)
    if finish is None:
        return ""
    return pack.gettext("Now expected on {day}.").format(day=pack.language.long_day(finish))
