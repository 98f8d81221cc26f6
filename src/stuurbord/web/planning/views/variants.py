"""Variants of a plan: which there are, beside each other; one with its edits; and how sure a try-out is."""

from __future__ import annotations

from time import perf_counter
from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.errors import InvalidPlan, InvalidRiskModel, VersionConflict
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.forecasts.limits import Limits, limits_of
from stuurbord.web.lists.project_frame import current_revision
from stuurbord.web.lists.views.cells import BadRequest, sent_json
from stuurbord.web.planning import variants as actions
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.edit_sentences import EditWords
from stuurbord.web.planning.models import PlanVariant
from stuurbord.web.planning.plan_frame import plan_frame
from stuurbord.web.planning.sureness import sureness, uncertain_with
from stuurbord.web.planning.variant_columns import Compared, compared
from stuurbord.web.planning.variant_comparison import groups
from stuurbord.web.planning.variant_conclusions import variants_conclusion
from stuurbord.web.planning.variant_measuring import ask_figures
from stuurbord.web.planning.variants import Named, NoLongerFits
from stuurbord.web.planning.views.workspace import laid_on, proposal_of, revision_of, told, tried_edits
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.projects.queries import project_for

MOST_BESIDE: Final = 3
"""Variants beside the plan, as scenarios beside the portfolio: more columns nobody compares."""


