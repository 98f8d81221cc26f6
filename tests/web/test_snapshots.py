"""Snapshots: facts held still, the same facts the same hash, compared with the one before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from web import factories

from stuurbord.errors import NotPermitted
from stuurbord.reports.snapshot import Snapshot
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.registers.models import Risk
from stuurbord.web.steering.models import StoredSnapshot
from stuurbord.web.steering.snapshots import build_snapshot, content_of, take_snapshot

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


@pytest.fixture
def portfolio():
    """Return a portfolio with one project that has a plan and a risk."""
    made = factories.portfolio("MOMENT")
    project = factories.project(made, "P-001")
    factories.revision(project, factories.plan(late_days=3))
    Risk.objects.create(
        project=project, code="R-1", title="Levertijd", probability=Decimal("0.4"), impact_days=20
    )
    return made


def test_the_same_facts_give_the_same_snapshot(portfolio):
    """Taken twice it is stored once, with one entry in the log."""
    first = take_snapshot(factories.OPERATOR, portfolio, ON)
    second = take_snapshot(factories.OPERATOR, portfolio, ON)

    assert first.pk == second.pk
    assert AuditEntry.objects.filter(action="snapshot.take").count() == 1


def test_what_is_stored_is_what_was_built(portfolio):
    """Through compression, JSON and back: equal, with the hash it was stored under."""
    built = build_snapshot(portfolio, ON)
    stored = content_of(take_snapshot(factories.OPERATOR, portfolio, ON))

    assert stored == built
    assert Snapshot.from_json(built.to_json()).sha256 == built.sha256


def test_a_later_change_leaves_the_snapshot_as_it_was(portfolio):
    """The next one shows the change and is compared with the first."""
    first = take_snapshot(factories.OPERATOR, portfolio, ON)
    before = first.sha256
    Risk.objects.update(probability=Decimal("0.9"))
    second = content_of(take_snapshot(factories.OPERATOR, portfolio, date(2026, 11, 24)))
    first.refresh_from_db()

    assert content_of(first).sha256 == before
    assert second.compared_with == ON
    assert second.compared_sha256 == before
    assert (second.risks[0].previous_probability, second.risks[0].probability) == (0.4, 0.9)


def test_two_snapshots_of_one_fortnight_are_compared_with_the_meeting_before(portfolio):
    """A corrected pack still shows the month's change, not that of the last three days."""
    take_snapshot(factories.OPERATOR, portfolio, date(2026, 10, 14))
    Risk.objects.update(impact_days=30)
    take_snapshot(factories.OPERATOR, portfolio, date(2026, 11, 17))
    Risk.objects.update(impact_days=40)
    made = build_snapshot(portfolio, ON)

    assert made.compared_with == date(2026, 10, 14)
    assert made.risks[0].previous_impact_days == 20


def test_only_who_makes_packs_takes_snapshots(portfolio):
    """A reader is refused and nothing is stored."""
    with pytest.raises(NotPermitted):
        take_snapshot(factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk), portfolio, ON)

    assert not StoredSnapshot.objects.exists()


def test_a_day_to_come_is_refused(client, portfolio):
    """A snapshot speaks of what is known."""
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk))
    answer = client.post("/portefeuille/MOMENT/momentopnamen/", {"as_of": "2027-01-01"})

    assert answer.status_code == 422
    assert not StoredSnapshot.objects.exists()


def test_the_button_takes_a_snapshot_and_its_files_download(client, portfolio):
    """PowerPoint and Excel carry the portfolio, the date and the hash in their name."""
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk))
    taken = client.post("/portefeuille/MOMENT/momentopnamen/", {"as_of": "2026-11-20"})
    stored = StoredSnapshot.objects.get()
    pack = client.get(f"/momentopname/{stored.pk}/pakket.pptx")
    workbook = client.get(f"/momentopname/{stored.pk}/pakket.xlsx")

    assert taken.status_code == 302
    assert pack.content[:2] == workbook.content[:2] == b"PK"
    assert f"MOMENT-2026-11-20-{stored.sha256[:8]}.pptx" in pack["Content-Disposition"]


def test_who_sees_one_project_gets_no_pack_of_all(client, portfolio):
    """A snapshot holds the whole portfolio."""
    stored = take_snapshot(factories.OPERATOR, portfolio, ON)
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, portfolio.projects.get().pk))
    page = client.get("/portefeuille/MOMENT/momentopnamen/")

    assert page.context["snapshots"] == []
    assert client.get(f"/momentopname/{stored.pk}/pakket.pptx").status_code == 403
