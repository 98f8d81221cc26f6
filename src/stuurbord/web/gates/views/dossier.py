"""The dossier of a gate: what is there, what is missing, what the rules propose, what people decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.rulebooks.rule_pack import Truth
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.clock import today
from stuurbord.web.gates.attesting import NotAsked, attest
from stuurbord.web.gates.changed_facts import fact_label, fact_value, written
from stuurbord.web.gates.deciding import (
    UNASKED,
    Judgement,
    NotReady,
    decide_gate,
    submit_gate,
    withdraw_submission,
)
from stuurbord.web.gates.forms import condition_rows, conditions_in, number_in, seal, text_in, unseal
from stuurbord.web.gates.hashing import stored
from stuurbord.web.gates.judging import INCOMPLETE, Dossier, Projects
from stuurbord.web.gates.mandates import may_allow, may_decide, require_decision
from stuurbord.web.gates.models import Evidence, GateDecision, GateVerdict, Waiver
from stuurbord.web.gates.models.dossier import WORKED_ON
from stuurbord.web.gates.queries import dossier_in
from stuurbord.web.gates.reopening import reopen_gates
from stuurbord.web.gates.replay import replay
from stuurbord.web.gates.reviewing import decide_waiver, review_evidence
from stuurbord.web.gates.rows import bar_of, groups_of, questions_of, rows_of
from stuurbord.web.gates.sentences import conclusion, proposal_word, status_of
from stuurbord.web.lists.project_frame import frame
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import project_for
from stuurbord.web.reader import reader


@require_safe
def gates(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """All gates of a project, in their order."""
    project = project_for(request.user, key, code)
    reopen_gates([project.pk], today())
    seen = Projects([project], today())
    found = [seen.dossier(project, gate) for gate in seen.gates(project)]
    upcoming = seen.next_gate(project)
    context = frame(request, project, "gates") | {
        "rows": [(one, *status_of(one), bar_of(one), _decided(one)) for one in found],
        "upcoming": upcoming.code if upcoming else "",
        "conclusion": next(
            (conclusion(one) for one in found if upcoming and one.gate.code == upcoming.code),
            _("All gates have been passed."),
        ),
    }
    return render(request, "pages/gates.html", context)


@require_safe
def gate(request: HttpRequest, key: str, code: str, gate: str) -> HttpResponse:
    """One dossier."""
    project = project_for(request.user, key, code)
    reopen_gates([project.pk], today())
    return page(request, project, gate)


@require_POST
def gate_submit(request: HttpRequest, key: str, code: str, gate: str) -> HttpResponse:
    """Ask for the decision, or take the dossier back."""
    project = project_for(request.user, key, code)
    _gate_or_404(project, gate)
    version = number_in(request.POST.get("version"))
    try:
        if request.POST.get("do") == "withdraw":
            withdraw_submission(request.user, project, gate, version)
            messages.success(request, _("Dossier {gate} was taken back").format(gate=gate))
        else:
            submit_gate(request.user, project, gate, version)
            messages.success(request, _("Dossier {gate} was submitted for decision").format(gate=gate))
    except NotReady as error:
        return page(request, project, gate, [str(error)], 422)
    except VersionConflict as error:
        return page(request, project, gate, [str(error)], 409)
    return back(project, gate)


@require_POST
def gate_decide(request: HttpRequest, key: str, code: str, gate: str) -> HttpResponse:
    """Decide at a gate."""
    project = project_for(request.user, key, code)
    require_decision(request.user, project, _gate_or_404(project, gate).gate)
    sent = conditions_in(request.POST)
    seen = unseal(request.POST.get("seen", ""))
    if sent.errors or seen is None:
        told = sent.errors or [_("This form was not made here. Open the dossier again.")]
        return page(request, project, gate, told, 422)
    judgement = Judgement(
        verdict=request.POST.get("verdict", ""),
        reason=text_in(request.POST, "reason"),
        conditions=sent.conditions,
        version=number_in(request.POST.get("version")),
        seen=seen,
    )
    try:
        made = decide_gate(request.user, project, gate, judgement)
    except NotReady as error:
        return page(request, project, gate, [str(error)], 422)
    except VersionConflict as error:
        return page(request, project, gate, [str(error)], 409)
    told = _("Decision on {gate} recorded: {verdict}")
    messages.success(request, told.format(gate=gate, verdict=made.get_verdict_display()))
    return back(project, gate)


@require_POST
def gate_attest(request: HttpRequest, key: str, code: str, gate: str) -> HttpResponse:
    """Answer the question of a criterion, or one about the project."""
    project = project_for(request.user, key, code)
    _gate_or_404(project, gate)
    rule = text_in(request.POST, "rule")[:80]
    of_gate = "" if request.POST.get("about") == "project" else gate
    try:
        attest(
            request.user,
            project,
            of_gate,
            rule,
            request.POST.get("answer", ""),
            text_in(request.POST, "reason"),
            number_in(request.POST.get("last")),
        )
    except NotAsked as error:
        return page(request, project, gate, [str(error)], 422)
    except VersionConflict as error:
        return page(request, project, gate, [str(error)], 409)
    messages.success(request, _("Answer to {rule} kept").format(rule=rule))
    return back(project, gate)


@require_POST
def gate_review(request: HttpRequest, key: str, code: str, gate: str, pk: int) -> HttpResponse:
    """Approve or reject evidence."""
    project = project_for(request.user, key, code)
    _gate_or_404(project, gate)
    line = _line_or_404(Evidence, project, pk)
    approve = request.POST.get("do") == "approve"
    version, remark = number_in(request.POST.get("version")), text_in(request.POST, "remark")
    try:
        review_evidence(request.user, line, approve, remark, version)
    except NotReady as error:
        return page(request, project, gate, [str(error)], 422)
    except VersionConflict as error:
        return page(request, project, gate, [str(error)], 409)
    told = _("Evidence {code} approved") if approve else _("Evidence {code} rejected")
    messages.success(request, told.format(code=line.code))
    return back(project, gate)


@require_POST
def gate_waiver_decide(request: HttpRequest, key: str, code: str, gate: str, pk: int) -> HttpResponse:
    """Allow or refuse a waiver."""
    project = project_for(request.user, key, code)
    _gate_or_404(project, gate)
    line = _line_or_404(Waiver, project, pk)
    approve = request.POST.get("do") == "approve"
    version, outcome = number_in(request.POST.get("version")), text_in(request.POST, "outcome")
    try:
        decide_waiver(request.user, line, approve, outcome, version)
    except NotReady as error:
        return page(request, project, gate, [str(error)], 422)
    except VersionConflict as error:
        return page(request, project, gate, [str(error)], 409)
    told = _("Waiver {code} allowed") if approve else _("Waiver {code} refused")
    messages.success(request, told.format(code=line.code))
    return back(project, gate)


@require_safe
def gate_decision(request: HttpRequest, key: str, code: str, gate: str, number: int) -> HttpResponse:
    """One decision with its facts, worked out again."""
    project = project_for(request.user, key, code)
    if number >= 2**31:
        raise Http404
    found = GateDecision.objects.filter(project=project, gate=gate, number=number).first()
    if found is None:
        raise Http404
    found.project = project
    again = replay(found)
    context = frame(request, project, "gates") | {
        "decision": found,
        "replay": again,
        "proposal": proposal_word(found.proposal),
        "replayed_proposal": proposal_word(again.proposal),
        "facts": _facts(found, again),
        "conditions": [
            (one["text"], one["owner"], date.fromisoformat(one["due"]) if one["due"] else None)
            for one in found.conditions
        ],
        "results": _results(again),
        "gate_code": gate,
    }
    return render(request, "pages/gate_decision.html", context)


def page(
    request: HttpRequest, project: Project, gate: str, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a dossier, with what was refused."""
    found = _gate_or_404(project, gate)
    rows = rows_of(found, request.user)
    facts = stored(found.in_force.pack, found.facts)
    kind, word = status_of(found)
    can_edit = may(request.user, Permission.EDIT_REGISTER, project.scopes)
    own = found.row.submitted_by_id is not None and found.row.submitted_by_id == request.user.pk
    mandate = may_decide(request.user, project, found.gate)
    waiting, may_stop = found.state == "submitted", mandate and found.row.state in WORKED_ON
    context = frame(request, project, "gates") | {
        "dossier": found,
        "gate": found.gate,
        "row": found.row,
        "status_kind": kind,
        "status_word": word,
        "conclusion": conclusion(found),
        "groups": groups_of(rows),
        "bar": bar_of(found),
        "questions": questions_of(found, request.user),
        "proposal": proposal_word(found.proposal),
        "decisions": found.decisions,
        "conditions": found.conditions,
        "asked_waivers": [(one, mandate and may_allow(request.user, one)) for one in _asked_waivers(found)],
        "errors": errors or [],
        "can_submit": can_edit and found.may_be_worked_on and found.proposal != INCOMPLETE,
        "can_withdraw": can_edit and waiting,
        "can_decide": mandate and (may_stop or (waiting and not own)),
        "may_stop": may_stop,
        "asked_by_reader": waiting and mandate and own,
        "verdicts": [one for one in GateVerdict.choices if waiting or one[0] in UNASKED],
        "condition_rows": condition_rows(request.POST if errors else {}),
        "people": _people(project) if waiting and mandate else [],
        "sent": request.POST if errors else {},
        "seen": seal(facts),
        "n_facts": len(facts),
    }
    return render(request, "pages/gate.html", context, status=status)


