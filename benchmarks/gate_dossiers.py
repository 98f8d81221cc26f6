"""Gates of a thousand projects: gather the facts, evaluate the pack, and both together.

Run: ``python benchmarks/gate_dossiers.py [projects]``. The database is in memory and thrown away.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stuurbord.web.settings")
TODAY = date(2026, 11, 25)


def main(n: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, get_runner  # noqa: F401

    connection.creation.create_test_db(verbosity=0)
    projects = _portfolio(n)

    from stuurbord.rulebooks.rule_pack import decide_many
    from stuurbord.web.gates.facts import gather
    from stuurbord.web.gates.judging import Projects, kinds_in
    from stuurbord.web.gates.packs import own_pack
    from stuurbord.web.gates.queries import next_dossiers

    pack = own_pack()
    gathered = gather(projects, TODAY)
    facts = [gathered[one.pk].at("G3", TODAY, kinds_in(pack), pack) for one in projects]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        gather(projects, TODAY)
    print(f"{n} projects, {len(pack.rules)} rules, {len(asked)} queries for the facts")
    _tell("facts", lambda: gather(projects, TODAY))
    _tell("whole pack evaluated", lambda: decide_many(pack, facts, TODAY))
    _tell("rules of one gate evaluated", lambda: decide_many(pack, facts, TODAY, "G3"))

    def together() -> None:
        found = gather(projects, TODAY)
        decide_many(
            pack, [found[one.pk].at("G3", TODAY, kinds_in(pack), pack) for one in projects], TODAY, "G3"
        )

    _tell("facts and evaluation together", together)
    _tell("next dossier of each, complete", lambda: next_dossiers(projects, TODAY))
    assert Projects(projects, TODAY).gates(projects[0])


def _portfolio(n: int) -> list:
    from stuurbord.web.finance.models import BudgetLine
    from stuurbord.web.gates.models import Evidence
    from stuurbord.web.projects.models import Portfolio, Project
    from stuurbord.web.registers.models import Issue, Milestone, Product, Risk

    portfolio = Portfolio.objects.create(key="P", name="P")
    made = Project.objects.bulk_create(
        Project(
            portfolio=portfolio,
            code=f"P-{number:04}",
            name=f"Project {number}",
            kind="application",
            time_tolerance_days=30,
            cost_tolerance="0.1",
        )
        for number in range(n)
    )
    each = list(enumerate(made))
    Risk.objects.bulk_create(
        Risk(project=one, code=f"R-{k}", title="R", probability="0.4", impact_days=20, reviewed_on=TODAY)
        for _i, one in each
        for k in range(5)
    )
    Issue.objects.bulk_create(
        Issue(project=one, code=f"I-{k}", title="I") for _i, one in each for k in range(3)
    )
    Product.objects.bulk_create(Product(project=one, code="D-1", title="D") for _i, one in each)
    BudgetLine.objects.bulk_create(
        BudgetLine(
            project=one,
            year=2026 + k,
            budgeted_payment=1000,
            forecast_payment=1010,
            committed=10,
            budgeted_commitment=20,
        )
        for _i, one in each
        for k in range(3)
    )
    Milestone.objects.bulk_create(
        Milestone(
            project=one, code=f"G{k}", name=f"G{k}", is_gate=True, baseline=TODAY + timedelta(days=90 * k)
        )
        for _i, one in each
        for k in range(7)
    )
    Evidence.objects.bulk_create(
        Evidence(project=one, code=f"BW-{k}", title="B", kind=kind, state="approved")
        for _i, one in each
        for k, kind in enumerate(("BC", "PV", "PID"))
    )
    return list(Project.objects.select_related("portfolio", "owner", "manager").order_by("code"))


def _tell(what: str, work: Callable[[], object]) -> None:
    times = []
    for _n in range(5):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    print(f"{what}: {min(times):.3f} s (median {sorted(times)[2]:.3f} s)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
