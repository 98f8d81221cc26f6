"""Two people, one line: what fits is put together, what does not is shown, nothing is lost."""

from __future__ import annotations

import pytest
from sample_register.models import PERMITS, Permit
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.merging import Clash, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    """Return a line that a colleague changed: its title, from version 1 to 2."""
    project = factories.project(factories.portfolio())
    colleague = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    made = Permit.objects.create(project=project, code="V-001", title="Vergunning", fee="10.00")
    form = changed_form(PERMITS, colleague, made, {"title": "Van hen"})
    assert form.is_valid()
    save_lines(colleague, PERMITS, [Sent(form, 1)])
    return Permit.objects.get(pk=made.pk)


def test_different_fields_fit_together(line):
    """Mine is laid over theirs."""
    found = merge(PERMITS, line, 1, {"fee": "20.00", "title": "Vergunning"})

    assert found.changes == {"fee": "20.00"}
    assert found.clashes == ()


def test_the_same_field_clashes_with_all_three_values(line):
    """What both started from, what I wrote, what stands there."""
    found = merge(PERMITS, line, 1, {"title": "Van mij"})

    assert found.changes == {}
    assert found.clashes == (Clash("title", "Vergunning", "Van mij", "Van hen"),)


def test_the_same_value_is_no_clash(line):
    """Both wrote the same."""
    found = merge(PERMITS, line, 1, {"title": "Van hen"})

    assert (found.changes, found.clashes) == ({}, ())


def test_notation_is_no_change(line):
    """``10`` and ``10.00`` mean the same, and so do empty and absent."""
    found = merge(PERMITS, line, 1, {"fee": "10", "due": "", "owner": None})

    assert (found.changes, found.clashes) == ({}, ())


def test_without_the_base_a_person_looks(line):
    """A version that was never kept: who changed what is not known, so every difference is shown."""
    found = merge(PERMITS, line, 99, {"fee": "20.00"})

    assert found.clashes == (Clash("fee", None, "20.00", "10.00"),)
