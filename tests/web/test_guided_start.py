"""The guided start on its pages: eight steps, resumable, two windows safe, nothing made too early."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.methods.models import StartDraft
from stuurbord.web.methods.start_steps import STEPS
from stuurbord.web.methods.storing import published
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.tolerances.models import Tolerance

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio() -> Portfolio:
    return factories.portfolio("GIDS")


@pytest.fixture
def starter(portfolio: Portfolio) -> Any:
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk)


@pytest.fixture
def client(starter: Any) -> Client:
    made = Client()
    made.force_login(starter)
    return made


def begun(client: Client, portfolio: Portfolio) -> StartDraft:
    """Return a start that was just begun."""
    answer = client.post(reverse("project_start", args=[portfolio.key]))

    assert answer.status_code == 302
    return StartDraft.objects.latest("pk")


def send(client: Client, draft: StartDraft, step: str, **fields: Any) -> Any:
    """Post a step on the version that stands now."""
    draft.refresh_from_db()
    address = reverse("project_start_step", args=[draft.portfolio.key, draft.pk, step])
    return client.post(address, {"version": draft.revision, **fields})


def filled(client: Client, draft: StartDraft, until: str = "nazicht", budget: str = "500.000") -> None:
    """Fill in every step before one."""
    answers: dict[str, dict[str, Any]] = {
        "idee": {
            "name": "Loket voor vergunningen",
            "kind": "application",
            "goal": "Binnen tien dagen beslist.",
        },
        "omvang": {"months": "9", "person_days": "300", "budget": budget},
        "methode": {"template": published().get(key="hybrid-application").pk},
        "toleranties": {
            "time": "25",
            "cost": "10",
            "scope": "4",
            "quality": "0",
            "benefits": "15",
            "risk": "10",
        },
        "planning": {"starts_on": "2027-01-11", "days-T-040": "30"},
        "mensen": {"hints": ["service_desk", "dpo"], "own-1": "Gemeenten"},
        "lessen": {},
    }
    for step, fields in answers.items():
        if step == until:
            return
        answer = send(client, draft, step, **fields)
        assert answer.status_code == 302, answer.content.decode()[:4000]


def test_from_idea_to_project(client: Client, portfolio: Portfolio) -> None:
    """Nothing exists before the last step; then all of it does."""
    draft = begun(client, portfolio)
    filled(client, draft)
    assert not Project.objects.exists()

    answer = send(client, draft, "nazicht", code="P-015")

    made = Project.objects.get()
    assert answer["Location"] == reverse("project", args=[portfolio.key, "P-015"])
    assert (made.name, made.time_tolerance_days) == ("Loket voor vergunningen", 25)
    assert made.brief.size == "medium"
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(("budget", "limit"), [("500.000", 50_000), ("", None)])
def test_the_room_for_risk_is_not_lost(
    budget: str, limit: int | None, client: Client, portfolio: Portfolio
) -> None:
    """Ten percent of the budget is an amount; without a budget it stays in words."""
    draft = begun(client, portfolio)
    filled(client, draft, budget=budget)
    send(client, draft, "nazicht", code="P-015")
    line = Tolerance.objects.get(target="risk")

    assert line.limit_euro == limit
    assert ("10" in line.criterion) == (limit is None)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_shows(step: str, client: Client, portfolio: Portfolio) -> None:
    """With the steps before it filled in, and again once it was itself."""
    draft = begun(client, portfolio)
    filled(client, draft, step)

    answer = client.get(reverse("project_start_step", args=[portfolio.key, draft.pk, step]))

    assert answer.status_code == 200
    assert 'aria-current="step"' in answer.content.decode()


def test_what_was_filled_in_comes_back(client: Client, portfolio: Portfolio) -> None:
    """A start is resumed where it was left, in the notation of the reader."""
    draft = begun(client, portfolio)
    filled(client, draft)

    page = client.get(
        reverse("project_start_step", args=[portfolio.key, draft.pk, "omvang"])
    ).content.decode()

    assert 'value="500.000"' in page
    assert "middelgroot" in page.casefold()
    listed = client.get(reverse("project_start", args=[portfolio.key])).content.decode()
    assert "Loket voor vergunningen" in listed


def test_a_later_step_leads_back_to_what_is_missing(client: Client, portfolio: Portfolio) -> None:
    """Without an idea there is no method to propose."""
    draft = begun(client, portfolio)

    answer = client.get(reverse("project_start_step", args=[portfolio.key, draft.pk, "planning"]))

    assert answer["Location"].endswith("/idee/")


def test_another_window_does_not_overwrite(client: Client, portfolio: Portfolio) -> None:
    """409 with what was typed; saving again keeps it."""
    draft = begun(client, portfolio)
    filled(client, draft, "omvang")
    address = reverse("project_start_step", args=[portfolio.key, draft.pk, "omvang"])
    client.post(address, {"version": 2, "months": "9"})

    late = client.post(address, {"version": 2, "months": "24"})

    assert late.status_code == 409
    assert 'value="24"' in late.content.decode()
    draft.refresh_from_db()
    assert Decimal(draft.answers["omvang"]["months"]) == 9
    assert client.post(address, {"version": draft.revision, "months": "24"}).status_code == 302


def test_a_second_press_makes_no_second_project(client: Client, portfolio: Portfolio) -> None:
    """The same project comes back."""
    draft = begun(client, portfolio)
    filled(client, draft)
    revision = StartDraft.objects.get(pk=draft.pk).revision
    address = reverse("project_start_step", args=[portfolio.key, draft.pk, "nazicht"])

    answers = [client.post(address, {"version": revision, "code": "P-001"}) for _press in range(2)]

    assert [one["Location"] for one in answers] == [reverse("project", args=[portfolio.key, "P-001"])] * 2
    assert Project.objects.count() == 1


def test_another_kind_asks_the_method_again(client: Client, portfolio: Portfolio) -> None:
    """A template of another kind does not fit any more."""
    draft = begun(client, portfolio)
    filled(client, draft)
    send(client, draft, "idee", name="Netwerk", kind="infrastructure", goal="Sneller.")

    answer = send(client, draft, "nazicht", code="P-001")

    assert answer["Location"].endswith("/methode/")
    assert not Project.objects.exists()


def test_somebody_elses_start_does_not_exist(client: Client, portfolio: Portfolio) -> None:
    """A start is of one person."""
    draft = begun(client, portfolio)
    other = Client()
    other.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk))

    answer = other.get(reverse("project_start_step", args=[portfolio.key, draft.pk, "idee"]))

    assert answer.status_code == 404


def test_dates_are_computed_before_anything_is_kept(client: Client, portfolio: Portfolio) -> None:
    """The button shows; it does not save."""
    draft = begun(client, portfolio)
    filled(client, draft, "planning")

    answer = send(client, draft, "planning", starts_on="2027-03-01", recompute="1")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "01/03/2027" in page
    assert "planning" not in StartDraft.objects.get(pk=draft.pk).answers


def test_a_start_is_thrown_away(client: Client, portfolio: Portfolio) -> None:
    """By who made it."""
    draft = begun(client, portfolio)

    client.post(reverse("project_start_discard", args=[portfolio.key, draft.pk]), {"version": draft.revision})

    assert not StartDraft.objects.exists()


def test_figures_that_cannot_be_are_told_at_their_field(client: Client, portfolio: Portfolio) -> None:
    """Nothing is kept."""
    draft = begun(client, portfolio)
    filled(client, draft, "omvang")

    answer = send(client, draft, "omvang", months="veel")

    assert answer.status_code == 422
    assert "omvang" not in StartDraft.objects.get(pk=draft.pk).answers
