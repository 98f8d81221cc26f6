"""A waiver is allowed by the person whom it names, with the mandate of its gate, and never by who asks it."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from web import factories, gate_worlds

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import Membership, Role, Scope, User
from stuurbord.web.gates.declarations import WAIVERS
from stuurbord.web.gates.models import Waiver
from stuurbord.web.gates.reviewing import decide_waiver
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.sheets.accepting import Choice, accept, lines_of, receive
from stuurbord.web.lists.sheets.export import whole_register, workbook_of
from stuurbord.web.lists.sheets.proposal import proposed
from stuurbord.web.lists.state_ways import ways_of
from stuurbord.web.notices.waiting import waiting_for

pytestmark = pytest.mark.django_db
NAMED = "This line names {name} for this step: nobody else takes it."


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return gate_worlds.world()


@pytest.fixture
def second(world):
    """Another who steers the portfolio: with the mandate, and not the one who is named."""
    where = world.project.portfolio_id
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, where, name="T. Weede")


def waiver(world, **fields):
    """Return a waiver at the gate of the portfolio, asked by the manager of the project."""
    values = {
        "code": "TA-001",
        "title": "Past in de strategie",
        "gate": "G0",
        "rule": "G0-PAS-01",
        "reason": "De strategie wordt herzien",
        "measure": "Maandelijkse opvolging",
        "residual_risk": "Het idee past later niet",
        "owner": world.manager.person,
        "expires_on": factories.TODAY + timedelta(days=60),
        "outcome": "Aanvaard",
        "state": "requested",
    }
    return Waiver.objects.create(project=world.project, **values | fields)


def again(user):
    """Return an account as the next request reads it."""
    return User.objects.get(pk=user.pk)


def by_action(actor, line):
    decide_waiver(actor, line, True, "Aanvaard", line.version)


def by_list(actor, line):
    """One line or a thousand: what the bulk bar and the cells of a list send."""
    form = changed_form(WAIVERS, actor, line, {"state": "approved", "approver": actor.person.pk})
    assert form.is_valid(), form.errors
    save_lines(actor, WAIVERS, [Sent(form, line.version)])


@pytest.mark.parametrize("way", [by_action, by_list])
@pytest.mark.parametrize("is_named", [True, False])
def test_who_is_named_allows_it_or_anybody_with_the_mandate(world, way, is_named):
    line = waiver(world, approver=world.steering.person if is_named else None)

    way(world.steering, line)

    stored = Waiver.objects.get()
    assert (stored.state, stored.approver) == ("approved", world.steering.person)


@pytest.mark.parametrize("way", [by_action, by_list])
def test_nobody_allows_in_the_place_of_who_is_named(world, second, way):
    """Writing one's own name over it in the same step does not help."""
    line = waiver(world, approver=world.steering.person)

    with pytest.raises(NotPermitted) as refused:
        way(second, line)

    assert str(refused.value) == _(NAMED).format(name="P. Portefeuille")
    assert Waiver.objects.get().state == "requested"


def test_nor_refuses_it(world, second):
    line = waiver(world, approver=world.steering.person)

    with pytest.raises(NotPermitted):
        decide_waiver(second, line, False, "Neen", line.version)


@pytest.mark.parametrize("way", [by_action, by_list])
def test_who_is_named_and_lost_the_mandate_does_not_allow_it(world, way):
    line = waiver(world, approver=world.steering.person)
    Membership.objects.filter(user=world.steering).update(role=Role.PROJECT_MANAGER)

    with pytest.raises(NotPermitted):
        way(again(world.steering), line)

    assert Waiver.objects.get().state == "requested"


def test_who_asks_it_never_allows_it(world):
    """Also with the mandate, and whoever is named."""
    for named in (None, world.steering.person):
        line = waiver(world, owner=world.steering.person, approver=named)
        with pytest.raises(NotPermitted):
            decide_waiver(world.steering, line, True, "Aanvaard", line.version)
        form = changed_form(
            WAIVERS, world.steering, line, {"state": "approved", "approver": world.steering.person.pk}
        )
        assert not form.is_valid()
        Waiver.objects.all().delete()


