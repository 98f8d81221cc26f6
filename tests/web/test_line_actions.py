"""The one action behind every list: what it writes, whom it refuses, and that it is all or nothing."""

from __future__ import annotations

import pytest
from sample_register.models import PERMITS, Permit
from web import factories

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Person, Role, Scope
from stuurbord.web.audit.chain import verify_database
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.actions import Sent, archive_lines, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.events import lines_changed
from stuurbord.web.lists.models import LineRevision

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
    """Return a stored line."""
    return Permit.objects.create(
        project=project, code=f"V-{number:03}", title="Omgevingsvergunning", **fields
    )


def changed(actor, line, **changes: object) -> Sent:
    """Return the valid form of a line with changes."""
    form = changed_form(PERMITS, actor, line, changes)
    assert form.is_valid(), form.errors
    return Sent(form, line.version)


def test_a_change_writes_line_revision_and_entry(project, editor):
    """The version before is kept too, where nobody kept it yet."""
    line = permit(project, fee="100.00")
    save_lines(editor, PERMITS, [changed(editor, line, fee="1.250,50")])
    stored = Permit.objects.get(pk=line.pk)
    entry = AuditEntry.objects.first()
    revisions = {one.version: one for one in LineRevision.objects.filter(line_id=line.pk)}

    assert str(stored.fee) == "1250.50"
    assert (entry.action, entry.version) == ("permit.change", 2)
    assert entry.data == {"fee": ["100.00", "1250.50"]}
    assert {version: one.values["fee"] for version, one in revisions.items()} == {1: "100.00", 2: "1250.50"}
    assert (revisions[1].actor, revisions[2].actor) == (None, editor)


def test_a_form_that_changes_nothing_writes_nothing(project, editor):
    """No version, no entry, no revision."""
    line = permit(project)
    entries = AuditEntry.objects.count()
    save_lines(editor, PERMITS, [changed(editor, line)])

    assert Permit.objects.get(pk=line.pk).version == 1
    assert AuditEntry.objects.count() == entries
    assert not LineRevision.objects.exists()


def test_two_people_of_one_name_are_two_people(project, editor):
    """The change of owner is kept, though both are written the same."""
    first, second = (Person.objects.create(name="J. Peeters") for _each in range(2))
    line = permit(project, owner=first)
    save_lines(editor, PERMITS, [changed(editor, line, owner=second.pk)])

    assert Permit.objects.get(pk=line.pk).owner == second


def test_many_lines_are_all_or_none(project, editor):
    """One line that somebody else saved first leaves the other ninety-nine as they were."""
    lines = [permit(project, number) for number in range(100)]
    sent = [changed(editor, line, title="Watervergunning") for line in lines]
    Permit.objects.filter(pk=lines[40].pk).update(version=2)
    with pytest.raises(VersionConflict) as refused:
        save_lines(editor, PERMITS, sent)

    assert refused.value.lines == (lines[40].pk,)
    assert not Permit.objects.filter(title="Watervergunning").exists()
    assert not LineRevision.objects.exists()


def test_a_thousand_lines_cost_few_queries(project, editor, django_assert_max_num_queries):
    """What grows with the lines is batches, not queries."""
    lines = [permit(project, number) for number in range(1000)]
    sent = [changed(editor, line, title="Watervergunning") for line in lines]
    with django_assert_max_num_queries(100):
        save_lines(editor, PERMITS, sent)

    assert Permit.objects.filter(title="Watervergunning", version=2).count() == 1000
    assert verify_database()[1] is None


def test_a_line_of_a_project_one_may_not_edit_is_refused(project, editor):
    """Also when it would be moved into one that one may edit."""
    elsewhere = permit(factories.project(factories.portfolio()))
    form = changed_form(PERMITS, editor, elsewhere, {"title": "Anders", "project": project.pk})
    form.is_valid()
    with pytest.raises(NotPermitted):
        save_lines(editor, PERMITS, [Sent(form, 1)])

    assert Permit.objects.get(pk=elsewhere.pk).title == "Omgevingsvergunning"


def test_an_archived_line_comes_back(project, editor):
    """Archiving and restoring are versions like any other."""
    line = permit(project)
    archive_lines(editor, PERMITS, [(line, 1)])
    gone = Permit.objects.get(pk=line.pk)
    archive_lines(editor, PERMITS, [(gone, 2)], archive=False)
    back = Permit.objects.get(pk=line.pk)
    verbs = AuditEntry.objects.order_by("number").values_list("action", flat=True)

    assert (gone.is_archived, back.is_archived, back.version) == (True, False, 3)
    assert list(verbs)[-2:] == ["permit.archive", "permit.restore"]


def test_an_archived_line_is_not_changed_behind_the_back(project, editor):
    """Who saves a line that was archived meanwhile is told."""
    line = permit(project)
    sent = changed(editor, line, title="Te laat")
    archive_lines(editor, PERMITS, [(line, 1)])
    with pytest.raises(VersionConflict):
        save_lines(editor, PERMITS, [Sent(sent.form, 2)])

    assert Permit.objects.get(pk=line.pk).title == "Omgevingsvergunning"


def test_who_keeps_something_of_lines_is_told_within_the_transaction(project, editor):
    """The signal names the register and the lines as they now stand."""
    told = []

    def listen(sender, register, lines, **kwargs):
        told.extend((register.slug, line.title) for line in lines)

    lines_changed.connect(listen)
    form = new_form(
        PERMITS, editor, {"project": project.pk, "code": "V-1", "title": "Nieuw", "state": "asked"}
    )
    assert form.is_valid(), form.errors
    save_lines(editor, PERMITS, [Sent(form)])
    lines_changed.disconnect(listen)

    assert told == [("proef", "Nieuw")]