@require_safe
def variants(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """List the variants and compare those that are ticked with the plan; without ticks the newest."""
    project = project_for(request.user, key, code)
    started = perf_counter()
    every = list(_variants(project))
    live = [one for one in every if not one.is_archived]
    asked = set(request.GET.getlist("v")[: 4 * MOST_BESIDE])
    shown = [one for one in live if str(one.number) in asked][:MOST_BESIDE] or live[-MOST_BESIDE:]
    revision, limits = current_revision(project), limits_of([project])[project.pk]
    found = compared(project, shown) if revision and live else Compared((), None)
    context = plan_frame(request, project, "plan_variants") | {
        "revision": revision,
        "live": live,
        "archived": [one for one in every if one.is_archived],
        "shown": {one.pk for one in shown},
        "columns": found.columns,
        "groups": groups(found.columns, _goal_name(limits), limits) if shown and revision else [],
        "job": found.job,
        "may_change": may(request.user, Permission.EDIT_REGISTER, project.scopes),
        "conclusion": variants_conclusion(found.columns, _goal_name(limits)),
        "lacks_spread": bool(shown) and not found.is_uncertain,
        "seconds": perf_counter() - started,
    }
    return render(request, "pages/plan_variants.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def variant(request: HttpRequest, key: str, code: str, number: int) -> HttpResponse:
    """Show one variant beside the plan, with its edits in words; a post changes, moves or proposes it."""
    project = project_for(request.user, key, code)
    found = _variant(project, number)
    if request.method == "POST":
        require(request.user, Permission.EDIT_REGISTER, project.scopes)
        return _done(request, found)
    limits, plan = limits_of([project])[project.pk], plan_of(found.base_id)
    beside = compared(project, [found]) if project.current_revision_id else Compared((), None)
    words, broken = EditWords(plan, found.edits), actions.broken_edits(found)
    context = plan_frame(request, project, "plan_variants") | {
        "revision": current_revision(project),
        "variant": found,
        "edits": [words.sentence(one) for one in found.edits],
        "broken": [(words.sentence(one.record), one.reason) for one in broken],
        "is_behind": found.base_id != project.current_revision_id,
        "columns": beside.columns,
        "groups": groups(beside.columns, _goal_name(limits), limits) if beside.columns else [],
        "job": beside.job,
        "may_change": may(request.user, Permission.EDIT_REGISTER, project.scopes),
        "conclusion": variants_conclusion(beside.columns, _goal_name(limits)),
        "lacks_spread": not beside.is_uncertain,
    }
    return render(request, "pages/plan_variant.html", context)


@require_POST
def add(request: HttpRequest, key: str, code: str) -> JsonResponse:
    """Keep the edits of the planning page as a variant; with ``number`` they replace those of one."""
    project = project_for(request.user, key, code)

    def added() -> JsonResponse:
        sent = sent_json(request)
        require(request.user, Permission.EDIT_REGISTER, project.scopes)
        tried_edits(project, sent)
        named = Named(str(sent.get("title") or ""), str(sent.get("note") or ""))
        if sent.get("number") is None:
            base = revision_of(project, sent.get("base"))
            made = actions.add_variant(request.user, project, base, sent["edits"], named)
        else:
            made = _replaced(request, project, sent)
        ask_figures(made)  # they are there when somebody comes to look
        url = reverse("plan_variant", args=[key, code, made.number])
        return JsonResponse({"number": made.number, "version": made.version, "url": url}, status=201)

    return told(added)


@require_POST
def p80(request: HttpRequest, key: str, code: str) -> JsonResponse:
    """Return how sure the goal and the gates are with edits, beside the plan without them."""
    project = project_for(request.user, key, code)

    def answered() -> JsonResponse:
        sent = sent_json(request)
        base = revision_of(project, sent.get("base"))
        more = None
        if "proposal" in sent:
            proposal = proposal_of(project, sent["proposal"])
            found, _n_conflicts = laid_on(proposal, base)
            more = uncertain_with(proposal, found.new_plan)
        else:
            found = tried_edits(project, sent)
        try:
            return JsonResponse(sureness(project, base, found, more))
        except InvalidRiskModel as error:
            raise InvalidPlan(*error.findings) from error

    return told(answered)


def _replaced(request: HttpRequest, project: Project, sent: dict[str, Any]) -> PlanVariant:
    """Replace the edits of a variant, where they are made on its own revision."""
    number, version = sent.get("number"), sent.get("version")
    if not isinstance(number, int) or not isinstance(version, int):
        raise BadRequest(_("This request cannot be read. Load the page again."))
    found = _variant(project, number)
    if sent.get("base") not in (None, "", found.base.number):
        text = _("This variant is made on revision {n}; save these edits as a variant of their own.")
        raise Refused(text.format(n=found.base.number))
    named = Named(str(sent.get("title") or found.name), str(sent.get("note") or found.note))
    return actions.change_variant(request.user, found, version, named, sent["edits"])


def _done(request: HttpRequest, found: PlanVariant) -> HttpResponse:
    """Do what a form of the page of a variant asks, and lead to where its answer stands."""
    project, version = found.project, _sent_version(request)
    own = redirect("plan_variant", project.portfolio.key, project.code, found.number)
    actor, sent = request.user, request.POST.get("do", "")
    try:
        if sent == "name":
            named = Named(request.POST.get("name", ""), request.POST.get("note", ""))
            actions.change_variant(actor, found, version, named)
            messages.success(request, _("Variant {name} is saved.").format(name=found.name))
        elif sent in ("archive", "restore"):
            actions.archive_variant(actor, found, version, is_archived=sent == "archive")
            text = _("Variant {name} is archived.") if sent == "archive" else _("Variant {name} is back.")
            messages.success(request, text.format(name=found.name))
        elif sent == "rebase":
            actions.rebase_variant(actor, found, version, leaves_out="leave_out" in request.POST)
            ask_figures(found)
            text = _("Variant {name} is made on revision {n} now.")
            messages.success(request, text.format(name=found.name, n=found.base.number))
        elif sent == "promote":
            made = actions.promote_variant(actor, found, version, request.POST.get("reason", ""))
            messages.success(request, _("Proposal {number} is made of it.").format(number=made.number))
            gantt = reverse("project_plan", args=[project.portfolio.key, project.code])
            return redirect(f"{gantt}?voorstel={made.number}")
        else:
            raise Refused(_("This request cannot be read. Load the page again."))
    except (Refused, InvalidPlan) as error:
        said = " ".join(one.message(_) for one in getattr(error, "findings", ())) or str(error)
        messages.error(request, said)
    except NoLongerFits as error:
        text = _("Of this variant, changes no longer work on the plan as it is now: {n}. They stand below.")
        messages.error(request, text.format(n=len(error.broken)))
    return own


def _sent_version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 10):
        raise VersionConflict(_("Send the form of the page again."))
    return int(sent)


def _variants(project: Project) -> QuerySet[PlanVariant]:
    found = PlanVariant.objects.filter(project=project).defer("base__document", "base__findings")
    return found.select_related(
        "base", "author", "proposal", "project__portfolio", "project__current_revision"
    )


def _variant(project: Project, number: int) -> PlanVariant:
    found = _variants(project).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _goal_name(limits: Limits) -> str:
    return limits.goal_name or _("Goal")
