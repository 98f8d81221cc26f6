"""Annex B: how the figures were made, how complete the sources are, and what this pack does not hold."""

from __future__ import annotations

from collections.abc import Callable

from stuurbord.errors import N_
from stuurbord.reports.snapshot import ProjectFacts, Snapshot, SourceFacts
from stuurbord.reports.steering_pack import changes, decisions_asked, facts, procurement_terms
from stuurbord.reports.steering_pack.colours import HEADING
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.drawing import label
from stuurbord.reports.steering_pack.measures import CONTENT_BOTTOM, columns
from stuurbord.reports.steering_pack.milestone_trend import FEWEST_REPORTS
from stuurbord.reports.steering_pack.pack import DASH, Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Paragraph, bold, paragraph
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell, status_cell
from stuurbord.reports.steering_pack.text_fit import fitted

_SIZE = 12
_WIDTHS = (1.84, 0.76, 0.85, 1.02, 1.616)
_MOST_SOURCES = 8
_MOST_NAMED = 3
_VERDICTS = {
    "good": (N_("good"), "on_track"),
    "outdated": (N_("outdated"), "adjust"),
    "incomplete": (N_("incomplete"), "adjust"),
    "missing": (N_("missing"), "intervene"),
}


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the page; it is always there."""
    return [Sheet("method", "SB 10 Bijlage", _draw)]


def title(pack: Pack) -> Conclusion:
    """Say which sources fall short, else that every figure can be traced."""
    short = [one for one in pack.snapshot.sources if one.verdict in ("incomplete", "missing")]
    plain = conclude(
        pack.gettext("how the figures were made: one snapshot, one status date, each figure traceable")
    )
    if not short:
        return as_title([plain])
    text = pack.ngettext(
        "{n} of {total} sources is incomplete; what is missing counts as undetermined, never as on track",
        "{n} of {total} sources are incomplete; what is missing counts as undetermined, never as on track",
        len(short),
    )
    first = conclude(text, n=pack.count(len(short)), total=pack.count(len(pack.snapshot.sources)))
    return as_title([first, plain])


def _draw(page: Page, pack: Pack) -> None:
    gettext = pack.gettext
    conclusion = title(pack)
    page.rubric(gettext("Annex B  ·  method and data quality"))
    page.title(conclusion)
    page.text("Tekst links", _definitions(pack), _SIZE)
    right = columns(7, 6)
    below = right.y
    if pack.snapshot.sources:
        head = paragraph(bold(gettext("Data quality on the status date"), HEADING))
        page.draw(label(right.at(h=0.26), head, size=13), "Kop bronnen")
        alt = gettext("Sources with coverage, age and verdict")
        below = page.free_table("Bronnen", _table(pack), alt, right.at(y=right.y + 0.3)).bottom + 0.12
    page.text("Tekst rechts", _missing(pack), _SIZE, right.at(y=below, h=CONTENT_BOTTOM - below))
    page.source(gettext("Whole snapshot: {hash}").format(hash=pack.sha256))
    pack.write_notes(
        page,
        conclusion,
        gettext("All registers and plans of the portfolio."),
        gettext(
            "The same snapshot gives the same file, byte for byte: the hash proves which facts were used."
        ),
        gettext("Can this be checked? Make the pack again from the same snapshot and compare the files."),
    )


def _definitions(pack: Pack) -> list[Paragraph]:
    gettext = pack.gettext
    blocks = (
        (
            gettext("Forecast"),
            gettext(
                "One date per milestone and one amount per project: the forecast of the plan and the "
                "budget line"
            ),
            _simulated(pack),
        ),
        (
            gettext("Status"),
            *_chances(pack),
            gettext("Beyond tolerance: intervene. More than half of it used, or a gate overdue: adjust"),
            gettext("Project = worst of time and cost; a person may only make it worse, with a reason (°)"),
            gettext("Facts missing: undetermined, never on track"),
        ),
        (gettext("Comparison"), _comparison(pack)),
        (
            gettext("Notation"),
            gettext(
                "Dark = done, light or dashed = expected, stroke or diamond = promised; same scale "
                "on comparable charts"
            ),
            gettext(
                "Days are calendar days; amounts are euros including VAT; M€ = million euro, k€ = "
                "thousand euro"
            ),
        ),
    )
    lines = []
    for head, *bullets in blocks:
        lines.append(paragraph(head, level=1))
        lines += [paragraph(text, level=2) for text in bullets]
    return lines


def _simulated(pack: Pack) -> str:
    """Say which projects are simulated; without any, that no chance is told."""
    gettext = pack.gettext
    n_all = len(pack.snapshot.projects)
    n_known = sum(one.forecast is not None for one in pack.snapshot.projects)
    if not n_known:
        return gettext("No simulation has been run: this pack states no probability, no P50 and no P80")
    text = gettext(
        "{n} of {total} projects simulated with the same draws; the P80 of the portfolio is that of the sum, "
        "not the sum of the P80s"
    )
    return text.format(n=n_known, total=n_all)


def _chances(pack: Pack) -> list[str]:
    """Say how a chance becomes a status, where there is one."""
    if not pack.snapshot.is_simulated:
        return []
    text = pack.gettext(
        "Simulated: chance within baseline + tolerance at least 80 % on track, 50 to 80 % "
        "adjust, lower intervene"
    )
    return [text]


def _comparison(pack: Pack) -> str:
    day, gettext = pack.snapshot.compared_with, pack.gettext
    if day is None:
        return gettext("This is the first report: there is nothing to compare with yet")
    if pack.snapshot.compared_sha256:
        text = gettext("Δ = this snapshot minus that of {day} ({hash}); baseline = the original one")
        short = f"{pack.snapshot.compared_sha256[:4]}-{pack.snapshot.compared_sha256[4:8]}"
        return text.format(day=pack.day(day), hash=short)
    return gettext("Δ = this snapshot minus the report of {day}; baseline = the original one").format(
        day=pack.day(day)
    )


def _table(pack: Pack) -> Table:
    gettext = pack.gettext
    heads = (gettext("Source"), gettext("Coverage"), gettext("Age"), gettext("Verdict"), gettext("Remark"))
    aligns = ("l", "r", "r", "ctr", "l")
    columns_ = tuple(Column(*one) for one in zip(_WIDTHS, heads, aligns, strict=True))
    rows = tuple(_row(pack, one) for one in pack.snapshot.sources[:_MOST_SOURCES])
    return Table(columns_, rows, 0.39, 0.36, 11, 11)


def _row(pack: Pack, one: SourceFacts) -> tuple[Cell, ...]:
    word, status = _VERDICTS.get(one.verdict, _VERDICTS["missing"])
    age = (
        DASH
        if one.age_days is None
        else pack.ngettext("{n} day", "{n} days", one.age_days).format(n=one.age_days)
    )
    remark = pack.reason(one.remark) if one.remark else _who_lacks(pack, one)
    return (
        cell(fitted(pack.gettext(one.source), _WIDTHS[0] - 2 * SIDE, 11)),
        cell(f"{one.covered} / {one.total}"),
        cell(age),
        status_cell(status, pack.gettext(word)),
        cell(fitted(remark, _WIDTHS[4] - 2 * SIDE, 11, 2)),
    )


_LACKS: dict[str, Callable[[ProjectFacts], bool]] = {
    "Project plans": lambda one: one.plan is None,
    "Baselines": lambda one: one.finish.deviation_days is None,
    "Budget and forecast": lambda one: one.money.forecast is None,
}


def _who_lacks(pack: Pack, source: SourceFacts) -> str:
    """Name the projects that a source does not cover, when they are few."""
    lacks = _LACKS.get(source.source)
    if lacks is None:
        codes = [one.code for one in pack.snapshot.risks if not one.owner]
    else:
        codes = [one.code for one in pack.snapshot.projects if lacks(one)]
    if len(codes) != source.total - source.covered or not 0 < len(codes) <= _MOST_NAMED:
        return ""
    return pack.gettext("Missing: {codes}").format(codes=", ".join(codes))


def left_out(pack: Pack) -> list[str]:
    """Return what this pack does not hold, and why."""
    gettext, snapshot = pack.gettext, pack.snapshot
    lacking = (
        ("decisions", gettext("Decisions: none is asked")),
        ("portfolio", gettext("Portfolio table: there are no projects")),
        ("trend", gettext("Milestone trend: fewer than {n} reports").format(n=FEWEST_REPORTS)),
        ("changes", _why_no_changes(pack)),
        ("budget", gettext("Budget per year: no budget lines")),
        ("risks", gettext("Risks: no risk is open")),
        *_why_no_terms(pack),
        ("earlier", gettext("Annex A: no decision was taken before")),
    )
    found = [text for key, text in lacking if key not in pack.pages]
    n_more = len(facts.projects_with_page(snapshot)) - facts.MOST_PROJECT_PAGES
    if n_more > 0:
        text = pack.ngettext(
            "{n} more project needs attention but has no page",
            "{n} more projects need attention but have no page",
            n_more,
        )
        found.append(text.format(n=n_more))
    for what, n_left in (
        (gettext("Decisions asked"), len(facts.asked(snapshot)) - decisions_asked.MOST),
        (gettext("Changed projects"), len(facts.changed(snapshot)) - changes.MOST),
        (gettext("Periods of procurements"), len(snapshot.terms or ()) - procurement_terms.MOST),
    ):
        if n_left > 0:
            found.append(gettext("{what}: {n} more than shown").format(what=what, n=n_left))
    if snapshot.terms is None:
        return [*found, gettext("Capacity, procurement and compliance: not yet in the snapshot")]
    return [*found, gettext("Capacity and compliance: not yet in the snapshot")]


def _why_no_terms(pack: Pack) -> list[tuple[str, str]]:
    """Say that no term is open, where the snapshot knows of terms."""
    until = pack.snapshot.terms_until
    if pack.snapshot.terms is None or until is None:
        return []
    text = pack.gettext("Periods of procurements: none is missed, undetermined or ends by {day}")
    return [("procurement", text.format(day=pack.day(until)))]


def _why_no_changes(pack: Pack) -> str:
    if pack.snapshot.compared_with is None:
        return pack.gettext("What changed: there is no earlier report")
    return pack.gettext("What changed: nothing above the threshold")


def _missing(pack: Pack) -> list[Paragraph]:
    gettext = pack.gettext
    lines = [paragraph(text, level=2, before=1.5) for text in left_out(pack)]
    return [
        paragraph(gettext("Not in this pack"), level=1, before=0),
        *lines,
        paragraph(gettext("Terms"), level=1, before=5),
        paragraph(
            gettext(
                "Commitment = credit reserved for a contract. Payment = validated for payment. "
                "Gate = decision between two stages. Earned value = baseline cost of the work that is done."
            ),
            level=3,
            before=1.5,
        ),
    ]
