"""The terms that reports and steering packs tell: what everybody who sees the project may know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q

from stuurbord.reports.snapshot import TermFacts
from stuurbord.web.procurement_desk.counting import working_days_between
from stuurbord.web.procurement_desk.models import Certainty, DueTerm
from stuurbord.web.procurement_desk.standing import condition, state_of


def reported_terms(project_ids: Collection[int], as_of: date, until: date) -> tuple[TermFacts, ...]:
    """Return the open terms of some projects that are missed, end by a day, or are undetermined.

    A report goes to everybody who sees its project, and stays: what tells of tenders is never among them.
    """
    rows = DueTerm.objects.filter(
        Q(due=None) | Q(due__lte=until),
        condition("open", as_of),
        project__in=project_ids,
        is_confidential=False,
    )
    shown = rows.select_related("file", "project").order_by(
        F("due").asc(nulls_last=True), "file__reference", "key"
    )
    return tuple(_facts(one, as_of) for one in shown.defer("file__facts", "file__description"))


def _facts(one: DueTerm, as_of: date) -> TermFacts:
    return TermFacts(
        project=one.project.code,
        file=one.file.reference,
        name=one.file.title,
        title=one.title,
        due=one.due,
        missing=one.missing if one.due is None else {},
        article=one.article,
        is_verified=one.is_verified,
        is_legal=one.certainty == Certainty.LEGAL,
        state=state_of(one, as_of),
        working_days=None if one.due is None else working_days_between(as_of, one.due),
    )
