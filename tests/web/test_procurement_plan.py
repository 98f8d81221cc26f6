"""A procurement in the plan: brought to another procedure, proposed, accepted with file and budget."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from web import factories

from stuurbord.engine.editing import short_periods
from stuurbord.errors import NotPermitted
from stuurbord.plan import DependencyRow, Plan, PlanDraft, TaskRow, freeze, instant
from stuurbord.plan.calendar import DAY, moment
from stuurbord.plan.changes import Change, changed, difference
from stuurbord.plan.effort import with_duration
from stuurbord.plan.legal_periods import LAST_MINUTE, last_days, legal_period
from stuurbord.web.accounts.models import Person, Role
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.forecasts.simulating import ITERATIONS, question_of
from stuurbord.web.planning.actions import Conflicts, Refused, Wanted, accept, propose, reject, withdraw
from stuurbord.web.planning.chances import spread_of
from stuurbord.web.planning.effect_words import effect_facts, effect_parts
from stuurbord.web.planning.models import Proposal
from stuurbord.web.planning.proposal_reading import reading_of
from stuurbord.web.planning.readable import groups_of
from stuurbord.web.procurement_desk.keeping import refresh
from stuurbord.web.procurement_desk.models import DueTerm
from stuurbord.web.procurement_desk.running import picture, running_of
from stuurbord.web.procurements.actions import NotAccepted, change_facts, choose_procedure, open_file
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.dated import Dates
from stuurbord.web.procurements.models import (
    InspectionAmount,
    KeptAdvice,
    PendingChange,
    PlanLink,
    ProcedureChoice,
    ProcurementFile,
)
from stuurbord.web.procurements.note import note_of
from stuurbord.web.procurements.plan_effect.branch import Parts, branch_of, merged
from stuurbord.web.procurements.plan_effect.effect_rows import (
    beyond_texts,
    consequences,
    effect_rows,
    shortage_texts,
)
from stuurbord.web.procurements.plan_effect.linking import Tie, tie_to_plan
from stuurbord.web.procurements.plan_effect.on_plan import plan_now as plan_now_of
from stuurbord.web.procurements.plan_effect.on_plan import planned_now
from stuurbord.web.procurements.plan_effect.proposing import (
    _dispatched,
    pending_change,
    pending_facts,
    plan_proposal,
    with_cost,
)
from stuurbord.web.procurements.rows import duty_rows
from stuurbord.web.procurements.told import happenings
from stuurbord.web.procurements.warned import credit_warnings
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of
from stuurbord.web.registers.models import Risk, TaskEstimate

WORKDAY = 8 * 3600
START = instant(datetime(2026, 11, 23, 8))  # noqa: DTZ001 - planning time is naive
FEEDS = 5


def small_plan() -> Plan:
    """A first task, gate G3 that waits for it, three weeks of delivery and gate G4."""
    tasks = [
        TaskRow(1, "Behoefte", duration=5 * WORKDAY),
        TaskRow(FEEDS, "Poort G3", is_milestone=True, gate="G3"),
        TaskRow(6, "Levering", duration=15 * WORKDAY),
        TaskRow(7, "Poort G4 Ingebruikname", is_milestone=True, gate="G4"),
    ]
    links = [DependencyRow(1, FEEDS), DependencyRow(FEEDS, 6), DependencyRow(6, 7)]
    return freeze(PlanDraft(start=START, tasks=tasks, dependencies=links))[0]


def a_procedure(tender_days: int, *, standstill: bool = False) -> Parts:
    """Specifications, a tender period on the clock, assessment, perhaps a standstill, and the conclusion."""
    rows = [
        TaskRow(
            1, "Bestek", duration=10 * WORKDAY, step="S05", constraint=4, constraint_date=START + 7 * DAY
        ),
        TaskRow(
            2,
            "Offertes",
            duration=tender_days * DAY,
            is_elapsed=True,
            step="S12",
            legal_minimum=tender_days,
            legal_basis=f"art. {tender_days}",
        ),
        TaskRow(3, "Beoordeling", duration=5 * WORKDAY, step="S16"),
    ]
    if standstill:
        law = {"legal_minimum": 15, "legal_basis": "art. 11"}
        rows.append(TaskRow(4, "Wachttermijn", duration=15 * DAY, is_elapsed=True, step="S23", **law))
    rows.append(TaskRow(5, "Sluiting", is_milestone=True, step="S24"))
    uids = [row.uid for row in rows]
    return Parts(rows, [DependencyRow(*pair) for pair in pairwise(uids)])


def with_procedure(plan: Plan, parts: Parts):
    """The plan with this procedure for file O-2026-031."""
    branch = branch_of(plan, "O-2026-031")
    return merged(plan, branch, parts, "Plaatsing van opdracht O-2026-031", FEEDS)


def finish_of(plan: Plan, name: str):
    """The day on which a task ends."""
    return moment(int(forecast_schedule(plan).finish[plan.tasks.name.index(name)])).date().isoformat()


def links_of(plan: Plan) -> set[tuple[str, str]]:
    """Links as pairs of names."""
    rows, names = plan.dependencies, plan.tasks.name
    pairs = zip(rows.predecessor_idx.tolist(), rows.successor_idx.tolist(), strict=True)
    return {(names[before], names[after]) for before, after in pairs}


def test_the_first_time_the_steps_come_before_what_waits_for_the_contract():
    """Under one heading with the reference, one after the other, not before the day given."""
    plan = with_procedure(small_plan(), a_procedure(15)).plan

    assert plan.tasks.name[:6] == (
        "Behoefte",
        "Plaatsing van opdracht O-2026-031",
        "Bestek",
        "Offertes",
        "Beoordeling",
        "Sluiting",
    )
    assert {("Bestek", "Offertes"), ("Beoordeling", "Sluiting"), ("Sluiting", "Poort G3")} <= links_of(plan)
    assert finish_of(plan, "Bestek") == "2026-12-11"
    assert plan.tasks.legal_minimum[plan.tasks.name.index("Offertes")] == 15


def test_another_procedure_changes_the_law_and_keeps_the_work():
    """The specifications stay as somebody planned them; the tender period takes what the law sets now."""
    first = with_procedure(small_plan(), a_procedure(15))
    planned = first.plan
    durations = planned.tasks.duration.copy()
    durations[planned.tasks.name.index("Bestek")] = 20 * WORKDAY

    planned = replace(planned, tasks=replace(planned.tasks, duration=durations))
    second = with_procedure(planned, a_procedure(30, standstill=True))
    names = second.plan.tasks.name

    assert names.count("Plaatsing van opdracht O-2026-031") == 1
    assert second.plan.tasks.duration[names.index("Bestek")] == 20 * WORKDAY
    assert second.plan.tasks.duration[names.index("Offertes")] == 30 * DAY
    assert second.branch.legal_minimum(second.plan, "S23") == 15
    assert {("Beoordeling", "Wachttermijn"), ("Wachttermijn", "Sluiting")} <= links_of(second.plan)
    assert set(second.renewed) == {
        int(second.plan.tasks.uid[names.index(one)]) for one in ("Offertes", "Wachttermijn")
    }


def test_a_step_that_the_procedure_lacks_goes_unless_it_has_begun():
    """What waited for it waits for the step before it."""
    first = with_procedure(small_plan(), a_procedure(30, standstill=True)).plan
    back = with_procedure(first, a_procedure(15))

    assert "Wachttermijn" not in back.plan.tasks.name
    assert ("Beoordeling", "Sluiting") in links_of(back.plan)
    assert len(back.gone) == 1


def test_a_period_by_another_law_loses_a_name_that_tells_of_the_old_one():
    """“15 dagen” would be wrong by then; what has begun keeps its name and its length."""
    first = with_procedure(small_plan(), a_procedure(15)).plan
    period = str(int(first.tasks.uid[first.tasks.step.index("S12")]))
    named = changed(first, [Change("tasks", period, "name", None, "Offertes, 15 dagen")])
    begun = changed(named, [Change("tasks", period, "percent_complete", None, 0.5)])

    assert "Offertes, 15 dagen" not in with_procedure(named, a_procedure(30)).plan.tasks.name
    assert "Offertes, 15 dagen" in with_procedure(begun, a_procedure(30)).plan.tasks.name


@pytest.fixture
def project() -> Project:
    """A project with a plan, a budget of two years and a little uncertainty."""
    lead = Person.objects.create(name="E. Maes")
    made = factories.project(
        factories.portfolio("ASN"), "P-014", name="Toegangscontrole gebouwen", manager=lead
    )
    factories.revision(made, small_plan())
    for year, forecast in ((2027, "620000"), (2028, "0")):
        BudgetLine.objects.create(
            project=made, year=year, article="MB0", kind="investment", forecast_payment=Decimal(forecast)
        )
    TaskEstimate.objects.create(
        project=made,
        task="#6",
        quantity="duration",
        shape="pert",
        unit="percent",
        low=90,
        likely=100,
        high=160,
    )
    made.refresh_from_db()
    return made


@pytest.fixture
def manager():
    """A project manager."""
    return factories.user(Role.PROJECT_MANAGER)


FACTS = {"buyer": "subcentral", "sector": "classic", "kind": "supplies", "date": "2027-01-11"}
LOW_FACTS = FACTS | {"estimate": {"base": 139_000}}
HIGH_FACTS = FACTS | {"estimate": {"base": 172_000, "options": 24_000, "renewals": 34_000}}
TIE = Tie(
    FEEDS,
    vat_rate=Decimal("0.21"),
    payments=((6, Decimal("0.6")), (7, Decimal("0.4"))),
    budget=("MB0", "investment"),
)


@pytest.fixture
def file(project, manager) -> ProcurementFile:
    """A file of 139.000 euro, negotiated without prior publication, whose steps are in the plan."""
    made = open_file(manager, project, title="Lezers, controllers en plaatsing", facts=LOW_FACTS)
    choose_procedure(manager, made, "VOPZB", "", made.version)
    made.refresh_from_db()
    tie_to_plan(manager, made, TIE, 0)
    first = plan_proposal(manager, made, LOW_FACTS, "VOPZB", made.version)
    accept(manager, first, first.version)
    made.refresh_from_db()
    made.project.refresh_from_db()
    return made


def raised(actor, file: ProcurementFile) -> Proposal:
    """The proposal to raise the estimate to 230.000 euro, by open procedure."""
    return plan_proposal(actor, file, HIGH_FACTS | {"date": file.facts["date"]}, "OP", file.version)


def everything_about(project: Project) -> dict[str, object]:
    """All that a decision on a proposal could change, as the database holds it."""
    rows = (
        ProcurementFile,
        PlanLink,
        KeptAdvice,
        ProcedureChoice,
        BudgetLine,
        Risk,
        TaskEstimate,
        PlanRevision,
    )
    found: dict[str, object] = {one.__name__: list(one.objects.order_by("pk").values()) for one in rows}
    project.refresh_from_db()
    return found | {"revision": project.current_revision_id, "version": project.version}


def forecasts(project: Project) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """Year → forecast of commitment and payment."""
    lines = BudgetLine.objects.filter(project=project)
    return {one.year: (one.forecast_commitment, one.forecast_payment) for one in lines}


def plan_now(project: Project) -> Plan:
    """The plan that counts."""
    project.refresh_from_db()
    return plan_of(project.current_revision_id)


@pytest.mark.django_db
def test_a_raised_estimate_is_one_proposal_with_its_effect(file, manager):
    """Procedure, periods, gate, dates and euro, before and after; nothing has changed."""
    before = everything_about(file.project)
    made = raised(manager, file)
    effect = made.procurement_change.effect
    was, now = effect["before"], effect["after"]

    assert made.source == "law"
    assert (was["procedure"], now["procedure"]) == ("VOPZB", "OP")
    assert (was["tender_days"], now["tender_days"]) == (15, 40)
    assert (was["tender_minimum"], now["tender_minimum"]) == (None, 30)
    assert (was["standstill_days"], now["standstill_days"]) == (None, 15)
    assert was["commitment"] == {"2027": "168190.00"}
    assert now["commitment"] == {"2027": "278300.00"}
    assert sum(map(Decimal, now["payment"].values())) == Decimal("278300.00")
    assert Decimal(now["forecast"]) - Decimal(was["forecast"]) == Decimal("110110.00")
    assert effect["gate"] == "G3"
    assert now["gate"] > was["gate"]
    assert now["p80"] > was["p80"] >= was["p50"]
    assert effect["missing"] == []
    assert everything_about(file.project) == before


@pytest.mark.django_db
def test_accepting_changes_plan_file_registers_and_budget_together(file, manager):
    """All of it in one step, with the advice kept beside the choice."""
    before = forecasts(file.project)
    made = raised(manager, file)
    accept(manager, made, made.version)
    file.refresh_from_db()
    plan, after = plan_now(file.project), forecasts(file.project)

    assert (file.procedure, file.estimate) == ("OP", Decimal("230000.00"))
    assert file.facts == HIGH_FACTS | {"date": made.procurement_change.effect["after"]["dispatch"]}
    assert file.choices.first().advice.hash == made.procurement_change.advice_hash
    assert plan.tasks.name.count("Wachttermijn") == 1
    assert after[2027][0] - before[2027][0] == Decimal("110110.00")
    assert sum(one[1] for one in after.values()) - sum(one[1] for one in before.values()) == Decimal(
        "110110.00"
    )
    assert plan.tasks.cost[plan.tasks.uid.tolist().index(6)] == 16_698_000
    assert Risk.objects.get(project=file.project, code=f"{file.reference}/2").probability == Decimal("0.04")
    assert AuditEntry.objects.filter(action="procurement.follow", subject=file.subject).exists()


@pytest.mark.django_db
def test_what_the_proposal_promised_is_what_the_forecast_computes_afterwards(file, manager):
    """P50 and P80 of the accepted plan, from the registers as they stand then, are those of the panel."""
    made = raised(manager, file)
    promised = made.procurement_change.effect["after"]
    accept(manager, made, made.version)
    file.project.refresh_from_db()
    found = spread_of(question_of(file.project), ITERATIONS)

    assert moment(found.p50).date().isoformat() == promised["p50"]
    assert moment(found.p80).date().isoformat() == promised["p80"]


@pytest.mark.django_db
def test_the_promise_holds_for_what_registers_name_by_code_too(file, manager):
    """New steps shift the codes behind them: estimates and risks stay with their tasks, in and after it."""
    plan = plan_now(file.project)
    code_of = dict(zip(plan.tasks.uid.tolist(), plan.tasks.wbs, strict=True))
    tenders = branch_of(plan, file.reference).step_uids["S12"][0]
    TaskEstimate.objects.filter(project=file.project, task="#6").update(task=code_of[6])
    TaskEstimate.objects.filter(project=file.project, task=f"#{tenders}").update(task=code_of[tenders])
    Risk.objects.create(
        project=file.project, code="R-1", title="Levering faalt", probability=Decimal("0.5"),
        tasks=code_of[6], repeats=code_of[tenders],
        impact_days_low=10, impact_days=20, impact_days_high=60,
    )  # fmt: skip
    facts = HIGH_FACTS | {"date": file.facts["date"]}
    made = plan_proposal(manager, file, facts, "NOP", file.version)  # its requests come before the tenders
    promised = made.procurement_change.effect["after"]
    accept(manager, made, made.version)
    file.project.refresh_from_db()
    found = spread_of(question_of(file.project), ITERATIONS)
    now = plan_now(file.project)
    new_code_of = dict(zip(now.tasks.uid.tolist(), now.tasks.wbs, strict=True))
    line = Risk.objects.get(project=file.project, code="R-1")

    assert new_code_of[tenders] != code_of[tenders]
    assert (line.tasks, line.repeats) == (new_code_of[6], new_code_of[tenders])
    assert promised["p80"] == moment(found.p80).date().isoformat()
    assert promised["chance"] == found.chance


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["reject", "withdraw"])
def test_what_is_not_accepted_leaves_every_byte_as_it_was(file, manager, how):
    """Plan, file, choices, registers and budget."""
    before = everything_about(file.project)
    made = raised(manager, file)
    if how == "reject":
        reject(manager, made, made.version, "Eerst krediet zoeken")
    else:
        withdraw(manager, made, made.version)

    assert everything_about(file.project) == before
    assert pending_facts(file) is None


@pytest.mark.django_db
@pytest.mark.parametrize("is_estimated", [True, False])
def test_and_back_again_restores_dates_budget_and_chances(file, manager, is_estimated):
    """Lowered to 139.000 euro, all is as it was: plan, forecasts, estimates, and what registers speak of.

    Also of a step that nobody had called uncertain.
    """
    plan = plan_now(file.project)
    uids = {step: found[0] for step, found in branch_of(plan, file.reference).step_uids.items()}
    row = plan.tasks.uid.tolist().index(uids["S09"])
    edited = changed(
        with_duration(plan, row, 0),
        [Change("tasks", str(uids["S09"]), "name", None, "Uitnodiging van vier ondernemingen")],
    )
    edit = propose(manager, file.project, file.project.current_revision, edited, Wanted("Uitnodiging"))
    accept(manager, edit, edit.version)
    TaskEstimate.objects.filter(task=f"#{uids['S17']}").update(low=50, likely=100, high=140)
    TaskEstimate.objects.filter(task=f"#{uids['S09']}").delete()  # of what takes no time
    assert is_estimated or TaskEstimate.objects.filter(task=f"#{uids['S17']}").delete()[0] == 1
    Risk.objects.create(
        project=file.project,
        code="R-9",
        title="Stroef",
        probability=1,
        impact_days=2,
        tasks=f"#{uids['S17']}",
    )

    def told() -> dict[str, object]:
        current = plan_now(file.project)
        found = branch_of(current, file.reference).step_uids
        return {
            "finish": finish_of(current, "Poort G4 Ingebruikname"),
            "dispatch": finish_of(current, "Uitnodiging van vier ondernemingen"),
            "tasks": {step: found[step] for step in ("S09", "S12", "S14", "S17", "S24")},
            "money": forecasts(file.project),
            "estimates": sorted(
                TaskEstimate.objects.filter(project=file.project, is_archived=False).values_list(
                    "task", "low", "likely", "high"
                )
            ),
            "finish80": spread_of(question_of(file.project), ITERATIONS).p80,
        }

    before = told()
    for facts, code in ((HIGH_FACTS, "OP"), (LOW_FACTS, "VOPZB")):
        file.refresh_from_db()
        file.project.refresh_from_db()
        made = plan_proposal(manager, file, facts, code, file.version)
        accept(manager, made, made.version)

    assert told() == before
    assert Risk.objects.get(project=file.project, code=f"{file.reference}/2").state == "closed"
    dates = Dates(ProcurementFile.objects.get(pk=file.pk), asked(ProcurementFile.objects.get(pk=file.pk)))
    lane = dates.lanes["VOPZB"]
    assert lane.last_of("S09") <= lane.last_of("S12")


@pytest.mark.django_db
def test_a_risk_that_people_wrote_down_themselves_is_not_put_beside_it(project, manager):
    """Of a procedure that is done again by a risk of the register, the proposal brings no second one."""
    made = open_file(manager, project, title="Lezers", facts=LOW_FACTS)
    choose_procedure(manager, made, "VOPZB", "", made.version)
    made.refresh_from_db()
    tie_to_plan(manager, made, TIE, 0)
    first = plan_proposal(manager, made, LOW_FACTS, "VOPZB", made.version)
    accept(manager, first, first.version)
    Risk.objects.filter(code=f"{made.reference}/1").delete()
    tenders = branch_of(plan_now(project), made.reference).step_uids["S12"][0]
    Risk.objects.create(project=project, code="R-8", title="Herplaatsing", repeats=f"#{tenders}")
    made.refresh_from_db()
    second = raised(manager, made)
    accept(manager, second, second.version)

    codes = set(Risk.objects.filter(project=project).values_list("code", flat=True))
    assert codes == {"R-8", f"{made.reference}/2"}


@pytest.mark.django_db
def test_every_procedure_closes_on_the_same_day_before_and_after_another_was_accepted(file, manager):
    """Also where work was planned shorter than usual that the procedure between does not have."""
    plan = plan_now(file.project)
    uid = {step: uids[0] for step, uids in branch_of(plan, file.reference).step_uids.items()}
    shorter = {"S16": (4 * WORKDAY, "Beoordeling door twee"), "S17": (3 * WORKDAY, "Twee gesprekken")}
    for step, (duration, name) in {**shorter, "S12": (20 * DAY, "Twintig dagen")}.items():
        row = plan.tasks.uid.tolist().index(uid[step])
        plan = with_duration(plan, row, duration)
        plan = changed(plan, [Change("tasks", str(uid[step]), "name", None, name)])
    edit = propose(manager, file.project, file.project.current_revision, plan, Wanted("Korter"))
    accept(manager, edit, edit.version)

    def closings(facts: dict[str, object]) -> dict[str, date | None]:
        stored = ProcurementFile.objects.get(pk=file.pk)
        lanes = Dates(stored, asked(stored, facts), is_changed=facts != stored.facts).lanes
        return {code: lane.closing for code, lane in lanes.items()}

    high, low = closings(HIGH_FACTS), closings(LOW_FACTS)
    file.refresh_from_db()
    made = raised(manager, file)
    accept(manager, made, made.version)

    assert high["OP"] is not None
    assert high["MPO"] is not None
    assert high["CD"] is not None
    assert closings(ProcurementFile.objects.get(pk=file.pk).facts) | {"VOPZB": None} == high | {"VOPZB": None}
    assert closings(LOW_FACTS) == low
    assert low["VOPZB"] < low["OP"]


@pytest.mark.django_db
def test_a_risk_of_the_procurement_has_an_owner_from_the_start(file, manager):
    """Who manages the project, until somebody else takes it over."""
    owners = Risk.objects.filter(project=file.project, code__startswith=file.reference)

    assert owners.exists()
    assert {one.owner for one in owners} == {file.project.manager}
    assert file.project.manager is not None


@pytest.mark.django_db
def test_a_part_of_it_cannot_be_accepted(file, manager):
    """Plan and file would no longer tell the same story."""
    made = raised(manager, file)
    before = everything_about(file.project)
    with pytest.raises(Refused, match=file.reference):
        accept(manager, made, made.version, [tuple(made.changes[0][:2])])

    assert everything_about(file.project) == before


@pytest.mark.django_db
def test_it_is_refused_once_the_file_changed(file, manager):
    """It was made on other facts."""
    made = raised(manager, file)
    change_facts(manager, file, LOW_FACTS | {"urgency": "none"}, file.version)
    with pytest.raises(Refused, match=r"anew|opnieuw"):
        accept(manager, made, made.version)


@pytest.mark.django_db
def test_a_plan_that_moved_on_in_the_same_place_is_told_as_conflict(file, manager):
    """As of every proposal."""
    made = raised(manager, file)
    plan = plan_now(file.project)
    period = plan.tasks.uid[plan.tasks.step.index("S12")].item()
    other = changed(plan, [Change("tasks", str(period), "duration", None, 20 * DAY)])
    own = propose(manager, file.project, file.project.current_revision, other, Wanted("Langer"))
    accept(manager, own, own.version)

    with pytest.raises(Conflicts):
        accept(manager, made, made.version)


@pytest.mark.django_db
def test_what_the_rules_do_not_allow_is_no_proposal(file, manager):
    """Against the rules one chooses apart, with a reason and four eyes."""
    with pytest.raises(NotAccepted):
        plan_proposal(manager, file, HIGH_FACTS, "VOPZB", file.version)

    assert pending_facts(file) is None


@pytest.mark.django_db
def test_on_facts_that_contradict_each_other_nothing_is_proposed(file, manager):
    """Whatever the reason: money and periods of no procedure are known."""
    facts = HIGH_FACTS | {"sector": "special"}
    for code in ("OP", "VOPZB", "OZO"):
        with pytest.raises(NotAccepted):
            plan_proposal(manager, file, facts, code, file.version, "Zo staat het in de nota van de jurist.")

    assert pending_facts(file) is None


@pytest.mark.django_db
def test_the_choice_is_of_who_proposed_it(file, manager):
    """Who accepts a proposal gave neither the choice nor its reason."""
    other = factories.user(Role.PORTFOLIO_MANAGER, name="Iemand Anders")
    made = raised(manager, file)
    accept(other, made, made.version)
    choice = ProcedureChoice.objects.filter(file=file).latest("number")

    assert (choice.procedure, choice.by_id, choice.by_name) == ("OP", manager.pk, str(manager))


@pytest.mark.django_db
def test_a_proposal_that_is_refused_leaves_what_was_filled_in_on_the_page(client, file, manager):
    """Figures, procedure and the verdicts on these figures: only the reason is lacking."""
    client.force_login(manager)
    sent = {
        **{name: HIGH_FACTS[name] for name in ("buyer", "sector", "kind")},
        **{f"estimate_{name}": str(euro) for name, euro in HIGH_FACTS["estimate"].items()},
        "date": file.facts["date"],
        "facts": "1",
        "procedure": "MPO",
        "version": file.version,
    }
    page = client.post(reverse("procurement_propose", args=[file.reference]), sent)

    assert page.status_code == 422
    assert page.context["estimate_after"] == 230_000
    assert {one.code: one.verdict for one in page.context["verdicts"]}["VOPZB"] == "refused"
    assert page.context["plan_bar"]["chosen"] == "MPO"


@pytest.mark.django_db
def test_a_new_proposal_takes_the_place_of_ones_own(file, manager):
    """Of somebody else's it says that it waits."""
    first = raised(manager, file)
    second = plan_proposal(manager, file, HIGH_FACTS, "NOP", file.version)
    first.refresh_from_db()

    assert first.state == "withdrawn"
    assert second.state == "open"
    with pytest.raises(NotAccepted, match=str(second.number)):
        raised(factories.user(Role.PROJECT_MANAGER), file)


