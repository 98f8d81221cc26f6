"""Ask the virus scanner of this installation about a file, if it has one.

The scanner is a command: it gets the file on its standard input and answers with its exit code, 0 for clean
and 1 for infected, as ``clamdscan -`` does. It runs as a child with a time limit.
"""

from __future__ import annotations

import logging
import subprocess
from dataclasses import dataclass

from django.conf import settings

from stuurbord.web.lists.models.attachment import ScanState

_INFECTED = 1
_TOLD = 200
"""Characters of the scanner's own words that are kept."""
_log = logging.getLogger(__name__)


class ScannerFailed(Exception):
    """The scanner does not answer, or says that it could not look. The file counts as not looked at."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said of one file."""

    state: ScanState
    said: str = ""


def scan(content: bytes) -> Verdict:
    """Return what the scanner says of a file; not scanned where there is no scanner.

    Raises
    ------
    ScannerFailed
        If it cannot be started, takes too long or answers with another exit code than 0 and 1.
    """
    command = settings.STUURBORD_SCANNER
    if not command:
        return Verdict(ScanState.NOT_SCANNED)
    try:
        answer = subprocess.run(  # noqa: S603 - the command is the administrator's own, without a shell
            command,
            input=content,
            capture_output=True,
            timeout=settings.STUURBORD_SCANNER_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        _log.warning("the virus scanner %s does not answer: %s", command[0], problem)
        raise ScannerFailed from problem
    said = answer.stdout.decode("utf-8", "replace").strip()[:_TOLD]
    if answer.returncode == 0:
        return Verdict(ScanState.CLEAN, said)
    if answer.returncode == _INFECTED:
        return Verdict(ScanState.INFECTED, said)
    told = answer.stderr.decode("utf-8", "replace").strip()[:_TOLD]
    _log.warning("the virus scanner %s ended with %s: %s", command[0], answer.returncode, told)
    raise ScannerFailed
