"""The dossier beside the work, kept in the process for as long as nothing changed.

Every change writes an entry into the audit log, so its end tells whether anything did: a project page that is
read again asks the log and not thirty registers. Deciding and the page of a gate itself always read anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, Final

from stuurbord.web.audit.models import AuditHead
from stuurbord.web.clock import today
from stuurbord.web.gates.judging import Dossier
from stuurbord.web.gates.queries import next_dossier
from stuurbord.web.gates.reopening import reopen_gates
from stuurbord.web.projects.models import Project

_MOST: Final = 64
_kept: OrderedDict[Hashable, Dossier | None] = OrderedDict()
_lock: Final = Lock()


def kept_next_dossier(project: Project, standing: Any = None) -> Dossier | None:
    """Return the dossier of the next gate, as `next_dossier`, after re-opening what is due.

    Parameters
    ----------
    standing
        Where the project stands against its tolerances, if the page knows it: a simulation that ends writes
        no entry.
    """
    # The end is read first: what is read after it is at least as new as the key says.
    key = _key(project, standing)
    with _lock:
        if key is not None and key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    reopen_gates([project.pk], today())
    found = next_dossier(project)
    if key is not None:
        _keep(key, found)
    return found


def _key(project: Project, standing: Any) -> Hashable:
    head = AuditHead.objects.filter(pk=1).values_list("number", "hash").first()
    if head is None or not head[0]:
        return None
    simulated = ()
    if standing is not None:
        simulated = (standing.basis, standing.is_pending, standing.p80_finish, standing.p80_cost)
    return (project.pk, project.version, today(), head, simulated)


def _keep(key: Hashable, found: Dossier | None) -> None:
    with _lock:
        _kept[key] = found
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