@pytest.mark.django_db
def test_without_a_vat_rate_no_amount_is_guessed(file, manager):
    """What is missing is told; the dates are."""
    PlanLink.objects.filter(file=file).update(vat_rate=None)
    effect = raised(manager, file).procurement_change.effect

    assert effect["missing"] == ["vat"]
    assert effect["after"]["commitment"] == effect["after"]["payment"] == {}
    assert effect["after"]["gate"]


@pytest.mark.django_db
def test_the_page_shows_the_proposal_and_decides_it(client, file, manager):
    """In Dutch: the bar with its differences, the panel, accepting and rejecting with a reason."""
    client.force_login(manager)
    made = raised(manager, file)
    page = client.get(reverse("procurement_file", args=[file.reference])).content.decode()
    rejected = client.post(
        reverse("procurement_proposal_reject", args=[file.reference, made.number]), {"version": made.version}
    )
    accepted = client.post(
        reverse("procurement_proposal_accept", args=[file.reference, made.number]), {"version": made.version}
    )
    file.refresh_from_db()

    for text in (
        "Gevolg van het voorstel",
        "Vastlegging 2027",
        "278.300",
        "Wachttermijn",
        "Voorstel aanvaarden",
    ):
        assert text in page
    assert rejected.status_code == 422
    assert accepted.status_code == 302
    assert file.procedure == "OP"


