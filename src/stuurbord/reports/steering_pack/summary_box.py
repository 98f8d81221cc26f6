"""The box beside the messages: what is asked today, what changed, what lies ahead."""

from __future__ import annotations

from collections.abc import Sequence

from stuurbord.reports.snapshot import MilestoneFacts, ProjectFacts
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.pack import Pack
from stuurbord.reports.steering_pack.rich_text import Paragraph, bold, paragraph
from stuurbord.reports.steering_pack.text_fit import fitted, lines_of, width_of

_WIDTH = 4.55
_SIZE = 12
_ASKED, _CHANGED, _AHEAD = 4, 4, 4
_MOST_LINES = 15
_BETWEEN = 0.5


def box_text(pack: Pack) -> list[Paragraph]:
    """Return the three lists with their heads."""
    asked, changed = _asked(pack, 2), _changed(pack)
    room = _MOST_LINES - 2 * len(asked) + 1
    is_ahead = bool(facts.coming_gates(pack.snapshot))
    changed = changed[: max(room - 3, 3)] if is_ahead else changed[:room]
    ahead = _ahead(pack, min(room - len(changed) - 1, _AHEAD))
    return [*asked, *changed, *ahead]


def _bullet(strong: str, text: str) -> Paragraph:
    """Return a bullet on one line."""
    line = fitted(f"{strong} {text}", _WIDTH, _SIZE, is_bold=True)
    return paragraph(
        bold(strong), line[len(strong) :] if len(line) > len(strong) else "", level=2, before=_BETWEEN
    )


def _head(text: str) -> Paragraph:
    return paragraph(text, level=1, before=4)


def _subject(question: str) -> str:
    """Return the question without its mark: the head already says that it is asked."""
    return " ".join(question.split("?")[0].split())


def _asked_line(code: str, subject: str, tail: str, n_lines: int) -> Paragraph:
    """Return a decision on at most so many lines, its date whole."""
    room = _WIDTH * n_lines
    text = f"{code} {subject}{tail}"
    while len(lines_of(text, _WIDTH, _SIZE, is_bold=True)) > n_lines and room > 1:
        room -= 0.15
        text = f"{fitted(f'{code} {subject}', room, _SIZE, is_bold=True)}{tail}"
    rest = text[len(code) :] if text.startswith(code) else f" {text}"
    return paragraph(bold(code), rest, level=2, before=_BETWEEN)


def _asked(pack: Pack, n_lines: int) -> list[Paragraph]:
    found = facts.asked(pack.snapshot)
    if not found:
        return [
            _head(pack.gettext("Asked of you today")),
            paragraph(pack.gettext("No decision is asked today."), level=2, before=_BETWEEN),
        ]
    lines = []
    for one in found[:_ASKED]:
        until = pack.gettext("by {day}").format(day=f"{one.due:%d/%m}") if one.due else ""
        lines.append(_asked_line(one.code, _subject(one.question), f" ({until})" if until else "", n_lines))
    if len(found) > _ASKED:
        more = len(found) - _ASKED
        text = pack.ngettext("and {n} more (from {page})", "and {n} more (from {page})", more)
        lines.append(
            paragraph(
                text.format(n=pack.count(more), page=pack.page_of("decisions")), level=2, before=_BETWEEN
            )
        )
    return [_head(pack.gettext("We ask you to decide today")), *lines]


def _changed(pack: Pack) -> list[Paragraph]:
    snapshot = pack.snapshot
    if snapshot.compared_with is None:
        return []
    lines = [
        _bullet(
            one.code,
            pack.gettext("from {before} to {now}").format(
                before=pack.status_word(one.previous.status), now=pack.status_word(one.status.value)
            ),
        )
        for one in facts.ordered(snapshot.projects)
        if one.previous and one.previous.status and one.previous.status != one.status.value
    ]
    moved = [one for one in facts.changed(snapshot) if facts.moved_days(one)]
    lines += [
        _bullet(
            one.code,
            pack.gettext("{milestone} {days} days, to {day}").format(
                milestone=one.finish.milestone,
                days=pack.signed_days(facts.moved_days(one)),
                day=pack.day(facts.moved_to(one)),
            ),
        )
        for one in moved
    ]
    decided = [
        one for one in facts.taken(snapshot) if one.decided_on and one.decided_on >= snapshot.compared_with
    ]
    if decided:
        text = pack.ngettext("{n} decision taken", "{n} decisions taken", len(decided))
        lines.append(
            paragraph(
                text.format(n=pack.language.count_at_start(len(decided))),
                " (" + ", ".join(one.code for one in decided[:4]) + ")",
                level=2,
                before=_BETWEEN,
            )
        )
    if not lines:
        lines = [paragraph(pack.gettext("Nothing above the threshold."), level=2, before=_BETWEEN)]
    head = pack.gettext("Changed since {day}").format(day=pack.day(snapshot.compared_with))
    return [_head(head), *lines[:_CHANGED]]


def _ahead(pack: Pack, n_lines: int) -> list[Paragraph]:
    """Return the gates ahead: by name if there is room for all, else by code, and how many are left out."""
    coming = facts.coming_gates(pack.snapshot)
    if not coming or n_lines < 1:
        return []
    head = _head(pack.gettext("Ahead: gates within {n} days").format(n=facts.GATE_SOON_DAYS))
    if len(coming) <= n_lines:
        return [head, *(_bullet(f"{day:%d/%m}", _gate_name(project, gate)) for day, project, gate in coming)]
    entries = [f"{day:%d/%m} {project.code} {gate.code}".rstrip() for day, project, gate in coming]
    return [head, *(paragraph(one, level=2, before=_BETWEEN) for one in _packed(pack, entries, n_lines))]


def _gate_name(project: ProjectFacts, gate: MilestoneFacts) -> str:
    name = gate.name if gate.name.startswith(gate.code) else f"{gate.code} {gate.name}".strip()
    return f"{project.code} {name}"


def _packed(pack: Pack, entries: Sequence[str], n_lines: int) -> list[str]:
    """Return the entries side by side on so many lines; the last line counts those that find no place."""
    for n_shown in range(len(entries), 0, -1):
        left = len(entries) - n_shown
        more = pack.ngettext("and {n} more", "and {n} more", left).format(n=pack.count(left))
        lines: list[str] = []
        for one in [*entries[:n_shown], *([more] if left else [])]:
            joined = f"{lines[-1]} · {one}" if lines else one
            if lines and width_of(joined, _SIZE, is_bold=True) <= _WIDTH:
                lines[-1] = joined
            else:
                lines.append(fitted(one, _WIDTH, _SIZE, is_bold=True))
        if len(lines) <= n_lines:
            return lines
    return [fitted(f"{entries[0]} · {more}", _WIDTH, _SIZE, is_bold=True)]
