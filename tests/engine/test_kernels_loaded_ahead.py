"""The compiled kernels are loaded beside other work, and give the same dates."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from plan.made_plans import plans

from stuurbord.engine.critical_path import critical_path, load_ahead
from stuurbord.engine.critical_path.running import runner
from stuurbord.engine.critical_path.running.machine_code import is_compiled


def test_small_plans_load_nothing(monkeypatch):
    """A plan of a hundred tasks is computed before the compiler is there."""
    monkeypatch.setattr(runner, "Thread", lambda **_: pytest.fail("the compiler was loaded"))

    load_ahead(runner.FEWEST_TO_LOAD_AHEAD - 1)


def test_a_large_plan_that_is_opened_is_soon_computed_by_compiled_kernels():
    """Who drags a bar of a plan of a thousand tasks waits for no compiler."""
    if not is_compiled():
        pytest.skip("nothing was compiled at installation")
    load_ahead(1_000)
    for thread in threading.enumerate():
        if thread.name == "load kernels":
            thread.join()

    assert runner.runner_for(1_000).is_compiled
    assert not runner.runner_for(runner.FEWEST_COMPILED - 1).is_compiled
    load_ahead(1_000)
    assert "load kernels" not in {thread.name for thread in threading.enumerate()}


@given(plans())
def test_compiled_dates_are_the_same(plan):
    """Another way to run, not another answer."""
    if not is_compiled():
        pytest.skip("nothing was compiled at installation")
    from stuurbord.engine.critical_path.array_path import critical_path_of_arrays

    compiled = critical_path_of_arrays(plan, runner=runner.runner_for(runner.FEWEST_TO_COMPILE))
    plainly = critical_path(plan)

    assert np.array_equal(compiled.start, plainly.start)
    assert np.array_equal(compiled.finish, plainly.finish)