@pytest.mark.django_db
def test_the_way_to_the_plan_leads_to_the_proposal_that_waits(client, file, manager):
    """While one waits the plan opens with it; before that, as it is."""
    client.force_login(manager)
    page = reverse("procurement_file", args=[file.reference])
    plan = reverse("project_plan", args=[file.project.portfolio.key, file.project.code])
    before = client.get(page).content.decode()
    made = raised(manager, file)
    waiting = client.get(page).content.decode()

    assert f'href="{plan}"' in before
    assert f'href="{plan}?voorstel={made.number}"' in waiting
    assert client.get(f"{plan}?voorstel={made.number}").context["proposal"] == made


@pytest.mark.django_db
def test_a_look_at_other_figures_speaks_of_one_procedure(client, file, manager):
    """Headline, row, lane and duties: of what would be proposed; what was chosen stays while it may."""
    client.force_login(manager)
    address = reverse("procurement_facts", args=[file.reference])
    shown = {name: HIGH_FACTS[name] for name in ("buyer", "sector", "kind")} | {"do": "look"}

    def look(**euro: str):
        stored = ProcurementFile.objects.get(pk=file.pk)
        more = {f"estimate_{name}": text for name, text in euro.items()}
        return client.post(address, shown | more | {"date": stored.facts["date"]}).context

    raised_up = look(base="172000", options="24000", renewals="34000")
    marked = [one.code for one in raised_up["verdicts"] if one.is_marked_out]
    assert (marked, raised_up["lanes"][-1].code) == (["OP"], "OP")
    assert {one.code: one.closing for one in raised_up["verdicts"]}["VOPZB"] is None
    assert all("REASONED" not in one.key for one in raised_up["advice"].obligations)

    made = raised(manager, file)
    accept(manager, made, made.version)
    back = look(base="139000")
    assert [one.code for one in back["verdicts"] if one.is_marked_out] == ["OP"]
    closing = {one.code: one.closing for one in back["verdicts"]}["OP"]
    assert f"{closing:%d/%m/%Y}" in back["conclusion"]


