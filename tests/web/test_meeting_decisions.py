"""Deciding at the table: through the register's own rules, with mandate, on what one saw."""

from __future__ import annotations

from datetime import date

import pytest
from web import gate_worlds, register_lines
from web.meeting_worlds import AT, World, item_of, world

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.gates.deciding import submit_gate
from stuurbord.web.gates.forms import unseal
from stuurbord.web.gates.models import GateDecision, GateDossier
from stuurbord.web.lists.actions import save_line
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.meetings.actions.agenda import accept_proposals
from stuurbord.web.meetings.actions.agreeing import Agreement, agree_action
from stuurbord.web.meetings.actions.deciding import decide_item, postpone_item
from stuurbord.web.meetings.actions.planning import lead_meeting, plan_meeting
from stuurbord.web.meetings.gate_decisions import shown_gate
from stuurbord.web.meetings.given import CannotDecide, Given, Seen
from stuurbord.web.meetings.models import ItemState, Meeting
from stuurbord.web.meetings.what_changed import StaleLine
from stuurbord.web.registers.models import Risk

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> World:
    """Return a body that meets."""
    return world()


def _given(item, line, ruling, outcome="Akkoord met de tweede offerte."):
    return Given(ruling, outcome, Seen(item.version, line.version if line else None))


def _board(at):
    """Return a running board of the project, with what was proposed on its agenda."""
    board = plan_meeting(
        at.owner,
        Meeting(
            portfolio=at.project.portfolio,
            project=at.project,
            kind="project_board",
            title="Projectbord",
            body="Projectbord",
            at=AT,
        ),
    )
    accept_proposals(at.owner, board)
    for target in ("invited", "running"):
        board.refresh_from_db()
        lead_meeting(at.owner, board, target, board.version)
    return board


def test_a_decision_is_taken_in_its_register_and_in_the_minutes(body):
    """One action, both places, the day filled in."""
    line = body.decision(code="B-001")
    meeting = body.running(body.meeting())
    item = item_of(meeting, "decision")

    decided = decide_item(body.chair, meeting, item, _given(item, line, "decided"))

    line.refresh_from_db()
    assert (line.state, line.outcome) == ("decided", "Akkoord met de tweede offerte.")
    assert line.decided_on is not None
    assert (decided.state, decided.ruling) == (ItemState.HANDLED, "decided")


@pytest.mark.parametrize("ruling", ["approved", "rejected", "postponed"])
def test_a_change_is_approved_rejected_or_postponed(body, ruling):
    """With who decided and the grounds."""
    line = body.change(code="W-001")
    meeting = body.running(body.meeting())
    item = item_of(meeting, "change")

    decide_item(body.chair, meeting, item, _given(item, line, ruling, "Binnen de reserve."))

    line.refresh_from_db()
    assert (line.state, line.decided_by, line.outcome) == (ruling, body.chair.person, "Binnen de reserve.")


def test_an_escalated_issue_gets_its_solution(body):
    """The issue is decided, its solution is what was said."""
    owner = body.manager.person
    line = register_lines.line("issues", body.project, title="X", severity="critical", owner=owner)
    meeting = body.running(body.meeting())
    item = item_of(meeting, "escalation")

    decide_item(body.chair, meeting, item, _given(item, line, "decided", "Extra ploeg."))

    line.refresh_from_db()
    assert (line.state, line.solution) == ("decided", "Extra ploeg.")


def test_without_mandate_nothing_is_decided(body):
    """A project manager edits the register, but does not decide at the table."""
    line = body.decision(code="B-001")
    meeting = body.running(body.meeting())
    item = item_of(meeting, "decision")

    with pytest.raises(NotPermitted):
        decide_item(body.manager, meeting, item, _given(item, line, "decided"))
    line.refresh_from_db()
    item.refresh_from_db()
    assert (line.state, item.state) == ("requested", "open")


