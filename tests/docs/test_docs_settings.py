"""Every variable of the environment is explained to whoever installs."""

from __future__ import annotations

import ast
import re

from docs.pages import MANUAL, SOURCE, first_cells

VARIABLE = re.compile(r"STUURBORD_[A-Z_]+|DATABASE_URL")


def variables() -> set[str]:
    """Return the variables the source reads: those it names as a text of their own."""
    found = {"DATABASE_URL"} if "dj_database_url.config(" in _settings() else set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and VARIABLE.fullmatch(node.value)
            ):
                found.add(node.value)
    return found


def _settings() -> str:
    return (SOURCE / "web" / "settings.py").read_text(encoding="utf-8")


def test_every_variable_stands_in_the_manual_and_no_other() -> None:
    """The table in beheerder.md is the whole list."""
    explained = {name for name in first_cells(MANUAL / "beheerder.md") if VARIABLE.fullmatch(name)}

    assert explained == variables()
