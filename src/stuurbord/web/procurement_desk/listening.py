"""Hear of changes to files, tenders, contracts and invoices, so that terms follow in the same transaction.

Every change of a file, its tenders or its contracts writes an audit entry under the reference of the file.
Imports of the computing come late: a process that changes no file starts without the rule book.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models.signals import post_delete, post_save

from stuurbord.web.audit.events import recorded
from stuurbord.web.contracts.events import contracts_changed
from stuurbord.web.contracts.models import PaymentRequest
from stuurbord.web.lists.events import lines_changed
from stuurbord.web.procurements.models import InspectionAmount, ProcurementFile
from stuurbord.web.projects.events import plan_revised

_SUBJECTS: Final = ("procurement:", "tenders:", "contract:")
"""How the log names a file, its tenders and its contracts; the reference of the file follows."""
_INVOICES: Final = "finance.invoice"


def connect() -> None:
    """Listen from now on."""
    recorded.connect(_on_recorded, dispatch_uid="procurement_desk.recorded")
    contracts_changed.connect(_on_contracts, dispatch_uid="procurement_desk.contracts")
    plan_revised.connect(_on_revised, dispatch_uid="procurement_desk.revised")
    lines_changed.connect(_on_lines, dispatch_uid="procurement_desk.invoices")
    for signal in (post_save, post_delete):
        signal.connect(_on_agreed, sender=InspectionAmount, dispatch_uid="procurement_desk.agreed")


def references_in(subjects: Iterable[str]) -> set[str]:
    """Return the references of the files that subjects of the log name.

    >>> sorted(references_in(["contract:O-2026-003/2", "tenders:O-2026-001", "project:P-001"]))
    ['O-2026-001', 'O-2026-003']
    """
    found = set()
    for subject in subjects:
        if subject.startswith(_SUBJECTS):
            found.add(subject.partition(":")[2].partition("/")[0])
    return found


def _on_recorded(sender: Any, entries: Iterable[Any], **named: Any) -> None:
    references = references_in(one.subject for one in entries)
    if references:
        files = ProcurementFile.objects.filter(reference__in=references)
        _refresh(files.values_list("pk", flat=True))


def _on_contracts(sender: Any, file_ids: set[int], **named: Any) -> None:
    _refresh(file_ids)


def _on_lines(sender: Any, register: Any, lines: Iterable[Any], **named: Any) -> None:
    """A payment request is paid when its invoice is."""
    if register.model._meta.label_lower == _INVOICES:
        requests = PaymentRequest.objects.filter(invoice__in=[one.pk for one in lines])
        _refresh(requests.values_list("contract__file_id", flat=True))


def _on_revised(sender: Any, project: Any, **named: Any) -> None:
    """The days of a file that was not awarded yet are those of the plan."""
    files = ProcurementFile.objects.filter(project=project, is_archived=False, awarded_on=None)
    _refresh(files.exclude(plan_link=None).values_list("pk", flat=True))


def _on_agreed(sender: Any, **named: Any) -> None:
    """From which amount advice is asked decides on it for every file that was not dispatched yet."""
    files = ProcurementFile.objects.filter(is_archived=False, published_on=None).exclude(procedure="")
    _refresh(files.values_list("pk", flat=True))


def _refresh(file_ids: Iterable[int]) -> None:
    found = set(file_ids)
    if found:
        from stuurbord.web.procurement_desk.keeping import refresh

        refresh(found)
