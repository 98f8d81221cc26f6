"""What the Procedure page shows of the plan: the bar of a proposal, and the panel of what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, QueryDict

from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.choosing import counting
from stuurbord.web.procurements.facts import FactsForm
from stuurbord.web.procurements.models import PendingChange, ProcurementFile
from stuurbord.web.procurements.plan_effect.effect_rows import (
    differences,
    effect_rows,
    in_file,
    is_chanced,
    missing_texts,
    procedures,
    shortage_texts,
)
from stuurbord.web.procurements.plan_effect.proposing import effect_now, effect_of, link_of, pending_change
from stuurbord.web.procurements.rights import may_edit
from stuurbord.web.procurements.words import procedure_name

_FITTING = ("allowed", "conditional", "unknown")


def page_context(request: HttpRequest, file: ProcurementFile, before: Asked, after: Asked) -> dict[str, Any]:
    """Return the context of `parts/procurement_proposal.html` and `parts/procurement_effect.html`.

    A proposal that waits is shown as it was made; else what was filled in can be proposed. Without a plan
    there is nothing to show.
    """
    project = file.project
    if project.current_revision_id is None:
        return {"plan_bar": None, "plan_effect": None}
    waiting = pending_change(file)
    is_awarded = file.awarded_on is not None or file.concluded_on is not None
    may_propose = may_edit(request.user, file) and not file.is_closed and not is_awarded
    if waiting is not None:
        is_own = waiting.proposal.author_id == request.user.pk
        if not (may_propose and is_own and any(_sent(request, file, waiting.facts))):
            return {"plan_bar": _decide(request.user, file, waiting), "plan_effect": _effect(waiting)}
    if not may_propose:
        return {"plan_bar": None, "plan_effect": None}
    bar = _propose(request, file, waiting, before, after)
    return {"plan_bar": bar, "plan_effect": _previewed(request, file, bar)}


def _decide(user: Any, file: ProcurementFile, waiting: PendingChange) -> dict[str, Any]:
    """Return the bar of a proposal that waits."""
    proposal, scopes = waiting.proposal, file.project.scopes
    is_own = proposal.author_id is not None and proposal.author_id == user.pk
    asks_other = proposal.asks == Permission.DECIDE and is_own
    return {
        "proposal": proposal,
        "title": in_file(proposal.title, file.reference),
        "differences": differences(waiting.effect),
        "may_accept": may(user, Permission(proposal.asks), scopes) and not asks_other,
        "asks_other": asks_other,
        "may_reject": any(may(user, one, scopes) for one in (Permission.IMPORT_PLAN, Permission.DECIDE)),
        "may_withdraw": is_own,
        "is_newer": proposal.base_id != file.project.current_revision_id,
        "is_stale": waiting.file_version != file.version,
    }


def _propose(
    request: HttpRequest, file: ProcurementFile, waiting: PendingChange | None, before: Asked, after: Asked
) -> dict[str, Any] | None:
    """Return the bar that proposes what was filled in; None where there is nothing to propose."""
    link, sent = link_of(file), [*_sent(request, file, file.facts)]
    fitting = [one for one in after.advice.procedures if one.verdict in _FITTING]
    if not fitting or not (sent or link.branch_uid is None):
        return None
    counts = counting(before, after, file.procedure)
    data = _data(request)
    chosen = counts.code if counts else fitting[0].code
    if data.get("procedure") in [one.code for one in fitting]:  # as it was sent, and refused
        chosen = data["procedure"]
    return {
        "proposal": None,
        "replaces": waiting.proposal.number if waiting else None,
        "is_tied": link.feeds_uid is not None,
        "sent": sent,
        "options": [(one.code, procedure_name(one.code), one.verdict) for one in fitting],
        "chosen": chosen,
        "asks_reason": any(one.verdict != "allowed" for one in fitting),
        "reason": data.get("reason", ""),
    }


def _sent(request: HttpRequest, file: ProcurementFile, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the facts that were filled in, as the fields that hold them; nothing where these are known."""
    facts = _sent_facts(request, file)
    if facts is None or facts == known:
        return
    data = _data(request)
    for name in FactsForm(facts=file.facts).fields:
        for value in data.getlist(name):
            yield name, value


def _sent_facts(request: HttpRequest, file: ProcurementFile) -> dict[str, Any] | None:
    """Return the facts that were filled in; None where none were, or they cannot be read."""
    data = _data(request)
    if data.get("do") == "answer":  # one fact alone says nothing of the others
        return None
    form = FactsForm(data, facts=file.facts)
    if not any(name in data for name in form.fields) or not form.is_valid():
        return None
    return form.sent_facts()


def _data(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _effect(waiting: PendingChange) -> dict[str, Any]:
    return _told(effect_now(waiting)) | {"waits_for_chances": not is_chanced(waiting.effect)}


def _previewed(
    request: HttpRequest, file: ProcurementFile, bar: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """Return what the facts that were filled in would come to, where they can be proposed."""
    facts = _sent_facts(request, file) if bar and bar["sent"] and bar["is_tied"] else None
    effect = effect_of(file, facts, str(bar["chosen"])) if bar and facts is not None else None
    return None if effect is None else _told(effect) | {"is_previewed": True}


def _told(effect: Mapping[str, Any]) -> dict[str, Any]:
    procedure, replaced = procedures(effect)
    return {
        "procedure": procedure,
        "replaced": replaced,
        "rows": effect_rows(effect),
        "missing": missing_texts(effect),
        "shortages": shortage_texts(effect),
        "waits_for_chances": False,
    }
