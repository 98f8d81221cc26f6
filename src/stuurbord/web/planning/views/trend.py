"""The trend of the milestones of a plan over all its revisions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stuurbord.plan import moment
from stuurbord.plan.calendar import DAY
from stuurbord.web.look.charts.trend import SHAPES, mark
from stuurbord.web.look.drawing import drawing
from stuurbord.web.planning import trend as trends
from stuurbord.web.planning.plan_frame import plan_frame
from stuurbord.web.planning.revision_figures import revisions_with_figures
from stuurbord.web.projects.queries import project_for


@require_safe
def trend(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Draw how the forecasts of the chosen milestones moved, with the same numbers in a table."""
    project = project_for(request.user, key, code)
    revisions = revisions_with_figures(project)
    every = trends.trends_of(revisions)
    asked = {int(one) for one in request.GET.getlist("m") if one.isascii() and one.isdecimal()}
    chosen = trends.chosen(every, asked)
    drawn = chosen[: trends.MOST_DRAWN]
    context = plan_frame(request, project, "plan_trend") | {
        "revision": revisions[-1] if revisions else None,
        "conclusion": trends.conclusion(chosen) if revisions else _("There is no plan yet."),
        "chart": trends.chart(drawn) if drawn else "",
        "lines": [
            (
                one,
                _key(SHAPES[at % len(SHAPES)], is_strong=bool(one.gate)),
                moment(one.forecasts[0].day * DAY).date(),
                moment(one.forecasts[-1].day * DAY).date(),
            )
            for at, one in enumerate(drawn)
        ],
        "rows": trends.table(revisions, drawn),
        "every": [(one, one in drawn) for one in every],
        "n_left": len(chosen) - len(drawn),
        "n_revisions": len(revisions),
    }
    return render(request, "pages/plan_trend.html", context)


def _key(shape: str, *, is_strong: bool) -> SafeString:
    """Return the mark of a line, for the tables below the chart."""
    kind = "mta-point strong" if is_strong else "mta-point"
    return drawing(12, 12, mark(shape, 6, 6, kind), "mta-key")
