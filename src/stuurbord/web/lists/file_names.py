"""The name of a file that somebody sent: what people see of it, without a path and without tricks."""

from __future__ import annotations

import mimetypes
import re
from typing import Final

from django.utils.translation import gettext as _

from stuurbord.exchange.tabular.book import base_name
from stuurbord.exchange.tabular.invisible import visible

LONGEST: Final = 200
"""Characters; the database keeps 255, and file systems take 255 bytes."""
DEFAULT_TYPE: Final = "application/octet-stream"
_SAFE_TYPES: Final = frozenset(
    {
        "application/pdf",
        "application/zip",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.text",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/csv",
        "text/plain",
    }
)
"""What a browser may know a download by: nothing that it would run."""
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(sent: str, otherwise: str = "bestand") -> str:
    """Return the name under which a file is kept and given back.

    The folder goes, and so does what nobody sees: a name in which the direction of reading turns would show
    ``rapport‮fdp.exe`` as a document. Characters that no file system takes become ``_``.
    """
    name = visible(sent.replace("\\", "/").rpartition("/")[2]).replace("\n", " ").replace("\t", " ")
    name = _NOT_IN_NAMES.sub("_", name).strip(" .")
    if not name:
        return otherwise
    if _RESERVED.match(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST:
        return name
    ending = f".{ending[:20]}" if dot else ""
    return f"{(stem or name)[: LONGEST - len(ending)]}{ending}"


def plain_name(sent: str) -> str:
    """Return what a file that was read is called: without folders and without what no screen can show."""
    name = "".join(letter for letter in base_name(sent) if letter.isprintable())
    return name[-255:] or _("file without name")


def type_of(name: str) -> str:
    """Return the media type that a download is given by; what is not known to be harmless has none."""
    guessed = mimetypes.guess_type(name, strict=True)[0]
    return guessed if guessed in _SAFE_TYPES else DEFAULT_TYPE
