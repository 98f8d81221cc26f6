"""A Dask cluster: the network goes to every machine once, the parts go to whoever is free.

Dask itself gives a part of a machine that died to another one; here only what it gives up is tried anew.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic
from typing import Any, Final

from stuurbord import __version__
from stuurbord.engine.schedule_risk.network import Network, Runs
from stuurbord.errors import N_, Finding, Severity, WorkersFailed
from stuurbord.workers.cutting import Part, shards
from stuurbord.workers.handing_out import Sent, WorkerGone, hand_out
from stuurbord.workers.runner import RunIterations

REACHED_WITHIN: Final = 10.0
"""Seconds to find the scheduler."""
EMPTY_FOR: Final = 30.0
"""Seconds that a cluster may be without machines before it is given up."""
LOOK_EVERY: Final = 1.0

_lock = Lock()
_clients: dict[str, Any] = {}


class OtherVersion(Exception):
    """A machine of the cluster has another Stuurbord: it might compute other bits."""


def on_cluster(work: RunIterations, address: str) -> RunIterations:
    """Return a function that runs iterations on the cluster of a scheduler."""

    def run(
        network: Network,
        seed: int,
        first: int,
        n: int,
        *,
        criticality: bool = False,
        threads: int = 1,
        stop: Callable[[], bool] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Runs:
        crew = _Cluster(work, address, network, seed, criticality)
        crew.renew()
        return hand_out(crew, shards(first, n, network.n_nodes, crew.size), stop, on_progress)

    return run


@dataclass(slots=True)
class _Cluster:
    work: RunIterations
    address: str
    network: Network
    seed: int
    criticality: bool
    size: int = 0
    _client: Any = None
    _shipped: Any = None
    _ended: Event = field(default_factory=Event)
    _seen: float = 0.0
    _looked: float = 0.0

    def renew(self) -> None:
        """Reach the scheduler; the network goes to all machines before the first part does."""
        self._client = client_of(self.address)
        self._seen, self._shipped = monotonic(), None
        self._count_machines()

    def send(self, part: Part) -> Sent:
        if self._shipped is None:
            self._ship()
        arguments = (self.work, __version__, self._shipped, self.seed, part, self.criticality)
        sent = self._client.submit(_run_part, *arguments, pure=False)
        sent.add_done_callback(lambda _done: self._ended.set())
        return sent

    def finished(self, sent: Collection[Sent], seconds: float) -> list[Sent]:
        self._ended.clear()
        if not (done := [one for one in sent if one.done()]):
            self._ended.wait(seconds)
            done = [one for one in sent if one.done()]
        if not done and monotonic() - self._looked > LOOK_EVERY:
            self._count_machines()
        return done

    def result(self, sent: Sent) -> Runs:
        from distributed import KilledWorker

        try:
            runs: Runs = sent.result()
        except KilledWorker as error:
            raise WorkersFailed(_killed(self.address)) from error
        except (ModuleNotFoundError, AttributeError, OtherVersion) as error:
            raise WorkersFailed(_differs(self.address, error)) from error
        except Exception as error:
            if sent.status in ("cancelled", "lost"):
                raise WorkerGone from error
            raise
        return runs

    def cancel(self, sent: Collection[Sent]) -> None:
        if sent and self._client.status == "running":
            self._client.cancel(list(sent))

    def _ship(self) -> None:
        try:
            self._shipped = self._client.scatter(self.network, broadcast=True, hash=False)
        except (OSError, TimeoutError) as error:
            raise _unreachable(self.address, error) from error

    def _count_machines(self) -> None:
        """Note how many parts the cluster can run at a time.

        Raises
        ------
        WorkersFailed
            If the scheduler is gone, or was without machines for too long.
        """
        self._looked = monotonic()
        try:
            self.size = sum(self._client.nthreads().values())
        except (OSError, TimeoutError) as error:
            raise _unreachable(self.address, error) from error
        if self.size:
            self._seen = self._looked
        elif self._looked - self._seen > EMPTY_FOR:
            raise WorkersFailed(_empty(self.address))


def _run_part(
    work: RunIterations, version: str, network: Network, seed: int, part: Part, criticality: bool
) -> Runs:
    """Run one part, on a machine of the cluster."""
    if version != __version__:
        raise OtherVersion(__version__)
    first, n = part
    return work(network, seed, first, n, criticality=criticality)


def client_of(address: str) -> Any:
    """Return the connection to a scheduler, kept from one computation to the next.

    Raises
    ------
    WorkersFailed
        If the extra is missing, or nobody answers at the address.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise WorkersFailed(_missing()) from error
    with _lock:
        kept = _clients.get(address)
        if kept is None or kept.status != "running":
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of versions that differ: ours is looked at part by part
                    connect: Any = Client  # without types
                    _clients[address] = connect(address, timeout=REACHED_WITHIN, set_as_default=False)
            except (OSError, TimeoutError, ValueError) as error:
                raise _unreachable(address, error) from error
        return _clients[address]


def _unreachable(address: str, error: Exception) -> WorkersFailed:
    text = N_("The cluster at {address} does not answer: {reason}")
    fields = {"address": address, "reason": str(error) or type(error).__name__}
    return WorkersFailed(Finding("cluster_unreachable", text, Severity.ERROR, fields=fields))


def _empty(address: str) -> Finding:
    text = N_("The cluster at {address} has no machine that computes.")
    return Finding("cluster_empty", text, Severity.ERROR, fields={"address": address})


def _killed(address: str) -> Finding:
    text = N_(
        "Machines of the cluster at {address} died one after the other while they computed the same part."
    )
    return Finding("cluster_worker_lost", text, Severity.ERROR, fields={"address": address})


def _differs(address: str, error: Exception) -> Finding:
    text = N_("A machine of the cluster at {address} has not this version of Stuurbord, {version}: {reason}")
    fields = {"address": address, "version": __version__, "reason": str(error)}
    return Finding("cluster_differs", text, Severity.ERROR, fields=fields)


def _missing() -> Finding:
    text = N_("STUURBORD_DASK is set, but Dask is not installed. To add it: stuurbord[scale].")
    return Finding("cluster_missing", text, Severity.ERROR)
