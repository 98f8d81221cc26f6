"""Run commands in this process or in one of their own, in English so that sentences can be compared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from stuurbord.cli.main import app


def run(*arguments: object, language: str = "en") -> Result:
    """Return how a command ended; a defect of ours is raised instead of told."""
    given = [str(one) for one in arguments]
    result = CliRunner().invoke(app, [*given, "--lang", language])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def run_json(*arguments: object) -> Any:
    """Return the JSON document of a command that went well."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def run_apart(*arguments: object, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Return how a command ended in a process and a home of its own."""
    command = [sys.executable, "-m", "stuurbord", *map(str, arguments)]
    left_out = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "STUURBORD_TODAY")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    own = {"STUURBORD_HOME": str(home), "STUURBORD_LANG": "en", **environment}
    return subprocess.run(command, env=kept | own, capture_output=True, text=True, timeout=600, check=False)
