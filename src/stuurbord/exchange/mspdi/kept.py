"""An MSPDI document in little room: what a plan keeps of its file, so that the writer can give it back.

Elements of one kind have nearly the same children, so their texts are kept by column. Kept are all elements
with their order, texts and attributes; not kept are comments, processing instructions and the white space
between elements. The same document always gives the same bytes.

The format is a compressed run of lines of JSON, each a block of elements below one list of the document::

    [list, {path: [shapes, order, columns, number of elements]}]

where a shape is the names of an element's children and then its own, ``order`` tells which shape each element
has, and ``columns`` hold per shape the texts of each: one text where all are equal. A name after ``+``
is a child that has children itself (its text is how many follow each other), found at its own path; ``@``
holds attributes. The last line has no list: it is the root, with everything outside the lists.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from stuurbord.exchange.mspdi.cells import Cells, Shape, Shapes
from stuurbord.exchange.mspdi.fields import local_names

_ROWS_PER_BLOCK: Final = 1024
_MOST_PACKED: Final = 64 << 20
_MOST_UNPACKED: Final = 512 << 20
_ATTRIBUTES: Final = "@"
_INNER: Final = "+"
_LEVEL: Final = 6


class TooMuch(Exception):
    """The document is larger than what is kept."""


class Keeper:
    """Takes the elements of a document one by one as they are read.

    Parameters
    ----------
    shapes
        What makes cells of the elements of the document.
    """

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._packer = zlib.compressobj(_LEVEL)
        self._packed: list[bytes] = []
        self._n_bytes = 0
        self._n_packed = 0
        self._list = ""
        self._last: dict[str, etree._Element] = {}
        """Per list the element taken last: it stays, emptied, in front of the next."""
        self._block = _Block()
        self._is_full = False

    def take(self, element: etree._Element, cells: Cells) -> None:
        """Take an element of one of the lists of the document."""
        if self._is_full:
            return
        parent = element.getparent()
        assert parent is not None  # it stands in a list
        name = str(parent.tag)
        if name != self._list or self._block.n_rows >= _ROWS_PER_BLOCK:
            self._end_block()
            self._list = name
        last = self._last.get(name)
        if element.getprevious() is not last:
            self._take_others(element, last)
        self._block.add("", cells)
        self._last[name] = element

    def _take_others(self, element: etree._Element, last: etree._Element | None) -> None:
        """Take what stands in front of an element and is no element of its list."""
        for sibling in reversed(list(element.itersiblings(preceding=True))):
            if sibling is not last:
                self._block.add("", self._shapes.cells(sibling))

    def finished(self, root: etree._Element) -> bytes:
        """Return everything that was taken, with the rest of the document: what is not in the lists.

        Raises
        ------
        TooMuch
            If that is more than a plan keeps.
        """
        self._end_block()
        self._list = ""
        for last in self._last.values():
            parent = last.getparent()
            if parent is not None:
                parent.remove(last)
                parent.text = None
        self._block.add("", self._shapes.cells(root))
        self._end_block()
        if self._is_full:
            raise TooMuch
        self._packed.append(self._packer.flush())
        return b"".join(self._packed)

    def _end_block(self) -> None:
        if self._block.n_rows and not self._is_full:
            self._write(
                json.dumps([self._list, self._block.plain()], ensure_ascii=False, separators=(",", ":"))
            )
        self._block = _Block()

    def _write(self, line: str) -> None:
        data = line.encode("utf-8", "surrogatepass") + b"\n"
        self._n_bytes += len(data)
        piece = self._packer.compress(data)
        self._n_packed += len(piece)
        self._is_full = self._n_bytes > _MOST_UNPACKED or self._n_packed > _MOST_PACKED
        self._packed.append(piece)


class _Block:
    """Elements of one list by path, shape and column."""

    def __init__(self) -> None:
        self._tables: dict[str, _Table] = {}

    @property
    def n_rows(self) -> int:
        return len(self._tables[""].order) if self._tables else 0

    def add(self, path: str, cells: Cells) -> None:
        for at, child in cells.inner.items():
            self.add(f"{path}/{cells.shape.local[at]}", child)
        key = (cells.tag, tuple(cells.inner), cells.attributes is not None)
        kept_as = cells.shape.known.get(key)
        if kept_as is None:
            kept_as = cells.shape.known[key] = _KeptShape.of(cells.shape, *key)
        table = self._tables.get(path)
        if table is None:
            table = self._tables[path] = _Table()
        table.add(kept_as.names, kept_as.row(cells))

    def plain(self) -> dict[str, Any]:
        return {path: table.plain() for path, table in self._tables.items()}


@dataclass(frozen=True, slots=True)
class _KeptShape:
    """How elements of a shape are kept: children that have children, and follow each other, are counted."""

    names: tuple[str, ...]
    counts: tuple[int, ...]
    order: tuple[int, ...] | None
    """Position of each text to keep, after the children that of the counts; None for all in their order."""

    @classmethod
    def of(cls, shape: Shape, tag: str, inner: tuple[int, ...], has_attributes: bool) -> _KeptShape:
        own = (_ATTRIBUTES, tag) if has_attributes else (tag,)
        if not inner:
            return cls((*shape.names, *own), (), None)
        names: list[str] = []
        counts: list[int] = []
        order: list[int] = []
        folded = frozenset(inner)
        for at, name in enumerate(shape.names):
            if at not in folded:
                names.append(name)
                order.append(at)
            elif names and names[-1] == _INNER + name:
                counts[-1] += 1
            else:
                names.append(_INNER + name)
                order.append(len(shape.names) + len(counts))
                counts.append(1)
        return cls((*names, *own), tuple(counts), tuple(order))

    def row(self, cells: Cells) -> tuple[Any, ...]:
        """Return the texts of an element as they are kept."""
        own = (cells.text,) if cells.attributes is None else (cells.attributes, cells.text)
        if self.order is None:
            return (*cells.texts, *own)
        texts = [*cells.texts, *self.counts]
        return (*map(texts.__getitem__, self.order), *own)


class _Table:
    """The elements at one path."""

    __slots__ = ("_numbers", "_rows", "order")

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._rows: list[list[tuple[Any, ...]]] = []
        self.order: list[int] = []

    def add(self, shape: tuple[str, ...], texts: tuple[Any, ...]) -> None:
        number = self._numbers.setdefault(shape, len(self._rows))
        if number == len(self._rows):
            self._rows.append([])
        self._rows[number].append(texts)
        self.order.append(number)

    def plain(self) -> list[Any]:
        columns = [[_short(column) for column in zip(*rows, strict=True)] for rows in self._rows]
        return [list(self._numbers), _short(self.order), columns, len(self.order)]


def _short(column: Any) -> list[Any]:
    """Return one value for a column in which all are equal."""
    first = column[0]
    return [first] if column.count(first) == len(column) else list(column)


def restored(kept: bytes) -> etree._Element:
    """Return the document that a `Keeper` took.

    Raises
    ------
    ValueError
        If the bytes are no kept document, or unpack to more than one may be.
    """
    *blocks, last = [json.loads(line) for line in _lines(kept)]
    if last[0]:
        raise ValueError("the document that the plan keeps is cut off")
    namespace = str(last[1][""][0][0][-1]).rpartition("}")[0][1:] or None
    (root,) = _elements(last[1], namespace)
    lists: dict[str, list[etree._Element]] = {}
    for name, block in blocks:
        lists.setdefault(name, []).extend(_elements(block, namespace))
    for child in root:
        child[:0] = lists.pop(str(child.tag), ())
    return root


def _lines(kept: bytes) -> list[bytes]:
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(kept, _MOST_UNPACKED)
    except zlib.error as error:
        raise ValueError("the plan keeps no MSPDI document") from error
    if not unpacker.eof:
        raise ValueError("the document that the plan keeps is cut off or too large")
    return data.split(b"\n")[:-1]


def _elements(block: dict[str, Any], namespace: str | None) -> list[etree._Element]:
    """Return the elements of a block in their order."""
    rows = {path: _rows(*table) for path, table in block.items()}
    made: list[etree._Element] = []
    for shape, texts in rows[""]:
        element = etree.Element(shape[-1], nsmap={None: namespace} if namespace else None)  # type: ignore[dict-item]
        _fill(element, shape, texts, "", rows)
        made.append(element)
    return made


_Rows = Iterator[tuple[list[str], tuple[Any, ...]]]


def _rows(shapes: list[list[str]], order: list[int], columns: list[list[list[Any]]], n_rows: int) -> _Rows:
    numbers = order * n_rows if len(order) == 1 else order
    n_of = [numbers.count(number) for number in range(len(shapes))]
    of_shape = [
        iter(list(zip(*[one * n if len(one) == 1 else one for one in its], strict=True)))
        for its, n in zip(columns, n_of, strict=True)
    ]
    for number in numbers:
        yield shapes[number], next(of_shape[number])


def _fill(
    element: etree._Element, shape: list[str], texts: tuple[Any, ...], path: str, rows: dict[str, _Rows]
) -> None:
    element.text = texts[-1]
    for name, text in zip(shape[:-1], texts[:-1], strict=True):
        if name[0] == _INNER:
            below = path + "/" + local_names(name[1:])
            for _ in range(text):
                child = etree.SubElement(element, name[1:])
                inner, its = next(rows[below])
                _fill(child, inner, its, below, rows)
        elif name == _ATTRIBUTES:
            for key, value in text:
                element.set(key, value)
        else:
            etree.SubElement(element, name).text = text
