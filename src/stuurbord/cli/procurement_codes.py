"""``procurement cpv``: find codes of the common procurement vocabulary."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.options import Json
from stuurbord.cli.terminal import printable, terminal
from stuurbord.errors import N_

HELP: Final = N_(
    "Find codes of the common procurement vocabulary (CPV) by words, or by the beginning of a code."
)


def cpv(
    context: typer.Context,
    text: Annotated[
        list[str],
        typer.Argument(metavar="TEXT...", help=N_("Words in your language, or the first digits of a code.")),
    ],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help=N_("At most so many codes."))] = 20,
    json: Json = False,
) -> None:
    from stuurbord.exchange.code_lists import search_cpv

    speaker = terminal(context)
    code = speaker.language.code
    asked = " ".join(text)
    found = search_cpv(asked, code, limit)
    if json:
        speaker.print_json({"codes": [{"code": one.code, "label": one.label(code)} for one in found]})
    for one in found:
        speaker.say(f"{one.code}  {one.label(code)}")
    if not found:
        told = speaker.gettext(N_("No code of the vocabulary fits “{text}”."))
        speaker.tell(printable(told.format(text=asked)))
        raise typer.Exit(ExitCode.NO)
