"""A process that changes lines of a register without end: to be run eight times over, or to be killed.

``python lines_under_way.py count SECONDS PROJECT SEED``: raise the same few lines by one, together with the
other processes, and print how often this one did and was refused. ``python lines_under_way.py killed PROJECT
SEED``: for each line on standard input, start a process that changes, adds, archives and restores in batches,
kill it after a random moment, and say ``killed``.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings_for_tests")

import django

django.setup()

from sample_register.models import PERMITS, Permit  # noqa: E402 - after Django is ready

from stuurbord.errors import VersionConflict  # noqa: E402
from stuurbord.web.accounts.permissions import Operator  # noqa: E402
from stuurbord.web.lists.actions import Sent, archive_lines, save_lines  # noqa: E402
from stuurbord.web.lists.changing import changed_form, new_form  # noqa: E402

BATCH = 20


def count(seconds: float, project_id: int, seed: int) -> None:
    """Add one euro to the fee of a random line, over and over; print how often that was done and refused."""
    choose = random.Random(seed)
    actor = Operator(f"schrijver {seed}")
    ids = list(Permit.objects.filter(project=project_id).values_list("pk", flat=True))
    done = refused = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        line = Permit.objects.select_related("project__portfolio").get(pk=choose.choice(ids))
        form = changed_form(PERMITS, actor, line, {"fee": line.fee + 1})
        assert form.is_valid(), form.errors
        try:
            save_lines(actor, PERMITS, [Sent(form, line.version)])
            done += 1
        except VersionConflict:
            refused += 1
    sys.stdout.write(f"{done} {refused}\n")


def killed(project_id: int, seed: int) -> None:
    """Kill a process that is under way, as often as asked; the next starts where that one stopped.

    The moments lie within the time that a round of all four changes takes on this machine, at this hour.
    """
    moments = random.Random(seed)
    began = time.monotonic()
    if (child := os.fork()) == 0:
        change_all(project_id)
        os._exit(0)
    os.waitpid(child, 0)
    longest = time.monotonic() - began
    for _asked in sys.stdin:
        child = os.fork()
        if child == 0:
            until_killed(project_id)
        time.sleep(moments.uniform(0.0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        sys.stdout.write("killed\n")
        sys.stdout.flush()


def until_killed(project_id: int) -> None:
    """Change lines over and over."""
    while True:
        change_all(project_id)


def change_all(project_id: int) -> None:
    """Change a batch to one same value, add a batch, archive it and bring it back."""
    actor = Operator("schrijver")
    number = Permit.objects.count() + 1
    old = Permit.objects.filter(project=project_id, code__startswith="V-").order_by("pk")
    lines = list(old.select_related("project__portfolio")[:BATCH])
    forms = [changed_form(PERMITS, actor, line, {"fee": Decimal(number)}) for line in lines]
    assert all(form.is_valid() for form in forms)
    save_lines(actor, PERMITS, [Sent(form, line.version) for form, line in zip(forms, lines, strict=True)])
    values = {"project": project_id, "title": "Nieuw", "state": "asked"}
    codes = [f"N{os.getpid()}-{number}-{place}" for place in range(BATCH)]
    forms = [new_form(PERMITS, actor, values | {"code": code}) for code in codes]
    assert all(form.is_valid() for form in forms)
    made = save_lines(actor, PERMITS, [Sent(form) for form in forms])
    gone = archive_lines(actor, PERMITS, [(line, line.version) for line in made])
    archive_lines(actor, PERMITS, [(line, line.version) for line in gone], archive=False)


if __name__ == "__main__":
    if sys.argv[1] == "count":
        count(float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        killed(int(sys.argv[2]), int(sys.argv[3]))
