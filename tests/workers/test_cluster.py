"""A real Dask scheduler with two workers on this machine: the same bits, and clear words when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from workers import some_work
from workers.some_work import SEED, network, same_bits

from stuurbord.engine.schedule_risk.running import run_iterations
from stuurbord.errors import Stopped, WorkersFailed
from stuurbord.workers import Place, Placement, RunIterations, cluster, cutting, runner
from stuurbord.workers.cutting import GRAIN

pytest.importorskip("distributed", reason="the extra `scale` (Dask) is not installed")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

N = 8 * GRAIN + 321


class Cluster:
    """A scheduler and its workers, as processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = folder / "scheduler.json"
        self.scheduler = self.start("scheduler", "--port", "0", "--scheduler-file", str(found))
        self.file = found
        until = time.monotonic() + 30
        while not found.exists() and time.monotonic() < until:
            time.sleep(0.05)
        import json

        self.address: str = json.loads(found.read_text())["address"]
        self.workers = [self.add_worker(), self.add_worker()]

    def start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        paths = [str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")]
        own = {"PYTHONPATH": os.pathsep.join(paths), "STUURBORD_TEST_MARK": str(self.folder / "died")}
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, "--host", "127.0.0.1"]
        command += ["--no-dashboard", *arguments]
        log = (self.folder / f"{what}.log").open("ab")
        with log:
            return subprocess.Popen(
                command, env=os.environ | own, stdout=log, stderr=log, cwd=self.folder, start_new_session=True
            )

    def add_worker(self) -> subprocess.Popen[bytes]:
        place = ("--local-directory", str(self.folder), "--nthreads", "1", "--memory-limit", "0")
        return self.start("worker", self.address, "--no-nanny", *place)

    def placement(self) -> Placement:
        return Placement(Place.CLUSTER, address=self.address)

    def run(self, work: RunIterations | None = None) -> RunIterations:
        return runner(self.placement(), work)

    def stop(self) -> None:
        client = cluster._clients.pop(self.address, None)
        if client is not None:
            client.close()
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def two_workers(tmp_path) -> Iterator[Cluster]:
    """Return a cluster that a test may harm."""
    made = Cluster(tmp_path)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Cluster]:
    """Return a cluster that stays whole."""
    made = Cluster(tmp_path_factory.mktemp("dask"))
    yield made
    made.stop()


def test_a_cluster_gives_the_same_bits(shared):
    """As the threads of this process; and again over the connection that is kept."""
    expected = run_iterations(network(), SEED, 7, N, criticality=True)

    assert same_bits(shared.run()(network(), SEED, 7, N, criticality=True), expected)
    assert same_bits(shared.run()(network(), SEED, 7, N, criticality=True), expected)


def test_a_cluster_tells_how_far_it_is(shared):
    """Each time more, and all of it in the end."""
    told: list[tuple[int, int]] = []
    shared.run()(network(), SEED, 0, N, on_progress=lambda *count: told.append(count))

    assert told == sorted(told)
    assert told[-1] == (N, N)


def test_a_cluster_stops_when_asked(shared, monkeypatch):
    """And takes the next job."""
    monkeypatch.setattr(cutting, "FAIR_WORK", 1)  # parts of one grain
    begin = time.monotonic()
    with pytest.raises(Stopped):
        shared.run(some_work.slow)(network(), SEED, 0, 400 * GRAIN, stop=lambda: time.monotonic() > begin + 1)

    assert time.monotonic() < begin + 10
    assert len(shared.run()(network(), SEED, 0, GRAIN).finish) == GRAIN


def test_a_mistake_of_the_caller_comes_back_as_it_is(shared):
    """From another machine too."""
    with pytest.raises(ValueError, match="no such seed"):
        shared.run(some_work.refusing)(network(), SEED, 0, N)


def test_a_machine_with_another_version_is_refused(shared, monkeypatch):
    """It might compute other bits."""
    monkeypatch.setattr(cluster, "__version__", "0.0.0")
    with pytest.raises(WorkersFailed) as caught:
        shared.run()(network(), SEED, 0, N)

    assert caught.value.findings[0].code == "cluster_differs"


def test_the_part_of_a_machine_that_died_goes_to_another(two_workers):
    """With the same bits."""
    runs = two_workers.run(some_work.dying_once)(network(), SEED, 0, N)

    assert (two_workers.folder / "died").exists()
    assert same_bits(runs, run_iterations(network(), SEED, 0, N))


def test_a_part_that_kills_every_machine_is_given_up(two_workers, monkeypatch):
    """When none is left, it does not wait forever."""
    monkeypatch.setattr(cluster, "EMPTY_FOR", 2.0)
    with pytest.raises(WorkersFailed) as caught:
        two_workers.run(some_work.always_dying)(network(), SEED, 0, N)

    assert caught.value.findings[0].code in ("cluster_empty", "cluster_worker_lost", "worker_lost")


def test_a_scheduler_that_goes_away_is_told(two_workers, monkeypatch):
    """In the middle of a run."""
    monkeypatch.setattr(cluster, "REACHED_WITHIN", 2.0)
    monkeypatch.setattr(cutting, "FAIR_WORK", 1)

    def leave(n_done: int, _n_total: int) -> None:
        two_workers.scheduler.kill()

    with pytest.raises(WorkersFailed) as caught:
        two_workers.run(some_work.slow)(network(), SEED, 0, 100 * GRAIN, on_progress=leave)

    assert caught.value.findings[0].code == "cluster_unreachable"


def test_a_cluster_without_machines_is_told_and_can_be_stopped(two_workers, monkeypatch):
    """It waits for one to come, as long as nobody stops it."""
    for worker in two_workers.workers:
        worker.kill()
        worker.wait()
    begin = time.monotonic()
    with pytest.raises(Stopped):
        two_workers.run()(network(), SEED, 0, N, stop=lambda: time.monotonic() > begin + 1)
    monkeypatch.setattr(cluster, "EMPTY_FOR", 1.0)
    with pytest.raises(WorkersFailed) as caught:
        two_workers.run()(network(), SEED, 0, N)

    assert caught.value.findings[0].code == "cluster_empty"


def test_a_scheduler_that_is_not_there_is_told(monkeypatch):
    """With its address and the reason."""
    monkeypatch.setattr(cluster, "REACHED_WITHIN", 1.0)
    with pytest.raises(WorkersFailed) as caught:
        runner(Placement(Place.CLUSTER, address="tcp://127.0.0.1:9"))(network(), SEED, 0, GRAIN)

    assert caught.value.findings[0].code == "cluster_unreachable"
    assert "127.0.0.1:9" in str(caught.value)
