"""Help and usage in the reader's language: the sources are English, the catalogue speaks."""

from __future__ import annotations

import gettext
import os
from typing import Any, Final

import typer

from stuurbord.cli.exit_codes import MEANINGS
from stuurbord.cli.usage_language import speak_usage
from stuurbord.errors import N_
from stuurbord.language import CATALOGUES, DEFAULT_LANGUAGE, LANGUAGES, Language

FROM_THE_FRAMEWORK: Final = (
    N_("Arguments"),
    N_("Options"),
    N_("Commands"),
    N_("Error"),
    N_("Aborted."),
    N_("[default: {}]"),
    N_("[env var: {}]"),
    N_("[required]"),
    N_("(dynamic)"),
    N_("Missing command."),
    N_("No such command {name!r}."),
    N_("Try [blue]'{command_path} {help_option}'[/] for help."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)
"""Words the command-line library looks up itself, in whatever catalogue is bound: ours."""


def chosen_language(arguments: list[str]) -> tuple[str, list[str]]:
    """Return the language asked with ``--lang``, wherever it stands, and the other arguments.

    A language that does not exist stays where the root command sees and refuses it.
    """
    code, rest = os.environ.get("STUURBORD_LANG", ""), list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    for position, word in enumerate(rest[:end]):
        name, equals, value = word.partition("=")
        if name != "--lang" or (not equals and position + 1 >= end):
            continue
        asked = value if equals else rest[position + 1]
        del rest[position : position + (1 if equals else 2)]
        if asked not in LANGUAGES:
            return DEFAULT_LANGUAGE, ["--lang", asked, *rest]
        code = asked
        break
    return (code if code in LANGUAGES else DEFAULT_LANGUAGE), rest


def speak(command: Any, language: Language) -> None:
    """Put the whole tree of commands into the reader's language."""
    # The library asks gettext for the domain and languages of the process.
    os.environ["LANGUAGE"] = language.code
    gettext.bindtextdomain("django", str(CATALOGUES))
    gettext.textdomain("django")
    command.epilog = exit_code_table(language)
    _translate(command, typer.Context(command, **command.context_settings), language)


def _translate(command: Any, context: typer.Context, language: Language) -> None:
    speak_usage(command, context, language)
    for part in (command, *command.params):
        if getattr(part, "help", None):
            part.help = language.gettext(part.help)
    for one in getattr(command, "commands", {}).values():
        _translate(one, typer.Context(one, parent=context), language)


def exit_code_table(language: Language) -> str:
    """Return what each exit code means, for the end of the help."""
    lines = [f"{int(code)} – {language.gettext(meaning)}" for code, meaning in MEANINGS.items()]
    return "\n\n".join([language.gettext(N_("Exit codes:")), *lines])
