"""What ``procurement notice`` prints: the notice in a dozen lines, its lots and awards, its facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.table import Table

from stuurbord.cli.terminal import Terminal, printable
from stuurbord.errors import N_
from stuurbord.exchange.code_lists import label, with_label
from stuurbord.exchange.notices import Award, Lot, Money, Notice, facts_of, said, stage_of

_STAGES: Final = {
    "need": N_("It opens a file at the need."),
    "publication": N_("It opens a file at the publication."),
    "standstill": N_("It opens a file at the standstill period."),
    "notice": N_("It opens a file at the award notice."),
    "conclusion": N_("It opens a file after the conclusion of the contract."),
    "stopped": N_("It opens a file that was stopped without an award."),
}
_OUTCOMES: Final = {
    "awarded": N_("awarded"),
    "not_awarded": N_("not awarded"),
    "open": N_("no decision yet"),
}


def show_notice(notice: Notice, speaker: Terminal) -> None:
    """Print a notice for a person."""
    code = speaker.language.code
    speaker.say(said(notice.titles, code) or "–", style="bold")
    for name, value in _lines(notice, speaker):
        if value:
            speaker.say(f"{speaker.gettext(name)}: {value}")
    if len(notice.lots) > 1:
        _show_lots(notice.lots, speaker)
    if notice.awards:
        _show_awards(notice.awards, speaker)
    if stage := stage_of(notice):
        speaker.say(speaker.gettext(_STAGES[stage]))
    _show_facts(notice, speaker)


def _lines(notice: Notice, speaker: Terminal) -> Iterator[tuple[str, str]]:
    code, due = speaker.language.code, notice.tenders_due
    yield N_("Notice"), f"{notice.publication_number or notice.id} ({_kind(notice, code)})"
    yield N_("Buyer"), ", ".join(said(one.names, code) for one in notice.buyers)
    yield N_("Nature"), label("contract-nature", notice.nature, code) if notice.nature else ""
    yield N_("Procedure"), label("procedure-type", notice.procedure, code) if notice.procedure else ""
    yield "CPV", "; ".join(with_label("cpv", one, code) for one in notice.cpv[:3])
    yield N_("Place"), "; ".join(with_label("nuts-be", one, code) for one in notice.places[:3])
    yield N_("Estimated value"), _money(notice.estimated_value, speaker)
    yield N_("Maximum of the framework agreement"), _money(notice.framework_maximum, speaker)
    yield N_("Awarded in total"), _money(notice.result_value, speaker)
    yield N_("Dispatched"), speaker.language.day(notice.dispatched_on) if notice.dispatched_on else ""
    yield N_("Published"), speaker.language.day(notice.published_on) if notice.published_on else ""
    clock = f"{due.at:%H:%M}" if due and due.at else ""
    yield N_("Due"), f"{speaker.language.day(due.day)} {clock}".strip() if due else ""


def _kind(notice: Notice, code: str) -> str:
    told = label("notice-type", notice.notice_type, code) if notice.notice_type else ""
    return ", ".join(one for one in (told, notice.subtype or notice.form) if one)


def _money(money: Money | None, speaker: Terminal) -> str:
    if money is None:
        return ""
    if money.currency == "EUR":
        return speaker.language.euro(money.amount, 2)
    return f"{speaker.language.number(money.amount, 2)} {money.currency}"


def _show_lots(lots: tuple[Lot, ...], speaker: Terminal) -> None:
    table = Table()
    for head in (N_("Lot"), N_("Title"), "CPV"):
        table.add_column(speaker.gettext(head))
    table.add_column(speaker.gettext(N_("Value")), justify="right")
    for one in lots:
        told = said(one.titles, speaker.language.code)
        value = _money(one.value or one.framework_maximum, speaker)
        table.add_row(*map(printable, (one.id, told, ", ".join(one.cpv[:3]), value)))
    speaker.show(table)


def _show_awards(awards: tuple[Award, ...], speaker: Terminal) -> None:
    table = Table()
    for head in (N_("Lot"), N_("Outcome"), N_("Winner")):
        table.add_column(speaker.gettext(head))
    for head in (N_("Value"), N_("Tenders"), N_("Concluded")):
        table.add_column(speaker.gettext(head), justify="right")
    for one in awards:
        winners = ", ".join(said(each.names, speaker.language.code) for each in one.winners)
        words = (", ".join(one.lots), speaker.gettext(_OUTCOMES[one.status]), winners)
        received = "" if one.tenders_received is None else speaker.language.number(one.tenders_received)
        concluded = speaker.language.day(one.concluded_on) if one.concluded_on else ""
        table.add_row(*map(printable, (*words, _money(one.value, speaker), received, concluded)))
    speaker.show(table)


def _show_facts(notice: Notice, speaker: Terminal) -> None:
    facts, missing = facts_of(notice)
    told = ", ".join(f"{name} = {value}" for name, value in facts.items())
    speaker.say(f"{speaker.gettext(N_('Facts for an advice'))}: {told or '–'}")
    for one in missing:
        speaker.say(f"  {one.message(speaker.gettext)}")
