"""The command ``stuurbord``: one module per group of commands, none loaded before it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from stuurbord import __version__
from stuurbord.cli import (
    audit,
    backup,
    compiling,
    demo,
    digest,
    doctor,
    forecast,
    importing,
    migrate,
    pack,
    plan,
    portfolio,
    procurement,
    register,
    rules,
    search,
    serve,
    simulate,
    template,
    user,
    worker,
)
from stuurbord.cli.help_language import chosen_language, speak
from stuurbord.cli.refusals import tell_failure, translated_failure
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.cli.usage_language import speak_refusal
from stuurbord.errors import N_
from stuurbord.language import language


class Root(TyperGroup):
    """The top command: takes the language from anywhere, and turns every refusal into an exit code."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        given = list(sys.argv[1:] if args is None else args)
        code, given = chosen_language(given)
        speak(self, language(code))
        settings["obj"] = Terminal(language(code), wants_json="--json" in given)
        return super().main(given, *rest, **settings)

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except Exception as error:
            speak_refusal(error, extra["obj"].gettext)
            raise

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            speaker = terminal(ctx)
            speak_refusal(error, speaker.gettext)
            failure = translated_failure(error, speaker)
            if failure is None or (isinstance(error, BrokenPipeError)):
                raise
            raise typer.Exit(tell_failure(failure, speaker)) from error


app = typer.Typer(
    cls=Root,
    name="stuurbord",
    help=N_("The steering board of a PMO: plans and registers in, the truth about the portfolio out."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"stuurbord {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    lang: str = typer.Option(
        "nl",
        help=N_("Language of every sentence: nl, fr or en; may stand anywhere."),
        envvar="STUURBORD_LANG",
    ),
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_print_version, help=N_("Print the version.")
    ),
) -> None:
    try:
        language(lang)  # what reaches this place was not taken as a language before
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


app.command("serve", help=serve.HELP)(serve.serve)
app.command("worker", help=worker.HELP)(worker.worker)
app.command("digest", help=digest.HELP)(digest.digest)
app.command("demo", help=demo.HELP)(demo.demo)
app.command("import", help=importing.HELP)(importing.import_)
app.command("pack", help=pack.HELP)(pack.pack)
app.command("simulate", help=simulate.HELP)(simulate.simulate)
app.command("template", help=template.HELP)(template.template)
app.command("doctor", help=doctor.HELP)(doctor.doctor)
app.command("migrate", help=migrate.HELP)(migrate.migrate)
app.command("backup", help=backup.HELP)(backup.backup)
app.command("compile", help=compiling.HELP)(compiling.compile_)
app.add_typer(plan.app, name="plan")
app.add_typer(forecast.app, name="forecast")
app.add_typer(portfolio.app, name="portfolio")
app.add_typer(procurement.app, name="procurement")
app.add_typer(register.app, name="register")
app.add_typer(rules.app, name="rules")
app.add_typer(audit.app, name="audit")
app.add_typer(search.app, name="search")
app.add_typer(user.app, name="user")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()
