"""The terms of all files that a reader may see: filtered, in pages, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stuurbord.web.clock import today
from stuurbord.web.lists.fields import DayField
from stuurbord.web.procurement_desk.actions import note_return
from stuurbord.web.procurement_desk.frame import desk_views
from stuurbord.web.procurement_desk.models import DueTerm, TermKind
from stuurbord.web.procurement_desk.queries import terms_seen
from stuurbord.web.procurement_desk.standing import STATES, condition, row_of, state_label
from stuurbord.web.procurements.changing import NotAccepted
from stuurbord.web.procurements.queries import files_seen
from stuurbord.web.procurements.rights import EDITORS
from stuurbord.web.projects.queries import visible_projects
from stuurbord.web.reader import reader

ON_PAGE: Final = 50
OPEN, ALL = "", "all"
PERIODS: Final = (7, 30, 90, 365)
"""Days ahead that can be asked for."""
_SHOWN: Final = (
    *("file__reference", "file__title", "project__code", "project__manager__name", "responsible__name"),
    *("key", "kind", "title", "due", "missing", "article", "is_verified", "certainty", "done_on", "passes"),
)
_MOST_KEY: Final = 18


@require_safe
def procurement_deadlines(request: HttpRequest) -> HttpResponse:
    """Show the open terms, or those that are asked for."""
    return _deadlines(request)


@require_POST
def procurement_return(request: HttpRequest) -> HttpResponse:
    """Write down that the yearly return over a year was made, for all its files at once."""
    year = request.POST.get("year", "")
    try:
        on = DayField().clean(request.POST.get("done_on", "")[:20])
        n = note_return(request.user, int(year) if year.isdecimal() and len(year) == 4 else 0, on)
    except forms.ValidationError as error:
        return _deadlines(request, told=" ".join(error.messages), status=422)
    except NotAccepted as error:
        return _deadlines(request, told=str(error), status=422)
    text = ngettext(
        "The return over {year} is noted for {n} procurement.",
        "The return over {year} is noted for {n} procurements.",
        n,
    )
    messages.success(request, text.format(year=year, n=reader().count(n)))
    return redirect(f"{reverse('procurement_deadlines')}?kind={TermKind.REPORTING}")


def _deadlines(request: HttpRequest, *, told: str = "", status: int = 200) -> HttpResponse:
    seen, day = terms_seen(request.user), today()
    names = ("q", "state", "kind", "project", "lawyer", "period")
    asked = {name: request.GET.get(name, "")[:100] for name in names}
    counts = _counts(seen, day)
    page = _page(seen, asked, day, request.GET.get("page"), counts)
    context = {
        "page": page,
        "rows": [row_of(one, day) for one in _shown(page.object_list)],
        "asked": asked,
        "is_filtered": any(asked.values()),
        "choices": _choices(request.user, asked),
        "conclusion": _conclusion(counts),
        "has_any": any(counts.values()),
        "views": desk_views("procurement_deadlines"),
        "as_of": day,
        "returns": _open_returns(request.user, day) if asked["kind"] == TermKind.REPORTING or told else (),
        "told": told,
    }
    return render(request, "pages/procurement_deadlines.html", context, status=status)


def _open_returns(user: Any, day: date) -> list[tuple[int, int]]:
    """Return the years over which a return is open that the user can note, with the number of files."""
    projects = visible_projects(user, EDITORS[0]) | visible_projects(user, EDITORS[1])
    found = DueTerm.objects.filter(kind=TermKind.REPORTING, done_on=None, due__year__lte=day.year)
    found = found.filter(project__in=projects.values("pk")).order_by("due")
    return [(due.year - 1, n) for due, n in found.values_list("due").annotate(n=Count("pk"))]


class _CountedBefore(Paginator):
    """A paginator that was told how many there are."""

    def __init__(self, found: QuerySet[Any], n_found: int) -> None:
        super().__init__(found, ON_PAGE)
        self._n_found = n_found

    @cached_property
    def count(self) -> int:
        return self._n_found


def _page(
    seen: QuerySet[DueTerm], asked: dict[str, str], day: date, number: str | None, counts: dict[str, int]
) -> Page[int]:
    """Return one page of numbers of terms: sorted without what is joined to them."""
    found = _filtered(seen, asked, day).values_list("pk", flat=True)
    others = {name: text for name, text in asked.items() if name != "state"}
    if not any(others.values()) and asked["state"] in counts:
        paginator: Paginator = _CountedBefore(found, counts[asked["state"]])
    else:
        paginator = Paginator(found, ON_PAGE)
    return paginator.get_page(number)


def _filtered(seen: QuerySet[DueTerm], asked: dict[str, str], day: date) -> QuerySet[DueTerm]:
    state = asked["state"]
    terms = seen if state == ALL else seen.filter(condition(state if state in STATES else "open", day))
    if text := asked["q"].strip():
        terms = terms.filter(Q(file__reference__icontains=text) | Q(file__title__icontains=text))
    if asked["kind"] in TermKind.values:
        terms = terms.filter(kind=asked["kind"])
    if asked["project"]:
        key, _slash, code = asked["project"].partition("/")
        terms = terms.filter(project__portfolio__key=key, project__code=code)
    if asked["lawyer"].isdecimal() and len(asked["lawyer"]) < _MOST_KEY:
        terms = terms.filter(file__lawyer_id=int(asked["lawyer"]))
    if asked["period"].isdecimal() and int(asked["period"][:5]) in PERIODS:
        terms = terms.filter(due__lte=day + timedelta(days=int(asked["period"])))
    return terms


def _shown(numbers: Iterable[int]) -> QuerySet[DueTerm]:
    """Return these terms with what a row shows of file, project and people."""
    found = DueTerm.objects.filter(pk__in=list(numbers))
    return found.select_related("file", "project__manager", "responsible").only(*_SHOWN)


def _counts(seen: QuerySet[DueTerm], day: date) -> dict[str, int]:
    """Return how many terms stand in each state, and under the empty name how many are open."""
    asked = {state: Count("pk", filter=condition(state, day)) for state in STATES}
    found = seen.order_by().aggregate(**asked, open=Count("pk", filter=condition("open", day)))
    return {**{state: found[state] for state in STATES}, OPEN: found["open"]}


def _choices(user: Any, asked: dict[str, str]) -> list[dict[str, Any]]:
    """Return each filter with its options, of the files that there are."""
    columns = ("project__portfolio__key", "project__code", "project__name", "lawyer_id", "lawyer__name")
    held = list(files_seen(user).order_by().values_list(*columns).distinct())
    projects = sorted({(f"{key}/{code}", f"{code} {name}") for key, code, name, *_rest in held})
    lawyers = sorted({(str(pk), name) for *_rest, pk, name in held if pk}, key=lambda one: one[1])
    states = [(state, state_label(state)) for state in STATES]
    periods = [(str(days), _period(days)) for days in PERIODS]
    kinds = [(one.value, one.label) for one in TermKind]
    return [
        _choice("state", _("open periods"), [*states, (ALL, _("all periods"))], asked),
        _choice("kind", _("Kind"), kinds, asked),
        _choice("period", _("When"), periods, asked),
        _choice("project", _("Project"), projects, asked),
        _choice("lawyer", _("Procurement lawyer"), lawyers, asked),
    ]


def _choice(name: str, label: str, options: list[tuple[str, Any]], asked: dict[str, str]) -> dict[str, Any]:
    return {"name": name, "label": label, "options": options, "chosen": asked[name]}


def _period(days: int) -> str:
    text = ngettext("until {n} day from now", "until {n} days from now", days)
    return text.format(n=reader().number(days))


def _conclusion(counts: dict[str, int]) -> str:
    """Return what asks attention, as one sentence."""
    if not counts[OPEN]:
        return _("No period is open.") if any(counts.values()) else ""
    late, soon, unknown = counts["late"], counts["soon"], counts["undetermined"]
    told = []
    if late:
        told.append((ngettext("{n} period is late", "{n} periods are late", late), late))
    if soon:
        text = ngettext("{n} ends within five working days", "{n} end within five working days", soon)
        told.append((text, soon))
    if unknown:
        told.append((ngettext("{n} is undetermined", "{n} are undetermined", unknown), unknown))
    if not told:
        return _("No period ends within five working days.")
    (first, n), *rest = told
    parts = [
        first.format(n=reader().count_at_start(n)),
        *(text.format(n=reader().count(n)) for text, n in rest),
    ]
    return f"{', '.join(parts)}."
