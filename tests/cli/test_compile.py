"""``compile``: large plans in machine code, where the extra is installed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cli.commands import run, run_json

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.engine.critical_path.running import machine_code
from stuurbord.engine.schedule_risk import machine_code as of_the_sweep


def test_without_the_extra_it_says_what_is_missing(monkeypatch):
    """A clear sentence, and nothing is made."""
    monkeypatch.setattr(machine_code, "has_compiler", lambda: False)
    result = run("compile")

    assert result.exit_code == ExitCode.IMPOSSIBLE
    assert "stuurbord[fast]" in result.stderr


def test_what_is_compiled_stays(monkeypatch):
    """A second call returns at once and tells where the machine code is."""
    pytest.importorskip("numba")
    monkeypatch.setattr(machine_code, "is_compiled", lambda: True)
    monkeypatch.setattr(of_the_sweep, "is_compiled", lambda: True)
    folder = str(machine_code.machine_code_folder())

    assert run_json("compile") == {"folder": folder, "compiled": False, "seconds": 0}
    assert folder in "".join(run("compile").stdout.splitlines())


def test_what_is_not_compiled_is(monkeypatch):
    """The kernels are compiled for this version."""
    compiled = pytest.importorskip("stuurbord.engine.critical_path.running.compiled")
    sweep = pytest.importorskip("stuurbord.engine.schedule_risk.compiled")
    done = []
    monkeypatch.setattr(machine_code, "is_compiled", lambda: False)
    monkeypatch.setattr(compiled, "warm", lambda: done.append("dates"))
    monkeypatch.setattr(sweep, "warm", lambda: done.append("risks"))

    assert run_json("compile")["compiled"] is True
    assert done == ["dates", "risks"]


SITE = """
import sys, django
django.setup()
import stuurbord.cli.main, stuurbord.web.urls, stuurbord.web.projects.plans
from stuurbord.engine.critical_path import critical_path
from stuurbord.plan import DependencyRow, PlanDraft, TaskRow, freeze
tasks = [TaskRow(uid, duration=3600) for uid in range(500)]
links = [DependencyRow(uid, uid + 1) for uid in range(499)]
critical_path(freeze(PlanDraft(start=0, tasks=tasks, dependencies=links))[0])
sys.exit("numba" in sys.modules)
"""


def test_the_site_does_not_load_the_compiler_for_plans_of_five_hundred_tasks(tmp_path):
    """Neither importing everything nor computing such a plan costs its half a second."""
    own = {"STUURBORD_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "stuurbord.web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SITE], env=os.environ | own, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
