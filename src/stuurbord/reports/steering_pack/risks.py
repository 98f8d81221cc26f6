"""The risks: a matrix that orders them and the five that weigh most, with measure, owner and date."""

from __future__ import annotations

from collections.abc import Sequence

from stuurbord.reports.snapshot import RiskFacts, Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import ACTION, HEADING, INK, WORSE
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.drawing import label
from stuurbord.reports.steering_pack.heat_map import draw_matrix, trend_of
from stuurbord.reports.steering_pack.measures import columns
from stuurbord.reports.steering_pack.pack import DASH, Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell
from stuurbord.reports.steering_pack.text_fit import fitted, lines_of

TOP = 5
_SIZE = 11.5
_LINES = 4
_WIDTHS = (0.80, 3.52, 0.58, 0.58, 0.62, 1.027)


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the page; none if no risk is open."""
    return [Sheet("risks", "SB 08 Matrix en tabel", _draw)] if snapshot.risks else []


def title(pack: Pack) -> Conclusion:
    """Say what the heaviest risks carry of the known cost, and how many lie above the appetite or grew."""
    risks = pack.snapshot.risks
    ranked = facts.ranked_risks(pack.snapshot)
    total, top = facts.known_cost(risks), facts.known_cost(ranked[:TOP])
    above = [one for one in risks if facts.is_above_appetite(one)]
    grown = [one for one in ranked[:TOP] if trend_of(one) > 0]
    second = _about_growth(pack, grown) or _about_appetite(pack, above)
    n = len(risks)
    text = pack.ngettext("{n} risk is open in the portfolio", "{n} risks are open in the portfolio", n)
    plain = conclude(text, n=pack.count(n))
    if total and n > TOP:
        share = pack.language.percent(top / total)
        text = pack.gettext(
            "the {n} heaviest risks carry {share} of the known expected extra cost of {amount}"
        )
        first = conclude(text, n=pack.count(TOP), share=share, amount=pack.money(total))
        return as_title([first.then(second), plain.then(second), plain])
    return as_title([plain.then(second), plain])


def _about_growth(pack: Pack, grown: Sequence[RiskFacts]) -> Conclusion | None:
    if not grown:
        return None
    text = pack.ngettext("{n} of them grew since {day}", "{n} of them grew since {day}", len(grown))
    return conclude(text, n=pack.count(len(grown)), day=pack.since())


def _about_appetite(pack: Pack, above: Sequence[RiskFacts]) -> Conclusion | None:
    if not above:
        return None
    text = pack.ngettext(
        "{n} risk lies above the risk appetite", "{n} risks lie above the risk appetite", len(above)
    )
    return conclude(text, n=pack.count(len(above)))


def _draw(page: Page, pack: Pack) -> None:
    gettext = pack.gettext
    conclusion = title(pack)
    page.rubric(gettext("Portfolio  ·  risks"))
    page.title(conclusion)
    heaviest = gettext("The heaviest risks: above the appetite, then by probability × days")
    for box, text, name in (
        (columns(1, 5, 1.50, 0.28), gettext("Probability and impact after measures"), "Kop matrix"),
        (columns(6, 7, 1.50, 0.28), heaviest, "Kop tabel"),
    ):
        page.draw(label(box, paragraph(bold(text, HEADING)), size=14), name)
    draw_matrix(page, pack)
    ranked = facts.ranked_risks(pack.snapshot)[:TOP]
    alt = gettext("The heaviest risks with measure, probability, impact, owner and date")
    place = page.table("Tabel", _table(pack, ranked), alt)
    _draw_sum(page, pack, ranked, place.bottom)
    page.source(
        gettext(
            "Risk register. The matrix orders; it is not converted into euro. k€ and days: impact if "
            "the risk occurs. "
            "Red date = past."
        )
    )
    pack.write_notes(
        page,
        conclusion,
        gettext("Risk register of all projects: open risks."),
        gettext(
            "Expected extra cost = probability × impact in euro, over the risks of which both are known; "
            "no simulation, so no effect on a P80. Order: above the appetite, then expected days, then cost. "
            "Appetite: product of both classes below 15."
        ),
        gettext("Which risk is not in the matrix? One without probability or without impact in days."),
    )


def _table(pack: Pack, ranked: Sequence[RiskFacts]) -> Table:
    gettext = pack.gettext
    heads = (
        "",
        gettext("Risk and measure"),
        gettext("Prob."),
        gettext("Impact\ndays"),
        gettext("Impact\nk€"),
        gettext("Owner,\nat the latest"),
    )
    aligns = ("l", "l", "r", "r", "r", "l")
    columns_ = tuple(Column(*one) for one in zip(_WIDTHS, heads, aligns, strict=True))
    return Table(columns_, tuple(_row(pack, one) for one in ranked), 0.755, 0.46, _SIZE, 11)


def _row(pack: Pack, one: RiskFacts) -> tuple[Cell, ...]:
    arrow = {1: "↑", -1: "↓", 0: ""}[trend_of(one)]
    room = _WIDTHS[1] - 2 * SIDE
    name = fitted(f"{one.project} {one.title}", room, _SIZE, 2, is_bold=True)
    n_left = _LINES - len(lines_of(name, room, _SIZE, is_bold=True))
    if one.measure:
        text = pack.gettext("Measure: {measure}").format(measure=one.measure)
        measure = fitted(text, room, _SIZE, n_left)
    else:
        measure = pack.gettext("No measure recorded")
    owner = fitted(one.owner, _WIDTHS[5] - 2 * SIDE, _SIZE) if one.owner else pack.gettext("no owner")
    is_late = one.due is not None and one.due < pack.snapshot.as_of
    days = DASH if one.impact_days is None else pack.language.signed(one.impact_days)
    cost = DASH if one.impact_cost is None else pack.language.signed(one.impact_cost / 1000)
    return (
        cell(bold(fitted(f"{one.code}{arrow}", _WIDTHS[0] - 2 * SIDE, _SIZE, _LINES, is_bold=True), ACTION)),
        Cell((paragraph(bold(name)), paragraph(measure))),
        cell(DASH if one.probability is None else pack.language.percent(one.probability)),
        cell(bold(days)),
        cell(bold(cost)),
        Cell(
            (
                paragraph(owner if one.owner else Run(owner, colour=WORSE)),
                paragraph(Run(pack.day(one.due), colour=WORSE if is_late else INK)),
            )
        ),
    )


def _draw_sum(page: Page, pack: Pack, ranked: Sequence[RiskFacts], bottom: float) -> None:
    total, top = facts.known_cost(pack.snapshot.risks), facts.known_cost(ranked)
    gettext = pack.gettext
    parts: list[str | Run] = []
    if total:
        text = gettext("Together {part} of {whole} known expected extra cost.")
        parts.append(bold(text.format(part=pack.money(top), whole=pack.money(total))))
    n_out = sum(1 for one in pack.snapshot.risks if not facts.is_placed(one))
    if n_out:
        text = pack.ngettext(
            "{n} of {total} open risks lacks probability or impact and is not in the matrix.",
            "{n} of {total} open risks lack probability or impact and are not in the matrix.",
            n_out,
        )
        parts.append(" " + text.format(n=n_out, total=len(pack.snapshot.risks)))
    else:
        parts.append(" " + gettext("Open risks: {n}.").format(n=len(pack.snapshot.risks)))
    page.draw(label(columns(6, 7, bottom + 0.08, 0.62), paragraph(*parts), size=13), "Samen")