@pytest.mark.django_db
def test_figures_that_were_filled_in_are_proposed_from_the_page(client, file, manager):
    """Filled in, looked at, proposed: the file itself stays as it is."""
    client.force_login(manager)
    sent = {**FACTS, "estimate_base": "172.000", "estimate_options": "24.000", "estimate_renewals": "34.000"}
    looked = client.get(reverse("procurement_file", args=[file.reference]), sent | {"look": "1"})
    proposed = client.post(
        reverse("procurement_propose", args=[file.reference]),
        sent | {"facts": "1", "procedure": "OP", "version": file.version},
    )
    file.refresh_from_db()

    again = client.get(
        reverse("procurement_file", args=[file.reference]), sent | {"look": "1", "estimate_base": "180.000"}
    )

    assert "Voorstel maken voor de planning" in looked.content.decode()
    assert proposed.status_code == 302
    assert f"Vervangt voorstel {pending_change(file).proposal.number}" in again.content.decode()
    assert pending_facts(file)["estimate"] == HIGH_FACTS["estimate"]
    assert file.estimate == Decimal("139000.00")


@pytest.mark.django_db
def test_payments_that_are_not_the_whole_are_refused(file, manager):
    """Sixty and thirty percent leave ten that nobody pays."""
    payments = ((6, Decimal("0.6")), (7, Decimal("0.3")))
    with pytest.raises(NotAccepted, match="100"):
        tie_to_plan(manager, file, replace(TIE, payments=payments), file.plan_link.version)


