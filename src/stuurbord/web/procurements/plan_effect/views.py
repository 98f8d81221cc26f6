"""Propose, accept, reject and withdraw what a procurement changes in the plan; say how it is tied to that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stuurbord.errors import InvalidPlan, VersionConflict
from stuurbord.web.planning import actions as planning
from stuurbord.web.planning.actions import Conflicts, Refused
from stuurbord.web.planning.models import Proposal
from stuurbord.web.procurements.changing import NotAccepted, clean
from stuurbord.web.procurements.facts import FactsForm
from stuurbord.web.procurements.frame import file_frame
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.plan_effect.effect_rows import is_chanced
from stuurbord.web.procurements.plan_effect.linking import TieForm, tie_to_plan
from stuurbord.web.procurements.plan_effect.proposing import complete, link_of, pending_change, plan_proposal
from stuurbord.web.procurements.queries import file_of
from stuurbord.web.procurements.rights import require_edit
from stuurbord.web.projects.plans import plan_of

_LONGEST = 4000


@require_http_methods(["GET", "HEAD", "POST"])
def procurement_propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose the facts that were filled in, or the same facts with another procedure, on the plan.

    Who asks the address that a refusal was answered at, is led to the file.
    """
    file = file_of(request.user, reference)
    if request.method != "POST":
        return redirect("procurement_file", reference)
    facts, form = dict(file.facts), None
    if "facts" in request.POST:
        form = FactsForm(request.POST, facts=file.facts)
        if not form.is_valid():
            return _shown(request, file, _("The figures cannot be read: correct them first."), 422, form)
        facts = form.sent_facts()

    def propose() -> str:
        made = plan_proposal(
            request.user,
            file,
            facts,
            request.POST.get("procedure", ""),
            _number(request, "version"),
            request.POST.get("reason", "")[:_LONGEST],
            is_chanced=False,
        )
        return _("Proposal {number} made: nothing has changed yet").format(number=made.number)

    return _done(request, file, propose, form)


@require_POST
def procurement_chances(request: HttpRequest, reference: str) -> HttpResponse:
    """Compute the chances of the proposal that waits, and show the page with them."""
    file = file_of(request.user, reference)
    waiting = pending_change(file)
    if waiting is not None and not is_chanced(waiting.effect):
        complete(file, waiting)
    return redirect("procurement_file", reference)


@require_POST
def procurement_proposal_accept(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Let plan and file change together."""
    file = file_of(request.user, reference)
    one = _proposal(file, number)

    def accept() -> str:
        revision = planning.accept(request.user, one, _number(request, "version"))
        told = _("Proposal {number} accepted: revision {revision} of the plan counts now")
        return told.format(number=number, revision=revision.number)

    return _done(request, file, accept)


@require_POST
def procurement_proposal_reject(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say no, and why: plan and file stay as they are."""
    file = file_of(request.user, reference)
    one = _proposal(file, number)

    def reject() -> str:
        reason = clean(request.POST.get("reason", ""))[:_LONGEST]
        planning.reject(request.user, one, _number(request, "version"), reason)
        return _("Proposal {number} rejected").format(number=number)

    return _done(request, file, reject)


@require_POST
def procurement_proposal_withdraw(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take back what one proposed oneself."""
    file = file_of(request.user, reference)
    one = _proposal(file, number)

    def withdraw() -> str:
        planning.withdraw(request.user, one, _number(request, "version"))
        return _("Proposal {number} withdrawn").format(number=number)

    return _done(request, file, withdraw)


@require_http_methods(["GET", "HEAD", "POST"])
def procurement_tie(request: HttpRequest, reference: str) -> HttpResponse:
    """Show and keep how a procurement is tied to the plan and the budget."""
    file = file_of(request.user, reference)
    require_edit(request.user, file)
    revision = file.project.current_revision_id
    if revision is None:
        return _shown(request, file, _("This project has no plan yet."), 422)
    link, plan = link_of(file), plan_of(revision)
    if request.method != "POST":
        return _tie_page(request, file, TieForm(file=file, plan=plan, link=link), link.version)
    form, seen = TieForm(request.POST, file=file, plan=plan, link=link), _number(request, "version")
    if not form.is_valid():
        return _tie_page(request, file, form, seen, status=422)
    try:
        tie_to_plan(request.user, file, form.tie(), seen)
    except NotAccepted as error:
        return _tie_page(request, file, form, seen, str(error), 422)
    except VersionConflict as error:
        return _tie_page(request, file, form, link.version, str(error), 409)
    messages.success(request, _("Kept how {reference} is tied to the plan").format(reference=reference))
    return redirect("procurement_file", reference)


def _tie_page(
    request: HttpRequest,
    file: ProcurementFile,
    form: TieForm,
    version: int,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    context = file_frame(request, file, "procedure") | {"form": form, "version": version, "told": told}
    return render(request, "pages/procurement_tie.html", context, status=status)


def _done(
    request: HttpRequest, file: ProcurementFile, do: Callable[[], str], form: Any = None
) -> HttpResponse:
    """Do it, and show the file; where that is refused, the page says why and nothing has changed.

    Parameters
    ----------
    form
        The facts that were filled in: they stay on the page.
    """
    try:
        told = do()
    except Conflicts as error:
        told = ngettext(
            "{n} change disagrees with what the plan says now. Propose it anew.",
            "{n} changes disagree with what the plan says now. Propose it anew.",
            len(error.found),
        ).format(n=len(error.found))
        return _shown(request, file, told, 409, form)
    except VersionConflict as error:
        return _shown(request, file, str(error), 409, form)
    except (NotAccepted, Refused) as error:
        return _shown(request, file, str(error), 422, form)
    except InvalidPlan as error:
        return _shown(request, file, " ".join(one.message(_) for one in error.findings), 422, form)
    messages.success(request, told)
    return redirect("procurement_file", file.reference)


def _shown(
    request: HttpRequest, file: ProcurementFile, told: str, status: int, form: Any = None
) -> HttpResponse:
    from stuurbord.web.procurements.views.procedure import procedure_page

    return procedure_page(request, file_of(request.user, file.reference), form=form, told=told, status=status)


def _proposal(file: ProcurementFile, number: int) -> Proposal:
    """Return a proposal of this file, or 404."""
    found = Proposal.objects.filter(procurement_change__file=file, number=number)
    one = found.select_related("base", "author", "project__portfolio", "rest_of").first()
    if one is None:
        raise Http404
    return one


def _number(request: HttpRequest, name: str) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1
