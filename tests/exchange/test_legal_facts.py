"""What the law asks of a period comes back from every file that holds a plan."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from exchange.made_mspdi import project, task

from stuurbord.engine.critical_path import critical_path
from stuurbord.exchange import mspdi
from stuurbord.exchange.own_columns import LEGAL_COLUMNS
from stuurbord.exchange.workbook.planning_read import plans
from stuurbord.exchange.workbook.planning_rows import PlanSettings
from stuurbord.exchange.workbook.planning_write import planning_rows
from stuurbord.plan import DependencyRow, PlanDraft, TaskRow, freeze, instant
from stuurbord.plan.calendar import DAY, STANDARD, moment
from stuurbord.plan.changes import Change, changed, difference, inverse
from stuurbord.plan.changes.change import TASKS
from stuurbord.plan.document import digest, from_document, to_document
from stuurbord.rulebooks.be_procurement.planning import (
    LegalTerm,
    LegalTerms,
    as_plan,
    plan_part,
    procedure_steps,
)

FACTS = {
    "legal_basis": "Wet 17/06/2013 art. 11",
    "legal_minimum": 15,
    "legal_is_unverified": True,
    "step": "S23",
}
NAMES = ("legal_basis", "legal_minimum", "legal_is_unverified", "step")
START = instant(moment(20_514 * DAY + 8 * 3600))


@pytest.fixture(scope="module")
def plan():
    """A notice and the standstill after it."""
    rows = [TaskRow(1, "Kennisgeving", duration=8 * 3600)]
    rows.append(TaskRow(2, "Wachttermijn", is_elapsed=True, duration=15 * DAY, **FACTS))
    draft = PlanDraft(
        "Sluis",
        START,
        calendar="Standard",
        calendars=[STANDARD],
        tasks=rows,
        dependencies=[DependencyRow(1, 2)],
    )
    return freeze(draft)[0]


def legal(of, idx: int = 1) -> dict[str, object]:
    return {name: getattr(of.tasks, name)[idx] for name in NAMES}


def test_a_stored_plan_keeps_them_and_an_older_one_has_none(plan):
    """A document without the columns is read as before, and gives the same digest as before."""
    document = to_document(plan)
    older = {**document, "tasks": {k: v for k, v in document["tasks"].items() if k not in NAMES}}
    read = from_document(older)

    assert from_document(document) == plan
    assert legal(read) == {"legal_basis": "", "legal_minimum": 0, "legal_is_unverified": False, "step": ""}
    assert not set(NAMES) & to_document(read)["tasks"].keys()
    assert digest(read) != digest(plan)


def test_they_are_changes_like_any_other(plan):
    """Told one by one, and taken back."""
    without = from_document({**to_document(plan), "tasks": _without(plan)})
    changes = difference(without, plan)

    assert {(one.column, one.after) for one in changes} == set(FACTS.items())
    assert changed(without, changes) == plan
    assert changed(plan, inverse(changes)) == without


def _without(plan):
    tasks = to_document(plan)["tasks"]
    return {name: values for name, values in tasks.items() if name not in NAMES}


def test_microsoft_project_keeps_them_in_fields_of_their_own(plan):
    """Each has its name there, and what is default is not written."""
    written = mspdi.write(plan)
    again = mspdi.read(written, "plan.xml")[0]
    text = written.decode()

    assert legal(again) == FACTS
    assert legal(again, 0)["legal_minimum"] == 0
    assert all(f"<Alias>{one.alias}</Alias>" in text for one in LEGAL_COLUMNS)
    assert text.count("<Value>15</Value>") == 1


def test_a_document_that_lacks_the_fields_gets_them_in_free_ones(plan):
    """Its own custom fields stay its own."""
    fields = "<ExtendedAttribute><FieldID>188743734</FieldID><Alias>Wijk</Alias></ExtendedAttribute>"
    own = "<ExtendedAttribute><FieldID>188743734</FieldID><Value>Noord</Value></ExtendedAttribute>"
    source = mspdi.read(project(task(1, own) + task(2), fields=fields), "plan.xml")[0]
    uid = str(int(source.tasks.uid[1]))
    written = mspdi.write(
        changed(source, [Change(TASKS, uid, name, None, value) for name, value in FACTS.items()])
    )
    again = mspdi.read(written, "plan.xml")[0]

    assert legal(again) == FACTS
    assert "<Value>Noord</Value>" in written.decode()


@pytest.mark.parametrize("text", ["dertig", "30 dagen", "-5", "99999", "1,5"])
def test_a_minimum_that_is_no_number_of_days_is_told(text):
    """And left out of the plan: nobody guesses what was meant."""
    fields = (
        "<ExtendedAttribute><FieldID>188743734</FieldID><Alias>Wettelijk minimum</Alias></ExtendedAttribute>"
    )
    own = f"<ExtendedAttribute><FieldID>188743734</FieldID><Value>{text}</Value></ExtendedAttribute>"
    plan, findings = mspdi.read(project(task(1, own), fields=fields), "plan.xml")

    assert plan.tasks.legal_minimum.tolist() == [0]
    assert "legal_minimum_unreadable" in [one.code for one in findings]


def test_a_planning_sheet_holds_them_too(plan):
    """Rows of the sheet make the same plan."""
    rows = planning_rows("P-1", plan)
    made, _findings = plans(rows, {"P-1": PlanSettings(start=moment(START), calendar="Standaard")})

    assert rows[1].legal_minimum == 15
    assert rows[0].legal_minimum is None
    assert legal(made["P-1"]) == FACTS


@pytest.mark.parametrize("way", ["sheet", "microsoft project"])
def test_a_procurement_keeps_its_dates_in_another_file(way):
    """Also the last day of a period that would end on a closed day: its calendar comes along."""
    terms = LegalTerms(tenders=LegalTerm(30, "art. 36"), standstill=LegalTerm(15, "art. 11"))
    start = date(2026, 1, 6)
    plan = as_plan(plan_part(procedure_steps("OP", terms), start, title="Aanbesteding"), start, "Sluis")
    if way == "sheet":
        settings = PlanSettings(start=moment(plan.start), calendar=plan.calendar.name)
        again = plans(planning_rows("P-1", plan), {"P-1": settings})[0]["P-1"]
    else:
        again = mspdi.read(mspdi.write(plan), "plan.xml")[0]
    was, now = critical_path(plan), critical_path(again)

    assert np.array_equal(was.start, now.start)
    assert np.array_equal(was.finish, now.finish)
    for name in NAMES:
        assert list(getattr(plan.tasks, name)) == list(getattr(again.tasks, name))
