"""The terms that follow from the moments of a file and what the rule book says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from django.utils import timezone

from stuurbord.errors import N_
from stuurbord.plan.legal_periods import legal_period, working_days_period
from stuurbord.rulebooks.be_procurement import DatedValue, Obligation, ProcedureVerdict, value
from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.rulebooks.be_procurement.planning import LegalTerm, LegalTerms
from stuurbord.rulebooks.be_procurement.reporting import yearly_return
from stuurbord.rulebooks.rule_pack.truth import Truth
from stuurbord.web.contracts.law import rules_day
from stuurbord.web.procurement_desk.counting import last_working_day_until
from stuurbord.web.procurement_desk.models import Certainty, TermKind
from stuurbord.web.procurement_desk.terms.term import Term, questions, texts
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.checking import inspection_is_due
from stuurbord.web.procurements.models import ChecklistMark, MarkState, ProcurementFile, Stage
from stuurbord.web.procurements.moments import in_two_phases
from stuurbord.web.procurements.plan_effect.on_plan import PlannedStep
from stuurbord.web.procurements.timeline import DISPATCH, INSPECTION_STEP, inspection_begins, legal_terms
from stuurbord.web.tenders.law import validity_end

INSPECTION_ITEM: Final = "PF-10"
BOND_ITEM: Final = "PF-27"
NOTICE_ITEM: Final = "PF-28"
"""Lines of the checklist that show that something was done."""
AWARD_NOTICES: Final = ("AWARD-NOTICE-EU", "AWARD-NOTICE-SIMPLE")
BONDS: Final = ("BOND", "BOND-OLD")
AT_ONCE: Final = 1
"""Working days in which people can do what the law asks at once."""
_AWARD_INSPECTION_STEP, REQUESTS, TENDERS = "S19", "S10", "S12"
_ACCELERATED: Final = "accelerated"


@dataclass
class FileTerms:
    """A file with what its terms rest on.

    Parameters
    ----------
    marks
        Its checklist, by line.
    order_years
        Years in which orders were placed under its framework agreement.
    done
        When somebody did what nothing else in the file shows, by the key of the term.
    planned
        Step → the days that the plan of the project has for it; none where the file is not in a plan.
    """

    file: ProcurementFile
    answer: Asked
    marks: Mapping[str, ChecklistMark]
    has_contract: bool
    order_years: frozenset[int] = frozenset()
    done: Mapping[str, date] = field(default_factory=dict)
    planned: Mapping[str, PlannedStep] = field(default_factory=dict)

    def all(self) -> Iterator[Term]:
        """Yield the terms; none of a file that was stopped."""
        if self.file.stage == Stage.STOPPED:
            return
        yield from self._before_dispatch()
        yield from self._requests()
        yield from self._tenders()
        yield from self._before_award()
        yield from self._after_award()
        yield from self._after_conclusion()

    # ------------------------------------------------------------------------- What the terms rest on

    @cached_property
    def on(self) -> date | None:
        """The day whose law holds; None where nobody told it."""
        return rules_day(self.file)

    @cached_property
    def verdict(self) -> ProcedureVerdict | None:
        return self.answer.verdict_on(self.file.procedure) if self.file.procedure else None

    @cached_property
    def legal(self) -> LegalTerms:
        """The periods that the law sets for the procedure; none as long as nobody chose one."""
        return LegalTerms() if self.verdict is None else legal_terms(self.verdict, self.answer)

    @cached_property
    def publishes(self) -> bool:
        """Whether a notice comes before; where it is published may not be known yet."""
        found = self.verdict
        return found is not None and (
            found.publication not in ("", "none") or catalogue().procedure(found.code).publishes
        )

    @cached_property
    def duties(self) -> Mapping[str, Obligation]:
        return {one.key: one for one in self.answer.advice.obligations}

    @cached_property
    def tenders_day(self) -> date | None:
        return _local(self.file.tenders_due)

    def first_of(self, *names: str) -> date | None:
        """Return the first moment that is known: what came after shows that it was done."""
        days = (_local(getattr(self.file, name)) for name in names)
        return next((one for one in days if one is not None), None)

    def marked(self, item: str) -> date | None:
        """Return when a line of the checklist was done; None as long as it is open."""
        mark = self.marks.get(item)
        if mark is None or mark.state != MarkState.DONE:
            return None
        return mark.document_date or timezone.localdate(mark.changed_at)

    def applies(self, item: str) -> bool:
        """Return whether nobody wrote, with the reason, that a line of the checklist does not apply here."""
        mark = self.marks.get(item)
        return mark is None or mark.state != MarkState.NOT_APPLICABLE

    def figure(self, name: str, on: date | None) -> DatedValue | None:
        """Return a figure of the law of the launch, or of another day where that is not known."""
        day = self.on or on
        return value(name, day) if day else None

    # ------------------------------------------------------------------------------------ The terms

    def _before_dispatch(self) -> Iterator[Term]:
        planned = self.planned_last(DISPATCH) or _day_of(self.answer.own.get("date"))
        done = self.first_of("published_on", "opened_at", "awarded_on", "concluded_on", "started_on")
        if planned is None and done is None:
            return
        is_asked = inspection_is_due(self.file, self.answer)
        if is_asked and self.applies(INSPECTION_ITEM) and (asks := self._asks_inspection()) is not None:
            yield self._inspection(asks, done)
        yield Term(
            key="dispatch",
            kind=TermKind.DISPATCH,
            title=texts(N_("Publish the notice or send the invitation")),
            due=planned or done,
            certainty=Certainty.NORM,
            done_on=done,
        )

    def planned_last(self, step: str) -> date | None:
        """Return the last day of a step in the plan."""
        return self.planned[step].last if step in self.planned else None

    def _asks_inspection(self) -> date | None:
        """Return by when the advice is asked: as planned, else just in time for the dispatch."""
        if INSPECTION_STEP in self.planned:
            return self.planned[INSPECTION_STEP].first
        verdict = self.verdict or self.answer.first_allowed
        return None if verdict is None else inspection_begins(verdict, self.answer)

    def _inspection(self, due: date, dispatched: date | None) -> Term:
        duty = self.duties.get("INSPECTION")
        return Term(
            key="inspection",
            kind=TermKind.INSPECTION,
            title=texts(N_("Ask the advice of the Inspectorate of Finance")),
            due=due,
            certainty=Certainty.NORM,
            article=duty.article if duty else "",
            is_verified=False,
            done_on=self.marked(INSPECTION_ITEM),
            passes=dispatched is not None,  # nobody asks it any more; that it lacks stands in the checklist
        )

    def _requests(self) -> Iterator[Term]:
        """Yield by when requests to take part come in, of a procedure in two phases."""
        if not in_two_phases(self.file.procedure):
            return
        known, legal = _local(self.file.requests_due), self.legal.requests
        is_later = self.first_of("tenders_due", "opened_at", "awarded_on", "concluded_on", "started_on")
        day = known or (self.planned_last(REQUESTS) if self.file.published_on is None else None)
        if known is None and (is_later or (day is None and self.file.published_on is None)):
            return
        told = N_("Write down by when requests to take part are due.")
        yield Term(
            key="requests",
            kind=TermKind.REQUESTS,
            title=texts(N_("Requests to take part come in at the latest")),
            due=day,
            certainty=Certainty.LEGAL if legal and known else Certainty.NORM,
            article=legal.article if legal else "",
            is_verified=legal.verified if legal else True,
            passes=day is not None,
            missing={} if day else texts(told),
        )

    def _tenders(self) -> Iterator[Term]:
        day, published = self.tenders_day, self.file.published_on
        opened = self.first_of("opened_at", "awarded_on", "concluded_on", "started_on")
        if day is None:
            is_asked = not in_two_phases(self.file.procedure) or self.file.requests_due is not None
            if published is not None and self.publishes and opened is None and is_asked:
                told = N_("Write down by when tenders are due.")
                yield self._closing(None, missing=texts(told))
            elif published is None and opened is None and (day := self.planned_last(TENDERS)) is not None:
                yield replace(self._closing(day), certainty=Certainty.NORM)
            return
        yield from self._questions(day)
        yield self._closing(day)
        yield Term(
            key="opening",
            kind=TermKind.OPENING,
            title=texts(N_("Tenders are opened")),
            due=day,
            certainty=Certainty.NORM,
            done_on=opened,
        )
        yield from self._validity()

    def _closing(self, day: date | None, missing: Mapping[str, str] | None = None) -> Term:
        legal = self.legal.tenders
        return Term(
            key="tenders",
            kind=TermKind.TENDERS,
            title=texts(N_("Tenders come in at the latest")),
            due=day,
            certainty=Certainty.LEGAL if legal else Certainty.NORM,
            article=legal.article if legal else "",
            is_verified=legal.verified if legal else True,
            passes=day is not None,
            missing=missing or {},
        )

    def _questions(self, day: date) -> Iterator[Term]:
        is_urgent = self.answer.own.get("urgency") == _ACCELERATED
        rule = self.figure("info_cutoff_days_urgent" if is_urgent else "info_cutoff_days", day)
        if rule is not None and self.publishes:
            yield Term(
                key="questions",
                kind=TermKind.QUESTIONS,
                title=texts(N_("Give additional information at the latest")),
                due=last_working_day_until(day - timedelta(days=int(rule.amount))),
                certainty=Certainty.LEGAL,
                article=reference(rule),
                is_verified=rule.verified,
                passes=True,
            )

    def _validity(self) -> Iterator[Term]:
        end = validity_end(self.file)
        if end is None:
            return
        last, rule = end
        yield Term(
            key="validity",
            kind=TermKind.VALIDITY,
            title=texts(N_("Conclude before the tenders lapse")),
            due=last,
            certainty=Certainty.LEGAL if rule else Certainty.NORM,
            article=rule.article if rule else "",
            is_verified=rule.is_verified if rule else True,
            done_on=self.first_of("concluded_on", "started_on"),
        )

    def _before_award(self) -> Iterator[Term]:
        """Yield the second advice of the inspectorate, on the award, where the plan has it."""
        if _AWARD_INSPECTION_STEP not in self.planned:
            return
        duty = self.duties.get("INSPECTION")
        yield Term(
            key="inspection-award",
            kind=TermKind.INSPECTION,
            title=texts(N_("Ask the advice of the Inspectorate of Finance on the award")),
            due=self.planned[_AWARD_INSPECTION_STEP].first,
            certainty=Certainty.NORM,
            article=duty.article if duty else "",
            is_verified=False,
            done_on=self.first_of("awarded_on", "concluded_on", "started_on"),
        )

    def _after_award(self) -> Iterator[Term]:
        awarded, duty = self.file.awarded_on, self.duties.get("INFORM")
        if awarded is not None and duty is not None:
            yield Term(
                key="information",
                kind=TermKind.INFORMATION,
                title=texts(N_("Inform the tenderers at once")),
                due=working_days_period(awarded, AT_ONCE).last_day,
                certainty=Certainty.NORM,
                article=duty.article,
                is_verified=duty.verified,
                done_on=self.file.informed_on,
            )
        if self.file.informed_on is not None and self.verdict is not None:
            yield from self._standstill(self.file.informed_on, self.verdict)
        elif self.file.informed_on is not None and self.file.concluded_on is None:
            yield self._without_procedure("standstill", TermKind.STANDSTILL, N_("Last day of the standstill"))

    def _without_procedure(self, key: str, kind: TermKind, title: str) -> Term:
        """Return a term that nobody can count, or rule out, as long as the procedure is not known."""
        missing = texts(N_("Choose a procedure first."))
        return Term(key, kind, texts(title), None, Certainty.LEGAL, missing=missing)

    def _standstill(self, informed: date, verdict: ProcedureVerdict) -> Iterator[Term]:
        title = texts(N_("Last day of the standstill"))
        days = verdict.standstill_days
        if days is None and self.file.concluded_on is None:
            missing = questions(
                self.answer.advice.missing, N_("It is not known whether a standstill is due.")
            )
            yield Term("standstill", TermKind.STANDSTILL, title, None, Certainty.LEGAL, missing=missing)
        elif days:
            legal = self.legal.standstill or LegalTerm(days, "", False)
            yield Term(
                key="standstill",
                kind=TermKind.STANDSTILL,
                title=title,
                due=legal_period(informed, days).last_day,
                certainty=Certainty.LEGAL,
                article=legal.article,
                is_verified=legal.verified,
                passes=True,
            )

    def _after_conclusion(self) -> Iterator[Term]:
        concluded = self.file.concluded_on
        if concluded is None:
            return
        title = N_("Publish the award notice")
        if not self.file.procedure:
            yield self._without_procedure("notice", TermKind.NOTICE, title)
            return
        yield from self._counted(AWARD_NOTICES, "award_notice_days", TermKind.NOTICE, title, NOTICE_ITEM)
        if not self.has_contract:
            yield from self._counted(
                BONDS, "bond_days", TermKind.BOND, N_("Bond posted by the contractor"), BOND_ITEM
            )
        yield from self._yearly(concluded)

    def _counted(
        self, keys: Iterable[str], figure: str, kind: TermKind, title: str, item: str
    ) -> Iterator[Term]:
        """Yield a duty within so many days after the conclusion, where one of these holds."""
        concluded = self.file.concluded_on
        duty = next((self.duties[one] for one in keys if one in self.duties), None)
        rule = self.figure(figure, concluded)
        if concluded is not None and duty is not None and rule is not None and self.applies(item):
            yield Term(
                key=str(kind),
                kind=kind,
                title=texts(title),
                due=legal_period(concluded, int(rule.amount)).last_day,
                certainty=Certainty.LEGAL,
                article=reference(rule),
                is_verified=duty.verified and rule.verified,
                done_on=self.marked(item),
            )

    def _yearly(self, concluded: date) -> Iterator[Term]:
        """Yield the yearly return over the year of the conclusion, and over each year with orders."""
        for year in sorted({concluded.year, *self.order_years}):
            found, key = yearly_return(self.answer.advice, self.file.procedure, year), return_key(year)
            if found is None:
                continue
            is_asked = found.asked is Truth.TRUE
            open_facts = self.answer.advice.missing
            told = N_("It is not known whether this contract is reported.")
            yield Term(
                key=key,
                kind=TermKind.REPORTING,
                title=texts(N_("Yearly return over {year} to the federal contact point"), year=year),
                due=found.due if is_asked else None,
                certainty=Certainty.LEGAL,
                article=found.article,
                is_verified=found.is_verified,
                done_on=self.done.get(key),
                missing={} if is_asked else questions(open_facts, told),
            )


def reference(rule: DatedValue) -> str:
    """Return source and article in one line."""
    return f"{rule.source}, {rule.article}" if rule.article else rule.source


def return_key(year: int) -> str:
    """Return the key of the term of the yearly return over a year."""
    return f"{TermKind.REPORTING}-{year}"


def _local(moment: date | datetime | None) -> date | None:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


def _day_of(told: object) -> date | None:
    try:
        return date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
