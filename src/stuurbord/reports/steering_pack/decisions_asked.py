"""The decisions asked: question and recommendation, effect, what happens without it, until when, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from stuurbord.errors import N_
from stuurbord.reports.snapshot import DecisionFacts, Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import ACTION, INK, SECONDARY, WORSE
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.continued import Part, continued_by_height, shared_out
from stuurbord.reports.steering_pack.drawing import label
from stuurbord.reports.steering_pack.measures import columns
from stuurbord.reports.steering_pack.pack import DASH, Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Run, bold, glued, paragraph
from stuurbord.reports.steering_pack.tables import ABOVE, ABOVE_TOP, SIDE, Cell, Column, Table, cell
from stuurbord.reports.steering_pack.text_fit import fitted, height_of, lines_of

MOST = 20
_SIZE, _CODE_SIZE = 13, 15
_ROW, _HEAD = 1.10, 0.44
_ROOM = 4.4
"""For the rows of one page."""
_LINES, _QUESTION_LINES = 20, 12
"""As many as a page holds: a row that needs more room goes to a next page before it is cut."""
_WIDTHS = (0.72, 4.02, 1.75, 1.20, 2.20, 1.06, 1.383)


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the pages with decisions, as many on each as fit; none if nothing is asked."""
    found = facts.asked(snapshot)[:MOST]
    heights = [_height(one) for one in found]
    return continued_by_height("decisions", "SB 03 Beslissingen", _draw, found, heights, _ROOM)


def title(pack: Pack) -> Conclusion:
    """Say what is late, what it costs together and when the first must fall."""
    found, gettext, n_all = facts.asked(pack.snapshot), pack.gettext, pack.count
    late = [one for one in found if one.due and one.due < pack.snapshot.as_of]
    n = len(found)
    plain = conclude(
        pack.ngettext(
            "{n} decision is asked of the steering committee",
            "{n} decisions are asked of the steering committee",
            n,
        ),
        n=n_all(n),
    )
    if late:
        text = pack.ngettext(
            "{n} of {total} decisions asked is past its last useful date",
            "{n} of {total} decisions asked are past their last useful date",
            len(late),
        )
        first = conclude(text, n=n_all(len(late)), total=n_all(n))
        since = conclude(
            gettext("{code} since {day}"),
            code=late[0].code,
            day=pack.prose_day(late[0].due or pack.snapshot.as_of),
        )
        return as_title([first.then(since), first, plain])
    until, cost = _until(pack, found), _about_cost(pack, [one.effect_on_cost for one in found])
    candidates = [cost.then(until)] if cost else []
    return as_title([*candidates, plain.then(until), plain])


def _about_cost(pack: Pack, effects: Sequence[Decimal | None]) -> Conclusion | None:
    """Say what the rows add up to. Whether that is extra money or only moved, the snapshot cannot tell."""
    known = [one for one in effects if one is not None]
    if not known:
        return None
    cost, n = sum((pack.whole_euro(one) for one in known), Decimal(0)), len(effects)
    amount = pack.exact_money(cost)
    if len(known) < n:
        text = pack.ngettext(
            "{known} of {n} decisions states its effect on the cost: {amount}",
            "{known} of {n} decisions state their effect on the cost: together {amount}",
            len(known),
        )
        return conclude(text, known=pack.count(len(known)), n=pack.count(n), amount=amount)
    if cost == 0:
        text = pack.ngettext(
            "{n} decision has no effect on the cost", "{n} decisions together have no effect on the cost", n
        )
        return conclude(text, n=pack.count(n))
    text = pack.ngettext(
        "{n} decision is about {amount} of cost or credit",
        "{n} decisions together are about {amount} of cost or credit",
        n,
    )
    return conclude(text, n=pack.count(n), amount=amount)


def _until(pack: Pack, found: Sequence[DecisionFacts]) -> Conclusion | None:
    dated = [one for one in found if one.due]
    if not dated or dated[0].due is None:
        return None
    day = pack.prose_day(dated[0].due)
    text = N_("the first must fall by {day}") if len(found) > 1 else N_("it must fall by {day}")
    return conclude(pack.gettext(text), day=day)


