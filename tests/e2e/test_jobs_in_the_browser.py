"""Long work in a browser: the bar moves by itself, stops at a button, and makes way for the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect
from web import factories

from stuurbord.errors import N_
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.jobs import actions, kinds
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.jobs.queue import beat, claim, end
from stuurbord.web.jobs.work import Progress

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def running() -> Iterator[Callable[[], Job]]:
    """Return a function that makes a job of the portfolio ASN run, for a test to move."""
    kinds.register("count", lambda work: lambda: "", label=N_("Work"), permission=Permission.EDIT_REGISTER)
    with override_settings(STUURBORD_JOBS="workers"):

        def begin() -> Job:
            portfolio = factories.portfolio("ASN")
            actions.ask(factories.OPERATOR, "count", portfolio)
            job = claim()
            assert job is not None
            return job

        yield begin
    kinds.KINDS.pop("count")


def window_of_a_manager(visit, job: Job):
    """Return a window on the page of jobs."""
    manager = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, job.portfolio_id)
    window = visit()
    window.log_in(manager.email)
    window.go("/taken/")
    return window


def test_the_bar_moves_and_the_page_tells_the_end(visit, running):
    """Nobody reloads: the script asks, also says it aloud, and shows the end."""
    job = running()
    window = window_of_a_manager(visit, job)
    bar = window.page.get_by_role("progressbar")
    expect(bar).not_to_have_attribute("value", "50")
    beat(job, Progress(0.5, 5_000, 10_000))
    expect(window.page.locator("[data-job-line]")).to_contain_text("5.000", timeout=10_000)
    value = bar.evaluate("bar => bar.value")
    said = window.page.locator("[data-job-announcement]").text_content()
    style = window.page.locator("[style]").count()
    found = Axe().run(window.page).response["violations"]
    end(job, JobState.DONE)
    expect(bar).to_have_count(0, timeout=10_000)

    assert (value, style) == (50, 0)
    assert "50" in said
    assert [one["id"] for one in found] == []


def test_the_button_stops_it(visit, running):
    """The page says that it is stopping, and that it stopped."""
    job = running()
    window = window_of_a_manager(visit, job)
    window.page.locator(".job button").click()
    window.page.wait_for_load_state()
    job.refresh_from_db()
    asked = job.stop_asked
    buttons = window.page.locator(".job button").count()
    Job.objects.filter(pk=job.pk).update(state=JobState.STOPPED, finished_at=timezone.now())
    expect(window.page.get_by_role("progressbar")).to_have_count(0, timeout=10_000)

    assert (asked, buttons) == (True, 0)


def test_who_shows_the_result_in_place_prevents_the_reload(visit, running):
    """The event tells the state and comes up to the document."""
    job = running()
    window = window_of_a_manager(visit, job)
    window.page.evaluate(
        """() => document.addEventListener("job-ended", (event) => {
            event.preventDefault();
            document.title = event.detail.state;
        })"""
    )
    end(job, JobState.DONE)
    expect(window.page).to_have_title("done", timeout=10_000)

    assert window.page.get_by_role("progressbar").count() == 1
