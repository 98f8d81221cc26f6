"""``stuurbord pack``: the steering pack of a portfolio, PowerPoint with the Excel behind it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stuurbord.cli.options import Json, OutFile
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.cli.written_file import whole_file
from stuurbord.errors import N_

if TYPE_CHECKING:
    from stuurbord.web.projects.models import Portfolio
    from stuurbord.web.steering.models import StoredSnapshot

HELP = N_(
    "Make the steering pack of a portfolio.\n\n"
    "A PowerPoint to edit and, beside it under the same name, the Excel behind it. The facts come from a "
    "stored snapshot; the same snapshot gives the same bytes."
)
_DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")


def pack(
    context: typer.Context,
    out: OutFile,
    portfolio: Annotated[
        str, typer.Option(help=N_("Key of the portfolio; may be left out while there is only one."))
    ] = "",
    as_of: Annotated[
        str,
        typer.Option(
            help=N_("Day of the facts, as 2026-11-20; without it the latest status date of the plans."),
            metavar="DATE",
        ),
    ] = "",
    from_snapshot: Annotated[
        str, typer.Option(help=N_("Hash of a stored snapshot, or its first characters."), metavar="HASH")
    ] = "",
    json: Json = False,
) -> None:
    from stuurbord.cli.database import open_for_reading

    speaker = terminal(context)
    if out.suffix.lower() != ".pptx":
        raise typer.BadParameter(speaker.gettext(N_("The file of --out ends in .pptx.")))
    if as_of and from_snapshot:
        raise typer.BadParameter(speaker.gettext(N_("A snapshot has its own day: leave --as-of out.")))
    day = _day(as_of, speaker)
    open_for_reading(speaker)
    with speaker.progress(speaker.gettext(N_("Making the pack …"))):
        stored = _snapshot(_portfolio(portfolio, speaker), day, from_snapshot, speaker)
        files = _write(stored, out, speaker)
    if json:
        record = {"portfolio": stored.portfolio.key, "as_of": stored.as_of.isoformat()}
        speaker.print_json({**record, "snapshot": stored.sha256, "files": [str(file) for file in files]})
        return
    text = speaker.gettext(N_("Steering pack as of {day}: {files}."))
    names = ", ".join(str(file) for file in files)
    speaker.say(text.format(day=speaker.language.long_day(stored.as_of), files=names))
    speaker.say(speaker.gettext(N_("Snapshot {hash}")).format(hash=stored.sha256))


def _day(text: str, speaker: Terminal) -> date | None:
    if not text:
        return None
    for written in _DAY_FORMATS:
        try:
            return datetime.strptime(text, written).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise typer.BadParameter(
        speaker.gettext(N_("“{text}” is no date; write 2026-11-20 or 20/11/2026.")).format(text=text)
    )


def _portfolio(key: str, speaker: Terminal) -> Portfolio:
    from stuurbord.cli.portfolio import portfolio_called
    from stuurbord.web.projects.models import Portfolio

    if key:
        return portfolio_called(key, speaker)
    keys = list(Portfolio.objects.filter(is_archived=False).order_by("key").values_list("key", flat=True))
    if len(keys) > 1:
        text = speaker.gettext(N_("Say which portfolio with --portfolio: {keys}."))
        raise typer.BadParameter(text.format(keys=", ".join(keys)))
    return portfolio_called(keys[0] if keys else "", speaker)


def _snapshot(portfolio: Portfolio, day: date | None, sha256: str, speaker: Terminal) -> StoredSnapshot:
    from stuurbord.cli.database import operator
    from stuurbord.web.clock import today
    from stuurbord.web.steering.models import StoredSnapshot
    from stuurbord.web.steering.snapshots import default_as_of, take_snapshot

    if not sha256:
        if day is not None and day > today():
            text = N_("A snapshot cannot speak of a day that is still to come.")
            raise typer.BadParameter(speaker.gettext(text))
        return take_snapshot(operator(speaker), portfolio, day or default_as_of(portfolio))
    found = list(StoredSnapshot.objects.filter(portfolio=portfolio, sha256__startswith=sha256.lower())[:2])
    if len(found) != 1:
        text = N_("No snapshot, or more than one, of {key} begins with {hash}.")
        raise typer.BadParameter(speaker.gettext(text).format(key=portfolio.key, hash=sha256))
    return found[0]


def _write(stored: StoredSnapshot, out: Path, speaker: Terminal) -> list[Path]:
    """Write both files or, if one fails, neither."""
    from stuurbord.reports import steering_pack, steering_workbook
    from stuurbord.web.steering.snapshots import content_of

    snapshot, code = content_of(stored), speaker.language.code
    behind = out.with_suffix(".xlsx")
    with whole_file(out) as deck, whole_file(behind) as workbook:
        deck.write_bytes(steering_pack.write(snapshot, code))
        workbook.write_bytes(steering_workbook.write(snapshot, code))
    return [out, behind]
