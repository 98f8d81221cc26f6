"""Procurement files: opened, changed, moved on; what the law asks of their moments; who may."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from web import factories, procurement_worlds

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Role
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.actions import Mark, NewLot
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.agreeing import add_agreed
from stuurbord.web.procurements.changing import NotAccepted
from stuurbord.web.procurements.facts import FactsForm
from stuurbord.web.procurements.models import Stage
from stuurbord.web.procurements.moments import breaches
from stuurbord.web.procurements.related import related_contracts

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return procurement_worlds.world()


def test_files_are_numbered_within_the_year(world):
    """The first and the next."""
    second = actions.open_file(world.manager, world.project, title="Kabels")

    assert (world.file.reference, second.reference) == ("O-2026-001", "O-2026-002")
    assert (world.file.stage, second.stage) == (Stage.ESTIMATE, Stage.NEED)


def test_the_estimate_is_the_sum_of_its_parts(world):
    """Base, options and renewals count together."""
    file = world.raised()

    assert file.estimate == Decimal(230_000)


def test_facts_that_contradict_each_other_leave_the_estimate_unknown(world):
    """A contract for nothing is none: the file keeps what was said, and the rules call nothing allowed."""
    facts = procurement_worlds.FACTS | {"estimate": {"base": 0}}
    file = actions.change_facts(world.manager, world.file, facts, world.file.version)

    assert file.estimate is None
    assert all(one.verdict == "unknown" for one in asked(file).advice.procedures)


@pytest.mark.parametrize("estimate", ["140.000", {"base": -5}, {"base": "5"}, {"anders": 5}, [5]])
def test_a_fact_that_cannot_be_read_is_refused(world, estimate):
    """“140.000” may mean two things, and no part is negative: nothing is guessed, nothing kept."""
    facts = procurement_worlds.FACTS | {"estimate": estimate}

    with pytest.raises(NotAccepted):
        actions.change_facts(world.manager, world.file, facts, world.file.version)

    assert world.fresh().estimate == Decimal(139_000)


@pytest.mark.parametrize(
    ("typed", "euro"), [("172.000", 172_000), ("172000,50", 172_000.5), ("€ 1.234,5", 1_234.5)]
)
def test_the_form_reads_figures_as_people_here_write_them(typed, euro):
    """Points for thousands, a comma for cents."""
    form = FactsForm({"estimate_base": typed}, facts={})

    assert form.is_valid(), form.errors
    assert form.sent_facts()["estimate"] == {"base": euro}


def test_the_form_keeps_what_it_does_not_ask():
    """Facts from elsewhere stay; what is emptied goes."""
    facts = {"related": [], "award": 5, "estimate": {"base": 10, "lots": [4, 6]}}
    form = FactsForm({"kind": "works"}, facts=facts)

    assert form.is_valid()
    assert form.sent_facts() == {"related": [], "kind": "works", "estimate": {"lots": [4, 6]}}


def test_who_comes_second_is_told_what_changed(world):
    """Both had the page open: the second loses nothing and overwrites nothing."""
    seen = world.file.version
    world.raised()

    with pytest.raises(VersionConflict, match=r"230\.000"):
        actions.change_facts(world.lawyer, world.file, procurement_worlds.FACTS, seen)


@pytest.mark.parametrize("who", ["reader"])
def test_who_only_reads_changes_nothing(world, who):
    """Not the facts, not a moment, not the checklist; and opens no file."""
    person, file = getattr(world, who), world.file
    changes = (
        lambda: actions.change_facts(person, file, {}, file.version),
        lambda: actions.change_file(person, file, {"title": "Anders"}, file.version),
        lambda: actions.set_moment(person, file, "published_on", factories.TODAY, file.version),
        lambda: actions.move_to(person, file, Stage.STOPPED, file.version, "Zomaar"),
        lambda: actions.mark_item(person, file, "PF-01", Mark("done", "map 1"), 0),
        lambda: actions.open_file(person, world.project, title="Kabels"),
    )

    for change in changes:
        with pytest.raises(NotPermitted):
            change()


def test_a_lawyer_must_be_able_to_work_on_the_file(world):
    """Somebody without a role here cannot be named."""
    with pytest.raises(NotAccepted):
        actions.change_file(world.manager, world.file, {"lawyer": factories.user()}, world.file.version)

    file = actions.change_file(world.manager, world.file, {"lawyer": world.lawyer}, world.file.version)
    assert file.lawyer == world.lawyer


@pytest.mark.parametrize("parts", [{"base": 9e11, "options": 9e11}, {"lots": [9e11, 9e11]}])
def test_parts_that_add_up_to_more_than_any_budget_are_refused(world, parts):
    """Each part fits, their sum would not: it is said, and nothing is kept."""
    facts = procurement_worlds.FACTS | {"estimate": parts}

    with pytest.raises(NotAccepted):
        actions.change_facts(world.manager, world.file, facts, world.file.version)

    assert world.fresh().estimate == Decimal(139_000)


def test_lots_count_in_the_estimate(world):
    """They stand in the file and in the facts, until it is published."""
    lots = [NewLot("Lezers", Decimal(40_000)), NewLot("Plaatsing", Decimal("20_000.50"))]
    file = actions.set_lots(world.manager, world.file, lots, world.file.version)

    assert file.facts["estimate"] == {"base": 139_000, "lots": [40_000, 20_000.5]}
    assert file.estimate == Decimal("199000.50")
    assert [str(one) for one in file.lots.all()] == ["1 Lezers", "2 Plaatsing"]


def test_an_opened_closing_moment_no_longer_moves(world):
    """What came too late was told by it; one that was never written down may still be."""
    actions.choose_procedure(world.manager, world.file, "OP", "", world.file.version)
    due = datetime(2026, 11, 2, 10, tzinfo=BRUSSELS)
    opened = datetime(2026, 11, 3, 10, tzinfo=BRUSSELS)
    why = "De aankondiging staat nog niet in het dossier."
    file = actions.set_moment(world.manager, world.file, "opened_at", opened, world.fresh().version, why)
    file = actions.set_moment(world.manager, file, "tenders_due", due, file.version)

    for other in (due.replace(hour=12), None):
        with pytest.raises(NotAccepted):
            actions.set_moment(world.manager, file, "tenders_due", other, file.version)


def test_a_moment_moves_the_file_on(world):
    """Publication asks a procedure; opening comes after the tenders are due."""
    with pytest.raises(NotAccepted):
        actions.set_moment(world.manager, world.file, "published_on", date(2026, 11, 2), world.file.version)
    actions.choose_procedure(world.manager, world.file, "OP", "", world.file.version)

    why = "De stukken staan nog op papier."
    file = actions.set_moment(
        world.manager, world.file, "published_on", date(2026, 11, 2), world.fresh().version, why
    )

    assert file.stage == Stage.PUBLICATION
    with pytest.raises(NotAccepted):
        actions.set_moment(world.manager, file, "tenders_due", datetime(2026, 11, 1, 10, tzinfo=BRUSSELS), 3)


def test_what_lies_ahead_has_not_happened(world):
    """Only the day by which tenders are due and the order to start may lie ahead."""
    with pytest.raises(NotAccepted):
        actions.set_moment(world.manager, world.file, "awarded_on", date(2027, 1, 1), world.file.version)

    due = datetime(2027, 2, 11, 10, tzinfo=BRUSSELS)
    file = actions.set_moment(world.manager, world.file, "tenders_due", due, world.file.version)
    assert file.tenders_due == due


@pytest.mark.parametrize(("due", "n"), [(date(2026, 4, 1), 1), (date(2026, 4, 2), 0)])
def test_a_term_that_did_not_fully_elapse_is_told(world, due, n):
    """Dispatched on 2 March 2026, thirty days: 1 April is the thirtieth, so tenders are due the day after."""
    actions.choose_procedure(world.manager, world.file, "OP", "", world.file.version)
    file = world.fresh()
    file.published_on = date(2026, 3, 2)
    file.tenders_due = datetime(due.year, due.month, due.day, 10, tzinfo=BRUSSELS)

    assert len(breaches(file, asked(file))) == n


@pytest.mark.parametrize(("concluded", "n"), [(date(2026, 5, 11), 1), (date(2026, 5, 12), 0)])
def test_a_conclusion_within_the_standstill_is_told(world, concluded, n):
    """Sent on 24 April 2026: day fifteen is a Saturday, so the standstill runs to Monday 11 May."""
    world.raised()
    actions.choose_procedure(world.manager, world.file, "OP", "", world.fresh().version)
    file = world.fresh()
    file.informed_on, file.concluded_on = date(2026, 4, 24), concluded

    assert len(breaches(file, asked(file))) == n


def test_a_stop_and_a_step_back_need_a_reason(world):
    """And a contract that was not concluded is not performed."""
    for stage in (Stage.STOPPED, Stage.NEED):
        with pytest.raises(NotAccepted):
            actions.move_to(world.manager, world.file, stage, world.file.version)
    with pytest.raises(NotAccepted):
        actions.move_to(world.manager, world.file, Stage.STARTED, world.file.version)

    file = actions.move_to(world.manager, world.file, Stage.STOPPED, world.file.version, "Geen krediet.")
    assert file.is_closed


def test_a_line_is_done_with_its_document_only(world):
    """Where it is, or why it does not apply; a lost race is told."""
    for mark in (Mark("done"), Mark("not_applicable"), Mark("anders")):
        with pytest.raises(NotAccepted):
            actions.mark_item(world.manager, world.file, "PF-01", mark, 0)

    actions.mark_item(world.manager, world.file, "PF-01", Mark("done", "map 1"), 0)
    with pytest.raises(VersionConflict):
        actions.mark_item(world.lawyer, world.file, "PF-01", Mark("done", "map 2"), 0)


def test_contracts_of_the_same_thing_are_counted_together(world):
    """Two files of the same CPV group, each below a threshold: the rules warn, and name the other."""
    actions.open_file(
        world.manager, world.project, title="Meer lezers", cpv="42961200", facts=procurement_worlds.FACTS
    )
    actions.open_file(world.manager, world.project, title="Kabels", cpv="31300000", facts={"estimate": 9_000})

    assert [one["reference"] for one in related_contracts(world.file)] == ["O-2026-002"]
    warned = {one.code: one.text["nl"] for one in asked(world.file).advice.warnings}
    assert "O-2026-002" in warned["split_together"]


def test_agreed_amounts_reach_the_rules(world):
    """Empty tables warn; a filled one asks the advice."""
    lawyer = factories.user(Role.PROCUREMENT_LAWYER)
    with pytest.raises(NotPermitted):
        add_agreed(world.lawyer, "inspection", {})
    before = {one.key for one in asked(world.file).advice.obligations}
    values = {"amount": Decimal(100_000), "valid_from": date(2026, 1, 1), "source": "BVCO"}
    add_agreed(lawyer, "inspection", values)

    after = {one.key for one in asked(world.file).advice.obligations}
    assert after - before == {"INSPECTION"}
