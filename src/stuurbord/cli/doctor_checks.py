"""What doctor looks at on the machine; each check answers in one line and none of them changes anything."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from stuurbord.cli.doctor_database import database_checks
from stuurbord.cli.doctor_finding import Check, State
from stuurbord.cli.doctor_workers import workers_check
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_
from stuurbord.language import CATALOGUES, DEFAULT_LANGUAGE

OLDEST_PYTHON: Final = (3, 11)
LEAST_FREE: Final = 1 << 30
PACKAGES: Final = (
    "django",
    "numpy",
    "lxml",
    "python-calamine",
    "xlsxwriter",
    "python-pptx",
    "granian",
    "typer",
)


def checks(terminal: Terminal) -> list[Check]:
    """Return all checks; the database ones only when it can be reached."""
    found = [
        _python(terminal),
        _packages(terminal),
        _catalogue(terminal),
        _msproject(terminal),
        _home(terminal),
        _disk(terminal),
        workers_check(terminal),
    ]
    return [*found, *database_checks(terminal)]


def home() -> Path:
    """Return the folder of the data, as the settings read it, without loading them."""
    return Path(os.environ.get("STUURBORD_HOME", "var")).resolve()


def _python(terminal: Terminal) -> Check:
    is_new_enough = sys.version_info[:2] >= OLDEST_PYTHON
    state = State.OK if is_new_enough else State.PROBLEM
    return Check("python", N_("Python"), state, f"{platform.python_version()} ({sys.executable})")


def _packages(terminal: Terminal) -> Check:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        text = terminal.gettext(N_("missing: {names}")).format(names=", ".join(missing))
        return Check("packages", N_("Packages"), State.PROBLEM, text)
    return Check("packages", N_("Packages"), State.OK, ", ".join(found))


def _catalogue(terminal: Terminal) -> Check:
    label = N_("Dutch catalogue")
    source = CATALOGUES / DEFAULT_LANGUAGE / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    if not compiled.exists():
        text = N_("not compiled: sentences appear in English. Run `python3 bootstrap.py base`.")
        return Check("catalogue", label, State.PROBLEM, terminal.gettext(text))
    if source.exists() and source.stat().st_mtime > compiled.stat().st_mtime:
        text = N_("older than its source. Run `python3 bootstrap.py base`.")
        return Check("catalogue", label, State.NOTE, terminal.gettext(text))
    return Check("catalogue", label, State.OK, terminal.gettext(N_("compiled")))


def _msproject(terminal: Terminal) -> Check:
    from stuurbord.exchange.mpxj import is_installed
    from stuurbord.exchange.mpxj.java import library

    label = N_("Reading .mpp, .xer and Primavera")
    if not is_installed():
        text = N_("not installed; Microsoft Project XML does without. To add it: stuurbord[msproject].")
        return Check("msproject", label, State.NOTE, terminal.gettext(text))
    java = library()
    if java is None:
        text = N_("no Java machine is found. Install stuurbord[msproject] or Java 11 or later.")
        return Check("msproject", label, State.PROBLEM, terminal.gettext(text))
    return Check("msproject", label, State.OK, f"mpxj {version('mpxj')}, {java}")


def _home(terminal: Terminal) -> Check:
    label, folder = N_("Folder of the data"), home()
    if not folder.exists():
        text = terminal.gettext(N_("{folder} does not exist yet; it is made on first use."))
        return Check("home", label, State.NOTE, text.format(folder=folder))
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        text = terminal.gettext(N_("{folder} cannot be written: {reason}."))
        message = text.format(folder=folder, reason=terminal.gettext(error.strerror or str(error)))
        return Check("home", label, State.PROBLEM, message)
    key = folder / "secret.key"
    if os.name == "posix" and key.exists() and key.stat().st_mode & 0o077:
        text = terminal.gettext(N_("{file} can be read by others; make it 0600."))
        return Check("home", label, State.PROBLEM, text.format(file=key))
    return Check("home", label, State.OK, str(folder))


def _disk(terminal: Terminal) -> Check:
    existing = next(place for place in (home(), *home().parents) if place.exists())
    free = shutil.disk_usage(existing).free
    text = terminal.gettext(N_("{free} GB free"))
    message = text.format(free=terminal.language.number(free / (1 << 30), 1))
    return Check("disk", N_("Disk"), State.OK if free >= LEAST_FREE else State.PROBLEM, message)
