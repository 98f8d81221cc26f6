"""Let the database itself refuse to change or remove an award decision.

What `stuurbord.web.gates.append_only` does for decisions at gates; the hash of each tells of the rest.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

_TABLE = "tenders_awarddecision"
_SENTENCE = "award decisions are never changed or removed"
_SQLITE = tuple(
    f"""CREATE TRIGGER IF NOT EXISTS award_decision_no_{verb.lower()} BEFORE {verb} ON {_TABLE}
    BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"""
    for verb in ("UPDATE", "DELETE")
)
_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION award_decisions_stay() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$""",
    f"DROP TRIGGER IF EXISTS award_decision_no_change ON {_TABLE}",
    f"""CREATE TRIGGER award_decision_no_change BEFORE UPDATE OR DELETE ON {_TABLE}
        FOR EACH ROW EXECUTE FUNCTION award_decisions_stay()""",
)
_NOT_SQLITE = tuple(f"DROP TRIGGER IF EXISTS award_decision_no_{verb}" for verb in ("update", "delete"))
_NOT_POSTGRESQL = (f"DROP TRIGGER IF EXISTS award_decision_no_change ON {_TABLE}",)


def guard(on: Any = connection) -> None:
    """Put the triggers there; those that stand stay."""
    _run(on, _POSTGRESQL if on.vendor == "postgresql" else _SQLITE)


def unguard(on: Any = connection) -> None:
    """Take the triggers away: for tests, and for going back a version."""
    _run(on, _NOT_POSTGRESQL if on.vendor == "postgresql" else _NOT_SQLITE)


def on_migrated(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Listen to the end of a migration: SQLite loses triggers where a table was made anew."""
    from django.db import connections

    on = connections[using]
    if _TABLE in on.introspection.table_names():
        guard(on)


def _run(on: Any, statements: tuple[str, ...]) -> None:
    with on.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
