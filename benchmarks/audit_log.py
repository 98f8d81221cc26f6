"""The page of the audit log over 100,000 entries, and following the whole chain.

The peer is the page as it was made before: the whole chain followed at every look.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator

from benchmarks.portfolio_page import _times, _told

N_ENTRIES, N_RUNS = 100_000, 40


def rows(n_entries: int = N_ENTRIES, n_runs: int = N_RUNS) -> Iterator[str]:
    """Yield one line per question, and one for the chain."""
    with tempfile.TemporaryDirectory(prefix="stuurbord-bench-") as home:
        client = _prepared(home, n_entries)
        from stuurbord.web.audit.verifying import verify_and_keep

        begun = time.perf_counter()
        verify_and_keep()
        yield f"peer: the whole chain  {time.perf_counter() - begun:6.2f} s for {n_entries} entries"
        for name, address in (
            ("newest", "/logboek/"),
            ("one register", "/logboek/?register=risicos&kind=change"),
            ("who and when", "/logboek/?who=persoon%203&first=2026-01-01"),
            ("words, few hits", "/logboek/?q=R-99999"),
            ("far back", "/logboek/?before=500"),
        ):
            yield f"{name:<16} {_told(_times(lambda address=address: client.get(address), n_runs))}"


def _prepared(home: str, n_entries: int):
    """Return a client of an auditor, logged in, beside a long chain."""
    os.environ |= {"STUURBORD_HOME": home, "STUURBORD_TODAY": "2026-11-25"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "stuurbord.web.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client

    from stuurbord.web.accounts.models import Membership, User
    from stuurbord.web.accounts.permissions import Operator
    from stuurbord.web.audit.chain import Happened, record_all
    from stuurbord.web.projects.actions import create_portfolio
    from stuurbord.web.projects.models import Project

    call_command("migrate", verbosity=0)
    portfolio = create_portfolio(Operator("benchmark"), "ASN", "Portefeuille", "Agentschap", "Stuurgroep")
    project = Project.objects.create(portfolio=portfolio, code="P-001", name="Sluis")
    user = User.objects.create_user("auditor@voorbeeld.example", "niet-gebruikt", name="A. Auditor")
    Membership.objects.create(user=user, role="auditor", scope="organisation")
    for first in range(0, n_entries, 1000):
        happened = [
            Happened(
                "risk.change",
                f"risk:ASN/P-001/R-{number}",
                {"title": ["Levertijd", f"Levertijd {number}"], "cause": [None, "Staking"]},
                portfolio.pk,
                project.pk,
                version=2,
            )
            for number in range(first, first + 1000)
        ]
        with transaction.atomic():
            record_all(Operator(f"Persoon {first // 1000 % 10}"), happened)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


if __name__ == "__main__":
    for row in rows():
        print(row)
