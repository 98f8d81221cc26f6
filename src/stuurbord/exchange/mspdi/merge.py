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
    if not len(one) and not len(other):
        return one.text == other.text
    return etree.tostring(one, with_tail=False) == etree.tostring(other, with_tail=False)


def merge_children(
    theirs: etree._Element, before: etree._Element, now: etree._Element, leave: frozenset[str] = frozenset()
) -> set[str]:
    """Bring into ``theirs`` what changed between ``before`` and ``now``; return the names that changed."""
    if are_same(before, now):
        return set()
    was, becomes = _by_name(before), _by_name(now)
    changed = set()
    for name in {**becomes, **was}:
        if name in leave:
            continue
        if name in KEYED:
            if _merge_keyed(theirs, was.get(name, []), becomes.get(name, []), name):
                changed.add(name)
        elif not _are_same_group(was.get(name, []), becomes.get(name, [])):
            changed.add(name)
            replace(theirs, name, becomes.get(name, []))
    return changed


def _by_name(element: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for child in element:
        found.setdefault(local_names(child.tag), []).append(child)
    return found


def _are_same_group(some: list[etree._Element], others: list[etree._Element]) -> bool:
    return len(some) == len(others) and all(map(are_same, some, others))


def _merge_keyed(
    theirs: etree._Element, was: list[etree._Element], becomes: list[etree._Element], name: str
) -> bool:
    def key(element: etree._Element) -> str:
        return identity(element, KEYED[name])

    in_file = keyed((child for child in theirs if local_names(child.tag) == name), key)
    before, now = keyed(was, key), keyed(becomes, key)
    has_changed, standing = False, dict(in_file)
    for one in before.keys() - now.keys():
        has_changed = True
        if one in in_file:
            theirs.remove(in_file[one])
    for one, element in now.items():
        if one in before and one in in_file:
            has_changed |= bool(merge_children(in_file[one], before[one], element))
        elif one not in before or not are_same(before[one], element):
            has_changed, standing[one] = True, element
            if one in in_file:
                theirs.replace(in_file[one], element)
            else:
                insert(theirs, element)
    if list(before) != list(now):
        _put_in_order(theirs, [standing[one] for one in now if one in standing])
    return has_changed


def _put_in_order(parent: etree._Element, elements: list[etree._Element]) -> None:
    """Let some children of a parent follow each other as given, in the places that they have together."""
    wanted = [element for element in elements if element.getparent() is parent]
    moving = set(wanted)
    there = [child for child in parent if child in moving]
    places = [parent.index(child) for child in there]
    if there != wanted:
        for child in wanted:
            parent.remove(child)
        for place, child in zip(places, wanted, strict=True):
            parent.insert(place, child)


def replace(parent: etree._Element, name: str, elements: list[etree._Element]) -> None:
    """Let the children of a name be these, in the place of those that are there."""
    there = [child for child in parent if local_names(child.tag) == name]
    for old, new in zip(there, elements, strict=False):
        parent.replace(old, new)
    for old in there[len(elements) :]:
        parent.remove(old)
    last = elements[len(there) - 1] if there and len(elements) > len(there) else None
    for new in elements[len(there) :]:
        if last is None:
            insert(parent, new)
        else:
            parent.insert(parent.index(last) + 1, new)
        last = new


def insert(parent: etree._Element, element: etree._Element) -> None:
    """Put a child where the schema wants it: after everything that stands before it or beside it there."""
    order = ORDER.get(local_names(parent.tag), {})
    place = order.get(local_names(element.tag), len(order))
    at = 0
    for number, child in enumerate(parent, 1):
        if order.get(local_names(child.tag), len(order) + 1) <= place:
            at = number
    parent.insert(at, element)


def remove(parent: etree._Element, names: frozenset[str]) -> None:
    """Take the children with these names away."""
    for child in list(parent):
        if local_names(child.tag) in names:
            parent.remove(child)
