"""A project of Microsoft Project as its own XML, in the child process: for what the records do not hold."""

from __future__ import annotations

from typing import Any, Final

from stuurbord.exchange.mpxj.plain import text

_MICROSOFT: Final = ("MPP", "MPX")
_MOST_BYTES: Final = 48 << 20


def microsoft_xml(project: Any) -> str:
    """Return a project as XML; empty for other programs, if MPXJ cannot make it, and if it is too long.

    It is an extra: what goes wrong here, memory that runs out included, must not cost the plan.
    """
    import jpype

    if not is_microsoft(text(project.getProjectProperties().getFileType())):
        return ""
    stream = jpype.JClass("java.io.ByteArrayOutputStream")()
    try:
        jpype.JClass("org.mpxj.mspdi.MSPDIWriter")().write(project, stream)
        return "" if stream.size() > _MOST_BYTES else str(stream.toString("UTF-8"))
    except jpype.JException:
        return ""


def is_microsoft(file_type: str) -> bool:
    """Tell whether a file of this type is kept as XML."""
    return file_type in _MICROSOFT
