"""Files that somebody names on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stuurbord.errors import N_, FileRefused, Finding, Severity, UnreadableFile, Where

MOST_BYTES: Final = 100 << 20
READABLE: Final = frozenset(
    ".xlsx .xlsm .xls .csv .tsv .xml .pmxml .mpp .mpt .mpx .xer .pod .gan .planner .pp".split()
)
"""Endings that are picked up in a folder; a file that is named itself is tried whatever it is called."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file to read, or one in a folder that is left alone."""

    path: Path
    is_left_alone: bool = False


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return the content of a file, refused when it is too large.

    Raises
    ------
    UnreadableFile
        If there is no such file, or it cannot be opened.
    FileRefused
        If it is larger than ``most`` bytes.
    """
    where = Where(path.name)
    if not path.is_file():
        raise no_such_file(path)
    try:
        with path.open("rb") as opened:
            data = opened.read(most + 1)  # a file may grow while it is read
    except OSError as error:
        raise cannot_open(path, error) from error
    if len(data) > most:
        text = N_("The file is larger than {limit} MB; it is refused.")
        raise FileRefused(Finding("file_too_large", text, Severity.ERROR, where, {"limit": most >> 20}))
    return data


def no_such_file(path: Path) -> UnreadableFile:
    """Return the error that says that nothing stands there."""
    text = N_("There is no such file.")
    return UnreadableFile(Finding("no_such_file", text, Severity.ERROR, Where(str(path))))


def cannot_open(path: Path, error: OSError) -> UnreadableFile:
    """Return the error that says why a file does not open."""
    text = N_("The file cannot be opened: {reason}.")
    fields = {"reason": error.strerror or str(error)}
    return UnreadableFile(Finding("cannot_open", text, Severity.ERROR, Where(path.name), fields))


def files_in(paths: Iterable[Path]) -> list[GivenFile]:
    """Return the files named and those in the folders named, each once, folders in alphabetical order.

    Raises
    ------
    UnreadableFile
        If one of the paths does not exist: a typing error should not go by unnoticed.
    """
    found: dict[Path, GivenFile] = {}
    for path in paths:
        if path.is_dir():
            for one in _in_folder(path):
                is_left_alone = one.suffix.lower() not in READABLE
                found.setdefault(one.resolve(), GivenFile(one, is_left_alone))
        elif path.exists():
            found[path.resolve()] = GivenFile(path)
        else:
            raise no_such_file(path)
    return list(found.values())


def _in_folder(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; hidden ones, and the lock files Office leaves, are no documents."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names, key=str.casefold):
            if not name.startswith((".", "~$")):
                yield Path(place, name)
