"""The sections of an award report as a document, from its facts alone (law of 17/06/2013, art. 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stuurbord.language import language
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
    Signature,
    Signatures,
    Table,
    write_docx,
)
from stuurbord.rulebooks.be_procurement import procedure_labels
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.procurements.words import cited
from stuurbord.web.reader import reader
from stuurbord.web.tenders.hashing import sha256_of
from stuurbord.web.tenders.law import NEGOTIATED
from stuurbord.web.tenders.models import (
    CriterionKind,
    Declaration,
    ExaminationStep,
    ExaminationVerdict,
    PriceFormula,
    PriceVerdict,
)
from stuurbord.web.tenders.report_facts import JSON
from stuurbord.web.tenders.standing import LATE, OUT, WITHDRAWN


def report_docx(facts: Mapping[str, Any]) -> bytes:
    """Return the report as Word, in the language that is active."""
    return write_docx(report_document(facts), language(settings.LANGUAGE_CODE[:2]))


def report_document(facts: Mapping[str, Any]) -> Document:
    """Return the report as a document, from its facts alone."""
    of_file, lot = facts["file"], facts["lot"]
    subject = of_file["reference"]
    if lot is not None:
        subject += " · " + _("lot {number}").format(number=lot["number"])
    blocks: list[Block] = [
        _asked(facts),
        _identification(facts),
        *_procedure_blocks(facts),
        *_passed_over(facts),
        *_received(facts),
        *_examined(facts),
        *_corrected(facts),
        *_priced(facts),
        *_negotiated(facts),
        *_criteria(facts),
        *_scored(facts),
        *_ranked(facts),
        *_declared(facts),
        *_annexes(facts),
        *_afterwards(facts),
        Signatures(
            (
                Signature(_("Drawn up by"), facts["by"], _shown_day(facts["made_on"])),
                Signature(_("Seen by"), ""),
            )
        ),
    ]
    return Document(
        title=_title(facts),
        rubric=f"{_('Award report')} {facts['number']}  ·  {subject}",
        blocks=tuple(blocks),
        provenance=Provenance(
            organisation=of_file["organisation"],
            subject=subject,
            as_of=date.fromisoformat(facts["made_on"]),
            sha256=sha256_of(facts),
        ),
        subtitle=of_file["title"] if lot is None else f"{of_file['title']} · {lot['title']}",
        author=facts["by"],
    )


def _first(facts: Mapping[str, Any]) -> list[JSON]:
    return [one for one in facts["tenders"] if one["rank"] == 1]


def _title(facts: Mapping[str, Any]) -> str:
    first = _first(facts)
    if not first:
        return _("No tender can be chosen.")
    if len(first) > 1:
        told = _("{names} come first together.")
        return told.format(names=", ".join(one["tenderer"] for one in first))
    told = _("{name} gave the most advantageous tender, for {amount}.")
    if not facts["criteria"]:
        told = _("{name} gave the only tender that is left, for {amount}.")
    return told.format(name=first[0]["tenderer"], amount=_euro(first[0]["amount"]))


def _asked(facts: Mapping[str, Any]) -> Box:
    first = _first(facts)
    title = pgettext("of an award report", "Proposal")
    if not first:
        return Box(title, (_("Decide not to award, with the reasons in this report."),))
    if len(first) > 1:
        return Box(
            title, (_("Decide which of the tenders that come first together gets the contract, and why."),)
        )
    told = _("Award to {name}, tender {number}, for {amount} excluding VAT.")
    one = first[0]
    return Box(title, (told.format(name=one["tenderer"], number=one["number"], amount=_euro(one["amount"])),))


def _identification(facts: Mapping[str, Any]) -> Facts:
    of_file, moments = facts["file"], facts["moments"]
    return Facts(
        (
            Fact(_("Project"), of_file["project"]),
            Fact(_("Reference"), of_file["reference"], of_file["buyer_reference"]),
            Fact(_("CPV code"), of_file["cpv"] or "–"),
            Fact(_("Estimate"), _euro(of_file["estimate"]), _("excluding VAT")),
            Fact(_("Published"), _shown_day(moments["published_on"])),
            Fact(_("Tenders"), str(len(facts["tenders"]))),
        )
    )


def _procedure_blocks(facts: Mapping[str, Any]) -> list[Block]:
    found = facts["procedure"]
    labels = procedure_labels()
    name = said(labels[found["code"]], reader().code) if found["code"] in labels else _("not chosen")
    blocks: list[Block] = [Heading(_("Procedure and legal ground")), Paragraph(name, "lead")]
    items = tuple(
        cited(one["text"], one["reference"] + ("" if one["verified"] else f"; {_('not verified')}"))
        for one in found["reasons"]
    )
    if items:
        blocks.append(Bullets(items))
    if found["choice_reason"]:
        blocks.append(Paragraph(_("Reason for the choice: {reason}").format(reason=found["choice_reason"])))
    if found.get("approved_by"):
        told = _("Approved by {name}: {reason}")
        blocks.append(Paragraph(told.format(name=found["approved_by"], reason=found["approval"])))
    if found["is_marked"]:
        told = _("This choice did not follow from the rules; it stays marked on the file.")
        blocks.append(Box(_("Chosen against the verdict"), (told,), kind="bad"))
    source = _("Rule book {pack}, text {hash}").format(pack=found["pack"], hash=found["hash"][:8])
    return [*blocks, Paragraph(source, "quiet")]


def _passed_over(facts: Mapping[str, Any]) -> list[Block]:
    """Return what somebody passed over on the file, with the reason; older reports do not tell it."""
    found = facts.get("passed_over")
    if not found:
        return []
    told = _("{what} Reason of {name}, {day}: {reason}")
    items = tuple(
        told.format(what=one["what"], name=one["by"], day=_shown_moment(one["at"]), reason=one["reason"])
        for one in found
    )
    return [Heading(_("What was passed over")), Bullets(items)]


def _afterwards(facts: Mapping[str, Any]) -> list[Block]:
    """Return what follows the decision; older reports do not tell it."""
    if "standstill_days" not in facts["procedure"] or not _first(facts):
        return []
    days = facts["procedure"]["standstill_days"]
    if days is None:
        told = _("Whether a standstill is mandatory is undetermined: find out before the conclusion.")
    elif days:
        told = ngettext(
            "The contract is concluded after a standstill of {n} day, counted from the day after the last"
            " information was sent.",
            "The contract is concluded after a standstill of {n} days, counted from the day after the last"
            " information was sent.",
            days,
        ).format(n=days)
    else:
        told = _("No standstill is mandatory for this contract.")
    return [Heading(_("After the decision")), Paragraph(told)]


def _received(facts: Mapping[str, Any]) -> list[Block]:
    moments = facts["moments"]
    told = _("Tenders were due by {due} and were opened on {opened} by {people}.").format(
        due=_shown_moment(moments["tenders_due"]),
        opened=_shown_moment(moments["opened_at"]),
        people=", ".join(moments["opened_by"]) or "–",
    )
    heading = [Heading(_("Tenders received")), Paragraph(told)]
    if not facts["tenders"]:
        return [*heading, Paragraph(_("No tender came in."), "missing")]
    rows = tuple(
        (
            Cell(str(one["number"])),
            Cell(one["tenderer"], note=one["enterprise_number"], is_bold=True),
            Cell(_shown_moment(one["received_at"]), note=one["added_reason"]),
            Cell(_euro(one["given"])),
            Cell(_standing_word(one), note=one["withdrawn_reason"], is_bad=one["standing"] in (LATE, OUT)),
        )
        for one in facts["tenders"]
    )
    columns = (
        Column(_("No.")),
        Column(_("Tenderer"), width=4),
        Column(_("Received at"), width=2),
        Column(_("Amount, excluding VAT"), "right", 2),
        Column(_("State"), width=2),
    )
    return [*heading, Table(columns, rows, _("Tenders with the moment they came in and their amount"))]


def _standing_word(one: JSON) -> str:
    words = {LATE: _("too late"), WITHDRAWN: _("withdrawn"), OUT: _("removed")}
    return words.get(one["standing"], _("considered"))


def _examined(facts: Mapping[str, Any]) -> list[Block]:
    blocks: list[Block] = []
    for steps, title in (
        ((ExaminationStep.EXCLUSION, ExaminationStep.SELECTION), _("Exclusion and selection")),
        ((ExaminationStep.REGULARITY,), _("Regularity")),
    ):
        rows = tuple(
            (
                Cell(f"{one['number']} {one['tenderer']}", is_bold=True),
                Cell(str(ExaminationStep(step).label)),
                Cell(str(ExaminationVerdict(one["steps"][step][0]).label)),
                Cell(one["steps"][step][1] or "–"),
            )
            for one in facts["tenders"]
            for step in steps
            if step in one["steps"]
        )
        blocks.append(Heading(title))
        if rows:
            columns = (
                Column(_("Tenderer"), width=3),
                Column(_("Step"), width=2),
                Column(_("Verdict"), width=2),
                Column(pgettext("award", "Reasons"), width=5),
            )
            blocks.append(Table(columns, rows, title))
        else:
            blocks.append(Paragraph(_("No tender was examined."), "missing"))
    return blocks


def _corrected(facts: Mapping[str, Any]) -> list[Block]:
    rows = tuple(
        (
            Cell(f"{one['number']} {one['tenderer']}", is_bold=True),
            Cell(_euro(one["given"])),
            Cell(_euro(one["corrected"])),
            Cell(one["correction_reason"]),
        )
        for one in facts["tenders"]
        if one["corrected"] is not None
    )
    heading = Heading(_("Arithmetic corrections"))
    if not rows:
        return [heading, Paragraph(_("No amount was corrected."))]
    columns = (
        Column(_("Tenderer"), width=3),
        Column(_("As given"), "right", 2),
        Column(_("Corrected"), "right", 2),
        Column(pgettext("award", "Reasons"), width=4),
    )
    return [heading, Table(columns, rows, _("Amounts before and after correction"))]


def _priced(facts: Mapping[str, Any]) -> list[Block]:
    blocks: list[Block] = [Heading(_("Price check"))]
    if facts["price_mean"] is not None:
        told = _("The mean of the prices without the extremes is {mean}.")
        blocks.append(Paragraph(told.format(mean=_euro(facts["price_mean"]))))
    checked = [one for one in facts["tenders"] if one["price"] is not None]
    if not checked:
        return [*blocks, Paragraph(_("No price was checked."), "missing")]
    rows = tuple(
        (
            Cell(f"{one['number']} {one['tenderer']}", is_bold=True),
            Cell(_euro(one["amount"]), note=_below(one["below"])),
            Cell(str(PriceVerdict(one["price"]["verdict"]).label), note=_asked_note(one["price"])),
            Cell(one["price"]["reason"] or "–"),
        )
        for one in checked
    )
    columns = (
        Column(_("Tenderer"), width=3),
        Column(_("Amount, excluding VAT"), "right", 2),
        Column(_("Verdict"), width=3),
        Column(pgettext("award", "Reasons"), width=4),
    )
    return [*blocks, Table(columns, rows, _("Prices and what was found of them"))]


def _below(share: str | None) -> str:
    if share is None:
        return ""
    part = Decimal(share)
    told = _("{share} below the mean") if part >= 0 else _("{share} above the mean")
    return told.format(share=reader().percent(abs(part), 1))


def _asked_note(price: JSON) -> str:
    if price["asked_on"] is None:
        return ""
    told = _("asked on {asked}, answered on {answered}")
    return told.format(asked=_shown_day(price["asked_on"]), answered=_shown_day(price["answered_on"]))


def _negotiated(facts: Mapping[str, Any]) -> list[Block]:
    if not facts["rounds"]:
        if facts["procedure"]["code"] not in NEGOTIATED:
            return []
        return [Heading(_("Negotiation")), Paragraph(_("Nothing was negotiated."))]
    blocks: list[Block] = [Heading(_("Negotiation"))]
    for one in facts["rounds"]:
        told = _("Round {number} of {day}, final offers") if one["is_final"] else _("Round {number} of {day}")
        blocks.append(Heading(told.format(number=one["number"], day=_shown_day(one["held_on"])), 2))
        blocks.append(Paragraph(one["minutes"]))
        rows = tuple(
            (Cell(str(number), is_bold=True), Cell(_euro(amount) if amount else _("kept its tender")))
            for number, amount in one["amounts"]
        )
        columns = (Column(_("Tender")), Column(_("Amount, excluding VAT"), "right", 3))
        blocks.append(Table(columns, rows, _("Everybody in play took part in this round")))
    return blocks


def _criteria(facts: Mapping[str, Any]) -> list[Block]:
    blocks: list[Block] = [Heading(_("Award criteria"))]
    if not facts["criteria"]:
        return [*blocks, Paragraph(_("No award criteria were set."), "missing")]
    is_by_importance = facts["is_by_importance"]
    if facts["has_equal_weights"]:
        blocks.append(Paragraph(_("The criteria have no weights and count equally.")))
    if is_by_importance:
        blocks.append(Paragraph(_("The criteria have no weights: the first is the most important.")))
    if facts["no_weight_reason"]:
        told = _("Why no weights can be given: {reason}")
        blocks.append(Paragraph(told.format(reason=facts["no_weight_reason"])))
    rows = tuple(
        (
            Cell(one["title"], is_bold=True),
            Cell(str(CriterionKind(one["kind"]).label)),
            Cell(str(order) if is_by_importance else f"{_points(one['weight'])}\N{NO-BREAK SPACE}%"),
            Cell(
                str(PriceFormula(one["formula"]).label)
                if one["formula"]
                else _("scored by assessors, from 0 to 10")
            ),
        )
        for order, one in enumerate(facts["criteria"], 1)
    )
    columns = (
        Column(_("Criterion"), width=3),
        Column(_("Kind"), width=2),
        Column(pgettext("award criterion", "Order") if is_by_importance else _("Weight"), "right", 1),
        Column(_("How it is scored"), width=4),
    )
    caption = (
        _("Award criteria in descending order of importance")
        if is_by_importance
        else _("Award criteria with their weights")
    )
    return [*blocks, Table(columns, rows, caption)]


def _scored(facts: Mapping[str, Any]) -> list[Block]:
    scored = [one for one in facts["tenders"] if one["scores"]]
    if not scored:
        return []
    blocks: list[Block] = [Heading(_("Scores and their reasons"))]
    for one in scored:
        blocks.append(Heading(f"{one['number']} {one['tenderer']}", 2))
        rows = tuple(
            (
                Cell(it["criterion"], is_bold=True),
                Cell(it["assessor"]),
                Cell(_points(it["points"])),
                Cell(it["text"]),
            )
            for it in _with_means(one["scores"])
        )
        columns = (
            Column(_("Criterion"), width=2),
            Column(_("Assessor"), width=2),
            Column(_("Points out of 10"), "right", 1),
            Column(pgettext("award", "Reasons"), width=5),
        )
        caption = _("Scores of tender {number}").format(number=one["number"])
        blocks.append(Table(columns, rows, caption))
    return blocks


def _with_means(scores: Sequence[JSON]) -> Iterator[JSON]:
    """Yield the scores of a tender; below those that several gave on one criterion, their mean."""
    for criterion, found in groupby(scores, key=itemgetter("criterion")):
        given = list(found)
        yield from given
        if len(given) > 1:
            mean = sum((Decimal(one["points"]) for one in given), Decimal(0)) / len(given)
            yield {
                "criterion": criterion,
                "assessor": _("mean of {n}").format(n=reader().number(len(given))),
                "points": f"{mean:.4f}",
                "text": "–",
            }


def _ranked(facts: Mapping[str, Any]) -> list[Block]:
    ranked = [one for one in facts["tenders"] if one["rank"] is not None or any(one["points"])]
    ranked.sort(key=lambda one: (one["rank"] is None, one["rank"] or 0, one["number"]))
    heading = Heading(_("Ranking"))
    if not ranked:
        return [heading, Paragraph(_("No tender is left to rank."), "missing")]
    has_sum = not facts["is_by_importance"]
    rows = tuple(
        (
            Cell("–" if one["rank"] is None else str(one["rank"]), is_bold=True),
            Cell(one["tenderer"], note=_("tender {number}").format(number=one["number"]), is_bold=True),
            Cell(_euro(one["amount"])),
            *(Cell(_points(points)) for points in one["points"]),
            *([Cell(_points(one["total"]), is_bold=True)] if has_sum else []),
        )
        for one in ranked
    )
    columns = (
        Column(_("Rank")),
        Column(_("Tenderer"), width=3),
        Column(_("Amount, excluding VAT"), "right", 2),
        *(Column(one["title"], "right", 1.5) for one in facts["criteria"]),
        *([Column(_("Points out of 100"), "right", 1.5)] if has_sum else []),
    )
    caption = (
        _("Points of each criterion, out of its weight")
        if has_sum
        else _("Points on each criterion, out of ten; without weights they have no sum")
    )
    blocks: list[Block] = [heading, Table(columns, rows, caption)]
    if facts["sensitivity"]:
        blocks += [Heading(_("How firm the ranking is"), 2), Bullets(tuple(facts["sensitivity"]))]
    return blocks + _compared(facts["comparison"])


def _compared(found: JSON | None) -> list[Block]:
    """Return the reasoned comparison of tenders whose criteria have no weights."""
    if found is None:
        return []
    told = _("Compared by {name} on {moment}.")
    source = told.format(name=found["by"], moment=_shown_moment(found["at"]))
    paragraphs = [Paragraph(one) for one in found["reason"].splitlines() if one.strip()]
    return [Heading(_("Comparison of the tenders"), 2), *paragraphs, Paragraph(source, "quiet")]


def _declared(facts: Mapping[str, Any]) -> list[Block]:
    if not facts["assessors"]:
        return []
    rows = tuple(
        (
            Cell(one["name"], is_bold=True),
            Cell(str(Declaration(one["declaration"]).label), note=one["explanation"]),
            Cell(_shown_moment(one["declared_at"])),
        )
        for one in facts["assessors"]
    )
    columns = (
        Column(_("Assessor"), width=3),
        Column(_("Declaration"), width=4),
        Column(_("Declared at"), width=2),
    )
    caption = _("Declarations on conflicts of interest (law of 17/06/2016, art. 6)")
    return [Heading(_("Conflicts of interest")), Table(columns, rows, caption)]


def _annexes(facts: Mapping[str, Any]) -> list[Block]:
    n = sum(one["standing"] not in (LATE, WITHDRAWN) for one in facts["tenders"])
    if not n:
        return []
    told = ngettext(
        "ESPD or implicit declaration of {n} tenderer", "ESPD or implicit declaration of {n} tenderers", n
    )
    items = (told.format(n=n), _("Telemarc extracts with their time stamp"), _("Record of the opening"))
    return [Heading(_("Annexes to add")), Bullets(items)]


def _euro(amount: str | None) -> str:
    return "–" if amount is None else reader().euro(Decimal(amount), 2)


def _points(points: str | None) -> str:
    return "–" if points is None else reader().number(Decimal(points), 2)


def _shown_day(day: str | None) -> str:
    return "–" if day is None else reader().day(date.fromisoformat(day))


def _shown_moment(moment: str | None) -> str:
    if moment is None:
        return "–"
    return reader().moment(timezone.localtime(datetime.fromisoformat(moment)))
