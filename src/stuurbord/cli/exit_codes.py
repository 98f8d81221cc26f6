"""What the exit code of a command says; every ``--help`` of the whole prints this table."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from stuurbord.errors import N_


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0
    NO = 1
    """The answer is no: a file was refused, the chain is broken, doctor found a problem."""
    USAGE = 2
    UNREADABLE = 3
    NOT_ALLOWED = 4
    IMPOSSIBLE = 5


MEANINGS: Final[dict[ExitCode, str]] = {
    ExitCode.OK: N_("succeeded"),
    ExitCode.NO: N_("the answer is no: a file was refused, the chain is broken, doctor found a problem"),
    ExitCode.USAGE: N_("wrong usage"),
    ExitCode.UNREADABLE: N_("a file cannot be read"),
    ExitCode.NOT_ALLOWED: N_("not permitted, or in conflict with what is there"),
    ExitCode.IMPOSSIBLE: N_("cannot continue, such as a database that cannot be reached"),
}
