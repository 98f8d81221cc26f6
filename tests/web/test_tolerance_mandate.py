"""Who may agree on what: a project manager does not widen his own room, nor decide what he asked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from web import factories
from web.register_lines import line

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import Role
from stuurbord.web.lists.actions import Sent, archive_lines, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.register import REGISTERS

pytestmark = pytest.mark.django_db
TOLERANCES = REGISTERS["toleranties"]


@pytest.fixture
def project():
    """A project."""
    return factories.project(factories.portfolio("ASN"), "P-001")


def change(actor, register, stored, **values):
    """Change a line as somebody would in the list."""
    form = changed_form(register, actor, stored, values)
    assert form.is_valid(), form.errors
    return save_lines(actor, register, [Sent(form, stored.version)])[0]


def agreed(project, level: str, scope: str, days: int):
    """A tolerance in time."""
    return line("toleranties", project, level=level, scope=scope, target="time", limit_days=days)


@pytest.mark.parametrize("level", ["project", "stage"])
def test_room_is_given_by_the_level_above(project, level):
    """The project manager may not widen it or take it away; who decides may."""
    manager, owner = factories.user(Role.PROJECT_MANAGER), factories.user(Role.PROJECT_OWNER)
    stored = line("toleranties", project, level=level, scope="G3" if level == "stage" else "")
    wider = {"criterion": "Zoveel als nodig."}

    with pytest.raises(NotPermitted):
        change(manager, TOLERANCES, stored, **wider)
    with pytest.raises(NotPermitted):
        archive_lines(manager, TOLERANCES, [(stored, stored.version)])
    assert change(owner, TOLERANCES, stored, **wider).version == 2


def test_a_project_manager_agrees_with_a_work_package_and_attests(project):
    """What he gives his teams is his own; what he attests of a target is a fact, no agreement."""
    manager = factories.user(Role.PROJECT_MANAGER)
    package = agreed(project, "work_package", "2.1", 5)
    lasting = line(
        "toleranties", project, level="project", scope="", target="sustainability", criterion="Minder stroom."
    )

    assert change(manager, TOLERANCES, package, limit_days=8).limit_days == 8
    told = change(manager, TOLERANCES, lasting, attested_fraction="12", attested_on="2026-11-20")
    assert told.attested_fraction == Decimal("0.12")
    with pytest.raises(NotPermitted):
        change(manager, TOLERANCES, package, level="stage", scope="G3")


def test_a_new_tolerance_of_the_project_takes_the_mandate_too(project):
    """Else a second line would do what a change of the first may not."""
    manager, owner = factories.user(Role.PROJECT_MANAGER), factories.user(Role.PROJECT_OWNER)
    values = {
        "project": project.pk, "code": "T-009", "level": "project", "target": "risk", "limit_euro": "1000",
    }  # fmt: skip

    for actor, may in ((manager, False), (owner, True)):
        form = new_form(TOLERANCES, actor, values)
        assert form.is_valid(), form.errors
        if may:
            assert save_lines(actor, TOLERANCES, [Sent(form)])[0].code == "T-009"
        else:
            with pytest.raises(NotPermitted):
                save_lines(actor, TOLERANCES, [Sent(form)])


def test_who_asks_a_decision_does_not_record_it(project):
    """A decision of the steering committee is written down by who has its mandate."""
    manager, owner = factories.user(Role.PROJECT_MANAGER), factories.user(Role.PROJECT_OWNER)
    register = REGISTERS["beslissingen"]
    asked = line("beslissingen", project, state="requested")
    decided = {"state": "decided", "outcome": "Ja.", "decided_on": "2026-11-20"}

    with pytest.raises(NotPermitted):
        change(manager, register, asked, **decided)
    assert change(owner, register, asked, **decided).state == "decided"
