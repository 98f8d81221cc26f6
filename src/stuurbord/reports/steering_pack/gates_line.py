"""The line of gates on a project's page: what has passed, what comes next, with dates and baselines."""

from __future__ import annotations

from collections.abc import Sequence

from stuurbord.reports.snapshot import MilestoneFacts, ProjectFacts
from stuurbord.reports.steering_pack.colours import (
    ADJUST_TEXT,
    CONTEXT,
    HEADING,
    INK,
    PAPER,
    SECONDARY,
    WORSE,
    Colour,
)
from stuurbord.reports.steering_pack.drawing import Geometry, Shape, Stroke, label, line
from stuurbord.reports.steering_pack.measures import FULL, MARGIN, Box
from stuurbord.reports.steering_pack.pack import DASH, Pack
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.text_fit import fitted, lines_of

MOST_GATES = 9
_Y, _ROUND = 1.66, 0.44
_NAME_LINES = 2


def draw_gates(page: Page, pack: Pack, project: ProjectFacts) -> None:
    """Draw the gates; without any, the milestones; without those, say so."""
    shown = _shown(project)
    if not shown:
        text = paragraph(Run(pack.gettext("No gates or milestones are known."), colour=SECONDARY))
        page.draw(label(Box(MARGIN, 1.6, FULL, 0.3), text, size=13), "Geen poorten")
        return
    step = FULL / len(shown)
    centres = [MARGIN + step * (number + 0.5) for number in range(len(shown))]
    shapes = _links(shown, centres)
    room = min(step - 0.08, 1.9)
    names = [fitted(_plain_name(one), room, 11, _NAME_LINES, one.code == project.next_gate) for one in shown]
    lines = [
        lines_of(name, room, 11, one.code == project.next_gate)
        for name, one in zip(names, shown, strict=True)
    ]
    n_lines = max(len(each) for each in lines)
    for one, x, name, own in zip(shown, centres, names, lines, strict=True):
        shapes += _gate(pack, project, one, x, room, name, n_lines - len(own))
    page.group(shapes, "Poorten", _words(pack, shown))


def _shown(project: ProjectFacts) -> list[MilestoneFacts]:
    """Return at most nine gates, those around the next one."""
    gates = [one for one in project.milestones if one.is_gate] or list(project.milestones)
    upcoming = next((number for number, one in enumerate(gates) if one.code == project.next_gate), len(gates))
    start = max(0, min(upcoming - MOST_GATES // 2, len(gates) - MOST_GATES))
    return gates[start : start + MOST_GATES]


def _links(shown: Sequence[MilestoneFacts], centres: Sequence[float]) -> list[Shape]:
    shapes = []
    for number in range(1, len(shown)):
        is_passed = shown[number].actual is not None
        stroke = Stroke(HEADING, 3) if is_passed else Stroke(CONTEXT, 1.75, "dash")
        left, right = centres[number - 1] + _ROUND / 2, centres[number] - _ROUND / 2
        shapes.append(line(left, _Y, right, _Y, stroke))
    return shapes


def _gate(
    pack: Pack, project: ProjectFacts, one: MilestoneFacts, x: float, room: float, name: str, n_above: int
) -> list[Shape]:
    """Return the gate's round with its name and dates under it, the dates of all gates on one height."""
    is_passed, is_next = one.actual is not None, one.code == project.next_gate
    size = 11 if len(one.code) < 4 else 9.5
    code = fitted(one.code, _ROUND, size, is_bold=True)
    shape = Shape(
        Geometry.OVAL,
        Box(x - _ROUND / 2, _Y - _ROUND / 2, _ROUND, _ROUND),
        HEADING if is_passed else PAPER,
        Stroke(HEADING if is_passed else _edge(project, one, is_next), 3 if is_next else 1.25),
        (paragraph(bold(code, PAPER if is_passed else INK), align="ctr"),),
        size,
        anchor="ctr",
        wraps=False,
    )
    day = one.actual or one.forecast
    text = [
        *(paragraph(" ", align="ctr") for _ in range(n_above)),
        paragraph(bold(name) if is_next else name, align="ctr"),
        paragraph(bold(pack.day(day), INK if is_passed else _ink(project, one)), align="ctr"),
    ]
    if one.baseline:
        text.append(
            paragraph(
                Run(pack.gettext("base {day}").format(day=pack.day(one.baseline)), colour=SECONDARY, size=10),
                align="ctr",
            )
        )
    return [shape, label(Box(x - room / 2, _Y + 0.25, room, 0.70), *text, size=11)]


def _plain_name(one: MilestoneFacts) -> str:
    """Return the name without the code it may begin with."""
    name = one.name.removeprefix(f"Poort {one.code}").removeprefix(f"Gate {one.code}").removeprefix(one.code)
    name = name.strip(" :–-·")
    return name[:1].upper() + name[1:] if name else one.code


def _lateness(one: MilestoneFacts) -> int:
    return (one.forecast - one.baseline).days if one.forecast and one.baseline else 0


def _ink(project: ProjectFacts, one: MilestoneFacts) -> Colour:
    """Return red beyond the project's tolerance, dark amber when late within it."""
    late, allowed = _lateness(one), project.finish.tolerance_days
    if late <= 0:
        return INK
    return WORSE if allowed is not None and late > allowed else ADJUST_TEXT


def _edge(project: ProjectFacts, one: MilestoneFacts, is_next: bool) -> Colour:
    if not is_next:
        return CONTEXT
    ink = _ink(project, one)
    return HEADING if ink is INK else ink


def _words(pack: Pack, shown: Sequence[MilestoneFacts]) -> str:
    passed = pack.gettext("passed on {day}")
    expected = pack.gettext("expected on {day}")
    said = [
        f"{one.code} "
        + (
            passed.format(day=pack.day(one.actual))
            if one.actual
            else expected.format(day=pack.day(one.forecast))
        )
        for one in shown
    ]
    return "; ".join(said) or DASH
