"""Let the database refuse to change or remove a choice of procedure, its ruling and the advice below it.

What `stuurbord.web.gates.append_only` does for decisions at gates.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

TABLES = (
    "procurements_keptadvice",
    "procurements_procedurechoice",
    "procurements_choiceruling",
)
_SENTENCE = "choices of procedure are never changed or removed"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION procurement_choices_stay() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$"""


def guard(on: Any = connection) -> None:
    """Put the triggers there; those that stand stay."""
    if on.vendor == "postgresql":
        _run(on, [_FUNCTION, *(one for table in TABLES for one in _postgresql(table))])
    else:
        _run(on, [_sqlite(table, verb) for table in TABLES for verb in ("UPDATE", "DELETE")])


def unguard(on: Any = connection) -> None:
    """Take the triggers away: for tests, and for going back a version."""
    if on.vendor == "postgresql":
        _run(on, [f"DROP TRIGGER IF EXISTS {table}_stays ON {table}" for table in TABLES])
    else:
        verbs = ("update", "delete")
        _run(on, [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in TABLES for verb in verbs])


def on_migrated(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Listen to the end of a migration: SQLite loses triggers where a table was made anew."""
    from django.db import connections

    on = connections[using]
    if set(TABLES) <= set(on.introspection.table_names()):
        guard(on)


def _sqlite(table: str, verb: str) -> str:
    return f"""CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"""


def _postgresql(table: str) -> tuple[str, str]:
    return (
        f"DROP TRIGGER IF EXISTS {table}_stays ON {table}",
        f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION procurement_choices_stay()""",
    )


def _run(on: Any, statements: list[str]) -> None:
    with on.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
