"""Help explains every command and exit code, in the language that is asked for anywhere in the line."""

from __future__ import annotations

from dataclasses import replace

import pytest
import typer
from cli.commands import run

from stuurbord.cli.exit_codes import MEANINGS, ExitCode
from stuurbord.cli.help_language import chosen_language, speak
from stuurbord.cli.main import app
from stuurbord.cli.usage_language import said
from stuurbord.language import language


def commands(command, path=()):
    """Yield path and command of the whole tree."""
    yield path, command
    for name, one in getattr(command, "commands", {}).items():
        yield from commands(one, (*path, name))


TREE = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", TREE, ids=" ".join)
def test_everything_is_explained(path):
    """Each command, argument and option has a sentence of its own."""
    command = TREE[path]
    unexplained = [one.name for one in command.params if not one.help]

    assert command.help
    assert unexplained == []


@pytest.mark.parametrize("path", TREE, ids=" ".join)
def test_help_is_an_answer(path):
    """It ends well and goes to standard output."""
    result = run(*path, "--help")

    assert result.exit_code == 0
    assert "stuurbord" in result.stdout or path == ()


def test_every_exit_code_is_told():
    """The whole's help ends with the table."""
    shown = " ".join(run("--help").stdout.split())

    assert MEANINGS.keys() == set(ExitCode)
    assert all(f"{int(code)} – {meaning}" in shown for code, meaning in MEANINGS.items())


def test_help_speaks_the_readers_language():
    """Every sentence of the tree goes through the catalogue, the table of exit codes included."""
    loud = replace(language("en"), gettext=str.upper)
    command = typer.main.get_command(app)
    speak(command, loud)

    for _path, one in commands(command):
        assert one.help == one.help.upper()
        assert all(parameter.help == parameter.help.upper() for parameter in one.params)
    assert command.epilog.startswith("EXIT CODES:")


LANGUAGE_LINES = {
    "none": (["plan", "show"], "nl", ["plan", "show"]),
    "before": (["--lang", "fr", "plan"], "fr", ["plan"]),
    "after": (["plan", "show", "x", "--lang=en"], "en", ["plan", "show", "x"]),
    "between": (["plan", "--lang", "en", "show"], "en", ["plan", "show"]),
    "after the end of the options": (["show", "--", "--lang", "en"], "nl", ["show", "--", "--lang", "en"]),
    "without its value": (["show", "--lang"], "nl", ["show", "--lang"]),
    "unknown": (["show", "--lang", "de"], "nl", ["--lang", "de", "show"]),
}


@pytest.mark.parametrize(("given", "code", "rest"), LANGUAGE_LINES.values(), ids=LANGUAGE_LINES)
def test_the_language_may_stand_anywhere(given, code, rest):
    """It is taken out of the line before the command reads it."""
    assert chosen_language(given) == (code, rest)


def test_the_environment_may_choose_the_language(monkeypatch):
    """The line beats the environment."""
    monkeypatch.setenv("STUURBORD_LANG", "fr")

    assert chosen_language(["show"])[0] == "fr"
    assert chosen_language(["show", "--lang", "en"])[0] == "en"


WRONG = {
    "unknown command": ["bestaatniet"],
    "unknown option": ["doctor", "--bestaatniet"],
    "missing option": ["template"],
    "unknown language": ["doctor", "--lang", "de"],
    "port out of range": ["serve", "--port", "0"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_usage_is_exit_code_2(arguments):
    """Nothing is done, and standard error says what was wrong."""
    from typer.testing import CliRunner

    result = CliRunner().invoke(app, arguments)

    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""
    assert result.stderr != ""


SAID = {
    "no number": (["plan", "why", "x.xml", "een"], "het moet een geheel getal zijn"),
    "no argument": (["plan", "why"], "Het argument 'FILE' ontbreekt."),
    "too low": (["serve", "--port", "0"], "het moet minstens 1 zijn"),
    "too high": (["serve", "--port", "70000"], "het mag hoogstens 65535 zijn"),
    "no such option": (["doctor", "--bestaatniet"], "De optie --bestaatniet bestaat niet"),
    "no such root option": (["--bestaatniet"], "De optie --bestaatniet bestaat niet"),
    "another option": (["doctor", "--jso"], "De optie --jso bestaat niet (wel: --json)"),
    "no value": (["plan", "show", "x.xml", "--project"], "De optie '--project' heeft een waarde nodig."),
    "a value": (["doctor", "--json=x"], "De optie '--json' krijgt geen waarde."),
    "too much": (["doctor", "x"], "Er staat te veel op de opdrachtregel: x"),
    "another command": (["doctr"], "Bedoelde u 'doctor'?"),
    "a choice": (["plan", "check", "x", "--profile", "q"], "'q' kan niet; kies uit 'ms', 'p6'."),
}


@pytest.mark.parametrize(("arguments", "sentence"), SAID.values(), ids=SAID)
def test_refusals_of_the_library_speak_the_readers_language(arguments, sentence):
    """The library knows only English; a sentence that it words otherwise in a later version is found here."""
    result = run(*arguments, language="nl")
    told = " ".join(result.stderr.replace("│", " ").split())

    assert result.exit_code == ExitCode.USAGE
    assert sentence in told


def test_usage_and_help_option_speak_the_readers_language():
    """On every command, also where the library adds them."""
    shown = run("plan", "show", "--help", language="nl").stdout
    whole = run("--help", language="fr").stdout

    assert "Gebruik: stuurbord plan show [OPTIES]" in shown
    assert "Toon deze uitleg." in shown
    assert "Utilisation\u00a0: stuurbord [OPTIONS] COMMANDE" in whole
    assert "Show this message" not in shown + whole


def test_what_no_pattern_knows_stays():
    """Better English than nothing."""
    assert said("Something new.", str.upper) == "Something new."
