"""The work that nobody does yet: Microsoft Project's own assignments, kept when their task is edited."""

from __future__ import annotations

import pytest
from exchange import made_mspdi as made
from lxml import etree

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.editing import Assign, Edit, Progress, Remove, Resize, SetFacts, edited
from stuurbord.exchange import mspdi

FIELD = "<ExtendedAttribute><FieldID>255852547</FieldID><Value>Nog te vragen</Value></ExtendedAttribute>"
PROMISED = "<Baseline><Number>0</Number><Work>PT8H0M0S</Work></Baseline>"
PEOPLE = (
    "<Resources><Resource><UID>1</UID><Name>An Aerts</Name><Type>1</Type></Resource></Resources>"
    "<Assignments>{}</Assignments>"
)
NOBODY = (
    "<Assignment><UID>7</UID><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID>"
    "<Finish>2026-03-02T17:00:00</Finish><RemainingWork>PT8H0M0S</RemainingWork>"
    f"<Start>2026-03-02T08:00:00</Start><Units>1</Units><Work>PT8H0M0S</Work>{FIELD}{PROMISED}</Assignment>"
)


def written(*edits: Edit) -> bytes:
    """The file that is written after edits."""
    plan = made.read(made.project(made.task(1) + made.task(2), people=PEOPLE.format(NOBODY)))
    return mspdi.write(edited(plan, edits, critical_path))


def after(*edits: Edit) -> list[etree._Element]:
    """The assignments in it."""
    return list(etree.fromstring(written(*edits)).iter("{*}Assignment"))


def names(element: etree._Element) -> set[str]:
    return {etree.QName(child).localname for child in element}


@pytest.mark.parametrize("edit", [Resize([1], 3 * 8 * 3600), Progress(1, 0.5)])
def test_it_stays_with_what_was_said_of_it_when_its_task_changes(edit):
    """Dates and amounts go, which Microsoft Project makes anew; its custom field and its promise stay."""
    (one,) = after(edit)

    assert one.findtext("{*}UID") == "7"
    assert names(one).isdisjoint({"Start", "Finish", "Work", "RemainingWork"})
    assert {"ExtendedAttribute", "Baseline", "Units", "ResourceUID"} <= names(one)


@pytest.mark.parametrize("edit", [Resize([2], 3 * 8 * 3600), SetFacts([1], {"name": "Anders"})])
def test_an_edit_of_something_else_leaves_it_to_the_letter(edit):
    """Of another task, or of what its own task is called."""
    assert NOBODY.encode() in written(edit)


def test_it_goes_with_its_task_and_where_somebody_comes():
    """Nobody's work is that no longer."""
    assert after(Remove([1])) == []
    assert [one.findtext("{*}ResourceUID") for one in after(Assign(1, 1))] == ["1"]
