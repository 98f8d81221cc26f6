"""The terms that follow from the examination of tenders and from decisions not to award."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone

from stuurbord.errors import N_
from stuurbord.plan.legal_periods import legal_period
from stuurbord.rulebooks.be_procurement.execution.values import LawValue, law_value
from stuurbord.web.procurement_desk.models import Certainty, TermKind
from stuurbord.web.procurement_desk.terms.of_file import NOTICE_ITEM, FileTerms
from stuurbord.web.procurement_desk.terms.term import Term, texts
from stuurbord.web.tenders.law import justification_rule
from stuurbord.web.tenders.models import (
    PENDING,
    AwardDecision,
    DecisionKind,
    Examination,
    PriceCheck,
    PriceVerdict,
)


def price_terms(of: FileTerms, checks: Iterable[PriceCheck]) -> Iterator[Term]:
    """Yield the terms by which prices are justified."""
    rule = justification_rule(of.file)
    for one in checks:
        if one.due is not None:
            is_judged = one.verdict != PriceVerdict.ASKED
            done = one.answered_on or (timezone.localdate(one.at) if is_judged else None)
            title = texts(N_("Justification of the price of tender {number}"), number=one.tender.number)
            yield _examined(f"price-{one.tender_id}", title, one, done, rule)


def debt_terms(of: FileTerms, examinations: Iterable[Examination]) -> Iterator[Term]:
    """Yield the terms by which tenderers put their debts in order."""
    for one in examinations:
        if one.due is not None:
            rule = law_value("debt_regularisation_days", of.on or one.due)
            done = None if one.verdict in PENDING else timezone.localdate(one.at)
            title = texts(N_("Debts of tender {number} put in order"), number=one.tender.number)
            yield _examined(f"debts-{one.tender_id}", title, one, done, rule)


def _examined(
    key: str, title: dict[str, str], one: PriceCheck | Examination, done: date | None, rule: LawValue | None
) -> Term:
    return Term(
        key=key,
        kind=TermKind.EXAMINATION,
        title=title,
        due=one.due,
        certainty=Certainty.LEGAL,
        article=rule.article if rule else "",
        is_verified=rule is not None and rule.is_verified,
        done_on=done,
        is_confidential=True,
    )


def no_award_terms(
    of: FileTerms, decisions: Iterable[AwardDecision], stopped_on: date | None = None
) -> Iterator[Term]:
    """Yield the notices on decisions not to award that stand; also of a procurement that was stopped since.

    Parameters
    ----------
    decisions
        Of the file, in the order in which they were taken.
    stopped_on
        When the procurement was stopped: after its publication that is a decision not to award, too.
    """
    duty, standing = of.duties.get("NO-AWARD-NOTICE"), {}
    for one in decisions:
        standing[one.lot_id] = one
    days = {
        f"no-award-{one.number}": one.on for one in standing.values() if one.kind == DecisionKind.NO_AWARD
    }
    is_open = of.file.published_on is not None and of.file.concluded_on is None
    if not standing and is_open and stopped_on is not None:
        days["no-award-stopped"] = stopped_on
    for key, on in days.items():
        rule = of.figure("award_notice_days", on)
        if duty is not None and rule is not None:
            yield Term(
                key=key,
                kind=TermKind.NOTICE,
                title=texts(N_("Publish the decision not to award")),
                due=legal_period(on, int(rule.amount)).last_day,
                certainty=Certainty.LEGAL,
                article=duty.article,
                is_verified=duty.verified and rule.verified,
                done_on=of.marked(NOTICE_ITEM),
            )