def back(project: Project, gate: str) -> HttpResponse:
    return redirect("gate", project.portfolio.key, project.code, gate)


def _gate_or_404(project: Project, gate: str) -> Dossier:
    found = dossier_in(Projects([project], today()), project, gate)
    if found is None:
        raise Http404
    return found


def _line_or_404(model: Any, project: Project, pk: int) -> Any:
    found = model.objects.filter(project=project, pk=pk, is_archived=False).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _people(project: Project) -> list[Person]:
    """Return who can own a condition: everybody, those of this project first."""
    first = [one for one in (project.manager, project.owner) if one]
    rest = Person.objects.exclude(pk__in=[one.pk for one in first]).order_by("name")[:500]
    return [*first, *rest]


def _asked_waivers(found: Dossier) -> list[Waiver]:
    codes = {found.gate.code, found.gate.code.partition(".")[0]}
    lines = Waiver.objects.filter(project=found.project, gate__in=codes, state="requested", is_archived=False)
    return list(lines.select_related("owner", "approver"))


def _decided(found: Dossier) -> str:
    one = found.decision
    return f"{one.get_verdict_display()} · {one.by_name}" if one else ""


def _facts(found: GateDecision, again: Any) -> list[tuple[str, str, str]]:
    if again.answer is None:
        return [(name, name, written(value)) for name, value in found.facts.items()]
    pack = again.answer.pack
    return [
        (name, fact_label(pack, name), fact_value(pack, name, value)) for name, value in found.facts.items()
    ]


def _results(again: Any) -> list[tuple[str, str, str, bool]]:
    if again.answer is None:
        return []
    words = {Truth.TRUE: _("met"), Truth.FALSE: _("not met"), Truth.UNKNOWN: _("not known")}
    waived = again.decision.waived
    return [
        (
            one.rule.id,
            said(one.rule.title, reader().code),
            words[one.met] + (f" · {_('waiver')} {waived[one.rule.id]}" if one.rule.id in waived else ""),
            one.met is Truth.TRUE,
        )
        for one in again.answer.rules
        if one.applies is not Truth.FALSE
    ]
