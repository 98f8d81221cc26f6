"""What a register shows of which lines: rights, filters, order, counts, totals, sentences."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web import factories
from web.register_lines import SLUGS, line, risk

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.columns_chosen import every_column
from stuurbord.web.lists.grouping import groupings
from stuurbord.web.lists.list_facts import forget
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.registers.models import RiskState

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """A project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def reader(client, project):
    """Somebody who may read the portfolio, logged in."""
    made = factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id)
    client.force_login(made)
    return made


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Each test begins with an empty memory."""
    forget()


def shown(client, address: str) -> list[str]:
    """Return the codes of the lines on a page, in order."""
    return [one.code for one in client.get(address).context["page"].object_list]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_register_shows_the_lines_one_may_see(client, reader, project, slug):
    """Lines of other portfolios are neither listed nor counted."""
    line(slug, project)
    line(slug, factories.project(factories.portfolio()))
    answer = client.get(f"/registers/{slug}/")

    assert answer.status_code == 200
    assert len(answer.context["page"].object_list) == 1
    assert answer.context["views"][0]["count"] == 1
    assert not answer.context["may_add"]


def test_the_overview_tells_every_register(client, reader, project):
    """Open lines, all lines and the sentence."""
    risk(project)
    risk(project, state=RiskState.CLOSED)
    rows = client.get("/registers/").context["rows"]
    counted = {register.slug: (n_open, n_all) for register, n_open, n_all, _sentence in rows}

    assert set(counted) == set(SLUGS)
    assert counted["risicos"] == (1, 2)
    assert counted["issues"] == (0, 0)


def test_an_unknown_register_does_not_exist(client, reader):
    """404."""
    assert client.get("/registers/wensen/").status_code == 404


def test_closed_lines_show_when_asked(client, reader, project):
    """By the box, or by their state."""
    risk(project, code="R-1")
    risk(project, code="R-2", state=RiskState.CLOSED)

    assert shown(client, "/registers/risicos/") == ["R-1"]
    assert set(shown(client, "/registers/risicos/?all=1")) == {"R-1", "R-2"}
    assert shown(client, "/registers/risicos/?state=closed") == ["R-2"]


def test_archived_lines_are_in_no_list(client, reader, project):
    """Not even among the closed ones."""
    risk(project, is_archived=True)

    assert shown(client, "/registers/risicos/?all=1") == []


def test_filters_narrow_the_list_and_the_sentence(client, reader, project):
    """Project, owner and words; the conclusion speaks of what the filters leave."""
    other = factories.project(project.portfolio, "P-002")
    owner = reader.person
    risk(project, code="R-1", owner=owner)
    risk(other, code="R-2", title="Levertijd van de PLC's")
    answer = client.get("/registers/risicos/?project=P-002")

    assert shown(client, "/registers/risicos/?project=P-002") == ["R-2"]
    assert shown(client, f"/registers/risicos/?owner={owner.name}") == ["R-1"]
    assert shown(client, "/registers/risicos/?q=plc") == ["R-2"]
    assert shown(client, "/registers/risicos/?view=mine") == ["R-1"]
    assert shown(client, "/registers/risicos/?portfolio=ANDERS") == []
    assert answer.context["views"][0]["count"] == 1
    assert answer.context["views"][1]["url"] == "?project=P-002&view=high-medium"


@pytest.mark.parametrize(
    "query",
    [
        "q=%00&project=%00&portfolio=%00&owner=%00",
        "page=999999999999999999&sort=password&view=onbekend&state=onbekend",
        "page=-1&sort=-&all=ja&response=%3Cscript%3E",
        f"q={'a' * 5000}",
    ],
)
def test_nonsense_in_the_address_is_no_error(client, reader, project, query):
    """It narrows to nothing or is passed over."""
    risk(project)

    assert client.get(f"/registers/risicos/?{query}").status_code == 200


@pytest.mark.parametrize("year", ["abc", "9" * 50, "%00", "²"])
def test_a_year_that_is_no_year_is_passed_over(client, reader, project, year):
    """The list stays whole or becomes empty; nothing breaks."""
    line("budget", project)

    assert client.get(f"/registers/budget/?year={year}").status_code == 200


def test_lines_stand_in_the_order_asked_and_unknown_last(client, reader, project):
    """Both ways."""
    risk(project, code="R-1", impact_days=5)
    risk(project, code="R-2", impact_days=50)
    risk(project, code="R-3", impact_days=None)

    assert shown(client, "/registers/risicos/") == ["R-2", "R-1", "R-3"]
    assert shown(client, "/registers/risicos/?sort=impact_days") == ["R-1", "R-2", "R-3"]
    assert shown(client, "/registers/risicos/?sort=-impact_days") == ["R-2", "R-1", "R-3"]


def test_milestones_sort_by_how_late_they_are(client, reader, project):
    """The database computes what the page shows."""
    day = factories.TODAY
    line("mijlpalen", project, code="M1", baseline=day, forecast=day + timedelta(days=3))
    line("mijlpalen", project, code="M2", baseline=day, forecast=day + timedelta(days=40))
    line("mijlpalen", project, code="M3", baseline=day, actual=day + timedelta(days=90))
    line("mijlpalen", project, code="M4")

    assert shown(client, "/registers/mijlpalen/?all=1&sort=-deviation_order") == ["M3", "M2", "M1", "M4"]
    assert shown(client, "/registers/mijlpalen/?view=late&sort=-deviation_order") == ["M2", "M1"]


def test_expected_days_are_probability_times_impact(client, reader, project):
    """As the page shows them."""
    risk(project, probability="0.25", impact_days=30)
    [found] = client.get("/registers/risicos/").context["page"].object_list

    assert found.expected_days == pytest.approx(7.5)


def test_risks_not_reviewed_are_marked_and_counted(client, reader, project):
    """After thirty days, or never reviewed."""
    risk(project, code="R-1", reviewed_on=factories.TODAY - timedelta(days=31))
    risk(project, code="R-2", reviewed_on=factories.TODAY - timedelta(days=30))
    risk(project, code="R-3", reviewed_on=None)
    answer = client.get("/registers/risicos/?view=not-reviewed")

    assert {one.code for one in answer.context["page"].object_list} == {"R-1", "R-3"}
    assert answer.content.decode().count('class="alarm"') == 1


@pytest.mark.parametrize("probability", ["0", "0.0999", "0.1", "0.25", "0.4", "0.6", "1", None])
@pytest.mark.parametrize("days", [-3, 0, 4, 5, 10, 20, 40, None])
def test_the_database_places_a_risk_where_the_engine_does(client, reader, project, probability, days):
    """On both sides of every limit; without a figure it has no place."""
    risk(project, probability=probability, impact_days=days)
    [found] = client.get("/registers/risicos/").context["page"].object_list
    classes = (found.probability_class, found.impact_class)
    place = None if None in classes else classes

    assert place == found.classes
    assert (found.level_order is None) == (found.classes is None)


def test_the_heat_map_counts_and_filters(client, reader, project):
    """A cell is an address; pressed again it lets go. What is chosen in it does not empty it."""
    risk(project, code="R-1", probability="0.4", impact_days=38)
    risk(project, code="R-2", probability="0.4", impact_days=38)
    risk(project, code="R-3", probability="0.05", impact_days=1)
    risk(project, code="R-4", probability=None)
    picture = client.get("/registers/risicos/?project=P-001").context["picture"]
    cells = {(cell.probability, cell.impact): cell for _n, _b, row in picture.rows for cell in row}
    chosen = client.get(f"/registers/risicos/{cells[4, 4].url}")
    again = {
        (cell.probability, cell.impact): cell
        for _n, _b, row in chosen.context["picture"].rows
        for cell in row
    }

    assert cells[4, 4].number == 2
    assert cells[1, 1].number == 1
    assert sum(cell.number for cell in cells.values()) == 3
    assert {one.code for one in chosen.context["page"].object_list} == {"R-1", "R-2"}
    assert again[4, 4].is_chosen
    assert again[4, 4].url == "?project=P-001"
    assert again[1, 1].number == 1
    assert "edge-left" in cells[4, 4].css_classes


def test_the_three_largest_risks_are_weighed(client, reader, project):
    """Their share of the expected delay, in the sentence."""
    reader.language = "en"
    reader.save()
    for days in (40, 30, 20, 5, 5):
        risk(project, probability="0.5", impact_days=days)
    sentence = client.get("/registers/risicos/").context["conclusion"]

    assert sentence.startswith("Three of the 5 open risks carry 90\N{NO-BREAK SPACE}% of the expected delay.")


def test_budget_amounts_are_added_up_over_all_pages(client, reader, project):
    """What is not known counts for nothing."""
    line("budget", project, article="A", paid=100)
    line("budget", project, article="B", paid=None)
    line("budget", project, article="C", paid="250.50")
    sums = {column.name: total for column, total in client.get("/registers/budget/").context["totals"]}

    assert float(sums["paid"]) == 350.5
    assert sums["committed"] is None


def test_long_lists_come_in_pages(client, reader, project):
    """A hundred at a time; filters stay on the next page."""
    for _number in range(101):
        risk(project)
    answer = client.get("/registers/risicos/?project=P-001")

    assert len(answer.context["page"].object_list) == 100
    assert "project=P-001&amp;page=2" in answer.content.decode()
    assert len(shown(client, "/registers/risicos/?project=P-001&page=2")) == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_more_lines_take_no_more_queries(client, reader, project, slug, django_assert_num_queries):
    """Whatever the number of lines, projects and owners."""
    owner = {"owner": reader.person} if hasattr(REGISTERS[slug].model, "owner") else {}
    line(slug, project, **owner)
    client.get(f"/registers/{slug}/")
    forget()
    with CaptureQueriesContext(connection) as few:
        client.get(f"/registers/{slug}/")
    for _number in range(10):
        other = factories.project(project.portfolio)
        other_owner = {"owner": factories.user().person} if owner else {}
        line(slug, other, **other_owner)
    forget()
    with django_assert_num_queries(len(few)):
        answer = client.get(f"/registers/{slug}/")
    with CaptureQueriesContext(connection) as again:
        client.get(f"/registers/{slug}/")

    assert len(answer.context["page"].object_list) == 11
    assert len(again) <= 20


def test_an_empty_register_teaches_the_first_step(client, project):
    """With a button for who may add."""
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk))
    page = client.get("/registers/risicos/")

    assert page.context["is_empty"]
    assert 'href="/registers/risicos/nieuw/"' in page.content.decode()


def test_an_empty_filter_can_be_cleared(client, reader, project):
    """It is not told as an empty register."""
    risk(project)
    page = client.get("/registers/risicos/?q=bestaat-niet")

    assert not page.context["is_empty"]
    assert 'class="empty"' in page.content.decode()


def test_what_people_wrote_is_never_markup(client, reader, project):
    """Titles with tags and formulas come back as text."""
    evil = "<script>alert(1)</script>=HYPERLINK()"
    project.name = evil
    project.save()
    stored = risk(project, title=evil, cause=evil, measure=evil)
    pages = [client.get("/registers/risicos/"), client.get(f"/registers/risicos/{stored.pk}/")]

    assert all("<script>alert" not in page.content.decode() for page in pages)
    assert all("&lt;script&gt;alert(1)" in page.content.decode() for page in pages)


def test_columns_are_chosen_in_the_address(client, reader, project):
    """In the order asked; the name of the line is always there, and what is no column is passed over."""
    risk(project, cause="Een oorzaak", owner=reader.person)
    page = client.get("/registers/risicos/?kol=cause,owner,wachtwoord,state")
    repeated = client.get("/registers/risicos/?kol=owner&kol=title")

    assert [one.field for one in page.context["columns"]] == ["title", "cause", "owner", "state"]
    assert "Een oorzaak" in page.content.decode()
    assert [one.field for one in repeated.context["columns"]] == ["owner", "title"]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_column_of_every_register_can_be_shown_and_sorted_by(client, reader, project, slug):
    """All at once, and each way of sorting and grouping."""
    line(slug, project)
    register = REGISTERS[slug]
    columns = every_column(register)
    address = f"/registers/{slug}/?all=1&kol={','.join(one.field for one in columns)}"
    asked = [address, *(f"{address}&groep={one.name}" for one in groupings(register))]
    asked += [f"{address}&sort=-{one.sort}" for one in columns if one.sort]

    assert {one: client.get(one).status_code for one in asked if client.get(one).status_code != 200} == {}


def test_related_columns_take_no_query_per_line(client, reader, project, django_assert_max_num_queries):
    """All columns chosen, ten lines, ten owners."""
    names = ",".join(one.field for one in every_column(REGISTERS["risicos"]))
    for _number in range(10):
        risk(project, owner=factories.user().person)
    client.get(f"/registers/risicos/?kol={names}")
    with django_assert_max_num_queries(20):
        client.get(f"/registers/risicos/?kol={names}")


def test_groups_stand_in_the_order_of_their_choices_with_their_numbers(client, reader, project):
    """Counted over all pages; within a group the order of the list holds."""
    for state in (RiskState.ANALYSED, RiskState.IDENTIFIED, RiskState.ANALYSED):
        risk(project, state=state)
    page = client.get("/registers/risicos/?groep=state").content.decode()
    heads = re.findall(r'rowgroup"[^>]*>(.*?) <span class="count">(\d+)', page)

    assert [number for _label, number in heads] == ["1", "2"]


def test_what_was_written_a_moment_ago_is_shown(client, reader, project):
    """Numbers and sentence are remembered, but never longer than they are true."""
    risk(project)
    assert client.get("/registers/risicos/").context["views"][0]["count"] == 1
    risk(project)

    assert client.get("/registers/risicos/").context["views"][0]["count"] == 2


def test_pages_have_numbers(client, reader, project):
    """The first, the last and those around this one."""
    for _number in range(101):
        risk(project)
    page = client.get("/registers/risicos/?page=2").content.decode()

    assert '<span aria-current="page">2</span>' in page
    assert 'href="?page=1"' in page


def test_the_overview_keeps_to_a_project(client, reader, project):
    """And the registers it leads to do so too."""
    risk(project)
    risk(factories.project(project.portfolio, "P-002"))
    page = client.get("/registers/?portfolio=ASN&project=P-001")
    counted = {register.slug: n_open for register, n_open, _all, _sentence in page.context["rows"]}

    assert counted["risicos"] == 1
    assert "/registers/risicos/?portfolio=ASN&amp;project=P-001" in page.content.decode()
