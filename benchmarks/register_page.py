"""The list of 10,000 risks of one portfolio, beside a plain Django page of the same hundred lines.

Times are whole answers of the application, middleware included, without the network. The peer is what one
writes without a pattern: the model's own queryset, a paginator and a template with a table of the same
columns, without counts, filters, sentence, picture or cells to edit. *After a save* somebody saved a risk
just before, so that counts and order are computed anew; *nothing known* is the very first page of a server,
with everything to compute.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

N_RISKS, N_PROJECTS, N_PEOPLE, N_RUNS = 10_000, 100, 50, 60
STATES = ("identified", "analysed", "response_planned", "in_treatment", "accepted", "closed")
PEER = """<table><caption>{{ page.paginator.count }}</caption>{% for line in page %}<tr>
<td>{{ line.code }}</td><td>{{ line.title }}</td><td>{{ line.project.code }}</td>
<td>{{ line.probability }}</td><td>{{ line.impact_days }}</td><td>{{ line.impact_cost }}</td>
<td>{{ line.owner.name }}</td><td>{{ line.get_response_display }}</td>
<td>{{ line.get_state_display }}</td><td>{{ line.reviewed_on|date }}</td>
</tr>{% endfor %}</table>"""


def rows(n_risks: int = N_RISKS, n_runs: int = N_RUNS) -> Iterator[str]:
    """Yield one line per question: median, 95th percentile and the ratio to the peer."""
    with tempfile.TemporaryDirectory(prefix="stuurbord-bench-") as home:
        client = _prepared(home, n_risks)
        from stuurbord.web.lists.list_facts import forget

        peer = _times(_peer, n_runs)
        yield f"peer, plain Django   {_told(peer)}"
        for name, query, before in (
            ("first page", "", None),
            ("after a save", "", _save),
            ("nothing known", "", forget),
            ("sorted by cost", "?sort=-impact_cost", None),
            ("grouped by owner", "?groep=owner", None),
            ("filtered", "?response=avoid&state=analysed", None),
            ("words", "?q=perceel%203", None),
            ("words after a save", "?q=perceel%203", _save),
            ("all columns", f"?kol={_every_column()}", None),
            ("last page", "?page=9999", None),
        ):
            times = _times(lambda query=query: client.get(f"/registers/risicos/{query}"), n_runs, before)
            ratio = statistics.median(times) / statistics.median(peer)
            yield f"{name:<20} {_told(times)}   ratio {ratio:.1f}"


def _save() -> None:
    from stuurbord.web.registers.models import Risk

    Risk.objects.order_by("pk")[0].save()


def _peer() -> Any:
    """Answer the same hundred lines the plain way."""
    from django.core.paginator import Paginator
    from django.http import HttpResponse
    from django.template import Context, Template

    from stuurbord.web.registers.models import Risk

    lines = Risk.objects.select_related("project", "owner").filter(is_archived=False).exclude(state="closed")
    page = Paginator(lines.order_by("-probability", "code"), 100).get_page(1)
    return HttpResponse(Template(PEER).render(Context({"page": page})))


def _every_column() -> str:
    from stuurbord.web.lists.columns_chosen import every_column
    from stuurbord.web.lists.register import REGISTERS

    return ",".join(column.field for column in every_column(REGISTERS["risicos"]))


def _prepared(home: str, n_risks: int) -> Any:
    """Return a client that is logged in as manager of a portfolio with many risks."""
    os.environ |= {"STUURBORD_HOME": home, "STUURBORD_TODAY": "2026-11-25"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "stuurbord.web.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    user = _fill(n_risks)
    print(f"  {n_risks} risks made in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _fill(n_risks: int) -> Any:
    from stuurbord.web.accounts.models import Membership, Person, User
    from stuurbord.web.accounts.permissions import Operator
    from stuurbord.web.projects.actions import create_portfolio
    from stuurbord.web.projects.models import Project
    from stuurbord.web.registers.models import Risk

    portfolio = create_portfolio(
        Operator("benchmark"), "GROOT", "Grote portefeuille", "Agentschap", "Stuurgroep"
    )
    user = User.objects.create_user("pmo@voorbeeld.example", "niet-gebruikt", name="P. Beheer")
    Membership.objects.create(user=user, role="portfolio_manager", scope="portfolio", scope_id=portfolio.pk)
    people = [Person.objects.create(name=f"Persoon {number}") for number in range(N_PEOPLE)]
    projects = [
        Project.objects.create(portfolio=portfolio, code=f"P-{number:03}", name=f"Project {number}")
        for number in range(N_PROJECTS)
    ]
    source = random.Random(1)
    risks = [_risk(number, projects, people, source) for number in range(n_risks)]
    Risk.objects.bulk_create(risks, batch_size=500)
    return user


def _risk(number: int, projects: list[Any], people: list[Any], source: random.Random) -> Any:
    from stuurbord.web.registers.models import Risk

    text = "De leverancier levert later dan beloofd omdat de halfgeleiders schaars zijn. " * 4
    return Risk(
        project=projects[number % len(projects)],
        code=f"R-{number // len(projects):03}",
        title=f"Risico {number}: levertijd van perceel {number % 7}",
        cause=text,
        event=text,
        effect=text,
        measure=text,
        probability=Decimal(source.randint(1, 9)) / 10,
        impact_days=source.randint(1, 60),
        impact_cost=source.randint(1, 500) * 1000,
        owner=source.choice(people),
        due=date(2026, 11, 25) + timedelta(days=source.randint(-5, 90)),
        state=source.choice(STATES),
        response=source.choice(("mitigate", "avoid", "accept", "")),
        reviewed_on=date(2026, 11, 25) - timedelta(days=source.randint(0, 60)),
    )


def _times(run: Callable[[], Any], n_runs: int, before: Callable[[], None] | None = None) -> list[float]:
    run()
    times = []
    for _number in range(n_runs):
        if before:
            before()
        begun = time.perf_counter()
        answer = run()
        times.append(time.perf_counter() - begun)
        assert answer.status_code == 200, answer
    return times


def _told(times: list[float]) -> str:
    p95 = sorted(times)[int(len(times) * 0.95)]
    return f"median {statistics.median(times) * 1000:6.1f} ms, p95 {p95 * 1000:6.1f} ms ({len(times)} times)"


if __name__ == "__main__":
    for row in rows():
        print(row)
