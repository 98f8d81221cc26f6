"""The choice of a procedure: kept with its advice, against the rules only with four eyes, never changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from web import factories, procurement_worlds

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.changing import NotAccepted
from stuurbord.web.procurements.choosing import NO_HASH, choice_hash, waiting_choice
from stuurbord.web.procurements.models import ChoiceVerdict, KeptAdvice, ProcedureChoice, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return procurement_worlds.world()


def choose(world, procedure, reason="", actor=None):
    """Choose as whoever leads the project."""
    return actions.choose_procedure(
        actor or world.manager, world.file, procedure, reason, world.fresh().version
    )


def rule(world, choice, actor, *, is_approved=True, reason="Eenmalig, na overleg."):
    """Approve or reject."""
    return actions.rule_on_choice(
        actor, choice, is_approved=is_approved, reason=reason, expected_version=world.fresh().version
    )


def test_an_allowed_procedure_is_chosen_with_its_advice(world):
    """139,000 euro lies below the ceiling: no reason is needed, and what the rules said stays beside it."""
    choice = choose(world, "VOPZB")

    file = world.fresh()
    assert (file.procedure, file.stage) == ("VOPZB", Stage.PROCEDURE)
    assert choice.verdict == ChoiceVerdict.ALLOWED
    assert not choice.is_marked
    assert choice.advice.answer["hash"] == choice.advice.hash
    assert choice.advice.facts["estimate"] == {"base": 139_000}
    assert choice.hash == choice_hash(choice)
    assert choice.previous_hash == NO_HASH
    assert AuditEntry.objects.filter(action="procurement.choose", subject=file.subject).count() == 1


def test_a_refused_procedure_needs_a_reason(world):
    """Without a reason nothing is kept."""
    world.raised()

    with pytest.raises(NotAccepted):
        choose(world, "VOPZB")

    assert not ProcedureChoice.objects.exists()


def test_a_refused_procedure_counts_only_after_approval(world):
    """It waits; once somebody who decides approved it, it is the procedure of the file."""
    world.raised()
    choice = choose(world, "VOPZB", "Er is maar één leverancier.")

    assert world.fresh().procedure == ""
    assert waiting_choice(world.file) == choice
    rule(world, choice, world.owner)
    assert world.fresh().procedure == "VOPZB"
    assert waiting_choice(world.file) is None


def test_a_rejected_choice_changes_nothing(world):
    """The procedure that was chosen before stays."""
    choose(world, "VOPZB")
    world.raised()
    choice = choose(world, "VOPMB", "Toch liever onderhandelen.")

    rule(world, choice, world.owner, is_approved=False)

    assert world.fresh().procedure == "VOPZB"
    assert waiting_choice(world.file) is None


def test_who_asked_never_approves(world):
    """A portfolio manager decides here, but not on his own choice."""
    world.raised()
    choice = choose(world, "VOPZB", "Er is maar één leverancier.", actor=world.steering)

    with pytest.raises(NotPermitted):
        rule(world, choice, world.steering)

    assert world.fresh().procedure == ""


@pytest.mark.parametrize("who", ["manager", "lawyer", "reader"])
def test_only_who_decides_approves(world, who):
    """Leading the project or advising on its procurements is no mandate to decide."""
    world.raised()
    choice = choose(world, "VOPZB", "Er is maar één leverancier.", actor=world.steering)

    with pytest.raises(NotPermitted):
        rule(world, choice, getattr(world, who))


def test_an_approval_needs_its_own_reason(world):
    """Who approves says why."""
    world.raised()
    choice = choose(world, "VOPZB", "Er is maar één leverancier.")

    with pytest.raises(NotAccepted):
        rule(world, choice, world.owner, reason="  ")


def test_nothing_is_approved_on_other_facts(world):
    """The estimate moved after it was asked: the choice has to be made again."""
    world.raised()
    choice = choose(world, "VOPZB", "Er is maar één leverancier.")
    other = procurement_worlds.RAISED | {"estimate": {"base": 400_000}}
    actions.change_facts(world.manager, world.file, other, world.fresh().version)

    with pytest.raises(NotAccepted):
        rule(world, choice, world.owner)

    rule(world, choice, world.owner, is_approved=False)
    assert world.fresh().procedure == ""


def test_a_choice_against_the_rules_stays_marked_for_ever(world):
    """A later choice that is allowed does not take it off the file."""
    world.raised()
    rule(world, choose(world, "VOPZB", "Er is maar één leverancier."), world.owner)
    choose(world, "OP")

    assert world.fresh().procedure == "OP"
    assert [one.is_marked for one in world.file.choices.order_by("number")] == [True, False]


def test_an_undetermined_procedure_is_chosen_with_a_reason_and_marked(world):
    """Without an estimate nobody can tell: it counts, marked, and asks no approval."""
    facts = {name: value for name, value in procurement_worlds.FACTS.items() if name != "estimate"}
    actions.change_facts(world.manager, world.file, facts, world.file.version)

    with pytest.raises(NotAccepted):
        choose(world, "VOPMB")
    choice = choose(world, "VOPMB", "De raming volgt uit de marktconsultatie.")

    assert choice.verdict == ChoiceVerdict.UNKNOWN
    assert choice.is_marked
    assert world.fresh().procedure == "VOPMB"
    assert waiting_choice(world.file) is None


def facts(world, given):
    """Keep other facts."""
    return actions.change_facts(world.manager, world.file, given, world.fresh().version)


def test_facts_that_go_back_after_the_choice_mark_the_file_until_it_is_chosen_anew(world):
    """Chosen alone on facts that allow it, then raised again: nobody passes by the second pair of eyes."""
    world.raised()
    facts(world, procurement_worlds.FACTS)
    choose(world, "VOPZB")
    world.raised()

    assert world.fresh().is_against
    entry = AuditEntry.objects.get(action="procurement.against", subject=world.file.subject)
    assert entry.data == {"procedure": "VOPZB", "verdict": "refused"}
    facts(world, procurement_worlds.FACTS)
    assert world.fresh().is_against  # the facts that change once more take nothing back
    assert AuditEntry.objects.filter(action="procurement.against").count() == 1
    choose(world, "OP")
    assert not world.fresh().is_against


def test_a_choice_that_becomes_undetermined_is_marked_too(world):
    """Without its estimate nobody can tell any more; other facts under an allowed procedure mark nothing."""
    choose(world, "VOPZB")
    facts(world, procurement_worlds.FACTS | {"estimate": {"base": 100_000}})
    assert not world.fresh().is_against

    facts(world, {name: one for name, one in procurement_worlds.FACTS.items() if name != "estimate"})

    assert world.fresh().is_against


def test_lots_that_raise_the_estimate_mark_the_choice(world):
    """They are facts as well."""
    choose(world, "VOPZB")

    actions.set_lots(
        world.manager, world.file, [actions.NewLot("Lezers", Decimal(90_000))], world.fresh().version
    )

    assert world.fresh().is_against


def test_a_reason_keeps_no_character_that_the_database_refuses(world):
    """PostgreSQL keeps no NUL; a reason of nothing else is none."""
    world.raised()
    with pytest.raises(NotAccepted):
        choose(world, "VOPZB", "\0")

    choice = choose(world, "VOPZB", "Er is maar \0één leverancier.\0")
    ruling = rule(world, choice, world.owner, is_approved=False, reason="Neen\0.")
    file = actions.move_to(world.manager, world.file, Stage.STOPPED, world.fresh().version, "Geen\0 krediet.")

    assert (choice.reason, ruling.reason) == ("Er is maar één leverancier.", "Neen.")
    assert AuditEntry.objects.get(action="procurement.stage", subject=file.subject).data["reason"] == (
        "Geen krediet."
    )


def test_a_procedure_that_is_not_in_question_cannot_be_chosen(world):
    """One of the special sectors, or no procedure at all."""
    for code in ("OMO", "XYZ", ""):
        with pytest.raises(NotAccepted):
            choose(world, code, "Waarom niet?")


def test_a_published_procurement_keeps_its_procedure(world):
    """Another procedure asks for another file."""
    choose(world, "VOPZB")
    why = "De stukken staan nog op papier."
    actions.set_moment(world.manager, world.file, "published_on", factories.TODAY, world.fresh().version, why)

    with pytest.raises(NotAccepted):
        choose(world, "OP")


def test_a_stale_choice_is_refused(world):
    """Somebody changed the facts since the page was opened."""
    seen = world.file.version
    world.raised()

    with pytest.raises(VersionConflict):
        actions.choose_procedure(world.manager, world.file, "VOPZB", "", seen)


def test_a_reader_chooses_nothing(world):
    """Seeing is not changing."""
    with pytest.raises(NotPermitted):
        choose(world, "VOPZB", actor=world.reader)


def test_a_procurement_lawyer_chooses_without_leading_the_project(world):
    """The role opens and changes procurement files in its scope."""
    choose(world, "VOPZB", actor=world.lawyer)

    assert world.fresh().procedure == "VOPZB"


def test_the_database_refuses_to_change_a_choice(world):
    """Not by any program: neither the choice, its advice nor its ruling."""
    world.raised()
    rule(world, choose(world, "VOPZB", "Er is maar één leverancier."), world.owner)
    changes = (
        lambda: ProcedureChoice.objects.update(verdict="allowed"),
        lambda: ProcedureChoice.objects.all()._raw_delete("default"),
        lambda: KeptAdvice.objects.update(pack="ander"),
        lambda: ProcedureChoice.objects.get().ruling.delete(),
    )

    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_each_choice_seals_the_one_before(world):
    """The chain tells when one was taken away after all."""
    first, second = choose(world, "VOPZB"), choose(world, "OP")

    assert (first.number, second.number) == (1, 2)
    assert second.previous_hash == first.hash != second.hash
