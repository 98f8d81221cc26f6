"""The custom fields that a file of Microsoft Project brings: read to be shown, each as what it is."""

from __future__ import annotations

import pytest
from exchange import made_mspdi as made

from stuurbord.exchange.mspdi.own_fields import own_fields

TEXT1, TEXT2, TEXT30, FLAG1, DATE1, DURATION1, NUMBER1, COST1 = range(188743731, 188743739)


def field(number: int, name: str, alias: str = "", more: str = "") -> str:
    """A definition."""
    called = f"<Alias>{alias}</Alias>" if alias else ""
    return (
        f"<ExtendedAttribute><FieldID>{number}</FieldID><FieldName>{name}</FieldName>{called}{more}"
        "</ExtendedAttribute>"
    )


def value(number: int, text: str, tag: str = "Value") -> str:
    """What a task holds."""
    return f"<ExtendedAttribute><FieldID>{number}</FieldID><{tag}>{text}</{tag}></ExtendedAttribute>"


def found(fields: str, *facts: str) -> dict[str, tuple[str, dict[int, object]]]:
    """Name → kind and values of what a document with these tasks holds."""
    tasks = "".join(made.task(uid, one) for uid, one in enumerate(facts, 1))
    plan = made.read(made.project(tasks, fields=fields))
    return {one.name: (str(one.kind), dict(one.values)) for one in own_fields(plan.kept)}


@pytest.mark.parametrize(
    ("number", "name", "text", "kind", "meant"),
    [
        (TEXT1, "Text1", "Dijkwerken &amp; co", "text", "Dijkwerken & co"),
        (FLAG1, "Flag1", "1", "flag", True),
        (DATE1, "Date1", "2026-03-04T17:00:00", "date", 1772643600),
        (DATE1, "Finish1", "2026-03-04T17:00:00", "date", 1772643600),
        (DURATION1, "Duration1", "PT16H0M0S", "duration", 57_600),
        (NUMBER1, "Number1", "2.5", "number", 2.5),
        (COST1, "Cost1", "125050", "cost", 125_050),
        (TEXT1, "Enterprise Text1", "x", "text", "x"),
    ],
)
def test_each_kind_of_field_is_read_as_what_it_is(number, name, text, kind, meant):
    """Text, yes, a day, working time, a number, money; under the planner's own name for it."""
    told = found(field(number, name, "Eigen"), value(number, text), "")

    assert told == {"Eigen": (kind, {1: meant})}


@pytest.mark.parametrize(
    ("name", "text"), [("Flag1", "0"), ("Date1", "morgen"), ("Number1", "veel"), ("Text1", " ")]
)
def test_what_says_nothing_is_no_column(name, text):
    """A flag that every task has, and what is not of its kind."""
    assert found(field(FLAG1, name), value(FLAG1, text)) == {}


def test_fields_that_are_columns_of_the_plan_are_not_told_twice():
    """Gate and legal basis have a place of their own."""
    fields = field(TEXT1, "Text1", "Poort") + field(TEXT2, "Text2", "Wettelijke grondslag")

    assert found(fields + field(TEXT30, "Text30"), value(TEXT30, "a")) == {"Text30": ("text", {1: "a"})}


def test_two_fields_with_one_name_are_told_apart():
    """The second says which field it is."""
    fields = field(TEXT1, "Text1", "Wie") + field(TEXT2, "Text2", "Wie")

    assert list(found(fields, value(TEXT1, "a") + value(TEXT2, "b"))) == ["Wie", "Wie (Text2)"]


def test_a_choice_from_a_list_is_its_text():
    """Where the task names the number of the choice only."""
    choices = "<ValueList><Value><ID>7</ID><Value>Laag</Value></Value></ValueList>"
    told = found(field(TEXT1, "Text1", "Risico", choices), value(TEXT1, "7", "ValueID"))

    assert told == {"Risico": ("text", {1: "Laag"})}


def test_what_is_no_kept_document_is_refused():
    """Bytes of something else."""
    with pytest.raises(ValueError, match="keeps no MSPDI"):
        own_fields(b"iets anders")
