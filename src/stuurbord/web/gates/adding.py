"""Write evidence and waivers from a dossier: one action each, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from stuurbord.rulebooks.rule_pack.model import Rule, said
from stuurbord.web.gates.declarations import EVIDENCE, WAIVERS
from stuurbord.web.gates.models import Evidence, EvidenceState, Waiver, WaiverState
from stuurbord.web.gates.numbering import next_code
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.attachments import SentFile, add_attachments
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.register import Register
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader


class NotAdded(ValueError):
    """Something is missing or wrong; nothing was written."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        super().__init__(" ".join(texts))


@dataclass(frozen=True)
class NewEvidence:
    """What somebody sends; days and people as a form has them."""

    kind: str
    title: str
    reference: str = ""
    reviewer: str = ""
    valid_from: str = ""
    valid_until: str = ""
    gate: str = ""
    file: SentFile | None = None


def add_evidence(actor: Any, project: Project, sent: NewEvidence) -> Evidence:
    """Write evidence, keep its file and send it to its reviewer.

    Raises
    ------
    NotAdded
        With what is missing; also when the virus scanner refuses the file.
    NotPermitted
        If the actor may not change this project.
    """
    person = getattr(actor, "person", None)
    with transaction.atomic():
        values = {
            "project": project.pk,
            "code": next_code(EVIDENCE, project),
            "title": sent.title,
            "kind": sent.kind,
            "gate": sent.gate,
            "reference": sent.reference,
            "owner": person.pk if person else None,
            "reviewer": sent.reviewer,
            "valid_from": sent.valid_from,
            "valid_until": sent.valid_until,
            "state": EvidenceState.DRAFT,
        }
        made = _saved(actor, EVIDENCE, new_form(EVIDENCE, actor, values), None)
        if sent.file is not None:
            received = add_attachments(actor, EVIDENCE, made, [sent.file])
            if received.refused:
                raise NotAdded(received.refused)
        form = changed_form(EVIDENCE, actor, made, {"state": EvidenceState.FOR_REVIEW})
        return _saved(actor, EVIDENCE, form, made.version)


@transaction.atomic
def ask_waiver(actor: Any, project: Project, gate: str, rule: Rule, sent: Mapping[str, str]) -> Waiver:
    """Ask to set a criterion aside for a while.

    Raises
    ------
    NotAdded
        With what is missing or lasts too long.
    NotPermitted
        If the actor may not change this project.
    """
    person = getattr(actor, "person", None)
    values = {
        "project": project.pk,
        "code": next_code(WAIVERS, project),
        "title": said(rule.title, reader().code)[:300],
        "gate": gate,
        "rule": rule.id,
        "owner": person.pk if person else None,
        "state": WaiverState.DRAFT,
        **sent,
    }
    made = _saved(actor, WAIVERS, new_form(WAIVERS, actor, values), None)
    form = changed_form(WAIVERS, actor, made, {"state": WaiverState.REQUESTED})
    return _saved(actor, WAIVERS, form, made.version)


def _saved(actor: Any, register: Register, form: Any, version: int | None) -> Any:
    if not form.is_valid():
        raise NotAdded(_errors(form))
    return save_lines(actor, register, [Sent(form, version)])[0]


def _errors(form: Any) -> list[str]:
    made = []
    for name, texts in form.errors.items():
        label = str(form.fields[name].label) if name in form.fields and name != "state" else ""
        made += [f"{label}: {text}" if label else str(text) for text in texts]
    return made
