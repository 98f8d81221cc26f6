"""Eight people at once, and a server that is killed in the middle: no edit lost, nothing half done.

The eight write for ``STUURBORD_WRITERS_SECONDS`` (default 8; the complete check takes a minute).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sample_register.models import Permit
from web import factories
from web.database_for_children import child_environment

from stuurbord.web.audit.chain import verify_database
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.models import LineRevision
from stuurbord.web.lists.search_texts import documents
from stuurbord.web.projects.models import Project
from stuurbord.web.search.finding import Narrowed, Sight, found
from stuurbord.web.search.models import SearchText

PROGRAM = Path(__file__).with_name("lines_under_way.py")
WRITERS, LINES, KILLS, BATCH = 8, 5, 50, 20
SECONDS = os.environ.get("STUURBORD_WRITERS_SECONDS", "8")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project():
    """Return a project with lines whose fee is zero."""
    made = factories.project(factories.portfolio())
    for number in range(BATCH):
        Permit.objects.create(project=made, code=f"V-{number:02}", title="Vergunning", fee=0)
    return made


def start(*arguments: object) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(PROGRAM.parents[1]), *sys.path])
    environment = child_environment() | {"PYTHONPATH": path}
    command = [sys.executable, str(PROGRAM), *map(str, arguments)]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(command, env=environment, text=True, **pipes)


def test_eight_writers_lose_no_edit(project):
    """Each euro that somebody was told is saved, is there; and the log and the versions count the same."""
    Permit.objects.filter(code__gte=f"V-{LINES:02}").delete()
    writers = [start("count", SECONDS, project.pk, seed) for seed in range(WRITERS)]
    answers = [writer.communicate() for writer in writers]
    done = sum(int(out.split()[0]) for out, _err in answers if out.strip())
    lines = list(Permit.objects.all())

    assert [err for _out, err in answers if err] == []
    assert done > WRITERS
    assert sum(line.fee for line in lines) == done
    assert sum(line.version - 1 for line in lines) == done
    assert AuditEntry.objects.filter(action="permit.change").count() == done
    assert verify_database()[1] is None
    every_line_is_found()


def test_killed_at_fifty_moments_nothing_is_half_done(project):
    """After each kill the batch is whole, and each version has its revision and its link in the chain."""
    killer = start("killed", project.pk, 20261126)
    assert killer.stdin is not None
    assert killer.stdout is not None
    for _kill in range(KILLS):
        killer.stdin.write("\n")
        killer.stdin.flush()
        assert killer.stdout.readline() == "killed\n", killer.communicate()[1]
        assert len(set(Permit.objects.filter(code__startswith="V-").values_list("fee", flat=True))) == 1
    assert killer.communicate() == ("", "")
    whole_batches()
    every_version_is_told()
    every_line_is_found()

    assert verify_database()[1] is None
    assert AuditEntry.objects.filter(action="permit.change").exists()


def whole_batches() -> None:
    """Assert that lines which were added, archived or restored together are in one state together."""
    batches: dict[str, Counter] = {}
    for code, version, is_archived in Permit.objects.filter(code__startswith="N").values_list(
        "code", "version", "is_archived"
    ):
        batches.setdefault(code.rpartition("-")[0], Counter())[version, is_archived] += 1
    assert all(list(states.values()) == [BATCH] for states in batches.values()), batches


def every_version_is_told() -> None:
    """Assert that versions, revisions and entries of the log agree, line by line."""
    lines = dict(Permit.objects.values_list("pk", "version"))
    kept = Counter(LineRevision.objects.filter(register="proef").values_list("line_id", flat=True))
    touched = {pk: version for pk, version in lines.items() if pk in kept}
    versions = sum(touched.values())
    entries = AuditEntry.objects.filter(action__startswith="permit.").count()
    born_before = Permit.objects.filter(code__startswith="V-", pk__in=touched).count()

    assert kept == touched
    assert entries == versions - born_before


def every_line_is_found() -> None:
    """Assert that the search index holds the lines as they stand: none more, none less, no old text."""
    lines = Permit.objects.filter(is_archived=False)
    wanted = {one.key: (one.title, one.text) for one in documents() if one.kind == "proef"}
    rows = SearchText.objects.filter(kind="proef")
    stored = {(one.kind, one.object_id, one.part): (one.title, one.text) for one in rows}
    touched = set(LineRevision.objects.filter(register="proef").values_list("line_id", flat=True))

    assert len(wanted) == lines.count()
    assert stored == {key: text for key, text in wanted.items() if key[1] in touched}
    for kind, pk, _part in sorted(stored)[-5:]:
        code = Permit.objects.get(pk=pk).code
        assert pk in {
            hit.object_id for hit in found(code, Sight(Project.objects.values("pk")), Narrowed([kind]))
        }
