"""How long a thousand projects take to be judged on seven tolerances: facts from registers, then the rules.

Run inside a test database: ``python -m pytest benchmarks/tolerance_standings.py -s``.
"""

from __future__ import annotations

from time import perf_counter

import pytest
from web import factories

from stuurbord.web.clock import today
from stuurbord.web.projects.models import Project
from stuurbord.web.tolerances.standing import standings

N_PROJECTS = 1000


@pytest.mark.django_db
def test_a_thousand_projects() -> None:
    """Print the best of three."""
    portfolio = factories.portfolio("PF")
    made = [Project(portfolio=portfolio, code=f"Q-{n}", name=f"Q {n}") for n in range(N_PROJECTS)]
    Project.objects.bulk_create(made)
    listed = list(Project.objects.filter(portfolio=portfolio).select_related("portfolio"))
    standings(listed[:1], today())
    seconds = []
    for _run in range(3):
        started = perf_counter()
        found = standings(listed, today())
        seconds.append(perf_counter() - started)
    print(f"{N_PROJECTS} projects x 7 targets: {min(seconds):.2f} s")

    assert len(found) == N_PROJECTS
