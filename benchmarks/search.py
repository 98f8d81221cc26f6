"""Search over 10,000 risks and 50,000 tasks, beside ``LIKE`` over the same texts.

The palette and the page are whole answers of the application, middleware included, without the network. The
peer is what a search without an index does: ``icontains`` over title and text, within the same projects. It
does not know that ``sluizen`` is more than one ``sluis``, and does not weigh what it finds.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from benchmarks.portfolio_page import _times, _told

N_PROJECTS, N_TASKS, N_RISKS, N_RUNS = 100, 500, 100, 40
QUESTIONS = (
    ("common word", "vertragingen"),
    ("two words", "sluizen levering"),
    ("phrase", '"oplevering van de sluis"'),
    ("being typed", "oplev"),
    ("code", "R-041"),
    ("excluded", "sluis -beton"),
    ("in every task", "taak"),
    ("nothing", "zeppelin"),
)
_SUBJECTS = "sluis brug oever kade pomp deur netwerk server koppeling dossier vergunning bestek".split()
_MATTERS = "vertraging levering oplevering inspectie keuring beton staal software overdracht prijs".split()


def rows(n_projects: int = N_PROJECTS, n_runs: int = N_RUNS) -> Iterator[str]:
    """Yield one line per question: palette, page and peer."""
    with tempfile.TemporaryDirectory(prefix="stuurbord-bench-") as home:
        client, user = _prepared(home, n_projects)
        for name, words in QUESTIONS:
            palette = _times(
                lambda words=words: client.get(
                    f"/zoek/?q={quote(words)}", headers={"accept": "application/json"}
                ),
                n_runs,
            )
            page = _times(lambda words=words: client.get(f"/zoek/?q={quote(words)}"), n_runs)
            yield f"{name:<14} palette {_told(palette)}"
            yield f"{'':<14} page    {_told(page)}"
            yield f"{'':<14} peer    {_told(_peer(user, words, n_runs))}"


def _peer(user, words: str, n_runs: int) -> list[float]:
    from django.db.models import Q

    from stuurbord.web.projects.queries import visible_projects
    from stuurbord.web.search.models import SearchText

    times = []
    for _ in range(n_runs):
        begun = time.perf_counter()
        found = SearchText.objects.filter(project_id__in=visible_projects(user).values("pk"))
        for word in words.replace('"', "").split():
            holds = Q(title__icontains=word.lstrip("-")) | Q(text__icontains=word.lstrip("-"))
            found = found.exclude(holds) if word.startswith("-") else found.filter(holds)
        list(found.order_by("title")[:20])
        times.append(time.perf_counter() - begun)
    return times


def _prepared(home: str, n_projects: int):
    """Return a client that is logged in as portfolio manager, and the account."""
    os.environ |= {"STUURBORD_HOME": home, "STUURBORD_TODAY": "2026-11-25"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "stuurbord.web.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from stuurbord.web.search.sources import rebuild

    call_command("migrate", verbosity=0)
    user = _fill(n_projects)
    begun = time.perf_counter()
    n_texts = rebuild()
    print(f"  {n_texts} texts indexed anew in {time.perf_counter() - begun:.1f} s", file=sys.stderr)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client, user


def _fill(n_projects: int):
    from django.db import transaction

    from stuurbord.web.accounts.models import Membership, Person, User
    from stuurbord.web.accounts.permissions import Operator
    from stuurbord.web.projects.actions import create_portfolio

    operator = Operator("benchmark")
    portfolio = create_portfolio(operator, "GROOT", "Grote portefeuille", "Agentschap", "Stuurgroep")
    user = User.objects.create_user("pmo@voorbeeld.example", "niet-gebruikt", name="P. Beheer")
    Membership.objects.create(user=user, role="portfolio_manager", scope="portfolio", scope_id=portfolio.pk)
    owner = Person.objects.create(name="V. Peeters")
    source = random.Random(1)
    begun = time.perf_counter()
    for number in range(1, n_projects + 1):
        with transaction.atomic():
            _project(operator, portfolio, number, owner, source)
    print(f"  {n_projects} projects made in {time.perf_counter() - begun:.1f} s", file=sys.stderr)
    return user


def _project(operator, portfolio, number: int, owner, source: random.Random) -> None:
    from stuurbord.web.projects.actions import add_plan_revision
    from stuurbord.web.projects.models import Project
    from stuurbord.web.registers.models import Risk

    project = Project.objects.create(portfolio=portfolio, code=f"P-{number:03}", name=_title(source))
    Risk.objects.bulk_create(
        Risk(
            project=project,
            code=f"R-{risk:03}",
            title=_title(source),
            cause=_sentence(source),
            event=_sentence(source),
            effect=_sentence(source),
            owner=owner,
        )
        for risk in range(N_RISKS)
    )
    add_plan_revision(
        operator, project, _plan(source), file_name="plan.xml", file_sha256=f"{number:064}", reader="mspdi"
    )


def _title(source: random.Random) -> str:
    return f"{source.choice(_MATTERS)} van de {source.choice(_SUBJECTS)}".capitalize()


def _sentence(source: random.Random) -> str:
    cause = f"de {source.choice(_MATTERS)} van {source.choice(_SUBJECTS)}en"
    return f"Door {cause} komt de {_title(source).lower()} in het gedrang."


def _plan(source: random.Random):
    from stuurbord.plan import PlanDraft, TaskRow, freeze, instant

    tasks = [TaskRow(uid, f"Taak {uid}: {_title(source)}", 1, duration=8 * 3600) for uid in range(N_TASKS)]
    start = instant(datetime.fromisoformat("2026-01-05T08:00"))
    return freeze(PlanDraft(start=start, tasks=tasks))[0]


if __name__ == "__main__":
    for row in rows():
        print(row)
