"""Commands start fast: nothing heavy is loaded before it is needed, and the engine needs no Django."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from exchange.made_mspdi import project

from stuurbord import __version__

HEAVY = (
    "django",
    "numpy",
    "pptx",
    "xlsxwriter",
    "jpype",
    "lxml",
    "python_calamine",
    "granian",
    "babel",
    "numba",
)
TELL = "import json, sys\nprint(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
RUN = """
from stuurbord.cli.main import app
try:
    app({arguments!r})
except SystemExit as ended:
    assert ended.code in (0, None), ended.code
print()
"""
WITHOUT_DJANGO = {
    "plan": ["plan", "show", "plan.xml", "--json"],
    "template": ["template", "--out", "leeg.xlsx"],
    "chain": ["audit", "verify", "--file", "logboek.jsonl"],
    "help": ["--help"],
}


def loaded_after(code: str, folder: Path) -> set[str]:
    """Return the top-level modules that a Python process has loaded after running some code."""
    told = f"{code}\n{TELL}"
    command = [sys.executable, "-c", told]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_starting_loads_nothing_heavy(tmp_path):
    """What a command needs it loads itself."""
    loaded = loaded_after("import stuurbord.cli.main", tmp_path)

    assert "typer" in loaded
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize("arguments", WITHOUT_DJANGO.values(), ids=WITHOUT_DJANGO)
def test_engine_commands_work_without_django(tmp_path, arguments):
    """A plan, a template and an exported chain need no database, no settings and no folder of data."""
    (tmp_path / "plan.xml").write_bytes(project())
    (tmp_path / "logboek.jsonl").write_bytes(b"")
    loaded = loaded_after(RUN.format(arguments=arguments), tmp_path)

    assert "django" not in loaded
    assert not (tmp_path / "var").exists()


def test_the_package_runs_as_a_module(tmp_path):
    """``python -m stuurbord`` is the command, also where no script is installed."""
    command = [sys.executable, "-m", "stuurbord", "--version"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout == f"stuurbord {__version__}\n"
