"""Iterations are cut without losing or repeating one, and joined without changing a bit."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workers.some_work import SEED, network, same_bits

from stuurbord.engine.schedule_risk.running import run_iterations
from stuurbord.workers import merged, shards
from stuurbord.workers.cutting import FAIR_WORK, GRAIN

N = 3 * GRAIN + 1_234


@given(
    first=st.integers(0, 10**6),
    n=st.integers(1, 10**6),
    n_nodes=st.integers(0, 10**6),
    n_workers=st.integers(0, 64),
)
def test_parts_cover_every_iteration_once(first, n, n_nodes, n_workers):
    """In order, and on whole grains inside."""
    parts = shards(first, n, n_nodes, n_workers)
    ends = [begin + length for begin, length in parts]

    assert [begin for begin, _length in parts] == [first, *ends[:-1]]
    assert ends[-1] == first + n
    assert all(length > 0 for _begin, length in parts)
    assert all(end % GRAIN == 0 for end in ends[:-1])


def test_every_worker_gets_a_part_of_a_small_job():
    """Where there are grains enough."""
    assert len(shards(0, 4 * GRAIN, 100, 4)) == 4


def test_a_large_job_is_told_and_stopped_in_small_parts():
    """No part is much more than a second or two of work, and no worker gets a part more."""
    lengths = [length for _begin, length in shards(0, 1_000_000, 10_000, 2)]

    assert max(lengths) * 10_000 <= FAIR_WORK + GRAIN * 10_000
    assert len(lengths) == 20


@pytest.mark.parametrize("n_shards", [1, 2, 3, 4])
def test_shards_give_the_same_bits(n_shards):
    """Any number of parts, also when they begin in the middle of a grain."""
    whole = run_iterations(network(), SEED, 100, N, criticality=True)
    borders = np.linspace(100, 100 + N, n_shards + 1).astype(int).tolist()
    parts = [
        run_iterations(network(), SEED, begin, end - begin, criticality=True)
        for begin, end in pairwise(borders)
    ]

    assert same_bits(merged(parts), whole)


def test_no_two_iterations_are_the_same():
    """Each number draws its own world, in this shard or another."""
    runs = run_iterations(network(), SEED, 0, 2 * GRAIN)
    pairs = np.stack([runs.finish.astype(np.float64), runs.cost])

    assert len(np.unique(pairs, axis=1).T) == 2 * GRAIN


def test_parts_that_do_not_follow_are_refused():
    """A hole or an overlap would be a wrong answer without a word."""
    parts = [run_iterations(network(), SEED, first, GRAIN) for first in (0, 2 * GRAIN)]

    with pytest.raises(ValueError, match="does not follow"):
        merged(parts)
    with pytest.raises(ValueError, match="nothing"):
        merged([])
