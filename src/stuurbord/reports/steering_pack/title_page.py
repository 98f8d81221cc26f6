"""The first page: what the meeting is for, what is on the agenda and from which facts the pack was made."""

from __future__ import annotations

from stuurbord.reports.snapshot import Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.conclusions import Conclusion, capitalised
from stuurbord.reports.steering_pack.pack import Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Paragraph, bold, paragraph
from stuurbord.reports.steering_pack.tables import Column, Table, cell
from stuurbord.reports.steering_pack.text_fit import fitted


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the first page."""
    return [Sheet("title", "SB 01 Titelblad", _draw)]


def _draw(page: Page, pack: Pack) -> None:
    snapshot = pack.snapshot
    name = snapshot.meeting or snapshot.portfolio_name or pack.gettext("Steering committee")
    month = f"{pack.language.month(snapshot.as_of)} {snapshot.as_of.year}"
    page.heading(fitted(name, 10.6, 36, 1, is_bold=True), capitalised(month))
    under = [one for one in (snapshot.organisation, snapshot.portfolio_name) if one and one != name]
    if under:
        page.text("Ondertitel", [paragraph(fitted(one, 10.6, 18)) for one in under])
    page.table("Agenda", _agenda(pack), pack.gettext("Agenda with purpose and pages"))
    page.text("Gegevens", _about(pack))
    pack.write_notes(
        page,
        Conclusion(f"{name}, {month}."),
        pack.gettext("All registers and plans of the portfolio."),
        pack.gettext("Everything in this pack is computed from one snapshot; nothing is typed in by hand."),
        pack.gettext(
            "Is this the latest state? It is the state on the status date; later changes follow next time."
        ),
    )


def _agenda(pack: Pack) -> Table:
    gettext = pack.gettext
    columns = (
        Column(0.46),
        Column(4.94, gettext("Subject")),
        Column(1.6, gettext("Purpose")),
        Column(1.2, gettext("Page"), "r"),
    )
    rows = []
    for number, (subject, purpose, keys, is_strong) in enumerate(_subjects(pack), start=1):
        texts = (str(number), fitted(subject, 4.8, 14), purpose, _span(pack, keys))
        rows.append(
            tuple(
                cell(bold(text)) if is_strong and 0 < idx < 3 else cell(text)
                for idx, text in enumerate(texts)
            )
        )
    return Table(columns, tuple(rows), 0.44, 0.46, 13, 13)


def _subjects(pack: Pack) -> list[tuple[str, str, tuple[str, ...], bool]]:
    """Return the agenda: subject, purpose, the subjects of its pages, and whether it stands out."""
    gettext, snapshot = pack.gettext, pack.snapshot
    asked = len(facts.asked(snapshot))
    paged = [one for one in facts.projects_with_page(snapshot) if f"project:{one.code}" in pack.pages]
    named = ", ".join(one.code for one in paged[:4]) + (", …" if len(paged) > 4 else "")
    decisions = capitalised(
        pack.ngettext("{n} decision asked", "{n} decisions asked", asked).format(n=pack.count(asked))
    )
    found = [
        (gettext("Summary"), gettext("take note"), ("summary",), False),
        (decisions, gettext("decide"), ("decisions",), True),
        (
            gettext("Portfolio: time, money and risks"),
            gettext("discuss"),
            ("portfolio", "trend", "changes", "budget", "risks", "procurement"),
            False,
        ),
        (
            gettext("Projects that need attention: {codes}").format(codes=named),
            gettext("discuss"),
            tuple(f"project:{one.code}" for one in paged),
            False,
        ),
        (gettext("Annexes"), gettext("for reference"), ("earlier", "method"), False),
    ]
    return [one for one in found if any(key in pack.pages for key in one[2])]


def _span(pack: Pack, keys: tuple[str, ...]) -> str:
    """Return the pages from the first of these subjects up to the next subject."""
    starts = sorted(pack.pages.values())
    first = min(pack.pages[key] for key in keys if key in pack.pages)
    last_start = max(pack.pages[key] for key in keys if key in pack.pages)
    following = [start for start in starts if start > last_start]
    last = following[0] - 1 if following else last_start
    return str(first) if first == last else f"{first}–{last}"


def _about(pack: Pack) -> list[Paragraph]:
    gettext, snapshot = pack.gettext, pack.snapshot
    sums = facts.totals(snapshot.projects)
    lines = [gettext("Status date: {day}").format(day=pack.day(snapshot.as_of))]
    if snapshot.compared_with:
        lines.append(gettext("Compared with: {day}").format(day=pack.day(snapshot.compared_with)))
    else:
        lines.append(gettext("Compared with: first report"))
    lines.append(gettext("Snapshot: {hash}").format(hash=pack.short_hash))
    n = len(snapshot.projects)
    if sums.n_known:
        projects = gettext("Projects: {n}, budget {amount}").format(n=n, amount=pack.money(sums.budget))
    else:
        projects = gettext("Projects: {n}, budget not known").format(n=n)
    lines += [projects, gettext("Made with Stuurbord {version}").format(version=snapshot.product_version)]
    return [paragraph(gettext("About this pack"), level=1)] + [
        paragraph(line, level=3, before=3) for line in lines
    ]
