"""What the commands on rule books print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stuurbord.cli.findings_table import show_findings
from stuurbord.cli.rules_found import FoundBook
from stuurbord.cli.terminal import Terminal, printable
from stuurbord.errors import N_, Finding
from stuurbord.rulebooks.rule_pack import Answer, Truth
from stuurbord.rulebooks.rule_pack.answer import Because
from stuurbord.rulebooks.rule_pack.model import said

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement.difference import LawDifference
    from stuurbord.rulebooks.rule_pack.difference import Difference


@dataclass(frozen=True, slots=True)
class CheckedBook:
    """What became of one rule book."""

    name: str
    book: FoundBook | None
    n_cases: int
    findings: tuple[Finding, ...]
    is_unreadable: bool = False


def book_record(one: FoundBook, terminal: Terminal) -> dict[str, Any]:
    """Return a rule book as ``rules list --json`` prints it."""
    pack = one.pack
    dated: tuple[Any, ...] = (*pack.verdicts, *pack.rules, *pack.obligations, *pack.values)
    return {
        "pack": pack.key,
        "version": pack.version,
        "hash": pack.sha256,
        "title": said(pack.title, terminal.language.code),
        "source": pack.source,
        "file": one.path.name if one.path else "",
        "rules": len(pack.rules),
        "classes": len(pack.verdicts),
        "obligations": len(pack.obligations),
        "values": len(pack.values),
        "facts": len(pack.facts),
        "not_verified": sum(not each.is_verified for each in dated),
    }


def show_books(found: Sequence[FoundBook], terminal: Terminal) -> None:
    """Print a line per rule book."""
    heads = (N_("Rule book"), N_("Version"), N_("Title"))
    counted = (N_("Classes"), N_("Rules"), N_("Duties"), N_("Not verified"))
    table = _table([*heads], [*counted], terminal)
    for one in found:
        told = book_record(one, terminal)
        figures = (told["classes"], told["rules"], told["obligations"], told["not_verified"])
        words = [told["pack"], told["version"], told["title"]]
        table.add_row(*map(printable, words), *(terminal.language.number(each) for each in figures))
    terminal.show(table)


def checked_record(one: CheckedBook, terminal: Terminal) -> dict[str, Any]:
    """Return what became of a rule book as ``rules check --json`` prints it."""
    pack = one.book.pack if one.book else None
    return {
        "file": one.name,
        "pack": pack.key if pack else "",
        "version": pack.version if pack else "",
        "hash": pack.sha256 if pack else "",
        "cases": one.n_cases,
        "findings": [each.as_json(terminal.gettext) for each in one.findings],
    }


def show_checked(checked: Sequence[CheckedBook], terminal: Terminal) -> None:
    """Print what became of each rule book, its findings below it."""
    for one in checked:
        if one.is_unreadable:
            text = terminal.gettext(N_("{name}: refused.")).format(name=one.name)
        else:
            told = terminal.ngettext(N_("one worked case run"), N_("{count} worked cases run"), one.n_cases)
            text = terminal.gettext(N_("{name}: read; {cases}.")).format(name=one.name, cases=told)
        terminal.say(text)
        show_findings(one.findings, terminal, indent="  ")


def answer_record(
    answer: Answer, findings: Sequence[Finding], terminal: Terminal, *, is_full: bool
) -> dict[str, Any]:
    """Return an answer as ``rules decide --json`` prints it; facts that were not read are warnings."""
    made = answer.record(terminal.language.code, is_full=is_full)
    made["warnings"] += [{"code": one.code, "text": one.message(terminal.gettext)} for one in findings]
    return made


def show_answer(answer: Answer, findings: Sequence[Finding], terminal: Terminal, *, is_full: bool) -> None:
    """Print verdict, reasons, what is missing, duties and warnings."""
    language, code = terminal.language, terminal.language.code
    label = said(answer.label, code)
    terminal.say(f"{answer.verdict or '–'}{f'  {label}' if label else ''}", style="bold")
    where = terminal.gettext(N_("{key} {version}, as of {day}, text {hash}"))
    pack = answer.pack
    day = language.day(answer.on)
    terminal.say(
        where.format(key=pack.key, version=pack.version, day=day, hash=pack.sha256[:12]), style="dim"
    )
    if answer.at_least:
        terminal.say(terminal.gettext(N_("At least: {verdict}")).format(verdict=answer.at_least))
    reasons = [_reason(one, code) for one in answer.because]
    _list(N_("Because"), reasons, terminal)
    _list(N_("Missing facts"), [_asked(answer, name, code) for name in answer.missing], terminal)
    _list(N_("Duties"), [_duty(one, terminal) for one in answer.obligations if not one.is_possible], terminal)
    if is_full:
        possible = [_duty(one, terminal) for one in answer.obligations if one.is_possible]
        _list(N_("Possible duties, once more is known"), possible, terminal)
        _list(N_("Rules"), [_rule_line(one, terminal) for one in answer.rules], terminal)
    warned = answer.record(code, is_full=False)["warnings"]
    texts = [one["text"] for one in warned] + [one.message(terminal.gettext) for one in findings]
    _list(N_("Note well"), texts, terminal)


def show_difference(found: Difference, terminal: Terminal) -> None:
    """Print the note: what counts, then what no verdict depends on."""
    title, *rest = found.head(terminal.language)
    terminal.say(title, style="bold")
    for line in rest:
        terminal.say(line)
    for is_wording, heading in ((False, N_("What changes")), (True, N_("Without effect on a verdict"))):
        lines = [one.sentence(terminal.language) for one in found.changes if one.is_wording is is_wording]
        _list(heading, [terminal.hanging(each) for each in lines], terminal)


def show_law_difference(found: LawDifference, terminal: Terminal) -> None:
    """Print what the law on procurement and its answers become, part by part."""
    from stuurbord.rulebooks.be_procurement.difference.note import head, parts

    title, *rest = head(found, terminal.language)
    terminal.say(title, style="bold")
    for line in rest:
        terminal.say(line)
    for part in parts(found, terminal.language):
        terminal.say()
        terminal.say(part.heading, style="bold")
        for paragraph in part.paragraphs:
            terminal.say(f"- {terminal.hanging(paragraph.lead)}")
            for item in paragraph.items:
                terminal.say(f"  – {terminal.hanging(item, by=4)}")


def _reason(one: Because, code: str) -> str:
    made = f"{one.rule}  {said(one.text, code)}"
    made += f" ({one.reference})" if one.reference else ""
    return made + (f" [{', '.join(one.facts)}]" if one.facts else "")


def _asked(answer: Answer, name: str, code: str) -> str:
    fact = answer.pack.fact(name)
    told = said(fact.question or fact.label, code) if fact else ""
    return f"{name}  {told}" if told else name


def _duty(one: Any, terminal: Terminal) -> str:
    language = terminal.language
    dates = []
    if one.since:
        dates.append(terminal.gettext(N_("from {day}")).format(day=language.day(one.since)))
    if one.by:
        dates.append(terminal.gettext(N_("at the latest {day}")).format(day=language.day(one.by)))
    words = [one.id, said(one.what, language.code), ", ".join([*dates, *filter(None, [one.reference])])]
    return "  ".join(filter(None, [*words[:2], f"({words[2]})" if words[2] else ""]))


def _rule_line(one: Any, terminal: Terminal) -> str:
    told = {Truth.TRUE: N_("met"), Truth.FALSE: N_("not met"), Truth.UNKNOWN: N_("not known")}[one.met]
    told = N_("not asked here") if one.applies is Truth.FALSE else told
    return f"{one.rule.id}  {terminal.gettext(told)}  {said(one.rule.title, terminal.language.code)}"


def _list(title: str, lines: Sequence[str], terminal: Terminal) -> None:
    if lines:
        terminal.say()
        terminal.say(terminal.gettext(title), style="bold")
        for line in lines:
            terminal.say(f"- {line}")


def _table(left: Sequence[str], right: Sequence[str], terminal: Terminal) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in left:
        table.add_column(terminal.gettext(head))
    for head in right:
        table.add_column(terminal.gettext(head), justify="right")
    return table