@pytest.mark.django_db
def test_what_the_forecast_holds_already_is_not_added_again(project, manager):
    """A plan and a budget made before the file: the first proposal adds only what is more."""
    made = open_file(manager, project, title="Lezers", facts=LOW_FACTS)
    choose_procedure(manager, made, "VOPZB", "", made.version)
    made.refresh_from_db()
    tie_to_plan(manager, made, TIE, 0)
    first = plan_proposal(manager, made, LOW_FACTS, "VOPZB", made.version)
    PendingChange.objects.filter(proposal=first).update(money={"missing": ["vat"]})
    accept(manager, first, first.version)
    made.refresh_from_db()
    made.project.refresh_from_db()
    tie = replace(TIE, branch_uid=made.plan_link.branch_uid, is_forecast=True)
    tie_to_plan(manager, made, tie, made.plan_link.version)
    before = forecasts(project)
    second = raised(manager, made)
    accept(manager, second, second.version)

    assert before[2027][1] == Decimal("620000")
    assert forecasts(project)[2027][1] - before[2027][1] == Decimal("110110.00")


@pytest.mark.django_db
def test_without_a_budget_line_only_the_plan_holds_the_money(file, manager):
    """Said later on which line it stands, the forecast still takes the whole of it."""
    tie_to_plan(manager, file, replace(TIE, budget=None), file.plan_link.version)
    PlanLink.objects.filter(file=file).update(forecast={"tasks": file.plan_link.forecast["tasks"]})
    before = forecasts(file.project)
    made = raised(manager, file)
    accept(manager, made, made.version)

    assert made.procurement_change.effect["missing"] == ["budget_line"]
    assert forecasts(file.project) == before
    assert PlanLink.objects.get(file=file).forecast.keys() == {"tasks"}


@pytest.mark.django_db
def test_how_it_is_tied_stands_while_a_proposal_waits(file, manager):
    """The proposal was computed on it."""
    made = raised(manager, file)
    with pytest.raises(NotAccepted, match=str(made.number)):
        tie_to_plan(manager, file, TIE, file.plan_link.version)


