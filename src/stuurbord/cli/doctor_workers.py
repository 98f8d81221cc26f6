"""What doctor says of where simulations compute."""

from __future__ import annotations

import os

from stuurbord.cli.doctor_finding import Check, State
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_, WorkersFailed

_LABEL = N_("Simulations compute with")


def workers_check(terminal: Terminal) -> Check:
    """Return the place that the environment chooses, and whether a cluster answers there."""
    from stuurbord.workers.placement import Place, placement_of

    try:
        chosen = placement_of(os.environ)
        if chosen.place == Place.CLUSTER:
            return _cluster(chosen.address, terminal)
    except WorkersFailed as error:
        message = " ".join(finding.message(terminal.gettext) for finding in error.findings)
        return Check("workers", _LABEL, State.PROBLEM, message)
    if chosen.place == Place.PROCESSES:
        text = terminal.ngettext(N_("{count} process"), N_("{count} processes"), chosen.count)
    else:
        text = terminal.ngettext(N_("{count} thread"), N_("{count} threads"), chosen.count)
    return Check("workers", _LABEL, State.OK, text)


def _cluster(address: str, terminal: Terminal) -> Check:
    from stuurbord.workers.cluster import client_of

    threads: int = sum(client_of(address).nthreads().values())
    counted = terminal.ngettext(N_("{count} thread"), N_("{count} threads"), threads)
    text = terminal.gettext(N_("the cluster at {address}, {threads}"))
    state = State.OK if threads else State.PROBLEM
    return Check("workers", _LABEL, state, text.format(address=address, threads=counted))