def test_a_line_that_changed_since_is_not_decided_and_says_what_changed(body):
    """Field by field, and nothing is written."""
    line = body.change(code="W-001")
    meeting = body.running(body.meeting())
    item = item_of(meeting, "change")
    given = _given(item, line, "approved")
    register = REGISTERS["wijzigingen"]
    form = changed_form(register, body.manager, line, {"impact_cost": 90000})
    assert form.is_valid(), form.errors
    save_line(body.manager, register, form, line.version)

    with pytest.raises(StaleLine) as stale:
        decide_item(body.chair, meeting, item, given)
    (change,) = stale.value.changes
    assert "90" in change.after
    assert "12" in change.before
    item.refresh_from_db()
    assert item.state == "open"


def test_two_who_decide_at_once_decide_once(body):
    """The second is told; the first decision stands."""
    line = body.decision(code="B-001")
    meeting = body.running(body.meeting())
    item = item_of(meeting, "decision")
    given = _given(item, line, "decided")
    decide_item(body.chair, meeting, item, given)

    with pytest.raises(VersionConflict):
        decide_item(body.steering, meeting, item, given)


def test_what_the_register_asks_first_is_asked_here_too(body):
    """An issue without an owner cannot be decided."""
    line = register_lines.line("issues", body.project, title="X", severity="critical", owner=None)
    meeting = body.running(body.meeting())
    item = item_of(meeting, "escalation")

    with pytest.raises(CannotDecide):
        decide_item(body.chair, meeting, item, _given(item, line, "decided"))


@pytest.mark.parametrize(("ruling", "outcome"), [("", "Ja"), ("decided", "  "), ("go", "Ja")])
def test_a_decision_has_a_ruling_and_words(body, ruling, outcome):
    """Neither an empty outcome nor a ruling of another kind."""
    line = body.decision(code="B-001")
    meeting = body.running(body.meeting())
    item = item_of(meeting, "decision")

    with pytest.raises(CannotDecide):
        decide_item(body.chair, meeting, item, _given(item, line, ruling, outcome))


def test_before_it_starts_nothing_is_decided(body):
    """A decision belongs to a meeting that is being held."""
    line = body.decision(code="B-001")
    meeting = body.meeting()
    body.running(meeting)
    item = item_of(meeting, "decision")
    body.held(meeting)

    with pytest.raises(VersionConflict):
        decide_item(body.chair, meeting, item, _given(item, line, "decided"))


def test_a_gate_is_decided_by_its_own_rules(body):
    """Nobody submitted the dossier: the gate refuses, and the item stays open."""
    from stuurbord.web.registers.models import Milestone

    Milestone.objects.create(
        project=body.project, code="G2", name="G2", is_gate=True, forecast=date(2026, 12, 12)
    )
    meeting = body.running(body.meeting())
    item = item_of(meeting, "gate")

    with pytest.raises((CannotDecide, VersionConflict)):
        decide_item(body.chair, meeting, item, _given(item, None, "go"))
    item.refresh_from_db()
    assert item.state == "open"


def test_an_action_is_agreed_in_the_register_of_its_project(body):
    """With a number of its own, who and by when, and where it comes from."""
    body.decision(code="B-001")
    meeting = body.running(body.meeting())
    item = item_of(meeting, "decision")
    owner = body.manager.person

    made = agree_action(
        body.chair, meeting, item, Agreement("Offerte vragen", owner, date(2026, 12, 20), body.project)
    )

    assert (made.action.code, made.action.owner, made.action.state) == ("A-001", owner, "open")
    assert "Stuurgroep" in made.action.source
    with pytest.raises(NotPermitted):
        agree_action(body.reader, meeting, item, Agreement("Nee", owner, date(2026, 12, 20), body.project))


def test_an_item_can_wait_for_the_next_meeting_and_be_taken_up_again(body):
    """There and back, as long as it is not decided."""
    line = body.decision(code="B-001")
    meeting = body.running(body.meeting())
    item = item_of(meeting, "decision")
    item = postpone_item(body.steering, meeting, item, item.version)
    assert item.state == ItemState.CARRIED_OVER
    item = postpone_item(body.steering, meeting, item, item.version)
    decide_item(body.chair, meeting, item, _given(item, line, "decided"))
    item.refresh_from_db()

    with pytest.raises(VersionConflict):
        postpone_item(body.steering, meeting, item, item.version)


