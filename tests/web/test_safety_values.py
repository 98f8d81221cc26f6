"""Values at the edge of what can be typed: refused at their field, so that no page or pack breaks on them."""

from __future__ import annotations

import pytest
from web import factories

from stuurbord.exchange.tabular.dates import FIRST_YEAR, LAST_YEAR
from stuurbord.web.accounts.models import Role
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.imports import actions
from stuurbord.web.lists.fields import LONGEST_TEXT
from stuurbord.web.registers.models import Risk

pytestmark = pytest.mark.django_db

RISK = {"code": "R-1", "title": "Levertijd", "state": "identified"}
MILESTONE = {"code": "M-1", "name": "Start"}
BUDGET = {"article": "A1", "kind": "investment"}


@pytest.fixture
def project(client):
    """Return a project of which the reader edits every register."""
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER))
    return factories.project(factories.portfolio("A"), "P-001")


@pytest.mark.parametrize(
    ("slug", "form", "field"),
    [
        ("mijlpalen", MILESTONE | {"baseline": "0001-01-01"}, "baseline"),
        ("mijlpalen", MILESTONE | {"forecast": f"{LAST_YEAR}-01-01"}, "forecast"),
        ("mijlpalen", MILESTONE | {"forecast": "9999-12-31"}, "forecast"),
        ("risicos", RISK | {"due": f"{FIRST_YEAR - 1}-12-31"}, "due"),
        ("risicos", RISK | {"impact_days": "-36501"}, "impact_days"),
        ("risicos", RISK | {"impact_days": "36501"}, "impact_days"),
        ("risicos", RISK | {"measure": "x" * (LONGEST_TEXT + 1)}, "measure"),
        ("budget", BUDGET | {"year": "32767"}, "year"),
        ("budget", BUDGET | {"year": "0"}, "year"),
    ],
)
def test_what_the_workbook_would_not_take_the_form_does_not_take(client, project, slug, form, field):
    """The same bounds by both ways in."""
    answer = client.post(f"/registers/{slug}/nieuw/", form | {"project": project.pk})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_what_lies_just_within_the_bounds_is_taken(client, project):
    """The longest text and the last day."""
    form = RISK | {"project": project.pk, "measure": "x" * LONGEST_TEXT, "due": f"{LAST_YEAR - 1}-12-31"}
    answer = client.post("/registers/risicos/nieuw/", form)

    assert answer.status_code == 302
    assert len(Risk.objects.get().measure) == LONGEST_TEXT


@pytest.mark.parametrize("day", ["0001-01-01", "0001-02-01", "1969-12-31"])
def test_a_snapshot_of_long_ago_is_refused(client, project, day):
    """Nothing can be compared with the days before the first."""
    answer = client.post("/portefeuille/A/momentopnamen/", {"as_of": day})

    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["abcd-ef-gh", "2026-13-45", "{0}", "{file.x}"])
def test_a_name_that_looks_like_something_else_is_a_name(client, project, name):
    """A file called like a date or a pattern does not break the log."""
    actions.receive(factories.OPERATOR, project.portfolio, name, b"Onderwerp;Wanneer\nSluis;01/12/2026\n")
    page = client.get("/logboek/")

    assert page.status_code == 200
    assert name in page.content.decode()


def test_the_log_seals_the_lines_that_were_accepted(client, project):
    """They stay with the import; their hash in the chain tells when they were touched afterwards."""
    one = actions.receive(factories.OPERATOR, project.portfolio, "lijst.csv", b"Onderwerp;Wanneer\nSluis;1\n")
    [entry] = AuditEntry.objects.filter(action="import.receive")

    assert entry.data["changes_sha256"] == one.changes_sha256 != ""
