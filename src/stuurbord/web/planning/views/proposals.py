"""The proposals on a plan: which there are, what each changes, and the decision about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stuurbord.errors import InvalidPlan, VersionConflict
from stuurbord.plan.changes import from_plain
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.clock import today
from stuurbord.web.lists.project_frame import current_revision
from stuurbord.web.planning import actions
from stuurbord.web.planning.actions import Conflicts, Refused
from stuurbord.web.planning.effect_words import (
    conclusion,
    differences,
    effect_facts,
    effect_parts,
    felt_words,
)
from stuurbord.web.planning.models import Proposal, ProposalState
from stuurbord.web.planning.plan_frame import plan_frame
from stuurbord.web.planning.portfolio_network import effects_elsewhere
from stuurbord.web.planning.proposal_picture import Picture, picture_of
from stuurbord.web.planning.proposal_reading import Reading, accepted_rows, can_accept, reading_of
from stuurbord.web.planning.proposal_sentences import list_conclusion, mandate_sentences
from stuurbord.web.planning.readable import Group, rows_named
from stuurbord.web.planning.views.workspace import proposal_of
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import project_for, visible_projects

_PER_PAGE: Final = 50
MOST_ROWS: Final = 400
"""Changed rows that a page shows, and that can be ticked on it."""


@require_safe
def proposals(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """All proposals on a plan, those to decide first."""
    project = project_for(request.user, key, code)
    open_first = Case(
        When(state=ProposalState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = project.proposals.defer("changes").select_related(
        "author", "decided_by", "base", "revision", "rest_of"
    )
    pages = Paginator(found.order_by(open_first, "-number"), _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    n_open = project.proposals.filter(state=ProposalState.OPEN).count()
    context = plan_frame(request, project, "plan_proposals") | {
        "revision": current_revision(project),
        "page": page,
        "rows": [(one, effect_parts(one.effect)) for one in page],
        "conclusion": list_conclusion(n_open, pages.count),
        "may_propose": may(request.user, Permission.EDIT_REGISTER, project.scopes),
    }
    return render(request, "pages/plan_proposals.html", context)


@require_safe
def proposal(request: HttpRequest, key: str, code: str, number: int) -> HttpResponse:
    """One proposal: who and why, what comes of it, what it changes, who may decide."""
    project = project_for(request.user, key, code)
    return _page(request, project, proposal_of(project, number))


@require_POST
def proposal_accept(request: HttpRequest, key: str, code: str, number: int) -> HttpResponse:
    """Accept a proposal, the ticked rows of it, or what is left of it without what disagrees."""

    def accept(one: Proposal, version: int) -> str:
        is_part = "part" in request.POST
        rows = rows_named(request.POST.getlist("row"), from_plain(one.changes)) if is_part else set()
        if is_part and not rows:
            raise Refused(_("Tick the rows that you accept."))
        revision = actions.accept(
            request.user,
            one,
            version,
            rows if is_part else None,
            without_conflicts="leave" in request.POST,
        )
        rest = Proposal.objects.filter(rest_of=one).values_list("number", flat=True).first()
        if rest is None:
            told = _("Proposal {number} is in the plan: revision {revision}.")
        else:
            told = _(
                "What you ticked is in the plan: revision {revision}. The rest stays open as proposal {rest}."
            )
        return told.format(number=one.number, revision=revision.number, rest=rest)

    return _decided(request, project_for(request.user, key, code), number, accept)


@require_POST
def proposal_reject(request: HttpRequest, key: str, code: str, number: int) -> HttpResponse:
    """Say no to a proposal, and why."""

    def reject(one: Proposal, version: int) -> str:
        actions.reject(request.user, one, version, request.POST.get("reason", "")[:4000])
        return _("Proposal {number} is rejected; the plan stays as it is.").format(number=one.number)

    return _decided(request, project_for(request.user, key, code), number, reject)


@require_POST
def proposal_withdraw(request: HttpRequest, key: str, code: str, number: int) -> HttpResponse:
    """Take one's own proposal back."""

    def withdraw(one: Proposal, version: int) -> str:
        actions.withdraw(request.user, one, version)
        return _("Proposal {number} is withdrawn; the plan stays as it is.").format(number=one.number)

    return _decided(request, project_for(request.user, key, code), number, withdraw)


