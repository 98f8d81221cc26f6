"""The portfolio page over 1,000 projects of 200 tasks, beside a page that asks the database nothing.

The projects, their plans, milestones, risks and budget lines are made through the product's own actions in
a database of its own. Times are whole answers of the application, middleware included, without the network.
The peer goes through the same middleware and templates but shows no data, so the ratio is the price of
the portfolio itself.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from benchmarks.page_times import page_times, told

N_PROJECTS, N_TASKS, N_RUNS = 1_000, 200, 60
WORKDAY = 8 * 3600


def rows(n_projects: int = N_PROJECTS, n_runs: int = N_RUNS) -> Iterator[str]:
    """Yield one line per page: median, 95th percentile and the ratio to the peer."""
    with tempfile.TemporaryDirectory(prefix="stuurbord-bench-") as home:
        client = _prepared(home, n_projects)
        peer = page_times(lambda: client.get("/onderdelen/"), n_runs)
        yield f"peer, no data        {told(peer)}"
        for name, address in (
            ("exceptions first", "/portefeuille/GROOT/"),
            ("beyond tolerance", "/portefeuille/GROOT/?view=beyond"),
            ("filtered and sorted", "/portefeuille/GROOT/?q=Project%2012&sort=-deviation"),
            ("last page", "/portefeuille/GROOT/?page=9999"),
            ("least chance first", "/portefeuille/GROOT/?sort=chance"),
            ("roll-up", "/portefeuille/GROOT/overzicht/"),
            ("dependencies", "/portefeuille/GROOT/afhankelijkheden/"),
            ("goals", "/portefeuille/GROOT/doelen/"),
            ("my week", "/mijn-week/"),
            ("project", "/portefeuille/GROOT/project/P-0001/"),
            ("plan", "/portefeuille/GROOT/project/P-0001/planning/"),
        ):
            times = page_times(lambda address=address: client.get(address), n_runs)
            ratio = statistics.median(times) / statistics.median(peer)
            yield f"{name:<20} {told(times)}   ratio {ratio:.1f}"


def _prepared(home: str, n_projects: int):
    """Return a client that is logged in as portfolio manager of a large portfolio."""
    os.environ |= {"STUURBORD_HOME": home, "STUURBORD_TODAY": "2026-11-25"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "stuurbord.web.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    user = _fill(n_projects)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _fill(n_projects: int):
    from django.db import transaction

    from stuurbord.web.accounts.models import Membership, Person, User
    from stuurbord.web.accounts.permissions import Operator
    from stuurbord.web.projects.actions import create_portfolio

    operator = Operator("benchmark")
    portfolio = create_portfolio(operator, "GROOT", "Grote portefeuille", "Agentschap", "Stuurgroep")
    user = User.objects.create_user("pmo@voorbeeld.example", "niet-gebruikt", name="P. Beheer")
    Membership.objects.create(user=user, role="portfolio_manager", scope="portfolio", scope_id=portfolio.pk)
    people = [Person.objects.create(name=f"Persoon {number}") for number in range(50)]
    people.append(Person.objects.create(name=user.name, user=user))
    source = random.Random(1)
    begun = time.perf_counter()
    for number in range(1, n_projects + 1):
        with transaction.atomic():
            _project(operator, portfolio, number, people, source)
    seconds = time.perf_counter() - begun
    print(f"  {n_projects} projects of {N_TASKS} tasks made in {seconds:.0f} s", file=sys.stderr)
    return user


def _project(operator, portfolio, number: int, people: list, source: random.Random) -> None:
    from stuurbord.web.finance.models import BudgetLine
    from stuurbord.web.projects.actions import add_plan_revision
    from stuurbord.web.projects.models import Project
    from stuurbord.web.registers.models import Milestone, Risk

    project = Project.objects.create(
        portfolio=portfolio,
        code=f"P-{number:04}",
        name=f"Project {number}",
        stage=source.choice(("planning", "award", "execution")),
        manager=source.choice(people),
        owner=source.choice(people),
        time_tolerance_days=30,
        cost_tolerance=Decimal("0.10"),
    )
    for year in (2026, 2027, 2028):
        budget = Decimal(source.randint(50, 2_000) * 1_000)
        forecast = (budget * Decimal(source.uniform(0.9, 1.15))).quantize(Decimal(1))
        BudgetLine.objects.create(
            project=project, year=year, article="A1", budgeted_payment=budget, forecast_payment=forecast
        )
    for risk in range(10):
        Risk.objects.create(
            project=project,
            code=f"R-{risk}",
            title=f"Risico {risk} van project {number}",
            probability=Decimal(source.randint(1, 9)) / 10,
            impact_days=source.randint(1, 60),
            owner=source.choice(people),
            due=date(2026, 11, 25) + timedelta(days=source.randint(-5, 60)),
        )
    for gate in range(7):
        on = date(2026, 1, 1) + timedelta(days=120 * gate)
        actual = on if gate < 3 else None
        Milestone.objects.create(
            project=project,
            code=f"G{gate}",
            name=f"Poort {gate}",
            is_gate=True,
            baseline=on,
            forecast=on,
            actual=actual,
        )
    plan = made_plan(source, N_TASKS)
    add_plan_revision(
        operator, project, plan, file_name="plan.xml", file_sha256=f"{number:064}", reader="mspdi"
    )


def made_plan(source: random.Random, n_tasks: int):
    """Return a plan of phases of twenty tasks with links that point down the list and a baseline."""
    from stuurbord.plan import BaselineRow, DependencyRow, PlanDraft, TaskRow, freeze, instant

    start = instant(datetime.fromisoformat("2026-01-05T08:00"))
    tasks, links = [], []
    for uid in range(n_tasks):
        is_head = uid % 20 == 0
        task = TaskRow(uid, f"Taak {uid}", 1 if is_head else 2)
        task.duration = 0 if is_head else source.randint(1, 15) * WORKDAY
        end = start + source.randint(30, 700) * 86_400
        task.baselines = {0: BaselineRow(start, end, task.duration)}
        tasks.append(task)
        if uid % 20 > 1:
            links.append(DependencyRow(uid - source.randint(1, uid % 20 - 1), uid))
    status = instant(datetime.fromisoformat("2026-11-20T17:00"))
    return freeze(PlanDraft(start=start, status_date=status, tasks=tasks, dependencies=links))[0]


if __name__ == "__main__":
    for row in rows():
        print(row)
