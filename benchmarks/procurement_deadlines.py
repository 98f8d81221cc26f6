"""The periods of 500 procurements on one page, beside a page that asks the database nothing.

The files stand in every stage from need to execution, some with a contract and payment requests; their terms
are computed by the product itself. Times are whole answers of the application, middleware included, without
the network. ``refresh`` is what a change of one file adds to its transaction.
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
from datetime import time as hour
from decimal import Decimal

from benchmarks.page_times import page_times, told

N_FILES, N_PROJECTS, N_RUNS = 500, 40, 50
TODAY = date(2026, 11, 25)
AT = hour(10)
PROCEDURES = ("OP", "OP", "OP", "VOPZB", "VOPMB", "NOP", "MPO", "LOW")


def rows(n_files: int = N_FILES, n_runs: int = N_RUNS) -> Iterator[str]:
    """Yield one line per page: median, 95th percentile and the ratio to the peer."""
    with tempfile.TemporaryDirectory(prefix="stuurbord-bench-") as home:
        client = _prepared(home, n_files)
        peer = page_times(lambda: client.get("/onderdelen/"), n_runs)
        yield f"peer, no data        {told(peer)}"
        base = "/overheidsopdrachten/"
        for name, address in (
            ("open periods", f"{base}termijnen/"),
            ("late only", f"{base}termijnen/?state=late"),
            ("one project, a kind", f"{base}termijnen/?project=GROOT/P-001&kind=payment"),
            ("searched", f"{base}termijnen/?q=O-2026-12&period=90"),
            ("all, last page", f"{base}termijnen/?state=all&page=9999"),
            ("one file", f"{base}O-2026-100/termijnen/"),
            ("overview", f"{base}overzicht/"),
            ("my week", "/mijn-week/"),
        ):
            times = page_times(lambda address=address: client.get(address), n_runs)
            ratio = statistics.median(times) / statistics.median(peer)
            yield f"{name:<20} {told(times)}   ratio {ratio:.1f}"
        yield f"refresh of one file  {told(_refreshes(n_runs))}"


def _prepared(home: str, n_files: int):
    """Return a client that is logged in as procurement lawyer of a large portfolio."""
    os.environ |= {"STUURBORD_HOME": home, "STUURBORD_TODAY": TODAY.isoformat()}
    os.environ["DJANGO_SETTINGS_MODULE"] = "stuurbord.web.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    user = _fill(n_files)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _fill(n_files: int):
    from stuurbord.web.accounts.models import Membership, Person, User
    from stuurbord.web.accounts.permissions import Operator
    from stuurbord.web.procurement_desk.keeping import rebuild
    from stuurbord.web.procurement_desk.models import DueTerm
    from stuurbord.web.projects.actions import create_portfolio
    from stuurbord.web.projects.models import Project

    portfolio = create_portfolio(
        Operator("benchmark"), "GROOT", "Grote portefeuille", "Agentschap", "Stuurgroep"
    )
    lawyers = [_user(f"jurist{one}", f"J. Jurist {one}") for one in range(6)]
    for user in lawyers:
        Person.objects.create(name=user.name, user=user)
        Membership.objects.create(
            user=user, role="procurement_lawyer", scope="portfolio", scope_id=portfolio.pk
        )
    projects = [
        Project.objects.create(portfolio=portfolio, code=f"P-{one:03}", name=f"Project {one}", stage="award")
        for one in range(N_PROJECTS)
    ]
    source = random.Random(8)
    for number in range(1, n_files + 1):
        _file(number, source, source.choice(projects), source.choice(lawyers))
    begun = time.perf_counter()
    rebuild()
    told = f"{DueTerm.objects.count()} periods of {n_files} files in {time.perf_counter() - begun:.1f} s"
    print(f"  {told}", file=sys.stderr)
    assert User.objects.exists()
    return lawyers[0]


def _user(name: str, full: str):
    from stuurbord.web.accounts.models import User

    return User.objects.create_user(f"{name}@voorbeeld.example", "niet-gebruikt", name=full)


def _file(number: int, source: random.Random, project, lawyer) -> None:
    """Make a file that has come a random part of its way."""
    from django.utils import timezone

    from stuurbord.web.procurements.models import ProcurementFile, Stage

    dispatched = TODAY + timedelta(days=source.randint(-500, 120))
    kind = source.choice(("works", "supplies", "services"))
    facts = {
        "buyer": "subcentral",
        "sector": "classic",
        "kind": kind,
        "estimate": source.randint(20, 900) * 1_000,
        "date": dispatched.isoformat(),
    }
    file = ProcurementFile(
        project=project,
        reference=f"O-2026-{number:03}",
        title=f"Opdracht {number}",
        facts=facts,
        estimate=Decimal(facts["estimate"]),
        procedure=source.choice(PROCEDURES),
        stage=Stage.SPECIFICATIONS,
        lawyer=lawyer,
        owner=lawyer,
    )
    due = dispatched + timedelta(days=source.randint(31, 60))
    steps = (
        ("published_on", dispatched, Stage.PUBLICATION),
        ("opened_at", due, Stage.OPENING),
        ("awarded_on", due + timedelta(days=40), Stage.DECISION),
        ("informed_on", due + timedelta(days=42), Stage.STANDSTILL),
        ("concluded_on", due + timedelta(days=60), Stage.CONCLUSION),
        ("started_on", due + timedelta(days=75), Stage.STARTED),
    )
    for name, day, stage in steps:
        if day < TODAY:
            moment = timezone.make_aware(datetime.combine(day, AT))
            setattr(file, name, moment if name == "opened_at" else day)
            file.stage = stage
    if file.published_on:
        file.tenders_due = timezone.make_aware(datetime.combine(due, AT))
    file.save()
    if file.concluded_on:
        _contract(file, kind, source)


def _contract(file, kind: str, source: random.Random) -> None:
    from stuurbord.web.contracts.models import Contract, PaymentRequest

    contract = Contract.objects.create(
        file=file,
        contractor=f"Aannemer {source.randint(1, 60)}",
        kind=kind,
        initial_amount=file.estimate,
        concluded_on=file.concluded_on,
        end_date=file.concluded_on + timedelta(days=source.randint(90, 900)),
        rules_on=file.published_on,
        sector="classic",
        is_eu_level=False,
        is_framework=source.random() < 0.2,
        ceiling=file.estimate,
    )
    for number in range(1, source.randint(2, 6)):
        received = file.concluded_on + timedelta(days=25 * number)
        if received < TODAY:
            paid = received + timedelta(days=source.randint(10, 35))
            PaymentRequest.objects.create(
                contract=contract,
                number=number,
                reference=f"F-{number}",
                received_on=received,
                performed_on=received,
                amount=file.estimate / 10,
                paid_on=paid if paid < TODAY else None,
            )


def _refreshes(n_runs: int) -> list[float]:
    from stuurbord.web.procurement_desk.keeping import refresh
    from stuurbord.web.procurements.models import ProcurementFile

    times = []
    for pk in ProcurementFile.objects.order_by("pk").values_list("pk", flat=True)[:n_runs]:
        begun = time.perf_counter()
        refresh([pk])
        times.append(time.perf_counter() - begun)
    return times


if __name__ == "__main__":
    for row in rows():
        print(row)
