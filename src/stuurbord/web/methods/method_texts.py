"""Templates as pages tell them: what each is, for whom, and which is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.rulebooks.methods.difference import Change
from stuurbord.rulebooks.methods.model import said
from stuurbord.web.methods.models import MethodTemplate
from stuurbord.web.methods.queries import language, read

PARTS: Final[Mapping[str, Promise]] = {
    "stage": _("stage"),
    "gate": _("gate"),
    "criterion": _("criterion"),
    "product": _("product"),
    "field": _("custom field"),
    "tolerance": _("tolerance"),
    "role": _("role"),
    "check": _("checklist"),
    "stakeholder": _("stakeholder"),
    "task": _("task"),
}
VERBS: Final[Mapping[str, Promise]] = {
    "added": pgettext_lazy("part of a method", "added"),
    "removed": pgettext_lazy("part of a method", "removed"),
    "changed": pgettext_lazy("part of a method", "changed"),
}


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A difference between two templates in words."""

    part: str
    title: str
    name: str
    gate: str
    how: str


def told_changes(changes: Iterable[Change]) -> list[ToldChange]:
    """Return differences as a table shows them."""
    return [
        ToldChange(str(PARTS[one.table]), one.title, one.name, one.gate, str(VERBS[one.verb]))
        for one in changes
    ]


@dataclass(frozen=True, slots=True)
class OfferedMethod:
    """A template one can choose."""

    pk: int
    title: str
    version: str
    summary: str
    fits: str
    gates: str
    is_proposed: bool
    why: str


def offered(templates: Iterable[MethodTemplate], proposed: str, why: str) -> list[OfferedMethod]:
    """Return templates as a choice, with the reason at the one that is proposed."""
    return [_offered(one, one.method == proposed, why) for one in templates]


def _offered(stored: MethodTemplate, is_proposed: bool, why: str) -> OfferedMethod:
    template = read(stored)
    return OfferedMethod(
        stored.pk,
        said(template.title, language()),
        stored.version,
        said(template.summary, language()) if template.summary else "",
        said(template.fits, language()) if template.fits else "",
        " · ".join(f"{one.code} {said(one.title, language())}" for one in template.gates),
        is_proposed,
        why if is_proposed else "",
    )
