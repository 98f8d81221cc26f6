"""Ours: the real page of a project with the plan, from the real server in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.gantt_in_browser.plan import large_plan

ADDRESS = "pmo@voorbeeld.example"
PASSWORD = "enkel-voor-deze-meting-2026"
PAGE = "/portefeuille/GROOT/project/P-1/planning/"
_SECONDS_TO_START = 90


@contextmanager
def served(home: str) -> Iterator[str]:
    """Make the project in a folder and serve it while the block runs; gives the address."""
    _fill(home)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("stuurbord")), "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=os.environ | {"STUURBORD_HOME": home}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _fill(home: str) -> None:
    os.environ |= {"STUURBORD_HOME": home, "STUURBORD_TODAY": "2026-11-25"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "stuurbord.web.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections, transaction

    call_command("migrate", verbosity=0)
    from stuurbord.web.accounts.models import Membership, Person, User
    from stuurbord.web.accounts.permissions import Operator
    from stuurbord.web.projects.actions import add_plan_revision, create_portfolio
    from stuurbord.web.projects.models import Project

    operator = Operator("benchmark")
    with transaction.atomic():
        portfolio = create_portfolio(operator, "GROOT", "Grote portefeuille", "Agentschap", "Stuurgroep")
        user = User.objects.create_user(ADDRESS, PASSWORD, name="P. Beheer")
        Person.objects.create(name=user.name, user=user)
        Membership.objects.create(
            user=user, role="portfolio_manager", scope="portfolio", scope_id=portfolio.pk
        )
        project = Project.objects.create(portfolio=portfolio, code="P-1", name="Waterbouwkundig programma")
        add_plan_revision(
            operator, project, large_plan(), file_name="plan.xml", file_sha256="0" * 64, reader="mspdi"
        )
    connections.close_all()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            raise RuntimeError(f"the server stopped with {server.returncode}")
        time.sleep(0.2)
    raise RuntimeError("the server did not start")
