"""10,000 risks to Excel and back, beside openpyxl writing and reading the same cells and nothing more.

Times are whole answers of the application, middleware included, without the network: the export, and the dry
run of the file that comes back unchanged, with 200 lines changed, and with 200 of them edited by somebody
else meanwhile. The peers write and read bare values: no lists, no formats, no comparison.
"""

from __future__ import annotations

import io
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

N_RISKS, N_PROJECTS, N_CHANGED, N_RUNS = 10_000, 20, 200, 5
OUT, IN = "/registers/risicos/uit.xlsx?all=1", "/registers/risicos/in/"


def rows(n_risks: int = N_RISKS, n_runs: int = N_RUNS) -> Iterator[str]:
    """Yield one line per action, with its ratio to the peer."""
    with tempfile.TemporaryDirectory(prefix="stuurbord-bench-") as home:
        client = _prepared(home, n_risks)
        data = client.get(OUT).content
        cells = _cells(data)
        write = _times(lambda: _written(cells), n_runs)
        read = _times(lambda: _cells(data), n_runs)
        yield f"{'peer writes':<26} {_told(write)}"
        yield f"{'export':<26} {_told(_times(lambda: client.get(OUT).content, n_runs), write)}"
        yield f"{'peer reads':<26} {_told(read)}"
        yield f"{'dry run, unchanged':<26} {_told(_times(lambda: _sent(client, data), n_runs), read)}"
        changed = _changed(cells)
        told = _told(_times(lambda: _sent(client, changed), n_runs), read)
        yield f"{f'dry run, {N_CHANGED} changed':<26} {told}"
        _edit_meanwhile()
        told = _told(_times(lambda: _sent(client, changed), n_runs), read)
        yield f"{f'dry run, {N_CHANGED} edited too':<26} {told}"


def _sent(client, data: bytes) -> None:
    file = io.BytesIO(data)
    file.name = "risicos.xlsx"  # type: ignore[attr-defined]
    answer = client.post(IN, {"file": file}, follow=True)
    assert answer.status_code == 200, answer


def _cells(data: bytes) -> list[list[object]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def _written(cells: list[list[object]], name: str = "Risico’s") -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(name)
    for row in cells:
        page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _changed(cells: list[list[object]]) -> bytes:
    """Return the workbook with another title in some lines."""
    head = next(row for row in cells if "_stuurbord" in row)
    title, first = 2, cells.index(head) + 1
    for row in cells[first : first + N_CHANGED]:
        row[title] = f"{row[title]}, herzien"
    return _written(cells)


def _edit_meanwhile() -> None:
    """Let somebody else change the titles too, of the lines that the file changes and of as many others."""
    from stuurbord.web.accounts.permissions import Operator
    from stuurbord.web.lists.actions import Sent, save_lines
    from stuurbord.web.lists.changing import changed_form
    from stuurbord.web.lists.known_choices import KnownChoices
    from stuurbord.web.lists.register import REGISTERS

    register, operator, known = REGISTERS["risicos"], Operator("benchmark"), KnownChoices()
    sent = []
    for line in register.every_line(operator).order_by("code")[: 2 * N_CHANGED]:
        form = changed_form(register, operator, line, {"title": f"{line.title} (nieuw)"}, known=known)
        assert form.is_valid(), form.errors
        sent.append(Sent(form, line.version))
    save_lines(operator, register, sent)


def _prepared(home: str, n_risks: int):
    """Return a client that is logged in as portfolio manager of a portfolio with these risks."""
    os.environ |= {"STUURBORD_HOME": home, "STUURBORD_TODAY": "2026-11-25"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "stuurbord.web.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    user = _fill(n_risks)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _fill(n_risks: int):
    from stuurbord.web.accounts.models import Membership, Person, User
    from stuurbord.web.accounts.permissions import Operator
    from stuurbord.web.projects.actions import create_portfolio
    from stuurbord.web.projects.models import Project
    from stuurbord.web.registers.models import Risk

    portfolio = create_portfolio(Operator("benchmark"), "GROOT", "Grote portefeuille", "Agentschap", "")
    user = User.objects.create_user("pmo@voorbeeld.example", "niet-gebruikt", name="P. Beheer")
    Membership.objects.create(user=user, role="portfolio_manager", scope="portfolio", scope_id=portfolio.pk)
    projects = [
        Project.objects.create(portfolio=portfolio, code=f"P-{number:03}", name=f"Project {number}")
        for number in range(N_PROJECTS)
    ]
    people = [Person.objects.create(name=f"Persoon {number}") for number in range(50)]
    source = random.Random(1)
    begun = time.perf_counter()
    Risk.objects.bulk_create(
        (
            Risk(
                project=projects[number % N_PROJECTS],
                code=f"R-{number:05}",
                title=f"Levering van onderdeel {number} loopt uit",
                cause="Omdat de leverancier maar één productielijn heeft, die in de herfst stilligt.",
                event="De onderdelen komen later dan afgesproken aan op de werf.",
                effect="De montage begint later en de brug blijft langer buiten dienst.",
                probability=Decimal(source.randint(1, 19)) / 20,
                impact_days=source.randint(1, 60),
                impact_cost=source.randint(1, 400) * 500,
                response=source.choice(("avoid", "mitigate", "transfer", "accept")),
                measure="Tweede leverancier aanspreken en de keuring vroeger plannen.",
                owner=source.choice(people),
                due=date(2026, 11, 25) + timedelta(days=source.randint(-5, 200)),
                reviewed_on=date(2026, 11, 1),
            )
            for number in range(n_risks)
        ),
        batch_size=500,
    )
    print(f"  {n_risks} risks made in {time.perf_counter() - begun:.1f} s", file=sys.stderr)
    return user


def _times(run: Callable[[], object], n_runs: int) -> list[float]:
    times = []
    for _ in range(n_runs):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return times


def _told(times: list[float], peer: list[float] | None = None) -> str:
    median = statistics.median(times)
    ratio = f"   ratio {median / statistics.median(peer):.2f}" if peer else ""
    return f"median {median:5.2f} s, most {max(times):5.2f} s ({len(times)} times){ratio}"


if __name__ == "__main__":
    for row in rows():
        print(row)
