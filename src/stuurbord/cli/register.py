"""``stuurbord register``: registers out as Excel, and back in after a look at what would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.options import Json, OutFile
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.cli.written_file import write_whole
from stuurbord.errors import N_, Finding

if TYPE_CHECKING:
    from stuurbord.web.lists.models import SheetReview
    from stuurbord.web.lists.sheets.accepting import Accepted
    from stuurbord.web.lists.sheets.proposal import ProposedLine

app = typer.Typer(no_args_is_help=True, help=N_("Registers out as Excel, and back in."))
_MOST_SHOWN = 100


@app.command("export", help=N_("Write registers to one Excel workbook that can come back."))
def export(
    context: typer.Context,
    out: OutFile,
    slugs: Annotated[
        list[str] | None,
        typer.Argument(help=N_("Which registers; all if none is named."), metavar="REGISTER"),
    ] = None,
    portfolio: Annotated[str, typer.Option(help=N_("Only projects of the portfolio with this key."))] = "",
    project: Annotated[str, typer.Option(help=N_("Only the project with this code."))] = "",
    json: Json = False,
) -> None:
    from stuurbord.cli.database import open_for_reading, operator

    speaker = terminal(context)
    open_for_reading(speaker)
    from stuurbord.web.lists.register import REGISTERS
    from stuurbord.web.lists.sheets.export import whole_register, workbook_of
    from stuurbord.web.projects.queries import visible_projects

    actor = operator(speaker)
    named = slugs or list(REGISTERS)
    if unknown := [slug for slug in named if slug not in REGISTERS]:
        text = speaker.gettext(N_("There is no register “{slug}”; there are: {slugs}."))
        raise typer.BadParameter(text.format(slug=unknown[0], slugs=", ".join(REGISTERS)))
    projects = visible_projects(actor)
    if portfolio:
        projects = projects.filter(portfolio__key=portfolio)
    if project:
        projects = projects.filter(code=project)
    chosen = [(REGISTERS[slug], whole_register(REGISTERS[slug], actor, projects)) for slug in named]
    with speaker.progress(speaker.gettext(N_("Writing the workbook …"))):
        content = workbook_of(actor, chosen)
    write_whole(out, content)
    if json:
        speaker.print_json({"file": str(out), "bytes": len(content), "registers": named})
    speaker.say(speaker.gettext(N_("The registers stand in {file}.")).format(file=out))


@app.command("import", help=N_("Show what a workbook of registers would change; with --accept, change it."))
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=N_("The workbook."), metavar="FILE")],
    accept: Annotated[
        bool, typer.Option("--accept", help=N_("Save all that can go in; without it nothing is stored."))
    ] = False,
    make_people: Annotated[
        bool, typer.Option("--make-people", help=N_("Make a person of each name that nobody has yet."))
    ] = False,
    json: Json = False,
) -> None:
    from stuurbord.cli.database import open_for_writing, operator
    from stuurbord.cli.given_file import read_bytes

    speaker = terminal(context)
    data = read_bytes(file)
    open_for_writing(speaker)
    from django.db import transaction

    from stuurbord.web.lists.models.sheet_review import SheetState
    from stuurbord.web.lists.sheets.accepting import Choice, lines_of, receive
    from stuurbord.web.lists.sheets.accepting import accept as accept_review
    from stuurbord.web.lists.sheets.proposal import proposed

    actor, done = operator(speaker), None
    with transaction.atomic():
        review = receive(actor, None, file.name, data, makes_people=make_people)
        lines = proposed(actor, lines_of(review))
        if accept and review.state == SheetState.READY:
            done = accept_review(actor, review, Choice())
        transaction.set_rollback(not accept)
    if json:
        speaker.print_json(_record(review, done.left if done else lines, done, speaker))
    else:
        _show(review, done.left if done else lines, done, speaker)
    if review.state == SheetState.REFUSED or any(one.reason for one in (done.left if done else lines)):
        raise typer.Exit(ExitCode.NO)


def _findings(review: SheetReview) -> list[Finding]:
    return [Finding.from_record(one) for one in review.findings]


def _record(
    review: SheetReview, lines: list[ProposedLine], done: Accepted | None, speaker: Terminal
) -> dict[str, Any]:
    """Return what a machine reads: how many lines, what changes in each, and why some cannot go in."""
    return {
        "file": review.file_name,
        "sha256": review.sha256,
        "state": str(review.state),
        "lines": review.n_lines,
        "created": done.n_new if done else 0,
        "changed": done.n_changed if done else 0,
        "left": [
            {
                "register": one.register.slug,
                "line": one.sent.called,
                "is_new": one.sent.is_new,
                "changes": {cell.name: [cell.old, cell.new] for cell in one.cells},
                "reason": one.reason,
            }
            for one in lines
        ],
        "findings": [one.as_json(speaker.gettext) for one in _findings(review)],
    }


def _show(review: SheetReview, lines: list[ProposedLine], done: Accepted | None, speaker: Terminal) -> None:
    from stuurbord.cli.database import operator
    from stuurbord.cli.findings_table import show_findings
    from stuurbord.web.lists.sheets.shown_lines import shown_lines

    show_findings(_findings(review), speaker)
    for one, shown in zip(
        lines[:_MOST_SHOWN], shown_lines(operator(speaker), lines[:_MOST_SHOWN]), strict=True
    ):
        if one.reason:
            speaker.say(one.reason, style="red")
        for cell in shown.cells:
            if not cell.is_clash and not cell.error:
                speaker.say(f"{shown.called}, {cell.label}: {cell.old} → {cell.new}")
    if len(lines) > _MOST_SHOWN:
        text = speaker.gettext(N_("… and {count} more; --json prints them all."))
        speaker.say(text.format(count=speaker.language.number(len(lines) - _MOST_SHOWN)))
    if done:
        text = speaker.gettext(N_("Lines made: {created}, changed: {changed}."))
        speaker.say(text.format(created=done.n_new, changed=done.n_changed))
    elif not lines:
        speaker.say(speaker.gettext(N_("This file changes nothing: all it holds is stored already.")))
    else:
        text = speaker.gettext(N_("Nothing was stored; --accept saves all that can go in."))
        speaker.say(text)
