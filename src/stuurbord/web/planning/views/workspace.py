"""What the planning page asks while somebody works on it: the plan, its preview with edits, a proposal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stuurbord.engine.critical_path import load_ahead
from stuurbord.errors import InvalidPlan, NotPermitted
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.lists.views.cells import BadRequest, answered, sent_json
from stuurbord.web.planning import actions
from stuurbord.web.planning.actions import Conflicts, Refused, Wanted, applied, fitted
from stuurbord.web.planning.columns import columns
from stuurbord.web.planning.file_columns import file_columns
from stuurbord.web.planning.models import PlanVariant, Proposal, ProposalSource, ProposalState
from stuurbord.web.planning.previews import compared, mandate_of
from stuurbord.web.planning.workspace import Tried, tried
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of, schedule_of
from stuurbord.web.projects.queries import project_for


@require_safe
@never_cache
def data(request: HttpRequest, key: str, code: str) -> JsonResponse:
    """Return a revision as columns, with what a proposal makes of it where ``voorstel`` names one.

    With ``eigen`` only the columns that its file brought of its own, which the page asks when it stands.
    """
    project = project_for(request.user, key, code)
    proposal = proposal_of(project, request.GET["voorstel"]) if "voorstel" in request.GET else None
    base = revision_of(project, request.GET.get("revisie", ""))
    if proposal is not None and proposal.state != ProposalState.OPEN:
        base = proposal.base  # what was decided is shown on what it was made on: elsewhere it says nothing
    if "eigen" in request.GET:
        return JsonResponse({"own": file_columns(plan_of(base.pk))})
    load_ahead(len(plan_of(base.pk).tasks))  # who opens a plan will try edits on it
    answer: dict[str, Any] = {"base": base.number, "columns": columns(plan_of(base.pk), schedule_of(base.pk))}
    if proposal is None:
        return JsonResponse(answer)

    def proposed() -> JsonResponse:
        found, n_conflicts = laid_on(proposal, base)
        return JsonResponse(answer | {"proposal": compared(project, found) | {"n_conflicts": n_conflicts}})

    return told(proposed)


@require_POST
def preview(request: HttpRequest, key: str, code: str) -> JsonResponse:
    """Return what edits come to on the revision they were made on; nothing is kept."""
    project = project_for(request.user, key, code)

    def tried_out() -> JsonResponse:
        sent = sent_json(request)
        found = tried_edits(project, sent)
        answer = compared(project, found)
        if sent.get("mandate"):
            answer["mandate"] = mandate_of(project, found)
        return JsonResponse(answer)

    return told(tried_out)


@require_POST
def propose(request: HttpRequest, key: str, code: str) -> JsonResponse:
    """Make a proposal of edits; with ``accept`` it is accepted at once by who may."""
    project = project_for(request.user, key, code)

    def proposed() -> JsonResponse:
        sent = sent_json(request)
        found = tried_edits(project, sent)
        base = revision_of(project, sent.get("base"))
        is_planner = may(request.user, Permission.IMPORT_PLAN, project.scopes)
        source = ProposalSource.EDIT if is_planner else ProposalSource.SUGGESTION
        title, reason = str(sent.get("title") or "").strip(), str(sent.get("reason") or "").strip()
        if not title:
            raise Refused(_("Give the proposal a title."))
        made = actions.propose(request.user, project, base, found.new_plan, Wanted(title, source, reason))
        url = f"{reverse('project_plan', args=[key, code])}?voorstel={made.number}"
        wants_it_now = sent.get("accept") and is_planner and not mandate_of(project, found)["reasons"]
        if wants_it_now:
            page = "project_plan" if _is_accepted(request, made) else "plan_proposal"
            url = reverse(page, args=[key, code] if page == "project_plan" else [key, code, made.number])
        return JsonResponse({"number": made.number, "state": made.state, "url": url}, status=201)

    return told(proposed)


def _is_accepted(request: HttpRequest, made: Proposal) -> bool:
    """Accept what was just proposed; where the plan has moved on it stays open, and its page says why."""
    try:
        revision = actions.accept(request.user, made, made.version)
    except (Conflicts, InvalidPlan, NotPermitted, Refused):
        text = _("The plan changed meanwhile. Your changes are a proposal now; see what stands in its way.")
        messages.warning(request, text)
        return False
    text = _("Proposal {number} is accepted: revision {revision} of the plan counts now.")
    messages.success(request, text.format(number=made.number, revision=revision.number))
    return True


def revision_of(project: Project, number: Any) -> PlanRevision:
    """Return a revision by its number, without its plan; the one that counts where none is named."""
    found = project.revisions.defer("document", "findings")
    if number in ("", None):
        if project.current_revision_id is None:
            raise Http404
        return found.get(pk=project.current_revision_id)
    return _or_404(found, number)


def proposal_of(project: Project, number: Any) -> Proposal:
    """Return a proposal of a project by its number."""
    return _or_404(
        project.proposals.select_related("base", "author", "project__portfolio", "rest_of"), number
    )


def variant_of(project: Project, number: Any) -> PlanVariant:
    """Return a variant of a project's plan by its number."""
    return _or_404(project.variants.select_related("base"), number)


def _or_404(found: Any, number: Any) -> Any:
    text = str(number)
    one = (
        found.filter(number=int(text)).first()
        if text.isascii() and text.isdecimal() and len(text) < 9
        else None
    )
    if one is None:
        raise Http404
    return one


def laid_on(proposal: Proposal, base: PlanRevision) -> tuple[Tried, int]:
    """Return what a proposal makes of a revision, and how many of its changes disagree with that.

    Raises
    ------
    InvalidPlan
        If what is left of it does not hold together.
    """
    fitting = fitted(proposal, plan_of(base.pk))
    new_plan = applied(plan_of(base.pk), fitting.changes)
    found = Tried(plan_of(base.pk), schedule_of(base.pk), new_plan, forecast_schedule(new_plan))
    return found, len(fitting.conflicts)


def tried_edits(project: Project, sent: dict[str, Any]) -> Tried:
    """Return what the edits that a page sent come to, on the revision it names.

    Raises
    ------
    BadRequest, InvalidPlan
        If they are no edits, or cannot be made.
    """
    edits = sent.get("edits")
    if not isinstance(edits, list):
        raise BadRequest(_("This request cannot be read. Load the page again."))
    try:
        return tried(revision_of(project, sent.get("base")).pk, edits)
    except ValueError as error:
        raise BadRequest(_("This request cannot be read. Load the page again.")) from error


def told(answer: Any) -> JsonResponse:
    """Return the answer, or the sentence with which the plan or an action refuses it."""

    def refusing() -> JsonResponse:
        try:
            return answer()
        except InvalidPlan as error:
            found = [one.as_json(_) for one in error.findings]
            said = " ".join(one["message"] for one in found)
            return JsonResponse({"said": said, "findings": found}, status=422)
        except Refused as error:
            return JsonResponse({"said": str(error)}, status=422)

    return answered(refusing)
