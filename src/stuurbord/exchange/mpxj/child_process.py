"""The child process that reads plans with Java, and the bounds it runs in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from stuurbord.exchange.mpxj.java import library

MEBIBYTE: Final = 1 << 20
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KEPT: Final = ("PATH", "SYSTEMROOT", "JAVA_HOME")
"""Of the environment the child sees only what it takes to start; no secrets, no options for Java."""


class ChildFailed(Exception):
    """The child gave no plan; ``reason`` says why, in one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one child process may take.

    Attributes
    ----------
    seconds
        Wall time from start to answer; Java itself takes about one.
    heap_megabytes, address_bytes
        Of the Java machine, and of the whole process.
    input_bytes, output_bytes
        Of the file and of the answer.
    keeps_the_rest
        No bound but a wish: the answer holds the whole file as XML too, for the plan to keep.
    """

    seconds: float = 60
    heap_megabytes: int = 512
    address_bytes: int = 6 << 30
    input_bytes: int = 100 * MEBIBYTE
    output_bytes: int = 256 * MEBIBYTE
    keeps_the_rest: bool = True


DEFAULT: Final = Bounds()
_KILLED: Final = tuple(-one for one in signal.Signals if one.name in ("SIGXFSZ", "SIGXCPU", "SIGKILL"))
"""Exit codes of a child that the system ended because it took too much."""


def ask(data: bytes, bounds: Bounds, *, everything: bool, purpose: str = "read") -> dict[str, Any]:
    """Return the child's answer; it runs in a folder of its own, which goes when it is done.

    Parameters
    ----------
    purpose
        ``read``, ``schedule`` for the dates that MPXJ's own scheduler computes, or ``write`` for a file
        of Primavera; then ``data`` is the record of a plan.

    Raises
    ------
    ChildFailed
        If there is no answer, or the answer is that it failed.
    """
    java = library()
    if java is None:
        raise ChildFailed("no_java")
    with tempfile.TemporaryDirectory(prefix="stuurbord-") as folder:
        given, output = Path(folder, "plan" + _suffix(data)), Path(folder, "answer.json")
        given.write_bytes(data)
        question = json.dumps({**asdict(bounds), "everything": everything, "purpose": purpose})
        command = [sys.executable, "-I", "-m", "stuurbord.exchange.mpxj.child"]
        command += [java, str(given), str(output), question]
        code = _run(command, folder, bounds.seconds)
        if code is None:
            raise ChildFailed("too_slow")
        if code != 0 or not output.is_file():
            raise ChildFailed("too_large" if code in _KILLED else "crashed")
        answer: dict[str, Any] = json.loads(output.read_bytes())
    if "error" in answer:
        raise ChildFailed(answer["error"])
    return answer


def _suffix(data: bytes) -> str:
    """Return the ending MPXJ expects; it judges by content, but some of its readers ask for the name."""
    return ".xer" if data.startswith(b"ERMHDR") else ".mpp" if data.startswith(OLE) else ".xml"


def _run(command: list[str], folder: str, seconds: float) -> int | None:
    """Return the exit code, or None if the time is over; the child's own children go with it."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603 - our own module
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        try:
            return child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            _kill(child)
            return None


def _kill(child: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()
