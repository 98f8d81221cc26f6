"""Three documents into one: what a file held, what its plan said then, and what the plan says now.

Where the plan says the same as then, the file's own element stays, to the letter; where it says something
else, the new element takes its place. So nothing has to be known of elements that no plan holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from lxml import etree

from stuurbord.exchange.mspdi.fields import local_names
from stuurbord.exchange.mspdi.schema_order import ORDER

Key = tuple[str, int]
"""What identifies an element among its siblings, and which of several with that identity it is."""

KEYED: Final = {
    "PredecessorLink": ("PredecessorUID",),
    "Baseline": ("Number", "Interim"),
    "ExtendedAttribute": ("FieldID",),
}
"""Children that are compared one by one; other children of one name are one thing together."""


def name_of(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return local_names(element.tag)


def text_of(element: etree._Element, name: str) -> str:
    """Return the text of a child, without blanks around it."""
    for child in element:
        if local_names(child.tag) == name:
            return (child.text or "").strip()
    return ""


def identity(element: etree._Element, names: Iterable[str]) -> str:
    """Return what identifies an element: some of its texts, numbers without leading zeros or blanks."""
    texts = (text_of(element, name) for name in names)
    return "/".join(str(int(text)) if text.isdecimal() else text or "0" for text in texts)


def keyed(
    elements: Iterable[etree._Element], key: Callable[[etree._Element], str]
) -> dict[Key, etree._Element]:
    """Return the elements by what identifies them."""
    n_met: Counter[str] = Counter()
    found: dict[Key, etree._Element] = {}
    for element in elements:
        one = key(element)
        found[one, n_met[one]] = element
        n_met[one] += 1
    return found


def are_same(one: etree._Element, other: etree._Element) -> bool:
    """Tell whether two elements of one name, both written by us, say the same."""
    n_children = len(one)
    if n_children != len(other):
        return False
    if not n_children:
        return one.text == other.text
    return all(some.tag == its.tag and are_same(some, its) for some, its in zip(one, other, strict=True))


def merge_children(
    theirs: etree._Element, before: etree._Element, now: etree._Element, leave: frozenset[str] = frozenset()
) -> set[str]:
    """Bring into ``theirs`` what changed between ``before`` and ``now``; return the names that changed."""
    if are_same(before, now):
        return set()
    was, becomes = _by_name(before), _by_name(now)
    changed = set()
    children = _Children(theirs)
    for name in {**becomes, **was}:
        if name in leave:
            continue
        if name in KEYED:
            if _merge_keyed(children, was.get(name, []), becomes.get(name, []), name):
                changed.add(name)
        elif not _are_same_group(was.get(name, []), becomes.get(name, [])):
            changed.add(name)
            children.replace(name, becomes.get(name, []))
    return changed


def _by_name(element: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for child in element:
        found.setdefault(local_names(child.tag), []).append(child)
    return found


def _are_same_group(some: list[etree._Element], others: list[etree._Element]) -> bool:
    if len(some) == 1 == len(others) and not len(some[0]) and not len(others[0]):
        return some[0].text == others[0].text  # nearly always
    return len(some) == len(others) and all(map(are_same, some, others))


def _merge_keyed(
    children: _Children, was: list[etree._Element], becomes: list[etree._Element], name: str
) -> bool:
    def key(element: etree._Element) -> str:
        return identity(element, KEYED[name])

    if _are_same_group(was, becomes):
        return False
    in_file = keyed(children.named(name), key)
    before, now = keyed(was, key), keyed(becomes, key)
    has_changed, standing = False, dict(in_file)
    for one in before.keys() - now.keys():
        has_changed = True
        if one in in_file:
            children.remove(in_file[one])
    for one, element in now.items():
        if one in before and one in in_file:
            has_changed |= bool(merge_children(in_file[one], before[one], element))
        elif one not in before or not are_same(before[one], element):
            has_changed, standing[one] = True, element
            if one in in_file:
                children.put(element, in_file[one])
            else:
                children.insert(element)
    if list(before) != list(now):
        children.put_in_order([standing[one] for one in now if one in standing])
    return has_changed


class _Children:
    """The children of an element with their places in the schema, kept up to date while they change."""

    def __init__(self, parent: etree._Element) -> None:
        self._parent = parent
        self._order = ORDER.get(local_names(parent.tag), {})
        self._children = list(parent)
        self._names = [local_names(child.tag) for child in self._children]
        beyond = len(self._order) + 1
        self._places = [self._order.get(name, beyond) for name in self._names]

    def named(self, name: str) -> list[etree._Element]:
        return [child for child, its in zip(self._children, self._names, strict=True) if its == name]

    def insert(self, element: etree._Element) -> None:
        """Put a child where the schema wants it: after all that stands before it or beside it there."""
        place = self._order.get(local_names(element.tag), len(self._order))
        at = len(self._places)
        while at and self._places[at - 1] > place:
            at -= 1
        self._insert(at, element)

    def _insert(self, at: int, element: etree._Element) -> None:
        name = local_names(element.tag)
        self._parent.insert(at, element)
        self._children.insert(at, element)
        self._names.insert(at, name)
        self._places.insert(at, self._order.get(name, len(self._order) + 1))

    def put(self, new: etree._Element, old: etree._Element) -> None:
        """Put a child in the place of another of its name."""
        self._children[self._children.index(old)] = new
        self._parent.replace(old, new)

    def remove(self, child: etree._Element) -> None:
        at = self._children.index(child)
        del self._children[at], self._names[at], self._places[at]
        self._parent.remove(child)

    def replace(self, name: str, elements: list[etree._Element]) -> None:
        """Let the children of a name be these, in the place of those that are there."""
        if name not in self._names:
            for new in elements:
                self.insert(new)
            return
        there = self.named(name)
        for old, new in zip(there, elements, strict=False):
            self.put(new, old)
        for old in there[len(elements) :]:
            self.remove(old)
        at = len(self._names) - self._names[::-1].index(name) if name in self._names else 0
        for number, new in enumerate(elements[len(there) :]):
            self._insert(at + number, new)

    def put_in_order(self, elements: list[etree._Element]) -> None:
        """Let some children follow each other as given, in the places that they have together."""
        wanted = [element for element in elements if element.getparent() is self._parent]
        moving = set(wanted)
        places = [at for at, child in enumerate(self._children) if child in moving]
        if [self._children[at] for at in places] == wanted:
            return
        for child in wanted:
            self._parent.remove(child)
        for at, child in zip(places, wanted, strict=True):
            self._parent.insert(at, child)
            self._children[at] = child


def replace(parent: etree._Element, name: str, elements: list[etree._Element]) -> None:
    """Let the children of a name be these, in the place of those that are there."""
    _Children(parent).replace(name, elements)


def insert(parent: etree._Element, element: etree._Element) -> None:
    """Put a child where the schema wants it."""
    _Children(parent).insert(element)


def remove(parent: etree._Element, names: frozenset[str]) -> None:
    """Take the children with these names away."""
    for child in list(parent):
        if local_names(child.tag) in names:
            parent.remove(child)
