"""Tables of states: no jump without a row, no row without its mandate, no row past its guard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_register.models import PERMITS, Permit
from web import factories

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.states import StateMachine, Transition, chain, from_each, to_each

pytestmark = pytest.mark.django_db


def needs_fee(line) -> str:
    return "" if line.fee else "De retributie ontbreekt."


STRICT = replace(
    PERMITS,
    states=StateMachine(
        "asked",
        (
            Transition("asked", "granted", "v", permission=Permission.EDIT_BUDGET, guard=needs_fee),
            Transition("asked", "refused"),
        ),
    ),
)


@pytest.fixture
def project():
    """Return a project of a portfolio."""
    return factories.project(factories.portfolio())


def user(project, role: Role):
    return factories.user(role, Scope.PROJECT, project.pk)


def permit(project, **fields: object) -> Permit:
    return Permit.objects.create(project=project, code="V-001", title="Vergunning", **fields)


def test_a_jump_without_a_row_is_refused_with_the_ways_there_are(project):
    """The sentence names where the line can go."""
    editor = user(project, Role.PROJECT_MANAGER)
    form = changed_form(STRICT, editor, permit(project, state="refused"), {"state": "granted"})

    assert not form.is_valid()
    assert form.errors["state"] == ["Vanuit “geweigerd” gaat een regel naar: –."]


def test_a_guard_tells_what_is_missing(project):
    """And lets pass once it is there, in the same form."""
    owner = user(project, Role.PORTFOLIO_MANAGER)
    line = permit(project)
    missing = changed_form(STRICT, owner, line, {"state": "granted"})
    whole = changed_form(STRICT, owner, line, {"state": "granted", "fee": "100"})

    assert missing.errors["state"] == ["De retributie ontbreekt."]
    assert whole.is_valid()


def test_a_row_with_a_mandate_takes_the_mandate(project):
    """Who may edit the register may not for that decide."""
    line = permit(project)
    editor = user(project, Role.PROJECT_MANAGER)
    form = changed_form(STRICT, editor, line, {"state": "granted", "fee": "100"})
    assert form.is_valid()
    with pytest.raises(NotPermitted):
        save_lines(editor, STRICT, [Sent(form, 1)])

    assert Permit.objects.get(pk=line.pk).state == "asked"


def test_a_line_born_decided_takes_the_mandate_too(project):
    """Writing it anew is no way around."""
    editor = user(project, Role.PROJECT_MANAGER)
    values = {"project": project.pk, "code": "V-2", "title": "Nieuw", "state": "granted", "fee": "100"}
    form = new_form(STRICT, editor, values)
    assert form.is_valid(), form.errors
    with pytest.raises(NotPermitted):
        save_lines(editor, STRICT, [Sent(form)])

    assert not Permit.objects.exists()


def test_tables_are_written_short():
    """Chains go both ways; fans go one."""
    both = {(one.source, one.target) for one in chain("a", "b", "c")}

    assert both == {("a", "b"), ("b", "c"), ("b", "a"), ("c", "b")}
    assert [one.target for one in to_each("a", ["b", "c"])] == ["b", "c"]
    assert [one.source for one in from_each(["a", "b"], "c")] == ["a", "b"]