def test_a_submitted_gate_is_decided_at_the_table():
    """The dossier's own decision is made, with the facts; the one who submitted it is refused."""
    at = gate_worlds.world()
    gate_worlds.complete_idea(at)
    submit_gate(at.manager, at.project, "G0", at.dossier("G0").row.version)
    board = _board(at)
    item = item_of(board, "gate")
    version = GateDossier.objects.get(project=at.project, gate="G0").version
    given = Given("go", "Het project mag starten.", Seen(item.version, version))

    with pytest.raises(NotPermitted):
        decide_item(at.manager, board, item, given)
    with pytest.raises(VersionConflict):
        decide_item(at.steering, board, item, Given("go", "Ja.", Seen(item.version, version - 1)))
    assert not GateDecision.objects.exists()
    decide_item(at.steering, board, item, given)

    decision = GateDecision.objects.get(project=at.project)
    assert (decision.gate, decision.verdict, decision.by) == ("G0", "go", at.steering)
    item.refresh_from_db()
    assert (item.state, item.ruling) == ("handled", "go")


def test_an_exception_is_decided_through_the_decision_it_asked(body):
    """It stands on the agenda once, and follows its decision; stale, it is refused."""
    decision = body.decision(code="B-001", body="Stuurgroep")
    exception = register_lines.line(
        "afwijkingen", body.project, code="AFW-001", state="decision_asked", decision=decision
    )
    meeting = body.running(body.meeting())
    item = item_of(meeting, "exception")
    assert meeting.items.count() == 1

    with pytest.raises(VersionConflict):
        decide_item(body.chair, meeting, item, Given("decided", "Herplannen.", Seen(item.version, 99)))
    decide_item(body.chair, meeting, item, _given(item, exception, "decided", "Herplannen."))

    decision.refresh_from_db()
    exception.refresh_from_db()
    assert (decision.state, decision.outcome) == ("decided", "Herplannen.")
    assert exception.state == "decided"


def test_an_exception_is_not_decided_on_a_question_that_changed(body):
    """The decision it asked was rewritten meanwhile: nothing is decided, and what changed is told."""
    decision = body.decision(code="B-001", body="Stuurgroep")
    exception = register_lines.line(
        "afwijkingen", body.project, code="AFW-001", state="decision_asked", decision=decision
    )
    meeting = body.running(body.meeting())
    item = item_of(meeting, "exception")
    seen = Seen(item.version, exception.version, decision.version)
    register = REGISTERS["beslissingen"]
    form = changed_form(register, body.manager, decision, {"recommendation": "Toch niet doen."})
    assert form.is_valid(), form.errors
    save_line(body.manager, register, form, decision.version)

    with pytest.raises(StaleLine) as stale:
        decide_item(body.chair, meeting, item, Given("decided", "Herplannen.", seen))
    assert stale.value.changes[0].after == "Toch niet doen."


def test_a_gate_is_decided_on_the_facts_that_the_table_sees():
    """Facts that moved since the dossier was submitted hinder who did not see them, and nobody else."""
    at = gate_worlds.world()
    gate_worlds.complete_idea(at)
    submit_gate(at.manager, at.project, "G0", at.dossier("G0").row.version)
    board = _board(at)
    item = item_of(board, "gate")
    version = GateDossier.objects.get(project=at.project, gate="G0").version
    before = unseal(shown_gate(item).seal)
    Risk.objects.create(project=at.project, code="R-009", title="Nieuw", state="identified")
    now = shown_gate(item)
    assert unseal(now.seal) != before

    with pytest.raises(VersionConflict):
        decide_item(at.steering, board, item, Given("go", "Ja.", Seen(item.version, version, facts=before)))
    assert not GateDecision.objects.exists()
    given = Given("go", "Ja.", Seen(item.version, version, facts=unseal(now.seal)))
    decide_item(at.steering, board, item, given)
    assert GateDecision.objects.get(project=at.project).verdict == "go"
