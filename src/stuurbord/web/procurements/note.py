"""The note on the choice of procedure, as a Word document: the facts, the verdicts, what follows."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.reports.document import (
    Block,
    Box,
    Bullets,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Provenance,
    StatusMark,
    Table,
    write_docx,
)
from stuurbord.web.clock import today
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.dated import Dates
from stuurbord.web.procurements.facts import BUYERS, COMPONENTS, KINDS, SECTORS, components_of, lots_total
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.plan_effect.effect_rows import shortage_texts
from stuurbord.web.procurements.rows import Article, duty_rows, missing_rows, verdict_rows
from stuurbord.web.procurements.sentences import amount, conclusion, validity_words
from stuurbord.web.procurements.timeline import Lane
from stuurbord.web.procurements.warned import credit_warnings, own_warnings, warning_texts
from stuurbord.web.procurements.words import in_one_line, procedure_name
from stuurbord.web.reader import reader


def note_docx(file: ProcurementFile, before: Asked, dates: Dates) -> bytes:
    """Return the note as a file; the same file and day give the same bytes."""
    return write_docx(note_of(file, before, dates), reader())


def note_of(file: ProcurementFile, before: Asked, dates: Dates) -> Document:
    """Return the note as plain data: on the facts of a proposal that waits, else on those that are kept.

    Parameters
    ----------
    before
        The advice on the facts that are kept.
    """
    project, answer = file.project, dates.answer
    return Document(
        title=conclusion(file, before, dates),
        rubric=f"{_('Note on the choice of procedure')}  ·  {file.reference}",
        subtitle=f"{file.title}  ·  {project.code} {project.name}",
        author=str(file.lawyer or file.owner or ""),
        blocks=tuple(_blocks(file, before, dates)),
        provenance=Provenance(
            organisation=project.portfolio.organisation or project.portfolio.name,
            subject=f"{file.reference} {file.title}",
            as_of=today(),
            sha256=answer.advice.hash,
            version=answer.advice.pack,
        ),
    )


def _blocks(file: ProcurementFile, before: Asked, dates: Dates) -> list[Block]:
    answer = dates.answer
    made: list[Block] = [*_pending(dates), _facts(file, dates), *_estimate(answer)]
    made += _procedures(file, before, dates)
    made += _choices(file)
    chosen = dates.pending.choice if dates.pending else file.procedure
    verdict = answer.verdict_on(chosen) if chosen else answer.first_allowed
    lane = dates.lanes[verdict.code] if verdict else None
    warnings = _warnings(file, before, dates, lane)
    if warnings:
        made.append(Box(_("To mind"), items=tuple(warnings), kind="note"))
    made += _duties(file, answer, lane)
    missing = missing_rows(answer)
    if missing:
        items = tuple(f"{one.question.text} {one.waits}".strip() for one in missing)
        made += [Heading(_("Facts that are missing")), Bullets(items)]
    made.append(Paragraph(_("Decision support, no legal advice."), "quiet"))
    return made


def _pending(dates: Dates) -> list[Block]:
    """Say that these are the facts of a proposal, where one waits."""
    if dates.pending is None:
        return []
    told = _("Proposal {number} waits for a decision: this note rests on its facts and its days.")
    return [Box(told.format(number=dates.pending.proposal.number), kind="note")]


def _warnings(file: ProcurementFile, before: Asked, dates: Dates, lane: Lane | None) -> list[str]:
    """Return what the page warns of: credit that is lacking, then the rest."""
    pending = dates.pending
    short = shortage_texts(pending.effect) if pending else credit_warnings(file, dates.link)
    answer = dates.answer
    return [
        *short,
        *own_warnings(file, before, answer, [lane] if lane else []),
        *warning_texts(answer.advice),
    ]


def _duties(file: ProcurementFile, answer: Asked, lane: Lane | None) -> list[Block]:
    rows = tuple(
        (
            Cell(
                reader().day(one.due) if one.due else "–",
                note=pgettext("day", "expected") if one.due and one.is_expected else "",
            ),
            Cell(one.text),
            Cell(one.who or "–"),
            Cell(one.article, note="" if one.is_verified else pgettext("law", "not verified")),
        )
        for one in duty_rows(file, answer, lane)
    )
    if not rows:
        return []
    columns = (
        Column(pgettext("day", "By"), width=1.2),
        Column(_("Duty"), width=4),
        Column(pgettext("duty", "Who"), width=1.6),
        Column(_("Article"), width=2),
    )
    return [Heading(_("Duties that follow")), Table(columns, rows, _("Duties that follow"))]


def _facts(file: ProcurementFile, dates: Dates) -> Facts:
    answer = dates.answer
    own = answer.own
    day = answer.dispatch
    today_named = procedure_name(file.procedure) or _("not chosen yet")
    proposed = procedure_name(dates.pending.choice) if dates.pending else ""
    return Facts(
        (
            Fact(_("Estimate"), amount(answer.advice.estimate), validity_words(answer.advice)),
            Fact(_("Buyer"), _label(BUYERS, own.get("buyer"))),
            Fact(_("Sector"), _label(SECTORS, own.get("sector"))),
            Fact(pgettext("procurement", "Kind"), _label(KINDS, own.get("kind"))),
            Fact(_("Dispatch"), reader().day(day) if day else "–"),
            Fact(_("Proposed procedure"), proposed, _("today: {procedure}").format(procedure=today_named))
            if proposed and proposed != today_named
            else Fact(_("Procedure"), today_named),
        )
    )


def _label(options: tuple[tuple[str, object], ...], code: object) -> str:
    return next((str(label) for value, label in options if value == code), "–")


def _estimate(answer: Asked) -> list[Block]:
    parts = components_of(answer.own)
    rows = [
        (Cell(str(label)), Cell(amount(parts[name]))) for name, label in COMPONENTS if parts[name] is not None
    ]
    lots = lots_total(answer.own)
    if lots is not None:
        rows.append((Cell(_("Lots")), Cell(amount(lots))))
    if not rows:
        return [Paragraph(_("The estimate is not known yet."), "missing")]
    rows.append((Cell(_("Estimate"), is_bold=True), Cell(amount(answer.advice.estimate), is_bold=True)))
    columns = (Column(pgettext("estimate", "Item"), width=3), Column(_("Excluding VAT"), "right"))
    return [Heading(_("Estimate")), Table(columns, tuple(rows), _("Estimate"), has_total=True)]


def _procedures(file: ProcurementFile, before: Asked, dates: Dates) -> list[Block]:
    gate = dates.gate
    rows = tuple(
        (
            Cell(one.name, note=in_one_line(one.why), is_bold=one.is_chosen),
            Cell(mark=StatusMark(one.status, one.word), note=one.note),
            Cell(
                "; ".join(dict.fromkeys(each.article for each in one.articles if each.article)),
                note="; ".join(dict.fromkeys(_standing(each) for each in one.articles)),
            ),
            Cell(one.minimum),
            Cell(reader().day(one.closing) if one.closing else "–"),
            *((Cell(reader().day(one.gate_on) if one.gate_on else "–"),) if gate else ()),
        )
        for one in verdict_rows(dates, file, before, "")
    )
    if not rows:
        return []
    columns = (
        Column(_("Procedure"), width=4),
        Column(_("Verdict"), width=2),
        Column(_("Article"), width=2),
        Column(_("Minimum"), "right", 1.2),
        Column(_("Conclusion"), "right", 1.4),
        *((Column(gate, "right", 1.4),) if gate else ()),
    )
    return [Heading(_("Which procedure is allowed")), Table(columns, rows, _("Which procedure is allowed"))]


def _standing(one: Article) -> str:
    """Return the source of an article, whether somebody read it there, and the days on which it holds."""
    read = pgettext("law", "verified") if one.is_verified else pgettext("law", "not verified")
    return " · ".join(filter(None, (one.source, read, one.validity)))


def _choices(file: ProcurementFile) -> list[Block]:
    found = list(file.choices.select_related("advice", "ruling"))
    if not found:
        return []
    made: list[Block] = [Heading(_("Choice and reasons"))]
    for one in found:
        head = _("{day}: {procedure}, chosen by {name} ({verdict}).").format(
            day=reader().day(one.at.date()),
            procedure=procedure_name(one.procedure),
            name=one.by_name,
            verdict=str(one.get_verdict_display()).lower(),
        )
        ruling = getattr(one, "ruling", None)
        told = [one.reason] if one.reason else []
        if ruling is not None:
            text = (
                _("Approved by {name}: {reason}") if ruling.is_approved else _("Rejected by {name}: {reason}")
            )
            told.append(text.format(name=ruling.by_name, reason=ruling.reason))
        if one.is_marked:
            made.append(Box(head, tuple(told), kind="bad"))
        else:
            made += [Paragraph(head), *(Paragraph(text) for text in told)]
    return made
