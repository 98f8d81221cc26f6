"""The way to the data: Django loaded, the database reached and at the right version."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

from stuurbord.cli.refusals import CannotContinue
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_

if TYPE_CHECKING:
    from stuurbord.web.accounts.permissions import Operator


def load(terminal: Terminal) -> None:
    """Load the settings and apps, and let refusals speak the reader's language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stuurbord.web.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(terminal.language.code)


def pending_migrations() -> list[str]:
    """Return the names of the migrations this version has and the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up_to_date(terminal: Terminal) -> list[str]:
    """Create or migrate the database where needed; return what was done."""
    from django.core.management import call_command

    pending = pending_migrations()
    if pending:
        with terminal.progress(terminal.gettext(N_("Preparing the database …"))):
            call_command("migrate", verbosity=0, interactive=False)
    return pending


def database_is_absent() -> bool:
    """Return whether the SQLite file is not there, found out without loading, which would make its folder."""
    from django.conf import settings

    if settings.configured or os.environ.get("DATABASE_URL"):
        return False
    return not (Path(os.environ.get("STUURBORD_HOME", "var")) / "stuurbord.sqlite3").exists()


def open_for_reading(terminal: Terminal) -> None:
    """Load, and refuse a database that is not there or not at this version.

    Raises
    ------
    CannotContinue
        If there is none or migrations are pending: reading should change nothing.
    """
    text = N_("The database does not exist yet or is of an older version. Run `stuurbord migrate` first.")
    if database_is_absent():
        raise CannotContinue(terminal.gettext(text))
    load(terminal)
    if pending_migrations():
        raise CannotContinue(terminal.gettext(text))


def open_for_writing(terminal: Terminal) -> None:
    """Load, and create or migrate the database where needed."""
    load(terminal)
    if bring_up_to_date(terminal):
        terminal.tell(terminal.gettext(N_("The database was brought up to this version.")))


def operator(terminal: Terminal) -> Operator:
    """Return whoever runs this command, by the name the audit log will show."""
    from stuurbord.web.accounts.permissions import Operator

    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in many containers
        name = f"uid {os.getuid()}"
    made = Operator(f"{name} ({terminal.gettext(N_('command line'))})")
    made.language = terminal.language.code
    return made