def test_who_took_over_the_asking_does_not_allow_it(world, second):
    """Who wrote the line while it was asked is no other pair of eyes, also under another's name."""
    line = waiver(world, state="draft", approver=None)
    form = changed_form(WAIVERS, second, line, {"state": "requested"})
    assert form.is_valid(), form.errors
    save_lines(second, WAIVERS, [Sent(form, line.version)])

    with pytest.raises(NotPermitted):
        by_list(second, Waiver.objects.get())


def test_only_who_decides_there_is_named(world):
    """The owner of the project has no mandate at a gate of the portfolio: asking says so."""
    line = waiver(world, state="draft", approver=world.owner.person)

    form = changed_form(WAIVERS, world.manager, line, {"state": "requested"})
    later = changed_form(
        WAIVERS, world.manager, waiver(world, code="TA-002"), {"approver": world.owner.person.pk}
    )

    assert "O. Gever" in form.errors.as_text()
    assert "O. Gever" in later.errors.as_text()


def test_the_bulk_bar_refuses_it_too(world, second, client):
    line = waiver(world, approver=world.steering.person)
    client.force_login(second)
    body = {"lines": [{"pk": line.pk, "version": line.version}], "changes": {"state": "approved"}}

    answer = client.post(
        reverse("register_cells", args=[WAIVERS.slug]), json.dumps(body), content_type="application/json"
    )

    assert "P. Portefeuille" in answer.content.decode()
    assert Waiver.objects.get().state == "requested"


def test_excel_refuses_it_too(world, second):
    """The proposal already says so; accepting it changes nothing."""
    waiver(world, approver=world.steering.person)
    book = openpyxl.load_workbook(
        io.BytesIO(workbook_of(second, [(WAIVERS, whole_register(WAIVERS, second))]))
    )
    page = book.worksheets[0]
    header = next(
        row for row in page.iter_rows() if "Nr." in {str(one.value).removesuffix(" *") for one in row}
    )
    columns = {str(cell.value).removesuffix(" *"): cell.column for cell in header}
    page.cell(header[0].row + 1, columns[WAIVERS.label_of("state")]).value = "goedgekeurd"
    page.cell(header[0].row + 1, columns[WAIVERS.label_of("approver")]).value = str(second.person)
    target = io.BytesIO()
    book.save(target)

    review = receive(second, WAIVERS, "afwijkingen.xlsx", target.getvalue())
    [line] = proposed(second, lines_of(review))
    accept(second, review, Choice())

    assert line.errors == [_(NAMED).format(name="P. Portefeuille")]
    assert Waiver.objects.get().state == "requested"


def test_the_page_offers_it_to_who_is_named_alone(world, second, client):
    line = waiver(world, approver=world.steering.person)
    address = reverse("gate", args=[world.project.portfolio.key, world.project.code, "G0"])
    offered = {}
    for user in (world.steering, second, world.owner):
        client.force_login(user)
        offered[str(user)] = 'value="approve"' in client.get(address).content.decode()

    hindered = {way.target: way.hindered for way in ways_of(second, WAIVERS, line)}

    assert offered == {"P. Portefeuille": True, "T. Weede": False, "O. Gever": False}
    assert hindered["approved"] == _(NAMED).format(name="P. Portefeuille")


def asked(user):
    return [one.code for one in waiting_for(again(user)) if one.slug == WAIVERS.slug]


def test_my_week_asks_only_who_may_decide(world, second):
    """At a gate of the portfolio not the project owner; where somebody is named, him alone."""
    line = waiver(world, approver=None)
    assert [asked(one) for one in (world.owner, world.manager, world.steering, second)] == [
        [],
        [],
        ["TA-001"],
        ["TA-001"],
    ]

    Waiver.objects.filter(pk=line.pk).update(approver=world.steering.person)
    assert [asked(one) for one in (world.owner, world.steering, second)] == [[], ["TA-001"], []]

    Waiver.objects.filter(pk=line.pk).update(gate="G1", approver=None)  # of the project
    assert asked(world.owner) == ["TA-001"]


def test_a_waiver_of_a_project_that_is_over_asks_nobody(world):
    waiver(world)
    type(world.project).objects.filter(pk=world.project.pk).update(stage="stopped")

    assert asked(world.steering) == []
