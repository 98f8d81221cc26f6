"""What turns a verdict though nobody changed the file: told in the list, in the log and to who sees to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from web import factories, procurement_worlds

from stuurbord.web.accounts.models import Role
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.notices.waiting import waiting_for
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.law_change import law_change
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.turning import judge_choices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def chosen():
    """A file whose procedure, without a notice, was allowed when it was chosen."""
    world = procurement_worlds.world()
    actions.change_file(world.manager, world.file, {"lawyer": world.lawyer}, world.fresh().version)
    actions.choose_procedure(world.manager, world.file, "VOPZB", "", world.fresh().version)
    return world


def law_turns(world) -> None:
    """Let the facts be others without an action: as if the rules read them otherwise from today on."""
    ProcurementFile.objects.filter(pk=world.file.pk).update(facts=procurement_worlds.RAISED)


def asked_of(user) -> list[str]:
    """What waits for somebody because its choice turned."""
    user.__dict__.pop("_waiting", None)
    return [one.url for one in waiting_for(user) if one.verb == _("Choose anew")]


def test_a_choice_that_turns_is_told_once(client, chosen):
    """A mark in the list, one line in the log in Stuurbord's name, a matter for the lawyer."""
    n_choices = judge_choices()
    law_turns(chosen)
    version = chosen.fresh().version
    turned = [judge_choices(), judge_choices()]
    client.force_login(chosen.reader)
    page = client.get(reverse("procurements")).content.decode()
    entries = AuditEntry.objects.filter(action="procurement.turn")

    assert (n_choices, turned) == (0, [1, 0])
    assert [(one.actor_name, one.data["procedure"], one.data["verdict"]) for one in entries] == [
        ("Stuurbord", "VOPZB", "refused")
    ]
    assert chosen.fresh().version == version
    assert pgettext("procedure", "no longer follows from the rules") in page
    assert asked_of(chosen.lawyer) == [reverse("procurement_file", args=[chosen.file.reference])]
    assert asked_of(chosen.manager) == []


def test_who_chooses_anew_is_asked_no_longer(chosen):
    """The mark goes with the new choice; the line in the log stays."""
    law_turns(chosen)
    judge_choices()
    actions.choose_procedure(chosen.lawyer, chosen.file, "OP", "", chosen.fresh().version)

    assert not chosen.fresh().is_against
    assert asked_of(chosen.lawyer) == []
    assert judge_choices() == 0


def test_what_was_published_or_closed_is_judged_no_more(chosen):
    """Its procedure cannot be chosen otherwise any more."""
    law_turns(chosen)
    actions.move_to(chosen.manager, chosen.file, "stopped", chosen.fresh().version, "Geen krediet.")

    assert judge_choices() == 0


def test_the_law_of_another_day_tells_which_files_it_touches(client, chosen):
    """At 141.000 euro the ceiling of 2026 is passed and that of 2025 is not; a file without facts is open."""
    facts = procurement_worlds.FACTS | {"estimate": {"base": 141_000}}
    actions.change_facts(chosen.manager, chosen.file, facts, chosen.fresh().version)
    actions.open_file(chosen.manager, chosen.project, title="Zonder feiten", cpv="")
    found = law_change(ProcurementFile.objects.order_by("reference"), date(2025, 12, 31), date(2026, 1, 1))
    client.force_login(chosen.reader)
    page = client.get(reverse("procurement_law_change"), {"van": "2025-12-31", "tot": "2026-01-01"})

    assert [(one.file.reference, one.is_turned, one.is_on_new_law) for one in found.touched] == [
        (chosen.file.reference, True, True)
    ]
    assert [one.title for one in found.undetermined] == ["Zonder feiten"]
    assert _("the new law counts") in page.content.decode()


def test_a_change_of_the_law_asks_no_more_queries_for_more_files(client, chosen):
    """One read of the files, whatever their number."""
    client.force_login(chosen.manager)

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("procurement_law_change"))
        return len(asked)

    counted()
    few = counted()
    for number in range(3):
        actions.open_file(
            chosen.manager, chosen.project, title=f"Kabels {number}", facts=procurement_worlds.FACTS
        )

    assert counted() == few


def test_who_sees_no_project_sees_no_file_of_it(client, chosen):
    """Not in the count either."""
    client.force_login(factories.user(Role.READER, "portfolio", factories.portfolio("B").pk))
    page = client.get(reverse("procurement_law_change"))

    assert _("No procurement is running.") in page.content.decode()
    assert page.status_code == 200


def test_another_cpv_code_that_makes_two_files_one_contract_marks_the_choice(chosen):
    """Two halves of one thing: judged at once, within the change that brings them together."""
    other = actions.open_file(
        chosen.manager,
        chosen.project,
        title="Zelfde lezers",
        cpv="79000000",
        facts=procurement_worlds.FACTS,
    )
    actions.choose_procedure(chosen.manager, other, "VOPZB", "", other.version)
    other.refresh_from_db()
    before = AuditEntry.objects.filter(action="procurement.against").count()
    actions.change_file(chosen.manager, other, {"cpv": "42961100"}, other.version)
    other.refresh_from_db()

    assert other.cpv == "42961100"
    assert other.estimate == Decimal("139000.00")
    assert AuditEntry.objects.filter(action="procurement.against").count() - before == int(other.is_against)
