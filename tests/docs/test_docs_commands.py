"""The page on the command line names every command with every option, and every exit code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from docs.pages import MANUAL, sections

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.main import app

PAGE = MANUAL / "opdrachtregel.md"


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield path and command of everything that can be asked."""
    below = getattr(command, "commands", {})
    if not below:
        yield path, command
    for name, one in below.items():
        yield from commands(one, f"{path} {name}")


COMMANDS = dict(commands(typer.main.get_command(app), "stuurbord"))


def documented() -> dict[str, str]:
    """Return command → its section."""
    return {
        title.strip("`"): text for title, text in sections(PAGE, 3).items() if title.startswith("`stuurbord")
    }


def test_every_command_has_a_section_and_no_other() -> None:
    """What can be asked is explained; what is explained can be asked."""
    assert documented().keys() == COMMANDS.keys()


@pytest.mark.parametrize("path", sorted(COMMANDS))
def test_a_section_names_every_option_and_no_other(path: str) -> None:
    """Options are told in full, with the dashes people type."""
    offered = {
        option
        for parameter in COMMANDS[path].params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--") and option != "--help"
    }
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", documented()[path]))

    assert told == offered


def test_every_exit_code_is_explained() -> None:
    """A script can rely on the table."""
    table = sections(PAGE, 2)["Hoe een opdracht eindigt"]
    told = {int(number) for number in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}

    assert told == {int(code) for code in ExitCode}
