"""``stuurbord rules``: which rule books there are, whether they are sound, what they decide, what changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.options import Json
from stuurbord.cli.rules_found import (
    FoundBook,
    book_in,
    books_in,
    day_of,
    facts_in,
    found_book,
    refuse_draft,
    refuse_other_place,
)
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.errors import N_, Finding, InvalidRulePack, Severity, UnreadableFile, errors_in

if TYPE_CHECKING:
    from datetime import date

    from stuurbord.cli.rules_told import CheckedBook

app = typer.Typer(no_args_is_help=True, help=N_("Rule books: list, check, decide, compare."))

Folder = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        envvar="STUURBORD_RULES",
        help=N_("A folder of your own rule books, before those of the product."),
    ),
]
Book = Annotated[str, typer.Argument(metavar="PACK", help=N_("The key of a rule book, or a TOML file."))]


@app.command("list", help=N_("List the rule books with version, rules and where they come from."))
def list_(context: typer.Context, folder: Folder = None, json: Json = False) -> None:
    from stuurbord.cli.rules_told import book_record, show_books
    from stuurbord.rulebooks.rule_pack import shipped_packs

    speaker = terminal(context)
    own = {one.pack.key: one for one in books_in(folder)}
    shipped = {key: found_book(key, None, speaker) for key in shipped_packs()}
    found = [one for _, one in sorted((shipped | own).items())]
    if json:
        speaker.print_json({"packs": [book_record(one, speaker) for one in found]})
    else:
        show_books(found, speaker)


@app.command("check", help=N_("Read rule books strictly and run their worked cases."))
def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help=N_("TOML files; without one, every rule book.")),
    ] = None,
    folder: Folder = None,
    json: Json = False,
) -> None:
    from stuurbord.cli.rules_told import checked_record, show_checked
    from stuurbord.rulebooks.rule_pack import shipped_packs

    speaker = terminal(context)
    names: list[str | Path] = [*(files or ())]
    if not names:
        names = [*shipped_packs(), *(one.path for one in books_in(folder) if one.path)]
    checked = [_checked(one, speaker) for one in names]
    if json:
        speaker.print_json({"packs": [checked_record(one, speaker) for one in checked]})
    else:
        show_checked(checked, speaker)
    if any(one.is_unreadable for one in checked):
        raise typer.Exit(ExitCode.UNREADABLE)
    if any(errors_in(one.findings) for one in checked):
        raise typer.Exit(ExitCode.NO)


def _checked(name: str | Path, speaker: Terminal) -> CheckedBook:
    from stuurbord.cli.rules_told import CheckedBook
    from stuurbord.rulebooks.gates.doubts import doubts_of
    from stuurbord.rulebooks.rule_pack import failures_of, read_cases

    called = name.name if isinstance(name, Path) else name
    try:
        book = book_in(name) if isinstance(name, Path) else found_book(name, None, speaker)
    except (InvalidRulePack, UnreadableFile) as refused:
        return CheckedBook(called, None, 0, tuple(refused.findings), is_unreadable=True)
    doubts = doubts_of(book.pack, called)
    if book.cases is None:
        text = N_("It has no worked cases beside it: nothing guards what it means.")
        missing = Finding("rule_cases_missing", text, Severity.WARNING)
        return CheckedBook(called, book, 0, (*doubts, missing))
    try:
        cases = read_cases(*book.cases, book.pack)
    except InvalidRulePack as refused:
        return CheckedBook(called, book, 0, tuple(refused.findings), is_unreadable=True)
    return CheckedBook(called, book, len(cases), (*doubts, *failures_of(book.pack, cases)))


@app.command("decide", help=N_("Ask a rule book for its verdict on facts, as of a day."))
def decide_(
    context: typer.Context,
    pack: Book,
    facts: Annotated[
        Path, typer.Option("--facts", metavar="FILE", help=N_("The facts, as JSON or TOML: name and value."))
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=N_("The day whose rules count; else today."))
    ] = None,
    at: Annotated[str, typer.Option("--at", help=N_("The gate or target whose rules are asked."))] = "",
    full: Annotated[
        bool, typer.Option("--full", help=N_("With every rule and what may still follow."))
    ] = False,
    folder: Folder = None,
    json: Json = False,
) -> None:
    from stuurbord.cli.rules_told import answer_record, show_answer
    from stuurbord.rulebooks.rule_pack import decide, facts_from

    speaker = terminal(context)
    book = found_book(pack, folder, speaker)
    day = day_of(on, speaker)
    refuse_other_place(book.pack, at, speaker)
    given, findings = facts_from(book.pack, facts_in(facts), facts.name)
    if errors := errors_in(findings):
        raise UnreadableFile(*errors)
    answer = decide(book.pack, given, day, at)
    if json:
        speaker.print_json(answer_record(answer, findings, speaker, is_full=full))
    else:
        show_answer(answer, findings, speaker, is_full=full)


@app.command("diff", help=N_("Tell what begins, ends and changes between two days of a rule book."))
def diff(
    context: typer.Context,
    pack: Book,
    since: Annotated[str, typer.Option("--from", metavar="D1", help=N_("The first day."))],
    until: Annotated[
        str | None, typer.Option("--to", metavar="D2", help=N_("The second day; else today."))
    ] = None,
    against: Annotated[
        str,
        typer.Option("--against", metavar="PACK", help=N_("Another text, as it is on the second day.")),
    ] = "",
    draft: Annotated[
        str,
        typer.Option(
            "--pack",
            metavar="NAME",
            help=N_("A draft over the law on procurement, on the second day: draft-2026."),
        ),
    ] = "",
    folder: Folder = None,
    json: Json = False,
) -> None:
    from stuurbord.cli.rules_told import show_difference
    from stuurbord.rulebooks.rule_pack.difference import difference

    speaker = terminal(context)
    first, last = day_of(since, speaker), day_of(until, speaker)
    if last < first:
        raise typer.BadParameter(speaker.gettext(N_("The second day lies before the first.")))
    book = found_book(pack, folder, speaker)
    is_law = _is_law(book)
    refuse_draft(draft, against, speaker, is_law=is_law)
    if is_law and not against:
        _tell_law(first, last, draft, speaker, json=json)
        return
    other = found_book(against, folder, speaker).pack if against else None
    found = difference(book.pack, first, last, other)
    if json:
        speaker.print_json(found.record(speaker.language))
    else:
        show_difference(found, speaker)


def _is_law(book: FoundBook) -> bool:
    """Return whether a rule book is the law on procurement, whose answers can be compared too."""
    from stuurbord.rulebooks.be_procurement.difference import is_shipped_text

    return is_shipped_text(book.pack.sha256)


def _tell_law(first: date, last: date, draft: str, speaker: Terminal, *, json: bool) -> None:
    """Print what the law and its answers become: a lawyer's note, or one document."""
    from stuurbord.cli.rules_told import show_law_difference
    from stuurbord.rulebooks.be_procurement.difference import law_difference

    with speaker.progress(speaker.gettext(N_("Comparing the answers on both days"))):
        found = law_difference(first, last, draft)
        told = found.record(speaker.language)
    if json:
        speaker.print_json(told)
    else:
        show_law_difference(found, speaker)
