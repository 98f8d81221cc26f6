"""The elements of a document without its tree: the names and texts of their children.

Elements of one list have nearly the same children, so what follows from their names alone is worked out once
per *shape*: where a child stands, how a table of facts reads it, how it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

_MOST_NAMES: Final = 1 << 20
"""Of all shapes of a document that are remembered at one time."""
_HEAD_BYTES: Final = 512
"""The declaration and the start of the root; Microsoft Project writes no other attributes."""

_has_attributes = etree.XPath("boolean(.//@*)")


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The names of an element's children.

    Attributes
    ----------
    names
        With their namespaces, in order.
    local
        Without.
    place
        Name without namespace → position of the last child that has it.
    known
        What others worked out about this shape, each under a key of its own.
    """

    names: tuple[str, ...]
    local: tuple[str, ...]
    place: dict[str, int]
    known: dict[Any, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, names: tuple[str, ...]) -> Shape:
        local = tuple([name.rpartition("}")[2] for name in names])
        return cls(names, local, {name: at for at, name in enumerate(local)})


@dataclass(slots=True)
class Cells:
    """One element.

    Attributes
    ----------
    texts
        Of its children; None for those that are in ``inner`` because they have children themselves.
    inner
        Position → child with children, or with attributes where these are asked for.
    text
        Its own text, if it has no children.
    attributes
        In order of name; None where nobody asked.
    """

    tag: str
    shape: Shape
    texts: list[str | None]
    inner: dict[int, Cells]
    text: str | None = None
    attributes: list[Any] | None = None


class Shapes:
    """Makes cells of the elements of one document."""

    def __init__(self, *, may_have_attributes: bool = False) -> None:
        self._may_have_attributes = may_have_attributes
        self._known: dict[tuple[str, ...], Shape] = {}
        self._n_names = 0

    @classmethod
    def of(cls, data: bytes) -> Shapes:
        """Return the maker for a document, which shows at once whether it can have attributes at all."""
        return cls(may_have_attributes=data.find(b"=", _HEAD_BYTES) >= 0)

    def cells(self, element: etree._Element) -> Cells:
        """Return an element with everything in it."""
        with_attributes = self._may_have_attributes and bool(_has_attributes(element))
        return self._cells(element, with_attributes=with_attributes)

    def own_texts(self, element: etree._Element) -> Cells:
        """Return an element without what is in its children."""
        children = list(element)
        shape = self._shape(tuple([str(child.tag) for child in children]))
        texts = [None if len(child) else child.text for child in children]
        return Cells(str(element.tag), shape, texts, {})

    def _cells(self, element: etree._Element, *, with_attributes: bool) -> Cells:
        children = list(element)
        names: Any = tuple([child.tag for child in children])
        texts = [child.text for child in children]
        n_inner = list(map(len, children))
        inner: dict[int, Cells] = {}
        if with_attributes or any(n_inner):
            for at, child in enumerate(children):
                if n_inner[at] or (with_attributes and child.keys()):
                    inner[at] = self._cells(child, with_attributes=with_attributes)
                    if n_inner[at]:
                        texts[at] = None
        return Cells(
            element.tag,
            self._known.get(names) or self._shape(names),
            texts,
            inner,
            None if children else element.text,
            sorted(element.items()) if with_attributes else None,
        )

    def _shape(self, names: tuple[str, ...]) -> Shape:
        if names in self._known:
            return self._known[names]
        self._n_names += len(names)
        if self._n_names > _MOST_NAMES:
            self._known.clear()
            self._n_names = len(names)
        made = self._known[names] = Shape.of(names)
        return made
