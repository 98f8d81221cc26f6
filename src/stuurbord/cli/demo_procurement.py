"""The procurements of the demo, from ``demo/aanbestedingen.toml``: each lived through on its own days.

What happened goes in through the action that people use, in the name of the person whom the file names and on
the day on which it happened, so that the law of that day judges it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from stuurbord.cli.demo_office import Office, Table
from stuurbord.plan import Plan
from stuurbord.web.accounts.models import User
from stuurbord.web.contracts.actions import (
    accepting,
    bonding,
    calling_off,
    modifying,
    opening,
    paying,
    revising,
)
from stuurbord.web.contracts.models import Contract
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.agreeing import add_agreed
from stuurbord.web.procurements.models import ProcedureChoice, ProcurementFile
from stuurbord.web.procurements.plan_effect.linking import Tie, tie_to_plan
from stuurbord.web.procurements.plan_effect.proposing import plan_proposal
from stuurbord.web.projects.events import told_once
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.tenders.actions import assessing, criteria, deciding, examining, informing, receiving
from stuurbord.web.tenders.actions import opening as tender_opening
from stuurbord.web.tenders.actions.reporting import make_report
from stuurbord.web.tenders.keeping import standing_report
from stuurbord.web.tenders.models import Assessor, AwardCriterion, Tender


@dataclass
class Desk:
    """A procurement file with who acts on it and when.

    Attributes
    ----------
    reference
        Of the file: it is read anew for every act, since each moves its version on.
    """

    office: Office
    reference: str
    by: User
    on: date

    @property
    def file(self) -> ProcurementFile:
        found = ProcurementFile.objects.select_related("project__portfolio")
        return found.get(reference=self.reference)

    @property
    def contract(self) -> Contract:
        return Contract.objects.select_related("file__project__portfolio").get(file=self.file)

    @property
    def evaluation(self) -> int:
        """The version of what happens to its tenders."""
        evaluation = getattr(self.file, "evaluation", None)
        return evaluation.version if evaluation else 1

    def tender(self, number: int) -> Tender:
        return Tender.objects.select_related("file__project__portfolio", "lot").get(
            file=self.file, number=number
        )


def load_procurements(office: Office, source: Path) -> None:
    """Bring in what the organisation agreed, and its procurement files event after event."""
    told = tomllib.loads(source.read_text(encoding="utf-8"), parse_float=Decimal)
    with told_once():
        for table in told.get("agreed", []):
            values = dict(table)
            add_agreed(office.actor, values.pop("what"), values)
        for table in told.get("index", []):
            _index(office, table)
        for table in told["file"]:
            _live_through(office, dict(table))


def _index(office: Office, table: Table) -> None:
    """Add an index of price revision with its value of each month, written as ``2026-03``."""
    revising.add_series(office.actor, table["code"], table["title"], table["source"])
    for month, value in table["values"].items():
        revising.set_value(office.actor, table["code"], date.fromisoformat(f"{month}-01"), Decimal(value))


def _live_through(office: Office, table: Table) -> None:
    events = table.pop("event", [])
    desk = Desk(office, table.pop("reference"), office.account(table.pop("by")), table.pop("on"))
    project = office.project(table.pop("project"))
    people: dict[str, Any] = {
        name: office.account(table.pop(name)) for name in ("owner", "lawyer") if name in table
    }
    with standing_on(desk.on):
        actions.open_file(
            desk.by,
            project,
            reference=desk.reference,
            facts=_plain(table.pop("facts")),
            **people,
            **table,
        )
    for event in events:
        given = dict(event)
        desk.on = given.pop("on", desk.on)
        desk.by = office.account(given.pop("by")) if "by" in given else desk.by
        with standing_on(desk.on):
            EVENTS[given.pop("do")](desk, given)


@contextmanager
def standing_on(day: date) -> Iterator[None]:
    """Let it be a day for as long as this lasts."""
    before = settings.STUURBORD_TODAY
    settings.STUURBORD_TODAY = day.isoformat()
    try:
        yield
    finally:
        settings.STUURBORD_TODAY = before


def _choose(desk: Desk, given: Table) -> None:
    file = desk.file
    actions.choose_procedure(desk.by, file, given["procedure"], given.get("reason", ""), file.version)


def _rule(desk: Desk, given: Table) -> None:
    file = desk.file
    choice = ProcedureChoice.objects.filter(file=file).latest("number")
    actions.rule_on_choice(
        desk.by,
        choice,
        is_approved=given["is_approved"],
        reason=given["reason"],
        expected_version=file.version,
    )


def _moment(desk: Desk, given: Table) -> None:
    for name, value in given.items():
        file = desk.file
        made = timezone.make_aware(value) if isinstance(value, datetime) else value
        actions.set_moment(desk.by, file, name, made, file.version)


def _stage(desk: Desk, given: Table) -> None:
    file = desk.file
    actions.move_to(desk.by, file, given["stage"], file.version, given.get("reason", ""))


def _check(desk: Desk, given: Table) -> None:
    for item, reference in given["items"].items():
        actions.mark_item(desk.by, desk.file, item, actions.Mark("done", reference, desk.on), 0)


def _criteria(desk: Desk, given: Table) -> None:
    rows = [
        criteria.CriterionRow(one["title"], one["kind"], Decimal(one["weight"]), one.get("formula", ""))
        for one in given["rows"]
    ]
    criteria.set_criteria(desk.by, desk.file, None, desk.evaluation, rows)


def _tender(desk: Desk, given: Table) -> None:
    sent = receiving.NewTender(
        given["tenderer"],
        timezone.make_aware(given["received_at"]),
        amount=Decimal(given["amount"]),
        is_sme=given.get("is_sme"),
        reference=given.get("reference", ""),
    )
    receiving.record_tender(desk.by, desk.file, sent)


def _open_tenders(desk: Desk, given: Table) -> None:
    tender_opening.begin_opening(desk.by, desk.file, desk.evaluation)
    tender_opening.complete_opening(desk.office.account(given["beside"]), desk.file, desk.evaluation)


def _examine(desk: Desk, given: Table) -> None:
    """Give each tender its verdict on exclusion, selection and regularity, or one tender another one."""
    for number in given["tenders"]:
        for step in ("exclusion", "selection", "regularity"):
            verdict = given.get(step)
            if verdict is not None:
                tender = desk.tender(number)
                examining.examine(desk.by, tender, tender.version, step, verdict, given.get("reason", ""))


def _price(desk: Desk, given: Table) -> None:
    for number in given["tenders"]:
        tender = desk.tender(number)
        examining.judge_price(desk.by, tender, tender.version, given["verdict"], given["reason"])


def _ask_price(desk: Desk, given: Table) -> None:
    tender = desk.tender(given["tender"])
    examining.ask_justification(desk.by, tender, tender.version, given["question"], desk.on)


def _answer_price(desk: Desk, given: Table) -> None:
    tender = desk.tender(given["tender"])
    examining.record_answer(desk.by, tender, tender.version, given["answer"], desk.on)


def _assess(desk: Desk, given: Table) -> None:
    for name in given["people"]:
        account = desk.office.account(name)
        assessing.assign_assessor(desk.by, desk.file, desk.evaluation, account)
        assessor = Assessor.objects.get(file=desk.file, user=account)
        assessing.declare(account, desk.file, assessor.version, "no_conflict")


def _score(desk: Desk, given: Table) -> None:
    """Let somebody score one criterion: the points of each tender with the words that bear them."""
    criterion = AwardCriterion.objects.get(file=desk.file, title=given["criterion"])
    rows = [
        assessing.ScoreRow(criterion.pk, desk.tender(int(number)).pk, Decimal(points), words)
        for number, (points, words) in given["tenders"].items()
    ]
    assessor = Assessor.objects.get(file=desk.file, user=desk.by)
    assessing.score(desk.by, desk.file, assessor.version, rows)


def _report(desk: Desk, _given: Table) -> None:
    make_report(desk.by, desk.file, None, desk.evaluation)


def _decide(desk: Desk, given: Table) -> None:
    report = standing_report(desk.file, None)
    judgement = deciding.Judgement(
        "award",
        desk.on,
        given["reason"],
        tender=given["tender"],
        alarm_reason=given.get("alarm_reason", ""),
        seen=report.facts_sha256 if report else "",
    )
    deciding.decide_award(desk.by, desk.file, None, desk.evaluation, judgement)


def _inform(desk: Desk, given: Table) -> None:
    informing.inform(desk.by, desk.file, None, desk.evaluation, given["tenders"], desk.on, given["channel"])


def _conclude(desk: Desk, given: Table) -> None:
    file = desk.file
    opening.conclude(desk.by, file, None, file.version, on=desk.on, **_decimals(given))


def _terms(desk: Desk, given: Table) -> None:
    contract = desk.contract
    opening.change_terms(desk.by, contract, _decimals(given), contract.version)


def _bond(desk: Desk, given: Table) -> None:
    contract = desk.contract
    bonding.post_bond(desk.by, contract, Decimal(given["amount"]), desk.on, given["proof"], contract.version)


def _request(desk: Desk, given: Table) -> None:
    """Receive a payment request; where the file says so, it was verified and paid too."""
    contract = desk.contract
    amount = Decimal(given["amount"])
    sent = paying.NewRequest(
        given["reference"], desk.on, amount, amount * Decimal("1.21"), performed_on=given["performed_on"]
    )
    made = paying.receive_request(desk.by, contract, sent, contract.version)
    for name in ("verified_on", "paid_on"):
        if name in given:
            contract = desk.contract
            with standing_on(given[name]):
                paying.pay_request(desk.by, contract, made.number, contract.version, **{name: given[name]})


def _modify(desk: Desk, given: Table) -> None:
    contract = desk.contract
    sent = modifying.NewModification(
        given["ground"],
        given["title"],
        Decimal(given["amount"]),
        desk.on,
        given["document"],
        reason=given.get("reason", ""),
    )
    modifying.modify(desk.by, contract, sent, contract.version)


def _suspend(desk: Desk, given: Table) -> None:
    contract = desk.contract
    modifying.suspend(desk.by, contract, desk.on, given["reason"], contract.version)


def _resume(desk: Desk, _given: Table) -> None:
    contract = desk.contract
    modifying.resume(desk.by, contract, desk.on, contract.version)


def _accept(desk: Desk, given: Table) -> None:
    contract = desk.contract
    sent = accepting.NewAcceptance(
        given["kind"], desk.on, given["document"], remarks=given.get("remarks", "")
    )
    accepting.accept(desk.by, contract, sent, contract.version)


def _default(desk: Desk, given: Table) -> None:
    contract = desk.contract
    accepting.record_default(
        desk.by, contract, given["title"], desk.on, contract.version, given.get("sent_on")
    )


def _call_off(desk: Desk, given: Table) -> None:
    contract = desk.contract
    sent = calling_off.NewCallOff(
        given["title"], desk.on, Decimal(given["amount"]), document=given.get("document", "")
    )
    calling_off.call_off(desk.by, contract, sent, contract.version)


def _tie(desk: Desk, given: Table) -> None:
    """Tie the file to the plan of its project, whose tasks are named as people do."""
    revision = desk.file.project.current_revision
    assert revision is not None  # the file names a project with a plan
    uids = _uids(plan_of(revision.pk))
    tie = Tie(
        uids[given["feeds"]],
        uids[given["branch"]],
        Decimal(given["vat_rate"]),
        tuple((uids[name], Decimal(share)) for name, share in given["payments"].items()),
        (given["article"], given["kind"]),
        is_forecast=True,
    )
    tie_to_plan(desk.by, desk.file, tie, 0)


def _propose(desk: Desk, given: Table) -> None:
    """Propose other facts and another procedure, with what that makes of the plan."""
    file = desk.file
    facts = dict(file.facts) | _plain(given["facts"])
    plan_proposal(desk.by, file, facts, given["procedure"], file.version, given["reason"])


def _uids(plan: Plan) -> dict[str, int]:
    return dict(zip(plan.tasks.name, plan.tasks.uid.tolist(), strict=True))


def _plain(value: Any) -> Any:
    """Return facts as their pages keep them: days as text, whole amounts as whole numbers."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _decimals(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return terms of a contract with its euros, percentages and years as decimals."""
    return {name: Decimal(one) if name in _DECIMAL else one for name, one in given.items()}


_DECIMAL: Final = (
    "initial_amount",
    "ceiling",
    "bond_pct",
    "framework_years",
    "advance_pct",
    "advance_reference",
)
EVENTS: Final[dict[str, Callable[[Desk, Table], None]]] = {
    "choose": _choose,
    "rule": _rule,
    "moment": _moment,
    "stage": _stage,
    "check": _check,
    "criteria": _criteria,
    "tender": _tender,
    "open_tenders": _open_tenders,
    "examine": _examine,
    "price": _price,
    "ask_price": _ask_price,
    "answer_price": _answer_price,
    "assess": _assess,
    "score": _score,
    "report": _report,
    "decide": _decide,
    "inform": _inform,
    "conclude": _conclude,
    "terms": _terms,
    "bond": _bond,
    "request": _request,
    "modify": _modify,
    "suspend": _suspend,
    "resume": _resume,
    "accept": _accept,
    "default": _default,
    "call_off": _call_off,
    "tie": _tie,
    "propose": _propose,
}
"""What can happen to a procurement, by the word of the file."""
