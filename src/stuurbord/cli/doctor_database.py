"""What doctor looks at in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stuurbord.cli.database import database_is_absent, load, pending_migrations
from stuurbord.cli.doctor_finding import Check, State
from stuurbord.cli.doctor_mail import digests_check, mail_check
from stuurbord.cli.refusals import in_one_line
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_


def database_checks(terminal: Terminal) -> Iterator[Check]:
    """Yield the checks of the database, as far as it can be reached."""
    label = N_("Database")
    if database_is_absent():
        text = N_("does not exist yet; `stuurbord serve` or `stuurbord migrate` makes it.")
        yield Check("database", label, State.NOTE, terminal.gettext(text))
        return
    load(terminal)
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
        yield Check("database", label, State.OK, _described())
        for check in (_migrations, _sqlite, _chain, _administrators):
            yield check(terminal)
        yield mail_check(terminal)
        if not pending_migrations():
            yield digests_check(terminal)
    except DatabaseError as error:
        text = terminal.gettext(N_("cannot be used: {reason}"))
        message = text.format(reason=in_one_line(str(error)))
        yield Check("database_use", label, State.PROBLEM, message)


def _described() -> str:
    """Return kind, version and place of the database, without its password."""
    from django.db import connection

    settings = connection.settings_dict
    numbers = connection.get_database_version() if connection.vendor != "unknown" else ()
    kind = f"{connection.display_name} {'.'.join(map(str, numbers))}"
    place = ":".join(str(settings[part]) for part in ("HOST", "PORT") if settings.get(part))
    return f"{kind}, {place}/{settings['NAME']}" if place else f"{kind}, {settings['NAME']}"


def _migrations(terminal: Terminal) -> Check:
    label, pending = N_("Version of the database"), pending_migrations()
    if pending:
        text = terminal.ngettext(
            N_("{count} migration is pending. Run `stuurbord migrate`."),
            N_("{count} migrations are pending. Run `stuurbord migrate`."),
            len(pending),
        )
        return Check("migrations", label, State.PROBLEM, text)
    return Check("migrations", label, State.OK, terminal.gettext(N_("up to date")))


def _sqlite(terminal: Terminal) -> Check:
    from django.db import connection

    label = N_("Settings of the database")
    if connection.vendor != "sqlite":
        return Check("settings", label, State.OK, terminal.gettext(N_("managed by the server")))
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}
    with connection.cursor() as cursor:
        found = {name: _pragma(cursor.execute, cursor.fetchone, name) for name in wanted}
        sound = _pragma(cursor.execute, cursor.fetchone, "quick_check")
    wrong = [f"{name}={found[name]}" for name in wanted if found[name] != wanted[name]]
    if sound != "ok":
        text = terminal.gettext(N_("damaged: {what}. Restore a backup."))
        return Check("settings", label, State.PROBLEM, text.format(what=sound))
    if wrong:
        text = terminal.gettext(N_("differ from what writers at the same time need: {what}"))
        return Check("settings", label, State.PROBLEM, text.format(what=", ".join(wrong)))
    return Check("settings", label, State.OK, ", ".join(f"{name}={found[name]}" for name in wanted))


def _pragma(execute: Callable[[str], object], fetch: Callable[[], tuple[object, ...]], name: str) -> object:
    execute(f"PRAGMA {name}")
    return fetch()[0]


def _chain(terminal: Terminal) -> Check:
    from stuurbord.web.audit.chain import verify_database

    label = N_("Audit chain")
    count, broken = verify_database()
    if broken:
        text = terminal.gettext(N_("broken at entry {number}: {what}"))
        message = text.format(number=broken.number, what=broken.message(terminal.gettext))
        return Check("audit", label, State.PROBLEM, message)
    held = terminal.ngettext(N_("{count} entry"), N_("{count} entries"), count)
    return Check("audit", label, State.OK, terminal.gettext(N_("holds, {entries}")).format(entries=held))


def _administrators(terminal: Terminal) -> Check:
    from stuurbord.web.accounts.models import Membership, Role

    held = Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
    label, number = N_("Administrators"), held.values("user").distinct().count()
    if not number:
        text = N_("nobody can give roles. `stuurbord user add` opens the first account.")
        return Check("administrators", label, State.NOTE, terminal.gettext(text))
    return Check("administrators", label, State.OK, terminal.language.number(number))
