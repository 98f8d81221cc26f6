"""Threads and processes give the same bits, tell how far they are, stop, and survive a death."""

from __future__ import annotations

import time
from functools import partial

import pytest
from workers import some_work
from workers.some_work import SEED, network, same_bits

from stuurbord.engine.schedule_risk.network import Runs
from stuurbord.engine.schedule_risk.running import run_iterations
from stuurbord.errors import Stopped, WorkersFailed
from stuurbord.workers import Place, Placement, cutting, placement_of, runner
from stuurbord.workers.cutting import GRAIN

N = 6 * GRAIN + 321
PROCESSES = Placement(Place.PROCESSES, 2)


@pytest.fixture(scope="module")
def expected() -> Runs:
    """Return the run that everything must equal."""
    return run_iterations(network(), SEED, 7, N, criticality=True)


@pytest.mark.parametrize(
    "placement",
    [
        Placement(Place.THREADS, 1),
        Placement(Place.THREADS, 2),
        Placement(Place.PROCESSES, 1),
        PROCESSES,
    ],
)
def test_every_place_gives_the_same_bits(placement, expected):
    """Also for a run that begins in the middle of a grain."""
    runs = runner(placement)(network(), SEED, 7, N, criticality=True)

    assert same_bits(runs, expected)


def test_processes_tell_how_far_they_are(expected):
    """Each time more, and all of it in the end."""
    told: list[tuple[int, int]] = []
    runner(PROCESSES)(network(), SEED, 7, N, on_progress=lambda *count: told.append(count))

    assert told == sorted(told)
    assert told[-1] == (N, N)


def test_processes_stop_when_asked(monkeypatch):
    """Long before they would be done; the next run finds them well."""
    monkeypatch.setattr(cutting, "FAIR_WORK", 1)  # parts of one grain
    begin = time.monotonic()
    with pytest.raises(Stopped):
        runner(PROCESSES, some_work.slow)(
            network(), SEED, 0, 400 * GRAIN, stop=lambda: time.monotonic() > begin + 1
        )

    assert time.monotonic() < begin + 10
    assert len(runner(PROCESSES)(network(), SEED, 0, GRAIN).finish) == GRAIN


def test_a_part_whose_process_dies_is_run_again(tmp_path, monkeypatch, expected):
    """By a new process, with the same bits."""
    monkeypatch.setenv("STUURBORD_TEST_MARK", str(tmp_path / "died"))
    placement = Placement(Place.PROCESSES, 3)  # a pool of its own, started with the mark in its environment
    runs = runner(placement, some_work.dying_once)(network(), SEED, 0, N)

    assert (tmp_path / "died").exists()
    assert same_bits(runs, run_iterations(network(), SEED, 0, N))


def test_a_part_that_kills_twice_is_given_up():
    """With the iterations it was about; the pool is whole again afterwards."""
    with pytest.raises(WorkersFailed) as caught:
        runner(PROCESSES, some_work.always_dying)(network(), SEED, 0, N)

    assert caught.value.findings[0].code == "worker_lost"
    assert len(runner(PROCESSES)(network(), SEED, 0, GRAIN).finish) == GRAIN


def test_a_mistake_of_the_caller_comes_back_as_it_is():
    """Nothing is tried again that would fail again."""
    with pytest.raises(ValueError, match="no such seed"):
        runner(PROCESSES, some_work.refusing)(network(), SEED, 0, N)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"STUURBORD_WORKER_COUNT": "3"}, Placement(Place.THREADS, 3)),
        ({"STUURBORD_WORKERS": "processes", "STUURBORD_WORKER_COUNT": "2"}, PROCESSES),
        (
            {"STUURBORD_DASK": " tcp://rekenen:8786 ", "STUURBORD_WORKER_COUNT": "2"},
            Placement(Place.CLUSTER, 2, "tcp://rekenen:8786"),
        ),
    ],
)
def test_the_environment_chooses_the_place(environment, expected):
    """A cluster before anything else."""
    assert placement_of(environment) == expected


def test_without_a_word_there_are_threads_on_all_cores():
    """Nothing has to be set for one machine."""
    chosen = placement_of({})

    assert chosen.place == Place.THREADS
    assert chosen.count >= 1


@pytest.mark.parametrize(
    "environment",
    [
        {"STUURBORD_WORKERS": "proceses"},
        {"STUURBORD_WORKERS": "cluster"},
        {"STUURBORD_WORKER_COUNT": "0"},
        {"STUURBORD_WORKER_COUNT": "-2"},
        {"STUURBORD_WORKER_COUNT": "²"},
        {"STUURBORD_WORKER_COUNT": "alle"},
    ],
)
def test_a_setting_that_means_nothing_is_refused(environment):
    """With its name, its value and what it can be."""
    with pytest.raises(WorkersFailed) as caught:
        placement_of(environment)

    (name, value) = next(iter(environment.items()))
    assert caught.value.findings[0].code == "worker_setting"
    assert caught.value.findings[0].fields["name"] == name
    assert value in str(caught.value)


def test_the_engine_is_found_without_being_named():
    """As a notebook and the pages use it."""
    assert same_bits(
        partial(runner(Placement(Place.THREADS, 1)), network(), SEED)(0, GRAIN),
        run_iterations(network(), SEED, 0, GRAIN),
    )
