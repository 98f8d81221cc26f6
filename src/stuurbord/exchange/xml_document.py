"""XML from strangers: what it calls itself, and its rows one by one, without entities, DTDs or network.

Nothing a plan needs is ever in a document type declaration, so a file that has one is refused before its
content is looked at. That ends expanding entities, external entities and parameter entities together.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from stuurbord.errors import N_, FileRefused, Finding, Severity, UnreadableFile, Where

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class XmlRoot:
    """The root element of a document; ``namespace`` is empty where none is declared."""

    namespace: str
    name: str


class _RootFound(Exception):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _Refused(Exception):
    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


def root_of(data: bytes, file: str) -> XmlRoot:
    """Return the root element of a document, reading no further than its start tag.

    Raises
    ------
    FileRefused
        If the document has a document type declaration.
    UnreadableFile
        If the bytes are no XML.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.EntityDeclHandler = _entity_found
    parser.EndDoctypeDeclHandler = _doctype_found
    parser.StartElementHandler = _root_found
    try:
        for at in range(0, len(data), _PIECE):
            parser.Parse(data[at : at + _PIECE], at + _PIECE >= len(data))
    except _RootFound as found:
        namespace, _, name = found.name.rpartition(" ")
        return XmlRoot(namespace, name)
    except _Refused as refused:
        finding = Finding(refused.code, refused.text, Severity.ERROR, Where(file))
        raise FileRefused(finding) from None
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: an encoding nobody knows
        raise damaged_xml(file, parser.CurrentLineNumber) from error
    raise damaged_xml(file, parser.CurrentLineNumber)


def _doctype_found() -> None:
    text = N_("The file declares an XML document type, which no planning tool does; it is refused.")
    raise _Refused("xml_doctype", text)


def _entity_found(
    name: str, is_parameter: int, value: str | None, base: str | None, system: str | None, *_: object
) -> None:
    if value is None:
        text = N_("The XML refers to another file through an entity; it is refused.")
        raise _Refused("xml_external_entity", text)
    text = N_("The XML declares entities, with which a small file can fill the memory; it is refused.")
    raise _Refused("xml_entities", text)


def _root_found(name: str, _: object) -> None:
    raise _RootFound(name)


def damaged_xml(file: str, line: int) -> UnreadableFile:
    """Return the error for XML that breaks off or does not hold together."""
    text = N_("The XML breaks off or is damaged here; export the plan again.")
    return UnreadableFile(Finding("damaged_xml", text, Severity.ERROR, Where(file, line=line)))


def elements(data: bytes, file: str, names: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield the elements with these local names as they end, then the root; each is emptied afterwards.

    Only elements in a list directly below the root count: ``Tasks/Task``, not what is embedded deeper. The
    document is never in memory as a whole.

    Raises
    ------
    UnreadableFile
        If the document breaks off, is damaged or is nested too deeply. Call `root_of` first: it refuses DTDs.
    """
    context = etree.iterparse(
        io.BytesIO(data),
        tag=[f"{{*}}{name}" for name in names],
        load_dtd=False,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in context:
            parent = element.getparent()
            above = None if parent is None else parent.getparent()
            if parent is None or above is None or above.getparent() is not None:
                continue
            yield element
            element.clear()
            while element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise damaged_xml(file, error.lineno or 1) from error
    yield context.root


def check_whole(data: bytes, file: str) -> None:
    """Read a document to its end and keep nothing; raises as `root_of` and `elements` do."""
    root_of(data, file)
    for _ in elements(data, file, ("*",)):
        pass


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