def _draw(page: Page, pack: Pack, part: Part[DecisionFacts]) -> None:
    gettext = pack.gettext
    conclusion = title(pack)
    page.rubric(part.rubric(gettext("Decisions asked")))
    page.title(conclusion)
    table = _table(pack, part.items)
    alt = gettext("Decisions asked with effect, last useful date and competent body")
    place = page.table("Tabel", table, alt)
    if part.is_last and place.bottom < 6.36:
        text = gettext("a decision on each point; the text of the decision goes into the minutes unchanged.")
        page.draw(
            label(
                columns(1, 12, place.bottom + 0.12, 0.3),
                paragraph(bold(gettext("Asked:")), f" {text}"),
                size=13,
                colour=INK,
            ),
            "Gevraagd",
        )
    page.source(
        gettext(
            "Decision register. Effect and cost as stated in the proposal, not computed by a simulation; "
            "+ = higher cost or moved credit. Red date = past."
        )
    )
    pack.write_notes(
        page,
        conclusion,
        gettext("Decision register."),
        "\n".join(_full_text(pack, one) for one in part.items),
        gettext(
            "What if we wait? See the column “Without a decision”; each line names its last useful date."
        ),
    )


def _full_text(pack: Pack, one: DecisionFacts) -> str:
    """Return a decision unabridged, for the notes."""
    parts = (f"{one.code} {one.question}", one.recommendation, one.effect_on_date, one.without_decision)
    return " ".join(" ".join(part.split()) for part in parts if part)


def _table(pack: Pack, group: Sequence[DecisionFacts]) -> Table:
    heads = (
        "",
        pack.gettext("Decision asked and recommendation"),
        pack.gettext("Effect on date"),
        pack.gettext("Cost"),
        pack.gettext("Without a decision"),
        pack.gettext("At the latest"),
        pack.gettext("Competent"),
    )
    columns_ = tuple(Column(width, head) for width, head in zip(_WIDTHS, heads, strict=True))
    rows = tuple(_row(pack, one) for one in group)
    heights = shared_out([_height(one) for one in group], _ROW, _ROOM)
    return Table(columns_, rows, _ROW, _HEAD, _SIZE, _SIZE, row_heights=heights)


def _asked(one: DecisionFacts) -> tuple[str, str]:
    """Return the question and the recommendation as they stand in the row."""
    question = fitted(f"{one.project} {one.question}", _room(1), _SIZE, _QUESTION_LINES, is_bold=True)
    n_left = _LINES - len(lines_of(question, _room(1), _SIZE, is_bold=True))
    return question, fitted(one.recommendation, _room(1), _SIZE, n_left)


def _height(one: DecisionFacts) -> float:
    """Return the height of the row that shows a decision whole."""
    question, advice = _asked(one)
    n_asked = len(lines_of(glued(question), _room(1), _SIZE, is_bold=True))
    n_asked += len(lines_of(glued(advice), _room(1), _SIZE))
    beside = ((one.effect_on_date, 2), (one.without_decision, 4), (one.body, 6))
    counts = [len(lines_of(glued(_fit(text, position)), _room(position), _SIZE)) for text, position in beside]
    code = height_of(len(lines_of(_code(one), _room(0), _CODE_SIZE, is_bold=True)), _CODE_SIZE)
    return max(height_of(max(n_asked, *counts), _SIZE), code) + ABOVE_TOP + ABOVE


def _code(one: DecisionFacts) -> str:
    return fitted(one.code, _room(0), _CODE_SIZE, 6, is_bold=True)


def _fit(text: str, position: int) -> str:
    return fitted(text or DASH, _room(position), _SIZE, _LINES)


def _room(position: int) -> float:
    return _WIDTHS[position] - 2 * SIDE


def _row(pack: Pack, one: DecisionFacts) -> tuple[Cell, ...]:
    is_late = one.due is not None and one.due < pack.snapshot.as_of
    question, advice = _asked(one)
    ask = Cell((paragraph(bold(question)), paragraph(advice)), anchor="t")
    return (
        cell(bold(_code(one), ACTION, _CODE_SIZE), anchor="t"),
        ask,
        cell(_fit(one.effect_on_date, 2), anchor="t"),
        _cost_cell(pack, one.effect_on_cost),
        cell(_fit(one.without_decision, 4), anchor="t"),
        cell(bold(pack.short_day(one.due), WORSE if is_late else INK), anchor="t"),
        cell(_fit(one.body, 6), anchor="t"),
    )


def _cost_cell(pack: Pack, amount: Decimal | None) -> Cell:
    if amount is None:
        return cell(Run(pack.gettext("not given"), colour=SECONDARY), anchor="t")
    if amount == 0:
        return cell(bold("€ 0"), anchor="t")
    sign = "+" if amount > 0 else "−"
    return cell(bold(f"{sign}{pack.language.euro(abs(amount))}"), anchor="t")
