"""The decisions asked: question and recommendation, effect, what happens without it, until when, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from stuurbord.errors import N_
from stuurbord.reports.snapshot import DecisionFacts, Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import ACTION, INK, SECONDARY, WORSE
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.continued import Part, continued
from stuurbord.reports.steering_pack.drawing import label
from stuurbord.reports.steering_pack.measures import columns
from stuurbord.reports.steering_pack.pack import DASH, Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell
from stuurbord.reports.steering_pack.text_fit import fitted

PER_PAGE, MOST = 4, 20
_SIZE = 13
_ROW, _HEAD = 1.10, 0.44
_LINES = 5
_WIDTHS = (0.72, 4.02, 1.75, 1.20, 2.20, 1.06, 1.383)


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the pages with decisions, at most four on each; none if nothing is asked."""
    found = facts.asked(snapshot)[:MOST]
    return continued("decisions", "SB 03 Beslissingen", _draw, found, PER_PAGE)


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
    if all(one.effect_on_cost is None for one in found):
        return as_title([plain.then(_until(pack, found)), plain])
    cost = sum((one.effect_on_cost or Decimal(0) for one in found), Decimal(0))
    return as_title([_with_cost(pack, cost, n).then(_until(pack, found)), plain])


def _with_cost(pack: Pack, cost: Decimal, n: int) -> Conclusion:
    if cost == 0:
        text = pack.ngettext(
            "{n} decision asks no extra money", "{n} decisions ask no extra money together", n
        )
        return conclude(text, n=pack.count(n))
    if cost > 0:
        text = pack.ngettext(
            "{n} decision asks {amount} extra", "{n} decisions together ask {amount} extra", n
        )
    else:
        text = pack.ngettext("{n} decision saves {amount}", "{n} decisions together save {amount}", n)
    return conclude(text, n=pack.count(n), amount=pack.money(cost))


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
            "Decision register. Effect and cost as stated in the proposal; not computed by a simulation. "
            "Positive cost = extra. Red date = past."
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
    return Table(columns_, rows, _ROW, _HEAD, _SIZE, _SIZE)


def _room(position: int) -> float:
    return _WIDTHS[position] - 2 * SIDE


def _row(pack: Pack, one: DecisionFacts) -> tuple[Cell, ...]:
    is_late = one.due is not None and one.due < pack.snapshot.as_of
    question = fitted(f"{one.project} {one.question}", _room(1), _SIZE, 2, is_bold=True)
    advice = fitted(one.recommendation, _room(1), _SIZE, 3)
    ask = Cell((paragraph(bold(question)), paragraph(advice)), anchor="t")
    return (
        cell(bold(fitted(one.code, _room(0), 15, is_bold=True), ACTION, 15), anchor="t"),
        ask,
        cell(fitted(one.effect_on_date or DASH, _room(2), _SIZE, _LINES), anchor="t"),
        _cost_cell(pack, one.effect_on_cost),
        cell(fitted(one.without_decision or DASH, _room(4), _SIZE, _LINES), anchor="t"),
        cell(bold(pack.short_day(one.due), WORSE if is_late else INK), anchor="t"),
        cell(fitted(one.body or DASH, _room(6), _SIZE, _LINES), anchor="t"),
    )


def _cost_cell(pack: Pack, amount: Decimal | None) -> Cell:
    if amount is None:
        return cell(Run(pack.gettext("not given"), colour=SECONDARY), anchor="t")
    if amount == 0:
        return cell(bold("€ 0"), anchor="t")
    sign = "+" if amount > 0 else "−"
    return cell(bold(f"{sign}{pack.language.euro(abs(amount))}"), anchor="t")