@pytest.mark.django_db
def test_the_table_takes_dates_and_gate_from_the_plan(client, file, manager):
    """Those of the proposal for its own procedure, a plan with the steps of another for that one."""
    client.force_login(manager)
    raised(manager, file)
    page = client.get(reverse("procurement_file", args=[file.reference]))
    effect = pending_change(file).effect["after"]
    rows = {row.code: row for row in page.context["verdicts"]}
    open_, restricted, direct = rows["OP"], rows["NOP"], rows["VOPZB"]

    assert open_.is_marked_out
    assert (open_.closing.isoformat(), open_.gate_on.isoformat()) == (effect["conclusion"], effect["gate"])
    assert restricted.gate_on > open_.gate_on
    assert (direct.closing, direct.gate_on) == (None, None)
    assert direct.note == _("chosen at {amount}").format(amount="€\N{NO-BREAK SPACE}139.000")
    assert consequences(pending_change(file).effect) in page.context["conclusion"]


@pytest.mark.django_db
def test_chances_come_after_the_page(client, file, manager):
    """Proposed from the page without them; asked for, they are those that are computed at once."""
    client.force_login(manager)
    at_once = pending_change_of(raised(manager, file))
    sent = {**FACTS, "estimate_base": "172.000", "estimate_options": "24.000", "estimate_renewals": "34.000"}
    client.post(
        reverse("procurement_propose", args=[file.reference]),
        sent | {"facts": "1", "procedure": "OP", "version": file.version},
    )
    before = pending_change(file).effect
    client.post(reverse("procurement_chances", args=[file.reference]))
    after = pending_change(file).effect

    assert (before["is_chanced"], before["after"]["p80"]) == (False, None)
    assert after == at_once.effect


def pending_change_of(proposal: Proposal) -> PendingChange:
    """What waits with a proposal."""
    return PendingChange.objects.get(proposal=proposal)


@pytest.mark.django_db
def test_what_is_proposed_against_the_order_of_the_rules_is_named(client, file, manager):
    """Headline and note speak of the restricted procedure, though the rules put the open one first."""
    facts = HIGH_FACTS | {"date": file.facts["date"]}
    plan_proposal(manager, file, facts, "NOP", file.version)
    client.force_login(manager)
    page = client.get(reverse("procurement_file", args=[file.reference])).context
    closing = {one.code: one.closing for one in page["verdicts"]}["NOP"]
    stored = ProcurementFile.objects.get(pk=file.pk)
    pending = pending_change(stored)
    answer = asked(stored, pending.facts | {"chosen": "NOP"})
    told = str(note_of(stored, asked(stored), Dates(stored, answer, pending, is_changed=True)))

    assert f"{closing:%d/%m/%Y}" in page["conclusion"]
    assert "De regels stellen" not in page["conclusion"]
    assert "niet-openbare procedure" in page["conclusion"]
    assert _("Proposed procedure") in told
    assert "Niet-openbare procedure" in told


@pytest.mark.django_db
def test_the_note_rests_on_the_proposal_that_waits(file, manager):
    """Its estimate, its days from the plan, and that it waits; without one, on what is kept."""
    kept = note_of(file, asked(file), Dates(file, asked(file)))
    raised(manager, file)
    waiting = pending_change(file)
    answer = asked(file, waiting.facts | {"chosen": waiting.choice})
    note = note_of(file, asked(file), Dates(file, answer, waiting, is_changed=True))
    day = date.fromisoformat(waiting.effect["after"]["conclusion"]).strftime("%d/%m/%Y")
    told = _("Proposal {number} waits for a decision: this note rests on its facts and its days.").format(
        number=waiting.proposal.number
    )

    assert day in note.title
    assert told in str(note.blocks)
    assert told not in str(kept.blocks)
    assert "230.000" in note.title
    assert "139.000" in kept.title


def with_last_day(parts: Parts) -> Parts:
    """These parts with the row for the last day of the standstill, as a procedure of the rule book has it."""
    calendar = last_days(2025, 2035)
    row = TaskRow(
        9, "Laatste dag", is_milestone=True, duration=LAST_MINUTE, calendar=calendar.name, step="S23"
    )
    rows = [*parts.rows[:-1], row, parts.rows[-1]]
    return Parts(rows, [DependencyRow(*pair) for pair in pairwise(one.uid for one in rows)], (calendar,))


@pytest.mark.parametrize("week_day", range(5))
def test_a_conclusion_without_duration_falls_on_the_day_after_the_standstill(week_day):
    """In the plan itself, whatever day the decision is sent; what follows begins in working time."""
    parts = with_last_day(a_procedure(30 + week_day, standstill=True))
    found = with_procedure(small_plan(), parts)
    schedule, names = forecast_schedule(found.plan), found.plan.tasks.name
    event = moment(int(schedule.start[names.index("Wachttermijn")])).date()
    concluded = legal_period(event, 15).next_day
    begins = moment(int(schedule.start[names.index("Levering")]))

    assert finish_of(found.plan, "Laatste dag") == legal_period(event, 15).last_day.isoformat()
    assert finish_of(found.plan, "Sluiting") == concluded.isoformat()
    assert found.branch.conclusion(found.plan, schedule) == concluded
    assert (begins.date() >= concluded, begins.hour) == (True, 8)
    assert "Wachttermijn" not in {one.name for one in short_periods(found.plan, schedule)}


def test_a_conclusion_that_stood_on_the_last_day_is_moved_off_it():
    """A link without lag, from before or by hand, takes it with the next proposal."""
    parts = with_last_day(a_procedure(30, standstill=True))
    plan = with_procedure(small_plan(), parts).plan
    ends = (str(int(plan.tasks.uid[plan.tasks.name.index(one)])) for one in ("Laatste dag", "Sluiting"))
    bare = changed(plan, [Change("dependencies", ">".join(ends), "lag", None, 0)])

    assert finish_of(bare, "Sluiting") == finish_of(bare, "Laatste dag")
    assert finish_of(with_procedure(bare, parts).plan, "Sluiting") == finish_of(plan, "Sluiting")
    assert finish_of(plan, "Sluiting") > finish_of(plan, "Laatste dag")


def test_a_new_period_is_told_in_calendar_days():
    """Fifteen days on the clock are no 45 working days, and its last day has no length to tell."""
    before = small_plan()
    after = with_procedure(before, with_last_day(a_procedure(30, standstill=True))).plan
    sides = [(one, forecast_schedule(one)) for one in (before, after)]
    groups = groups_of(difference(before, after), *sides)
    rows = [row for group in groups if group.table == "tasks" for row in group.rows]
    told = {row.title: {fact.label: fact.after for fact in row.facts} for row in rows}

    assert told["Wachttermijn"][_("Duration")] == "15\N{NO-BREAK SPACE}d"
    assert _("Duration") not in told["Laatste dag"]


