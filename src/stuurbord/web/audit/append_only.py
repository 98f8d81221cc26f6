"""Let the database itself refuse to change the audit log: entries are added, never changed or removed.

Who owns the database can take this away again; then the chain tells. It keeps every program that merely may
write, also one of ours with a fault, from touching what happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_SENTENCE = "entries of the audit log are never changed or removed"
_NOT_ONWARD = "NEW.number < OLD.number OR (NEW.number = OLD.number AND NEW.hash <> OLD.hash)"
_SQLITE = (
    *(
        f"""CREATE TRIGGER IF NOT EXISTS audit_no_{verb.lower()} BEFORE {verb} ON audit_auditentry
        BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"""
        for verb in ("UPDATE", "DELETE")
    ),
    # REPLACE takes a row away without a word to the triggers of DELETE.
    f"""CREATE TRIGGER IF NOT EXISTS audit_no_replace BEFORE INSERT ON audit_auditentry
        WHEN EXISTS (SELECT 1 FROM audit_auditentry WHERE number = NEW.number OR id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END""",  # noqa: S608 - nothing comes from outside
    f"""CREATE TRIGGER IF NOT EXISTS audit_head_no_replace BEFORE INSERT ON audit_audithead
        WHEN EXISTS (SELECT 1 FROM audit_audithead WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END""",  # noqa: S608
    f"""CREATE TRIGGER IF NOT EXISTS audit_head_onward BEFORE UPDATE ON audit_audithead
        WHEN {_NOT_ONWARD} BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS audit_head_stays BEFORE DELETE ON audit_audithead
        BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END""",
)
_NOT_SQLITE = tuple(
    f"DROP TRIGGER IF EXISTS {name}"
    for name in (
        *("audit_no_update", "audit_no_delete", "audit_no_replace"),
        *("audit_head_onward", "audit_head_stays", "audit_head_no_replace"),
    )
)
_NOT_POSTGRESQL = (
    "DROP TRIGGER IF EXISTS audit_no_change ON audit_auditentry",
    "DROP TRIGGER IF EXISTS audit_no_truncate ON audit_auditentry",
    "DROP TRIGGER IF EXISTS audit_head_onward ON audit_audithead",
    "DROP TRIGGER IF EXISTS audit_head_stays ON audit_audithead",
)
_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$""",
    *_NOT_POSTGRESQL,
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditentry
        FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditentry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()""",
    f"""CREATE TRIGGER audit_head_onward BEFORE UPDATE ON audit_audithead
        FOR EACH ROW WHEN ({_NOT_ONWARD}) EXECUTE FUNCTION audit_is_append_only()""",
    """CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_audithead
        FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()""",
)


def guard(on: Any = connection) -> None:
    """Put the triggers there; those that stand stay."""
    _run(on, _POSTGRESQL if on.vendor == "postgresql" else _SQLITE)


def unguard(on: Any = connection) -> None:
    """Take the triggers away, as who attacks the database would; for tests and for going back a version."""
    _run(on, _NOT_POSTGRESQL if on.vendor == "postgresql" else _NOT_SQLITE)


@contextmanager
def without_guard(on: Any = connection) -> Iterator[None]:
    """Take the triggers away for a while."""
    unguard(on)
    try:
        yield
    finally:
        guard(on)


def is_guarded(on: Any = connection) -> bool:
    """Return whether the database refuses to change entries."""
    with on.cursor() as cursor:
        if on.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgname = 'audit_no_change' AND tgenabled <> 'D'"
            )
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('audit_no_update', 'audit_no_delete')"
            )
        return bool(cursor.fetchone()[0] == (1 if on.vendor == "postgresql" else 2))


def on_migrated(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Listen to the end of a migration: SQLite loses triggers where a table was made anew."""
    from django.db import connections

    on = connections[using]
    if "audit_auditentry" in on.introspection.table_names() and not is_guarded(on):
        guard(on)


def _run(on: Any, statements: tuple[str, ...]) -> None:
    with on.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
