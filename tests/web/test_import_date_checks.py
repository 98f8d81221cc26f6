"""The page of an import says how far our dates agree with those of the file, and why they do not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from exchange.made_mspdi import project, task
from web import factories
from web.factories import OPERATOR

from stuurbord.exchange.fidelity import Cause
from stuurbord.exchange.fidelity.kinds import LABELS
from stuurbord.web.accounts.models import Role
from stuurbord.web.imports import actions
from stuurbord.web.imports.date_checks import SHOWN, shown_checks
from stuurbord.web.imports.models import Import

pytestmark = pytest.mark.django_db

LINK = "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type></PredecessorLink>"
DATES = "<Start>2026-03-{0:02}T08:00:00</Start><Finish>2026-03-{0:02}T17:00:00</Finish>"


@pytest.fixture
def portfolio(client):
    """A portfolio with its manager logged in."""
    made = factories.portfolio()
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, "portfolio", made.pk))
    return made


def plan_file(*days: int) -> bytes:
    """Return a plan of a task per day, the second after the first; the others stand alone."""
    tasks = "".join(
        task(uid, DATES.format(day) + (LINK.format(1) if uid == 2 else ""), hours=8, name=f"Werk {uid}")
        for uid, day in enumerate(days, start=1)
    )
    return project(tasks)


def received(portfolio, data: bytes, name: str = "P-1 Sluis.xml") -> Import:
    """Return an import."""
    return actions.receive(OPERATOR, portfolio, name, data)


def page_of(client, one: Import, query: str = "") -> str:
    """Return the page."""
    return client.get(reverse("import", args=[one.pk]) + query).content.decode()


def test_dates_that_agree_are_told_in_one_sentence(client, portfolio):
    """With the shares, and no table of deviations."""
    one = received(portfolio, plan_file(2, 3))
    (check,) = shown_checks(one.date_checks)
    page = page_of(client, one)

    assert check.lines == []
    assert check.conclusion.startswith("Alle 2 taken")
    assert [(line.compared, line.equal) for line in check.measures] == [(2, 2)]
    assert check.conclusion in page.replace("&#x27;", "'")
    assert 'class="table plain dense deviations"' not in page


def test_each_deviating_task_has_its_cause(client, portfolio):
    """One line per task, with both dates in the reader's writing."""
    one = received(portfolio, plan_file(2, 4))
    (check,) = shown_checks(one.date_checks)
    (line,) = check.lines
    page = page_of(client, one)

    assert (line.name, line.stored, line.computed) == ("Werk 2", "04/03/2026 08:00", "03/03/2026 08:00")
    assert line.n_more == 1
    assert one.date_checks[0]["rows"][0]["cause"] == Cause.START_NOT_ASKED
    assert line.cause in page.replace("&#x27;", "'")
    assert "04/03/2026 08:00" in page


def test_only_the_first_lines_are_shown_until_asked(client, portfolio):
    """And the page says how many there are."""
    one = received(portfolio, plan_file(2, 3, *[9] * 40))

    assert page_of(client, one).count("<td>09/03/2026 08:00</td>") == SHOWN
    assert page_of(client, one, "?dates=all").count("<td>09/03/2026 08:00</td>") == 40


def test_what_was_decided_keeps_its_comparison(client, portfolio):
    """Although the content of the file is gone."""
    one = actions.accept(OPERATOR, received(portfolio, plan_file(2, 4)))

    assert Import.objects.get(pk=one.pk).date_checks[0]["n_deviating"] == 1
    assert "04/03/2026 08:00" in page_of(client, one)


def test_registers_and_refused_files_have_none(client, portfolio):
    """Nor has a plan without stored dates."""
    table = received(portfolio, b"code;naam\nP-1;Sluis\n", "lijst.csv")
    refused = received(portfolio, b"<Project", "stuk.xml")
    undated = received(portfolio, project(task(1)), "P-2.xml")

    assert [one.date_checks for one in (table, refused, undated)] == [[], [], []]
    assert "date-check" not in page_of(client, undated)


def test_names_with_characters_no_database_holds_are_kept(portfolio):
    """A null character becomes its picture; the rest is cut off at a length."""
    kept = received(portfolio, plan_file(2, 4)).date_checks[0]

    assert all("\0" not in row["name"] and len(row["name"]) <= 200 for row in kept["rows"])
    assert set(kept["kinds"]) <= set(LABELS)


def test_the_page_computes_nothing(client, portfolio, monkeypatch):
    """It reads what was kept at review, with as many questions however many tasks deviate."""
    one = received(portfolio, plan_file(2, 3, *[9] * 600))
    monkeypatch.setattr("stuurbord.exchange.fidelity.comparison.critical_path", None)
    page_of(client, one)
    with CaptureQueriesContext(connection) as asked:
        page_of(client, one)

    assert len(one.date_checks[0]["rows"]) == 500
    assert one.date_checks[0]["n_deviating"] == 600
    assert len(asked) <= 15


def test_lists_do_not_read_the_comparison(portfolio, client):
    """It may be large."""
    received(portfolio, plan_file(2, 4))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("imports", args=[portfolio.key]))

    assert [one["sql"] for one in asked if "date_checks" in one["sql"]] == []