@pytest.mark.django_db
def test_accepting_dates_the_dispatch_as_the_plan_does(client, file, manager):
    """One day of dispatch in plan and file; the panel tells that it moves, and nothing warns of two."""
    stood = plan_now(file.project)
    was = branch_of(stood, file.reference).dispatch(stood, forecast_schedule(stood))
    was = was or date.fromisoformat(FACTS["date"])  # a plan without that step leaves it to the facts
    made = raised(manager, file)
    client.force_login(manager)
    page = client.get(reverse("procurement_file", args=[file.reference]))
    accept(manager, made, made.version)
    file.refresh_from_db()
    plan = plan_now(file.project)
    branch = branch_of(plan, file.reference)
    day = branch.dispatch(plan, forecast_schedule(plan))
    effect = made.procurement_change.effect

    assert file.facts["date"] == day.isoformat() != FACTS["date"]
    assert (effect["before"]["dispatch"], effect["after"]["dispatch"]) == (was.isoformat(), day.isoformat())
    assert page.context["dispatch"] == day


@pytest.mark.django_db
def test_a_day_of_dispatch_on_which_the_rules_judge_otherwise_is_refused(file):
    """With that day, to be filled in and looked at; a day that somebody fills in stays."""
    facts = HIGH_FACTS | {"chosen": "OP", "date": file.facts["date"]}
    planned = date(2040, 3, 1)
    own = HIGH_FACTS | {"date": "2027-02-01"}
    with pytest.raises(NotAccepted, match="01/03/2040"):
        _dispatched(file, facts, asked(file, facts), "OP", planned)
    kept, _answer = _dispatched(file, own, asked(file, own | {"chosen": "OP"}), "OP", planned)

    assert kept == own


@pytest.mark.django_db
def test_credit_that_is_lacking_is_told(file, manager):
    """With what is left and how much is too little; without a budget nothing is claimed."""
    BudgetLine.objects.filter(project=file.project, year=2027).update(budgeted_commitment=Decimal(232_190))
    waiting = raised(manager, file).procurement_change

    lacking = {"year": "2027", "free": "64000.00", "short": "46110.00", "before": "0"}
    assert waiting.effect["shortages"] == [lacking]
    assert "46.110" in shortage_texts(waiting.effect)[0]


@pytest.mark.django_db
def test_the_same_credit_is_lacking_before_and_after_a_proposal_is_accepted(file, manager):
    """All that this contract lacks is told to who decides, with what it lacks already today."""
    BudgetLine.objects.filter(project=file.project, year=2027).update(budgeted_commitment=Decimal(158_190))
    proposal = raised(manager, file)
    lacking = {"year": "2027", "free": "0", "short": "120110.00", "before": "10000.00"}
    told = shortage_texts(proposal.procurement_change.effect)[0]
    accept(factories.user(Role.PROJECT_OWNER), proposal, proposal.version)
    kept = ProcurementFile.objects.get(pk=file.pk)

    assert proposal.procurement_change.effect["shortages"] == [lacking]
    assert "120.110" in told
    assert "10.000" in told
    assert "120.110" in credit_warnings(kept, PlanLink.objects.get(file=kept))[0]


@pytest.mark.django_db
def test_credit_beyond_the_budget_is_for_somebody_else_to_decide(client, file, manager):
    """The dates stay within what was agreed, the money does not: who proposed it cannot accept it."""
    BudgetLine.objects.filter(project=file.project, year=2027).update(budgeted_commitment=Decimal(158_190))
    made = raised(manager, file)
    client.force_login(manager)
    page = client.get(reverse("plan_proposal", args=["ASN", "P-014", made.number]))
    of_file = client.get(reverse("procurement_file", args=[file.reference]))

    assert made.asks == Permission.DECIDE
    assert "120.110" in page.context["mandate"][0]
    assert not page.context["may_accept"]
    assert not of_file.context["plan_bar"]["may_accept"]
    with pytest.raises(NotPermitted):
        accept(manager, made, made.version)
    assert accept(factories.user(Role.PROJECT_OWNER), made, made.version).number == 3


@pytest.mark.django_db
def test_credit_that_came_meanwhile_leaves_nothing_to_decide(file, manager):
    """Weighed when it is accepted, on the budget as it is then; and what others used meanwhile counts too."""
    line = BudgetLine.objects.filter(project=file.project, year=2027)
    line.update(budgeted_commitment=Decimal(158_190))
    short = raised(manager, file)
    line.update(budgeted_commitment=Decimal(900_000))
    (along,) = reading_of(short).companions

    assert short.asks == Permission.DECIDE
    assert along.beyond == ()
    assert not reading_of(short).asked.asks_decision


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({}, {}, 0),
        ({}, {"forecast": "700000.01"}, 1),
        ({"forecast": "710000"}, {"forecast": "710000"}, 0),
        ({}, {"p80": "2027-11-09"}, 1),
        ({"p80": "2027-12-01"}, {"p80": "2027-12-01"}, 0),
        ({"p80": None}, {"p80": "2027-11-08"}, 0),
        ({"forecast": None}, {"forecast": None, "p80": None}, 0),
    ],
)
def test_what_leaves_the_tolerance_or_grows_beyond_it_is_told(before, after, found):
    """To the cent and the day; what lay beyond it already and does not grow was decided before."""
    sides = {"forecast": "600000", "p80": "2027-11-01"}
    effect = {
        "limit": "2027-11-08",
        "most": "700000",
        "shortages": [{"year": "2027", "short": "5", "before": "5", "free": "0"}],
        "before": sides | before,
        "after": sides | after,
    }

    assert len(beyond_texts(effect)) == found


@pytest.mark.django_db
def test_the_page_of_the_proposal_tells_what_goes_with_the_plan(client, file, manager):
    """Procedure, estimate, days, money and chances of the file; ticking rows is of no use there."""
    made = raised(manager, file)
    client.force_login(manager)
    page = client.get(reverse("plan_proposal", args=["ASN", "P-014", made.number]))
    (along,) = page.context["reading"].companions
    text = page.content.decode()

    assert along.url == reverse("procurement_file", args=[file.reference])
    assert [one.label for one in along.lines][1:] == [
        one.label for one in effect_rows(made.procurement_change.effect)
    ]
    assert f'href="{along.url}"' in text
    assert "OP" not in along.lines[0].after
    assert page.context["may_accept"]
    assert not page.context["may_tick"]
    accept(manager, made, made.version)
    later = client.get(reverse("plan_proposal", args=["ASN", "P-014", made.number]))
    assert later.context["reading"].companions == ()


