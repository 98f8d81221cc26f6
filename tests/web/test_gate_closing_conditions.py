"""A project does not close over its conditions: each is met, or left with somebody who keeps being asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from web import factories, gate_worlds

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import Membership, Person, Role, Scope
from stuurbord.web.gates.attesting import attest
from stuurbord.web.gates.deciding import Judgement, NotReady, decide_gate, record_past_decision, submit_gate
from stuurbord.web.gates.declarations import CONDITIONS
from stuurbord.web.gates.handing_over import cannot_take_over
from stuurbord.web.gates.models import GateCondition, GateDossier, Waiver
from stuurbord.web.gates.reopening import reopen_gates
from stuurbord.web.lists.actions import Sent, archive_line, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.notices.waiting import waiting_for
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Benefit

pytestmark = pytest.mark.django_db
DUE = factories.TODAY + timedelta(days=90)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    """A project in aftercare of which only the last gate is to be decided."""
    made = gate_worlds.world()
    for gate in ("G0", "G1", "G2", "G3", "G4", "G5"):
        record_past_decision(made.steering, made.project, gate, factories.TODAY, "go", "Stuurgroep")
    Project.objects.filter(pk=made.project.pk).update(stage="aftercare")
    Benefit.objects.create(project=made.project, code="B-1", title="Minder wachttijd")
    attest(made.owner, made.project, "G6", "G6-WAA-01", "yes")
    return made


@pytest.fixture
def heir(world):
    """Somebody of the line organisation who may write in the project."""
    return factories.user(Role.PROJECT_OWNER, Scope.PROJECT, world.project.pk, name="B. Heerder")


def condition(world, **fields):
    values = {"code": "VW-001", "title": "Handleiding voor de sluiswachters", "gate": "G4", "due": DUE}
    values["owner"] = world.manager.person
    return GateCondition.objects.create(project=world.project, **values | fields)


def change(actor, line, **changes):
    """Change a condition as the form of its register does; return what the form refuses."""
    line.refresh_from_db()
    form = changed_form(CONDITIONS, actor, line, changes)
    if not form.is_valid():
        return form.errors.as_text()
    save_lines(actor, CONDITIONS, [Sent(form, GateCondition.objects.get(pk=line.pk).version)])
    return ""


def hand_over(world, line, to, **changes):
    return change(world.owner, line, state="handed_over", owner=to.pk, due=DUE, **changes)


def asked(user):
    """Return the numbers of the conditions that My week asks of somebody; each request reads anew."""
    fresh = type(user).objects.get(pk=user.pk)
    return [one.code for one in waiting_for(fresh, DUE + timedelta(days=1)) if one.slug == "voorwaarden"]


@pytest.mark.parametrize("state", ["open", "reported"])
def test_an_open_condition_that_is_not_due_blocks_the_closing_gate(world, state):
    """Due in three months: nothing is late, and after this gate nobody would ask for it."""
    condition(world, state=state)

    found = world.dossier("G6")

    assert found.facts["conditions_late"] == 0
    assert [one.rule.id for one in found.of("blocking")] == ["GX-VWD-02"]
    assert found.proposal == "incomplete"
    assert [one.code for one in found.held] == ["VW-001"]
    with pytest.raises(NotReady, match="na deze poort volgt niemand ze nog op"):
        submit_gate(world.manager, world.project, "G6", found.row.version)


def test_no_other_gate_asks_that(world):
    GateDossier.objects.filter(gate="G5").update(state="reopened")
    condition(world)

    assert "GX-VWD-02" not in [one.rule.id for one in world.dossier("G5").criteria]


@pytest.mark.parametrize("state", ["met", "withdrawn", "handed_over"])
def test_what_is_settled_lets_the_project_close(world, state):
    condition(world, state=state)

    gate_worlds.decided(world, "G6")

    assert Project.objects.get(pk=world.project.pk).stage == "closed"


def test_a_waiver_does_not_close_a_project_over_its_conditions(world):
    """It sets the criterion aside for a while; who would end it once the project is over?"""
    condition(world)
    Waiver.objects.create(
        project=world.project,
        code="TA-001",
        title="Voorwaarden later",
        gate="G6",
        rule="GX-VWD-02",
        state="approved",
        expires_on=DUE,
        owner=world.manager.person,
        approver=world.owner.person,
    )
    submit_gate(world.manager, world.project, "G6", world.dossier("G6").row.version)
    version = world.dossier("G6").row.version

    with pytest.raises(NotReady, match="VW-001"):
        decide_gate(world.owner, world.project, "G6", Judgement("go", "Toch maar.", version=version))

    assert Project.objects.get(pk=world.project.pk).stage == "aftercare"


def test_handed_over_it_is_still_asked_for_after_the_project_closed(world, heir):
    """The manager is asked no more; who took it over is, until it is confirmed."""
    line = condition(world)
    assert asked(world.manager) == ["VW-001"]

    assert hand_over(world, line, heir.person) == ""
    gate_worlds.decided(world, "G6")

    assert Project.objects.get(pk=world.project.pk).stage == "closed"
    assert asked(world.manager) == []
    assert asked(heir) == ["VW-001"]
    assert change(heir, line, state="reported", outcome="Verspreid op 12 december.") == ""
    assert asked(heir) == []
    assert asked(world.owner) == ["VW-001"]  # to confirm
    assert change(world.owner, line, state="met") == ""
    assert asked(world.owner) == []


def test_it_does_not_come_back_to_a_project_that_is_over(world, heir):
    line = condition(world)
    hand_over(world, line, heir.person)
    gate_worlds.decided(world, "G6")

    told = change(heir, line, state="open")

    assert _("The project is over: hand the condition over to somebody in the organisation.") in told


@pytest.mark.parametrize("who", ["manager", "no account", "reader", "nobody"])
def test_it_is_handed_over_to_somebody_who_can_be_asked(world, who):
    """Not to who leaves with the project, nor to whom the product cannot ask it or who cannot report it."""
    person = {
        "manager": world.manager.person,
        "no account": Person.objects.create(name="Z. Onder"),
        "reader": world.reader.person,
        "nobody": None,
    }[who]
    line = condition(world, owner=person)

    told = change(world.owner, line, state="handed_over")

    assert told.endswith(
        cannot_take_over(person) if person else _("Fill in first: {fields}.").format(fields="“Eigenaar”")
    )
    assert GateCondition.objects.get().state == "open"


def test_it_is_handed_over_with_a_date_ahead(world, heir):
    line = condition(world)

    told = change(
        world.owner, line, state="handed_over", owner=heir.person.pk, due=factories.TODAY - timedelta(1)
    )

    assert _("A condition is handed over with a date that lies ahead.") in told


def test_only_the_mandate_moves_or_removes_what_a_decision_fixed(world, heir):
    """Else a condition is met by putting off its date, or by taking it out of the list."""
    line = condition(world)
    for changes in ({"due": DUE + timedelta(days=30)}, {"owner": heir.person.pk}, {"state": "handed_over"}):
        with pytest.raises(NotPermitted):
            change(world.manager, line, **({"owner": heir.person.pk} | changes))
    with pytest.raises(NotPermitted):
        archive_line(world.manager, CONDITIONS, GateCondition.objects.get(), 1)

    assert change(world.owner, line, due=DUE + timedelta(days=30)) == ""

    assert GateCondition.objects.get().due == DUE + timedelta(days=30)


def test_who_leads_the_project_does_not_confirm_its_conditions(world):
    line = condition(world, owner=world.owner.person)
    change(world.owner, line, state="reported", outcome="Gedaan.")

    with pytest.raises(NotPermitted):
        change(world.manager, line, state="met")


def test_conditions_of_the_closing_decision_are_handed_over_at_once(world, heir):
    """A go with conditions at the last gate leaves them with somebody, or is refused."""
    submit_gate(world.manager, world.project, "G6", world.dossier("G6").row.version)

    def judge(owner):
        version = world.dossier("G6").row.version
        told = Judgement("go_with_conditions", "Nog één meting.", [("Meten in mei", owner, DUE)], version)
        return decide_gate(world.owner, world.project, "G6", told)

    with pytest.raises(NotReady, match=r"M\. Leider"):
        judge(world.manager.person)
    judge(heir.person)

    assert GateCondition.objects.get().state == "handed_over"
    assert Project.objects.get(pk=world.project.pk).stage == "closed"
    assert asked(heir) == ["VW-001"]


def test_handed_over_and_missed_it_still_reopens_its_gate_while_the_project_runs(world, heir):
    """Handing over is no way around the date."""
    line = condition(world)
    hand_over(world, line, heir.person)
    GateDossier.objects.filter(gate="G4").update(state="decided")

    assert reopen_gates([world.project.pk], DUE + timedelta(days=1)) == 1
    assert GateDossier.objects.get(gate="G4").reason.startswith("Voorwaarde niet op tijd vervuld: VW-001")


def test_the_dossier_lists_what_stands_in_the_way(world, client):
    """Conditions of every gate, with their gate, where the project closes."""
    line = condition(world)
    client.force_login(world.manager)

    text = client.get(
        reverse("gate", args=[world.project.portfolio.key, world.project.code, "G6"])
    ).content.decode()

    assert reverse("register_line", args=["voorwaarden", line.pk]) in text
    assert "Minstens één voorwaarde is niet vervuld en niet overgedragen" in text


def test_missed_after_the_end_it_is_asked_of_who_decides(world, heir, settings):
    """Its owner lost his role and nothing re-opens in a project that is over: the body has to see it."""
    line = condition(world)
    hand_over(world, line, heir.person)
    gate_worlds.decided(world, "G6")
    Membership.objects.filter(user=heir).delete()
    assert asked(heir) == []
    assert asked(world.owner) == []

    settings.STUURBORD_TODAY = (DUE + timedelta(days=1)).isoformat()

    assert asked(world.owner) == ["VW-001"]
