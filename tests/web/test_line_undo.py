"""Taking back a change: what stood there comes back, unless somebody built on it since."""

from __future__ import annotations

import pytest
from sample_register.models import PERMITS, Permit
from web import factories

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.models import Person, Role, Scope
from stuurbord.web.lists.actions import Sent, archive_lines, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.undoing import Done, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """Return a project of a portfolio."""
    return factories.project(factories.portfolio())


@pytest.fixture
def editor(project):
    """Return somebody who may edit registers of the project."""
    return factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)


def permit(project, number: int = 1, **fields: object) -> Permit:
    return Permit.objects.create(project=project, code=f"V-{number:03}", title="Vergunning", **fields)


def change(actor, line, **changes: object) -> Done:
    """Change a line and return what was done."""
    line = Permit.objects.get(pk=line.pk)
    form = changed_form(PERMITS, actor, line, changes)
    assert form.is_valid(), form.errors
    save_lines(actor, PERMITS, [Sent(form, line.version)])
    return Done(line.pk, line.version)


def test_every_kind_of_value_comes_back(project, editor):
    """Money, person, date, text, state and what was empty."""
    owner = Person.objects.create(name="An")
    line = permit(project, fee="12.50", due="2026-12-01")
    done = change(editor, line, fee="", owner=owner.pk, due="2027-01-15", title="Anders", state="granted")
    # A state that the table leads nowhere from is taken back by its own road only.
    with pytest.raises(VersionConflict):
        undo(editor, PERMITS, [done])
    line = permit(project, 2, fee="12.50", due="2026-12-01")
    done = change(editor, line, fee="", owner=owner.pk, due="2027-01-15", title="Anders")
    undo(editor, PERMITS, [done])
    stored = Permit.objects.get(pk=line.pk)

    assert (str(stored.fee), stored.owner, str(stored.due), stored.title) == (
        "12.50", None, "2026-12-01", "Vergunning",
    )  # fmt: skip
    assert stored.version == 3


def test_many_lines_are_taken_back_together(project, editor):
    """As they were changed together."""
    lines = [permit(project, number) for number in range(5)]
    done = [change(editor, line, title="Anders") for line in lines]
    undo(editor, PERMITS, done)

    assert set(Permit.objects.values_list("title", flat=True)) == {"Vergunning"}


def test_a_field_that_somebody_changed_since_stays(project, editor):
    """Nothing of the whole is taken back then."""
    colleague = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    lines = [permit(project, number) for number in range(2)]
    done = [change(editor, line, title="Anders") for line in lines]
    change(colleague, lines[1], title="Van een collega")
    with pytest.raises(VersionConflict):
        undo(editor, PERMITS, done)

    assert [one.title for one in Permit.objects.order_by("code")] == ["Anders", "Van een collega"]


def test_another_field_that_somebody_changed_since_is_kept(project, editor):
    """Only what was done is undone."""
    colleague = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    line = permit(project)
    done = change(editor, line, title="Anders")
    change(colleague, line, fee="10")
    undo(editor, PERMITS, [done])
    stored = Permit.objects.get(pk=line.pk)

    assert (stored.title, str(stored.fee)) == ("Vergunning", "10.00")


def test_nobody_takes_back_what_another_did(project, editor):
    """The change was not his."""
    colleague = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    done = change(colleague, permit(project), title="Anders")
    with pytest.raises(VersionConflict):
        undo(editor, PERMITS, [done])


def test_archiving_and_adding_are_taken_back(project, editor):
    """An archived line comes back; one that was added goes out of the lists."""
    line = permit(project)
    archive_lines(editor, PERMITS, [(line, 1)])
    undo(editor, PERMITS, [Done(line.pk, 2)])
    values = {"project": project.pk, "code": "V-9", "title": "Nieuw", "state": "asked"}
    form = new_form(PERMITS, editor, values)
    assert form.is_valid(), form.errors
    (added,) = save_lines(editor, PERMITS, [Sent(form)])
    undo(editor, PERMITS, [Done(added.pk, 1)])

    assert not Permit.objects.get(pk=line.pk).is_archived
    assert Permit.objects.get(pk=added.pk).is_archived
