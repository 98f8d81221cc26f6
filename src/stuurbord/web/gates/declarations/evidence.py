"""Evidence: brought by one, reviewed by another, valid for a while."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from stuurbord.rulebooks.gates.evidence import evidence_kinds
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.clock import today
from stuurbord.web.gates.models import Evidence
from stuurbord.web.lists.models import Attachment
from stuurbord.web.lists.register import Ask, Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.state_checks import keeps
from stuurbord.web.lists.states import StateMachine, Transition
from stuurbord.web.registers.declarations.usual import (
    MINE,
    NUMBER,
    OF_OWNER,
    OF_STATE,
    OWNER,
    PROJECT,
    USUAL,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.telling import counted

_OPEN = ngettext_lazy(
    "{n} piece of evidence is not approved.", "{n} pieces of evidence are not approved.", "number"
)
_REVIEW = ngettext_lazy("{n} waits for a review.", "{n} wait for a review.", "number")


def complete(line: Any) -> str:
    """Evidence has an owner, another reviewer, and something to look at."""
    if missing := known("owner", "reviewer")(line):
        return missing
    if line.reference:
        return ""
    files = Attachment.objects.filter(register="bewijzen", line_id=line.pk or 0, is_archived=False)
    return "" if files.exists() else _now("Add a file, or write where the evidence is.")


EVIDENCE_STATES = StateMachine(
    "draft",
    (
        Transition("draft", "for_review", "N", guard=complete),
        # By the register it takes a mandate; the named reviewer does it on the page of the gate.
        Transition("for_review", "approved", "G", Permission.DECIDE, complete, four_eyes=True),
        Transition("for_review", "rejected", "W", Permission.DECIDE, known("remark"), four_eyes=True),
        Transition("for_review", "draft", "O"),
        Transition("rejected", "draft", "O"),
        Transition("approved", "rejected", "W", Permission.DECIDE, known("remark")),
    ),
)
_keeps_what_was_approved = keeps(
    ("approved",), "title", "kind", "gate", "reference", "owner", "reviewer", "valid_from", "valid_until"
)


def check_evidence(form: ModelForm) -> None:
    """Refuse an unknown kind, who reviews their own, an end before the start; fill in how long it holds."""
    sent = form.cleaned_data
    kind = evidence_kinds().get(str(sent.get("kind", "")).upper())
    if sent.get("kind") and kind is None:
        told = _now("“{kind}” is no kind of evidence. Write its code, as {codes}.")
        form.add_error("kind", told.format(kind=sent["kind"], codes="GEB, TST, BC"))
    elif kind:
        sent["kind"] = form.instance.kind = kind.code
    if sent.get("owner") and sent.get("owner") == sent.get("reviewer"):
        form.add_error("reviewer", _now("Somebody else reviews the evidence than who brings it."))
    _keeps_what_was_approved(form)
    _take_validity(form, kind)


def _take_validity(form: ModelForm, kind: Any) -> None:
    sent = form.cleaned_data
    if "valid_from" not in form.fields or form.initial.get("state") == "approved":
        return
    if form.instance.pk and not form.has_changed():
        return  # what nobody changed gets no version by being saved
    begin, end = sent.get("valid_from"), sent.get("valid_until")
    if begin is None and not form.errors:
        begin = sent["valid_from"] = form.instance.valid_from = today()
    if end is None and kind and begin and not form.errors:
        sent["valid_until"] = form.instance.valid_until = kind.valid_until(begin)
    elif begin and end and end < begin:
        form.add_error("valid_until", _now("It would end before it begins."))


def evidence_conclusion(lines: QuerySet[Any]) -> str:
    return counted(lines, _OPEN, (_REVIEW, Q(state="for_review")))


def expired(user: Any = None) -> Q:
    return Q(state="approved", valid_until__lt=today())


def _to_complete(person: Any) -> Q:
    return Q(owner=person, state__in=("draft", "rejected"))


def _to_review(person: Any) -> Q:
    return Q(reviewer=person, state="for_review")


EVIDENCE = Register(
    slug="bewijzen",
    title=_("Evidence"),
    one=pgettext_lazy("one line", "Evidence"),
    model=Evidence,
    prefix="BW-",
    columns=(
        NUMBER,
        Column("title", _("Evidence"), "name", "title"),
        PROJECT,
        Column("kind", _("Kind"), "code", "kind", detail="kind_written"),
        Column("gate", _("Gate"), "code", "gate"),
        OWNER,
        Column("reviewer", _("Reviewed by"), "person", "reviewer__name"),
        Column("valid_until", _("Valid until"), "date", "valid_until", alarm="is_expired"),
        Column("get_state_display", _("State"), "choice", "state"),
    ),
    facts=(
        Column("kind_written", _("Kind"), "text"),
        Column("standing", _("State"), "choice"),
        Column("valid_from", _("Valid from"), "date"),
        Column("valid_until", _("Valid until"), "date", alarm="is_expired"),
        Column("reviewer", _("Reviewed by"), "person"),
    ),
    sections=(
        Section(_("What it shows"), ("code", "title", "kind", "gate", "reference")),
        Section(_("How long it holds"), ("valid_from", "valid_until")),
        Section(_("Who brings it and who looks"), ("owner", "reviewer", "due", "state", "remark")),
    ),
    search=("code", "title", "kind", "reference"),
    order=("project__code", "code"),
    views=(
        View("review", _("To review"), lambda user: Q(state="for_review")),
        View("expired", _("Expired"), expired),
        MINE,
    ),
    filters=(Filter("kind", _("Kind"), "kind"), OF_OWNER, OF_STATE),
    closed_states=("approved",),
    states=EVIDENCE_STATES,
    check=check_evidence,
    related=("project__portfolio", "owner", "reviewer"),
    empty=_("No evidence yet. Open the dossier of a gate: it says what is missing."),
    conclusion=evidence_conclusion,
    asks=(
        Ask("evidence", pgettext_lazy("what is asked", "Complete"), _to_complete),
        Ask("evidence_review", pgettext_lazy("what is asked", "Review"), _to_review),
    ),
    expiries=("valid_until",),
    family=Family.STEERING,
    help=USUAL
    | {
        "kind": _("The code of the kind: GEB, TST, BC …; it says how long evidence usually holds."),
        "gate": _("Empty: it counts at every gate."),
        "reference": _("Where it is, if the file itself is not added here."),
        "reviewer": _("Somebody else than the owner; only they or the project owner can approve it."),
        "valid_until": _("Empty: as the kind says. After this day the gates that rest on it re-open."),
    },
)
