"""The summary: six tiles, what one must know, and what is asked. Who reads one page reads this one."""

from __future__ import annotations

from decimal import Decimal

from stuurbord.errors import N_
from stuurbord.reports.snapshot import Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import ACTION, HEADING, SECONDARY, TILE
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.drawing import label, rectangle
from stuurbord.reports.steering_pack.measures import columns
from stuurbord.reports.steering_pack.messages import Message, messages
from stuurbord.reports.steering_pack.pack import Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.summary_box import box_text
from stuurbord.reports.steering_pack.summary_tiles import draw_tiles
from stuurbord.reports.steering_pack.tables import Cell, Column, Table, cell
from stuurbord.reports.steering_pack.text_fit import fitted, lines_of, width_of

_LABEL_AND_MESSAGE = 0.78 + 5.62
_SIZE = 12.5


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the summary."""
    return [Sheet("summary", "SB 02 Samenvatting", _draw)]


def title(pack: Pack) -> Conclusion:
    """Say how the portfolio stands: intervention first, then what needs adjusting, then what is not known."""
    snapshot, gettext = pack.snapshot, pack.gettext
    n, per = len(snapshot.projects), facts.counts(snapshot.projects)
    if not n:
        return as_title([conclude(gettext("this portfolio holds no projects yet; import plans to begin"))])
    intervene, adjust, unknown = per["intervene"], per["adjust"], per["undetermined"]
    first = _the_only(pack) if n == 1 else _of_many(pack, n, intervene, adjust, unknown)
    return as_title([first.then(_about_cost(pack)), first])


def _the_only(pack: Pack) -> Conclusion:
    """Say how a portfolio of one project stands."""
    texts = {
        "intervene": N_("the only project needs intervention"),
        "adjust": N_("the only project needs adjusting"),
        "undetermined": N_("the only project cannot be judged: facts are missing"),
        "on_track": N_("the only project stays within its tolerance"),
    }
    return conclude(pack.gettext(texts[pack.snapshot.projects[0].status.value]))


def _of_many(pack: Pack, n: int, intervene: int, adjust: int, unknown: int) -> Conclusion:
    if intervene:
        text = pack.ngettext(
            "{n} of {total} projects needs intervention",
            "{n} of {total} projects need intervention",
            intervene,
        )
    elif adjust:
        text = pack.ngettext(
            "{n} of {total} projects needs adjusting, none needs intervention",
            "{n} of {total} projects need adjusting, none needs intervention",
            adjust,
        )
    elif unknown:
        text = pack.ngettext(
            "{n} of {total} projects cannot be judged: facts are missing",
            "{n} of {total} projects cannot be judged: facts are missing",
            unknown,
        )
    else:
        text = pack.gettext("all {total} projects stay within their tolerance")
        return conclude(text, total=pack.count(n))
    return conclude(text, n=pack.count(intervene or adjust or unknown), total=pack.count(n))


def _about_cost(pack: Pack) -> Conclusion | None:
    """Say how the expected cost moved, or how it lies against the budget: of what the tiles show."""
    moved, gettext = _moved_cost(pack.snapshot), pack.gettext
    if moved is not None and abs(moved) >= facts.CHANGE_COST:
        up = N_("the expected cost rises by {amount} since {day}")
        down = N_("the expected cost falls by {amount} since {day}")
        text = up if moved > 0 else down
        return conclude(gettext(text), amount=pack.money(moved), day=pack.since())
    budget, expected = _budget_and_cost(pack.snapshot)
    if budget is None or expected is None:
        return None
    over = expected - budget
    if abs(over) < facts.CHANGE_COST:
        return conclude(gettext("the expected cost equals the budget"))
    above = N_("the expected cost lies {amount} above budget")
    below = N_("the expected cost lies {amount} below budget")
    told = facts.shown_gap(budget, expected)
    return conclude(gettext(above if over > 0 else below), amount=pack.money(told))


def _budget_and_cost(snapshot: Snapshot) -> tuple[Decimal | None, Decimal | None]:
    """Return budget and expected cost together: P50 of the sum where the projects are simulated."""
    if snapshot.joint is not None:
        return snapshot.joint.budget, snapshot.joint.p50_cost
    sums = facts.totals(snapshot.projects)
    return (sums.budget, sums.forecast) if sums.n_known else (None, None)


def _moved_cost(snapshot: Snapshot) -> Decimal | None:
    """Return how that cost moved since the previous report, like for like."""
    joint = snapshot.joint
    if joint is None:
        return facts.totals(snapshot.projects).moved
    return None if joint.previous_p50_cost is None else joint.p50_cost - joint.previous_p50_cost


def _draw(page: Page, pack: Pack) -> None:
    gettext = pack.gettext
    conclusion = title(pack)
    page.rubric(gettext("Summary"))
    page.title(conclusion)
    page.panel(rectangle(columns(8, 5, 2.99, 3.71), TILE), "Vlak vragen")
    draw_tiles(page, pack)
    page.draw(
        label(columns(1, 7, 2.99, 0.3), paragraph(bold(gettext("What you must know"), HEADING)), size=14),
        "Kop boodschappen",
    )
    found = messages(pack)[:5]
    if found:
        alt = gettext("The gravest messages with the page that proves them")
        page.table("Boodschappen", _table(pack, found), alt)
    else:
        text = paragraph(gettext("Nothing stands out."))
        page.draw(label(columns(1, 7, 3.42, 0.3), text, size=_SIZE), "Geen boodschappen")
    page.text("Vragen", box_text(pack), 12)
    page.source(
        gettext(
            "Amounts in million euro. Square = intervene, triangle = adjust, circle = on track, "
            "open circle = undetermined. {comparison}"
        ).format(comparison=_comparison(pack))
    )
    pack.write_notes(
        page,
        conclusion,
        gettext("Project register, plans, budget lines and decision register."),
        *_how_judged(pack),
    )


def _how_judged(pack: Pack) -> tuple[str, str]:
    """Return the rule behind the statuses, and the answer to the question it raises."""
    gettext = pack.gettext
    if pack.snapshot.is_simulated:
        return (
            gettext("Status by rule: the chance of staying within baseline plus tolerance."),
            gettext("And without a simulation? Then the forecast against the tolerance decides."),
        )
    return (
        gettext("Status by rule: beyond tolerance = intervene, more than half of it used = adjust."),
        gettext(
            "Why is there no probability? The dates are single forecasts from the plans; a "
            "simulation has not been run."
        ),
    )


def _comparison(pack: Pack) -> str:
    if pack.snapshot.compared_with is None:
        return pack.gettext("There is no earlier report to compare with.")
    if _moved_cost(pack.snapshot) is None:
        return pack.gettext("Difference = against budget or credit.")
    return pack.gettext("Arrow = difference with {day}.").format(day=pack.day(pack.snapshot.compared_with))


def _table(pack: Pack, found: list[Message]) -> Table:
    first = 0.78
    if any(width_of(one.label, _SIZE, is_bold=True) > first - 0.12 for one in found):
        first = 1.7  # a long code on its lines rather than cut
    message = _LABEL_AND_MESSAGE - first
    widths = (Column(first), Column(message), Column(0.727, align="r"))
    rows = tuple(
        (
            cell(bold(fitted(one.label, first - 0.12, _SIZE, 3, is_bold=True), ACTION)),
            _message_cell(one, message),
            cell(Run(pack.page_of(*one.pages), colour=SECONDARY)),
        )
        for one in found
    )
    return Table(widths, rows, 0.655, size=_SIZE, has_head=False)


def _message_cell(one: Message, room: float) -> Cell:
    """Return headline and detail on at most two lines."""
    width = room - 0.14
    headline = fitted(one.headline, width, _SIZE, 2, is_bold=True)
    if len(lines_of(headline, width, _SIZE, is_bold=True)) == 2:
        both = fitted(f"{headline} {one.detail}", width, _SIZE, 2, is_bold=True)
        detail = both[len(headline) :].lstrip() if len(both) > len(headline) + 12 else ""
    else:
        detail = fitted(f"{headline} {one.detail}", width, _SIZE, 2, is_bold=True)[len(headline) :].lstrip()
    return cell(bold(headline), f" {detail}" if detail else "")