def _decided(
    request: HttpRequest, project: Project, number: int, decide: Callable[[Proposal, int], str]
) -> HttpResponse:
    """Decide, and show the proposal; where that is refused, the page says why and nothing has changed."""
    one = proposal_of(project, number)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1
    try:
        told = decide(one, version)
    except Conflicts as error:
        said = ngettext(
            "{n} change disagrees with what the plan says now.",
            "{n} changes disagree with what the plan says now.",
            len(error.found),
        ).format(n=len(error.found))
        return _page(request, project, proposal_of(project, number), 409, said)
    except VersionConflict as error:
        return _page(request, project, proposal_of(project, number), 409, str(error))
    except Refused as error:
        return _page(request, project, proposal_of(project, number), 422, str(error))
    except InvalidPlan as error:
        said = " ".join(str(each.as_json(_)["message"]) for each in error.findings)
        return _page(request, project, proposal_of(project, number), 422, said)
    messages.success(request, told)
    place = (project.portfolio.key, project.code)
    if request.POST.get("back") == "plan":
        return redirect("project_plan", *place)
    return redirect("plan_proposal", *place, one.number)


def _page(
    request: HttpRequest, project: Project, one: Proposal, status: int = 200, refusal: str = ""
) -> HttpResponse:
    reading = reading_of(one)
    groups = reading.groups()
    is_open = one.state == ProposalState.OPEN
    n_rows = sum(len(group.rows) for group in groups)
    ticked = set(request.POST.getlist("row")) if "part" in request.POST else None
    accepts = is_open and can_accept(request.user, one, reading)
    context = plan_frame(request, project, "plan_proposals") | {
        "revision": current_revision(project),
        "proposal": one,
        "reading": reading,
        "refusal": refusal,
        "conclusion": conclusion(reading.effect),
        "facts": effect_facts(reading.effect),
        "differences": differences(reading.effect),
        "picture": _picture(reading, groups),
        "elsewhere": _elsewhere(request.user, one, reading) if is_open else [],
        "groups": _first_rows(groups),
        "n_rows": n_rows,
        "n_hidden": max(n_rows - MOST_ROWS, 0),
        "ticked": ticked,
        "accepted": {f"{table}:{row}" for table, row in accepted_rows(one, reading.changes)},
        "was_accepted_whole": one.accepted is None,
        "mandate": mandate_sentences(request.user, project, one, reading.asked) if reading.asked else [],
        "may_accept": accepts,
        "may_tick": accepts and not reading.companions,
        "may_reject": is_open and _may_reject(request.user, project),
        "may_withdraw": is_open and one.author_id == request.user.pk,
        "rest": Proposal.objects.filter(rest_of=one).only("number").first(),
        "is_newer": is_open and one.base_id != project.current_revision_id,
    }
    return render(request, "pages/plan_proposal.html", context, status=status)


def _elsewhere(user: Any, one: Proposal, reading: Reading) -> list[dict[str, Any]]:
    """Return what other projects of the portfolio feel of it; the name only of those the reader sees."""
    if reading.after is None:
        return []
    felt = effects_elsewhere(one.project, *reading.after)
    if not felt:
        return []
    seen = set(visible_projects(user).filter(portfolio=one.project.portfolio).values_list("code", flat=True))
    return [
        each | {"name": each["name"] if each["code"] in seen else "", "told": felt_words(each)}
        for each in felt
    ]


def _picture(reading: Reading, groups: list[Group]) -> Picture | None:
    if reading.after is None:
        return None
    changed = {row.uid for group in groups for row in group.rows if row.uid is not None}
    return picture_of(reading.before, reading.after, changed, today())


def _first_rows(groups: list[Group]) -> list[Group]:
    """Return the groups with so many rows in all as a page can show."""
    left, shown = MOST_ROWS, []
    for group in groups:
        rows = group.rows[:left]
        left -= len(rows)
        if rows:
            shown.append(Group(group.table, group.title, rows))
    return shown


def _may_reject(user: Any, project: Project) -> bool:
    return any(may(user, one, project.scopes) for one in (Permission.IMPORT_PLAN, Permission.DECIDE))
