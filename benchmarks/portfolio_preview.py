"""A drag in a portfolio of 200 projects of 200 tasks: from the request to what every project comes to.

Each project waits for up to two others through external tasks, so that a drag in the first runs through
many. Times are whole answers of the application through the test client, middleware and JSON included,
without the network; three rounds, each with another task every time, so that nothing is answered from
memory. Three drags: in a project that nobody waits for, in one in the middle, and in the first of all.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator

from benchmarks.portfolio_page import WORKDAY, made_plan

N_PROJECTS, N_TASKS, N_ROUNDS, N_DRAGS = 200, 200, 3, 12
MOST_MS = 250


def rows(n_projects: int = N_PROJECTS) -> Iterator[str]:
    """Yield one line per measure."""
    with tempfile.TemporaryDirectory(prefix="stuurbord-bench-") as home:
        client = _prepared(home, n_projects)
        begun = time.perf_counter()
        first = client.get("/portefeuille/GROOT/planning/gegevens.json")
        cold = time.perf_counter() - begun
        warm = _times(lambda _: client.get("/portefeuille/GROOT/planning/gegevens.json"), 5)
        size = len(first.content) / 1e6
        yield f"all projects with their gates: first {cold:.2f} s, then {_ms(warm)}; {size:.2f} MB"
        yield f"all tasks of one project:      {_ms(_times(_unfolded(client), 5))}"
        for name, number in (("nobody waits", n_projects), ("the middle", n_projects // 2), ("the first", 1)):
            medians, cpu = [], []
            for round_ in range(N_ROUNDS):
                used = time.process_time()
                times = _times(_drag(client, f"P-{number:04}", round_), N_DRAGS)
                cpu.append((time.process_time() - used) / N_DRAGS)
                medians.append(statistics.median(times))
            told = FELT[f"P-{number:04}"]
            verdict = "within" if max(medians) * 1000 <= MOST_MS else "beyond"
            yield (
                f"drag in {name:<13}: medians {_listed(medians)} ms, {verdict} {MOST_MS} ms; "
                f"processor {_listed(cpu)} ms; {told}"
            )


FELT: dict[str, str] = {}


def _listed(seconds: list[float]) -> str:
    return ", ".join(f"{one * 1000:.0f}" for one in seconds)


def _drag(client, code: str, round_: int):
    def run(at: int):
        days = 20 + (round_ * N_DRAGS + at) % 50
        edit = {"edit": "Resize", "uids": [2], "duration": days * WORKDAY}
        body = json.dumps({"edits": {code: {"base": 1, "edits": [edit]}}})
        address = "/portefeuille/GROOT/planning/proef.json"
        answer = client.post(address, body, content_type="application/json")
        effect = answer.json()["effect"]
        FELT[code] = f"{effect['n_projects']} projects and {effect['n_moved']} tasks move"
        return answer

    return run


def _unfolded(client):
    return lambda at: client.get("/portefeuille/GROOT/planning/gegevens.json", {"project": f"P-{at + 1:04}"})


def _times(run, n_runs: int) -> list[float]:
    times = []
    for at in range(n_runs):
        begun = time.perf_counter()
        answer = run(at)
        times.append(time.perf_counter() - begun)
        assert answer.status_code == 200, answer.content[:300]
    return times


def _ms(times: list[float]) -> str:
    return f"median {statistics.median(times) * 1000:.0f} ms"


def _prepared(home: str, n_projects: int):
    """Return a client that is logged in as portfolio manager of a portfolio with linked plans."""
    os.environ |= {"STUURBORD_HOME": home, "STUURBORD_TODAY": "2026-11-25"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "stuurbord.web.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client

    from stuurbord.engine.critical_path.running.compiled import compiled_runner
    from stuurbord.web.accounts.models import Membership, User
    from stuurbord.web.accounts.permissions import Operator
    from stuurbord.web.projects.actions import create_portfolio

    compiled_runner()
    call_command("migrate", verbosity=0)
    operator = Operator("benchmark")
    portfolio = create_portfolio(operator, "GROOT", "Grote portefeuille", "Agentschap", "Stuurgroep")
    user = User.objects.create_user("pmo@voorbeeld.example", "niet-gebruikt", name="P. Beheer")
    Membership.objects.create(user=user, role="portfolio_manager", scope="portfolio", scope_id=portfolio.pk)
    begun = time.perf_counter()
    with transaction.atomic():
        _fill(operator, portfolio, n_projects)
    print(f"  {n_projects} linked projects made in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _fill(operator, portfolio, n_projects: int) -> None:
    from stuurbord.plan.document import digest, pack
    from stuurbord.web.projects.models import PlanRevision, Project

    source = random.Random(7)
    for number in range(1, n_projects + 1):
        plan = _waiting(made_plan(source, N_TASKS), number, source)
        project = Project.objects.create(portfolio=portfolio, code=f"P-{number:04}", name=f"Project {number}")
        revision = PlanRevision.objects.create(
            project=project,
            number=1,
            document=pack(plan),
            sha256=digest(plan),
            file_name=f"P-{number:04}.xml",
            file_sha256=f"{number:064}",
            reader="mspdi",
            n_tasks=N_TASKS,
        )
        Project.objects.filter(pk=project.pk).update(current_revision=revision)


def _waiting(plan, number: int, source: random.Random):
    """Return a plan whose first tasks wait for tasks of one or two projects before it."""
    from dataclasses import replace

    from stuurbord.engine.editing import Insert, Link, edited
    from stuurbord.web.planning.portfolio_workspace import external
    from stuurbord.web.projects.plans import forecast_schedule

    if number == 1:
        return _chained(plan)
    for giver in sorted({number // 2, max(number - source.randint(1, 12), 1)}):
        uid, last = int(plan.tasks.uid.max()) + 1, int(plan.tasks.uid[-1])
        edits = [Insert(uid, last, "Taak 19"), Link(uid, source.randint(1, 4))]
        plan = edited(plan, edits, forecast_schedule)
        plan = replace(plan, tasks=external(plan.tasks, uid, f"P-{giver:04}", 20))
    return _chained(plan)


def _chained(plan):
    """Return the plan with its first phase one after the other, so that its last task feels each of them."""
    from stuurbord.engine.editing import Link, edited
    from stuurbord.web.projects.plans import forecast_schedule

    return edited(plan, [Link(uid, uid + 1) for uid in range(1, 19)], forecast_schedule)


if __name__ == "__main__":
    for row in rows():
        print(row)