@pytest.mark.django_db
def test_a_look_at_other_figures_tells_what_they_would_come_to(client, file, manager):
    """Days, gate and money beside those of today, before anything is proposed; nothing is kept."""
    client.force_login(manager)
    stood = everything_about(file.project)
    figures = {"estimate_base": "172.000", "estimate_options": "24.000", "estimate_renewals": "34.000"}
    sent = {**FACTS, **figures, "look": "1"}
    looked = client.get(reverse("procurement_file", args=[file.reference]), sent).context["plan_effect"]
    everything = everything_about(file.project)
    made = raised(manager, file)
    told = {one.label: (one.before, one.after) for one in looked["rows"]}
    proposed = {one.label: (one.before, one.after) for one in effect_rows(made.procurement_change.effect)}

    assert everything == stood
    assert looked["is_previewed"]
    assert told == {label: sides for label, sides in proposed.items() if label in told}
    assert {_("Dispatch"), _("Conclusion"), _("Commitment {year}").format(year=2027)} <= told.keys()


@pytest.mark.django_db
def test_the_planning_page_draws_the_chances_of_the_file(client, file, manager):
    """Also what is uncertain about the new steps, which no register holds yet; and of which gate."""
    client.force_login(manager)
    made = raised(manager, file)
    effect = made.procurement_change.effect
    place = (file.project.portfolio.key, file.project.code)
    sent = {"base": made.base.number, "proposal": made.number}
    found = client.post(reverse("plan_p80", args=place), sent, content_type="application/json").json()
    days = [date.fromisoformat(effect[side]["p80"]) for side in ("before", "after")]

    assert found["days"] == (days[1] - days[0]).days
    assert moment(found["p80"]).date() == days[1]
    assert found["goal"] == effect["goal_code"]


@pytest.mark.parametrize(
    ("cost", "expected"), [({6: 28_240_000}, (28_119_000, 11_132_000)), ({}, (16_698_000, 11_132_000))]
)
def test_money_that_the_plan_holds_with_one_task_is_not_held_by_another(cost, expected):
    """All of it planned with the delivery, the last part moves to the gate; planned nowhere, all is new."""
    plan = small_plan()
    plan = changed(plan, [Change("tasks", str(uid), "cost", None, cents) for uid, cents in cost.items()])
    link = PlanLink(forecast={"tasks": {"6": "100914.00", "7": "67276.00"}})
    after = with_cost(plan, {6: Decimal("166980.00"), 7: Decimal("111320.00")}, link)
    rows = [after.tasks.uid.tolist().index(uid) for uid in (6, 7)]

    assert tuple(after.tasks.cost[rows].tolist()) == expected


def test_what_a_proposal_costs_says_whose_figure_it_is():
    """The plan's, not a credit."""
    effect = {
        **{"n_moved": 0, "gates": [], "milestones": [], "late": [], "finish_days": 0},
        **{"n_became_critical": 0, "n_no_longer_critical": 0, "cost_by_year": {"2027": -121_000}},
    }
    told = _("cost {year}").format(year="2027")

    assert effect_parts(effect)[-1].startswith(f"{told} \N{MINUS SIGN}")
    assert effect_facts(effect)[-1]["label"] == _("Cost by the plan")


@pytest.mark.django_db
def test_the_address_of_what_was_filled_in_leads_to_the_file(client, file, manager):
    """A page that was answered there is asked anew by its address."""
    client.force_login(manager)
    asked_anew = [
        client.get(reverse(name, args=[file.reference]))
        for name in ("procurement_facts", "procurement_propose")
    ]

    assert {one.url for one in asked_anew} == {reverse("procurement_file", args=[file.reference])}


@pytest.mark.django_db
def test_the_log_tells_a_file_once_and_what_became_of_its_proposal(file, manager):
    """What was withdrawn is not “followed by” the file, and its title names the file already."""
    made = raised(manager, file)
    withdraw(manager, made, made.version)
    told = [one.text for one in happenings(file)]

    assert all(one.count(file.reference) == 1 for one in told)
    assert (
        _("Proposal {proposal} for {subject} does not go through: plan and file stay as they were").format(
            proposal=made.number, subject=file.reference
        )
        in told
    )


@pytest.mark.django_db
def test_terms_and_duties_take_their_days_from_the_plan(file, manager):
    """Advice, dispatch and tenders in the list of terms as soon as the plan counts; duties say by when."""
    approved = raised(manager, file)
    accept(manager, approved, approved.version)
    file.refresh_from_db()
    file.project.refresh_from_db()
    found = planned_now(file, PlanLink.objects.get(file=file), plan_now_of(file))
    steps = {one.step: one for one in found.steps}
    terms = {one.key: one for one in DueTerm.objects.filter(file=file)}
    lane = Dates(file, asked(file)).lanes["OP"]
    duties = {one.article: one for one in duty_rows(file, asked(file), lane)}

    assert terms["dispatch"].due == steps["S09"].last
    assert terms["tenders"].due == steps["S12"].last
    assert terms["tenders"].certainty == "norm"
    assert running_of(file, "OP", terms, None).tenders == steps["S12"].last
    assert f"{file.reference} " in picture([running_of(file, "OP", terms, None)], steps["S09"].first)
    assert duties["Wet 17/06/2016, art. 81"].due == steps["S09"].last
    assert duties["Wet 17/06/2016, art. 84"].due == steps["S15"].last
    assert duties["Wet 17/06/2016, art. 84"].is_expected


@pytest.mark.django_db
def test_terms_move_with_the_plan_until_the_award(file, manager):
    """A later dispatch in a new revision moves the term; of an awarded file the plan says nothing."""
    approved = raised(manager, file)
    accept(manager, approved, approved.version)
    file.refresh_from_db()
    plan = plan_now(file.project)
    row = plan.tasks.step.index("S05")
    later = changed(plan, [Change("tasks", str(int(plan.tasks.uid[row])), "duration", None, 90 * WORKDAY)])
    stood = DueTerm.objects.get(file=file, key="dispatch").due
    factories.revision(file.project, later)
    moved = DueTerm.objects.get(file=file, key="dispatch").due
    ProcurementFile.objects.filter(pk=file.pk).update(awarded_on=date(2027, 3, 1))
    refresh([file.pk])

    assert moved > stood
    assert not DueTerm.objects.filter(file=file, key="tenders").exists()


@pytest.mark.django_db
def test_both_advices_of_the_inspectorate_are_asked_when_the_plan_says(file, manager):
    """Before the approval and before the award, each on the day on which its step begins."""
    InspectionAmount.objects.create(
        kind="supplies", amount=Decimal(200_000), valid_from=date(2020, 1, 1), source="Besluit"
    )
    approved = raised(manager, file)
    accept(manager, approved, approved.version)
    file.refresh_from_db()
    file.project.refresh_from_db()
    found = planned_now(file, PlanLink.objects.get(file=file), plan_now_of(file))
    first = {one.step: one.first for one in found.steps}
    due = dict(DueTerm.objects.filter(file=file, kind="inspection").values_list("key", "due"))

    assert due == {"inspection": first["S07"], "inspection-award": first["S19"]}
