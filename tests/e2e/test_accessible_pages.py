"""Every page, in light and dark, wide and narrow: no finding of axe, no inline style, nothing cut off."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from e2e.procurement_records import procurement_pages
from playwright.sync_api import expect
from web import factories

from stuurbord.engine.editing import Edit, Insert, Link, Remove, Resize, SetFacts, edited
from stuurbord.exchange import mspdi
from stuurbord.web.accounts.models import Membership, Role, Scope, User
from stuurbord.web.api.tokens import create_token
from stuurbord.web.clock import today
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.imports.actions import receive
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.lists.sheets.accepting import receive as receive_sheet
from stuurbord.web.meetings.actions.agenda import accept_proposals, add_item
from stuurbord.web.meetings.actions.planning import lead_meeting, plan_meeting
from stuurbord.web.meetings.models import AgendaItem, Meeting
from stuurbord.web.methods.drafts import begin
from stuurbord.web.methods.editing import copy_to_draft
from stuurbord.web.methods.models import StartDraft
from stuurbord.web.methods.start_steps import STEPS
from stuurbord.web.methods.storing import published, store_shipped
from stuurbord.web.planning.actions import Wanted, accept, propose, reject
from stuurbord.web.planning.models import Proposal
from stuurbord.web.planning.variants import Named, add_variant
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Programme, Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of
from stuurbord.web.registers.models import Decision, Issue, ProjectDependency, ResponseAction, Risk
from stuurbord.web.reporting.actions import create_report
from stuurbord.web.scenarios.actions import add_change, create_scenario
from stuurbord.web.scenarios.goal_actions import create_goal, set_contribution
from stuurbord.web.scenarios.models import ScenarioChange
from stuurbord.web.steering.snapshots import take_snapshot
from stuurbord.web.tolerances.models import PortfolioException, PortfolioOption

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/mijn-week/",
    "/mijn-week/?tab=team",
    "/mijn-voortgang/",
    "/portefeuilles/",
    "/portefeuille/ASN/",
    "/portefeuille/ASN/?q=bestaat-niet",
    "/portefeuille/ASN/invoer/",
    "/portefeuille/ASN/momentopnamen/",
    "/portefeuille/ASN/prognose/",
    "/portefeuille/ASN/overzicht/",
    "/portefeuille/ASN/afhankelijkheden/",
    "/portefeuille/ASN/planning/",
    "/portefeuille/ASN/scenarios/",
    "/portefeuille/ASN/doelen/",
    "/portefeuille/ASN/project/P-001/",
    "/portefeuille/ASN/project/P-001/planning/",
    "/portefeuille/ASN/project/P-001/planning/kwaliteit/",
    "/portefeuille/ASN/project/P-001/planning/voortgang/",
    "/portefeuille/ASN/project/P-001/planning/voortgang/mensen/",
    "/portefeuille/ASN/project/P-001/planning/voortgang/blad/",
    "/portefeuille/ASN/project/P-001/planning/kwaliteit/1/",
    "/portefeuille/ASN/project/P-001/planning/kwaliteit/6/",
    "/portefeuille/ASN/project/P-001/planning/varianten/",
    "/portefeuille/ASN/project/P-001/planning/revisies/",
    "/portefeuille/ASN/project/P-001/planning/revisies/?op=2026-01-01",
    "/portefeuille/ASN/project/P-001/planning/vergelijking/?van=b0",
    "/portefeuille/ASN/project/P-001/planning/mijlpalen/",
    "/portefeuille/ASN/project/P-001/planning/basislijn/",
    "/portefeuille/ASN/project/P-002/planning/revisies/",
    "/portefeuille/ASN/project/P-002/planning/vergelijking/",
    "/portefeuille/ASN/project/P-002/planning/mijlpalen/",
    "/portefeuille/ASN/project/P-001/prognose/",
    "/portefeuille/ASN/project/P-001/rapporten/",
    "/portefeuille/ASN/project/P-001/invoer/",
    "/portefeuille/ASN/project/P-002/",
    "/portefeuille/ASN/project/P-002/planning/",
    "/portefeuille/ASN/project/P-002/planning/kwaliteit/",
    "/portefeuille/ASN/project/P-002/prognose/",
    "/projecten/",
    "/portefeuille/ASN/afspraken/",
    "/portefeuille/ASN/nieuw-project/",
    "/portefeuille/ASN/project/P-001/poorten/",
    "/portefeuille/ASN/project/P-001/poort/G1/",
    "/portefeuille/ASN/project/P-001/poort/G1/bewijs/?kind=BC",
    "/portefeuille/ASN/project/P-001/poort/G1/afwijking/?rule=G1-BC-01",
    "/portefeuille/ASN/project/P-001/poort/G4/",
    "/portefeuille/ASN/project/P-001/poort/G4/bewijs/",
    "/portefeuille/ASN/project/P-001/afspraken/",
    "/portefeuille/ASN/project/P-001/gegevens/",
    "/portefeuille/ASN/project/P-001/methode/",
    "/methodes/",
    "/regels/gates/",
    "/registers/",
    "/vergaderingen/",
    "/vergaderingen/nieuw/",
    "/registers/risicos/",
    "/registers/risicos/nieuw/",
    "/registers/risicos/in/",
    "/registers/issues/",
    "/registers/mijlpalen/",
    "/registers/beslissingen/",
    "/registers/budget/",
    "/personen/",
    "/personen/nieuw/",
    "/mijn-account/",
    "/mijn-account/toegangssleutels/",
    "/api/",
    "/webhooks/",
    "/webhooks/nieuw/",
    "/mijn-account/meldingen/",
    "/regels/",
    "/regels/ai-act/",
    "/regels/ai-act/verschil/?van=2026-11-01&tot=2028-12-31",
    "/regels/project-size/tekst/",
    "/taken/",
    "/logboek/",
    "/zoek/?q=sluis",
    "/zoek/?q=bestaat-niet",
    "/onderdelen/",
)

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["wcag141", "wcag143"]
RUN_AXE = """async options => (await axe.run(options)).violations.map(
    one => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`
)"""


@pytest.fixture
def everything() -> tuple[User, list[str]]:
    """Return somebody who may see everything, and the addresses of single records."""
    portfolio = factories.portfolio("ASN")
    project = factories.project(portfolio, "P-001", name="Sluisbediening op afstand", time_tolerance_days=5)
    factories.project(portfolio, "P-002", name="Zonder plan")
    user = factories.user(Role.PORTFOLIO_MANAGER)
    Membership.objects.create(user=user, role=Role.ADMINISTRATOR, scope=Scope.ORGANISATION)
    project.manager = user.person
    project.save()
    factories.revision(project, factories.plan(n_tasks=12, late_days=15))
    own = {"project": project, "owner": user.person}
    risk = Risk.objects.create(
        code="R-1",
        title="Levertijd",
        probability=Decimal("0.4"),
        impact_days=20,
        tasks="8",
        due=factories.TODAY,
        **own,
    )
    ResponseAction.objects.create(
        project=project, code="M-1", risk="R-1", name="Tweede leverancier", cost=5000, probability_after=0
    )
    earlier = factories.forecast(project)
    Issue.objects.create(code="I-1", title="Latentie", priority="high", due=date(2026, 11, 20), **own)
    Decision.objects.create(project=project, code="B-1", question="Herplannen?", due=date(2026, 11, 27))
    BudgetLine.objects.create(
        project=project, year=2026, budgeted_payment=Decimal(100_000), forecast_payment=Decimal(120_000)
    )
    projects_changed.send(sender=Project, project_ids=[project.pk])
    factories.revision(project, factories.plan(n_tasks=12, late_days=20))
    take_snapshot(factories.OPERATOR, portfolio, date(2026, 11, 20))
    plan = mspdi.write(factories.plan(n_tasks=14))
    received = receive(user, portfolio, "P-001.xml", plan, project)
    table = receive(user, portfolio, "lijst.csv", b"Onderwerp;Wanneer\nSluis;01/12/2026\n")
    lines = f"Project;Nr.;Risico;Kans\nP-001;{risk.code};Anders;150 %\nP-001;R-77;Nieuw;\nX;R-1;Onbekend;\n"
    sheet = receive_sheet(user, REGISTERS["risicos"], "risicos.csv", lines.encode())
    plan_pages = [*variant_pages(user, project), *proposal_pages(user, project)]
    own_scope = {"scope": Scope.PROJECT, "scope_id": project.pk, "portfolio_id": portfolio.pk}
    for state in JobState:
        Job.objects.create(kind="forecast", subject=project.subject, state=state, share=0.4, **own_scope)
    return user, [
        *steering_pages(user, project),
        *meeting_pages(user, project),
        *method_pages(user, project),
        *plan_pages,
        f"/portefeuille/ASN/project/P-001/prognose/?vergelijk={earlier.pk}",
        f"/registers/risicos/{risk.pk}/",
        *(f"/registers/risicos/{risk.pk}/?tab={tab}" for tab in ("koppelingen", "opmerkingen", "bijlagen")),
        f"/registers/risicos/{risk.pk}/?tab=geschiedenis",
        f"/personen/{user.pk}/",
        f"/registers/risicos/{risk.pk}/wijzigen/",
        f"/registers/risicos/{risk.pk}/archiveren/",
        f"/registers/risicos/in/{sheet.pk}/",
        f"/invoer/{received.pk}/",
        f"/invoer/{table.pk}/kolommen/",
    ]


def steering_pages(user: User, project: Project) -> list[str]:
    """Return the pages of a programme, a scenario beside now, and a goal, made with something in them."""
    portfolio = project.portfolio
    programme = Programme.objects.create(portfolio=portfolio, name="Vaarwegen")
    Project.objects.filter(pk=project.pk).update(programme=programme)
    ProjectDependency.objects.create(
        project=project,
        code="AF-1",
        title="Kabel",
        giver="P-002",
        agreed_on=date(2026, 12, 1),
        forecast=date(2027, 1, 9),
    )
    scenario = create_scenario(user, portfolio, name="Uitstel", reason="Budget")
    add_change(user, scenario, 1, ScenarioChange(project=project, kind="shift", days=30))
    report = create_report(user, project, "highlight", today())
    goal = create_goal(user, portfolio, code="D1", title="Vlotte vaart", weight=2)
    set_contribution(user, goal, 1, project, 3, "Minder wachten")
    own = {"portfolio": portfolio, "raised_on": today(), "unit": "number", "measured": 5, "allowed": 2}
    written = PortfolioException.objects.create(code="PAFW-001", target="scope", title="Vijf", **own)
    asked = PortfolioException.objects.create(
        code="PAFW-002", target="quality", title="Zes", state="decision_asked", **own
    )
    PortfolioOption.objects.create(exception=asked, position=1, title="Afwachten")
    return [
        *(f"/portefeuille/ASN/afwijking/{one.code}/" for one in (written, asked)),
        f"/portefeuille/ASN/programma/{programme.pk}/",
        f"/portefeuille/ASN/scenarios/{scenario.pk}/",
        f"/portefeuille/ASN/scenarios/?s={scenario.pk}",
        f"/portefeuille/ASN/doelen/{goal.pk}/",
        f"/portefeuille/ASN/project/{project.code}/rapport/{report.number}/",
    ]


def variant_pages(user: User, project: Project) -> list[str]:
    """Return a variant beside the plan, and one made on an older revision of which a part no longer works."""
    project.refresh_from_db()
    longer = [{"edit": "Resize", "uids": [9], "duration": 20 * factories.WORKDAY}]
    add_variant(user, project, project.current_revision, longer, Named("Trager", "Minder mensen"))
    gone = [*longer, {"edit": "Remove", "uids": [8]}]
    older = add_variant(user, project, project.revisions.get(number=1), gone, Named("Korter"))
    return [f"/portefeuille/ASN/project/P-001/planning/varianten/{older.number}/"]


def proposal_pages(user: User, project: Project) -> list[str]:
    """Return proposals: one to accept in part, one that disagrees with the plan by now, one rejected."""
    base = project.current_revision

    def proposed(title: str, *edits: Edit) -> Proposal:
        plan = edited(plan_of(base.pk), edits, forecast_schedule)
        return propose(factories.OPERATOR, project, base, plan, Wanted(title, reason="Levering te laat"))

    later = proposed("Later", Resize([9], 12 * factories.WORKDAY), Insert(900, 9, "Keuring", 2), Link(9, 900))
    named = proposed("Anders", SetFacts([8], {"name": "Anders"}), SetFacts([7], {"cost": 50_000}))
    other = proposed("Nog anders", SetFacts([8], {"name": "Nog anders"}))
    no = proposed("Weg", Remove([10]))
    accept(factories.OPERATOR, other, other.version)
    reject(factories.OPERATOR, no, no.version, "Nodig voor de keuring")
    place = "/portefeuille/ASN/project/P-001/planning/voorstellen/"
    return [place, *(f"{place}{one.number}/" for one in (later, named, other, no))]


def method_pages(user: User, project: Project) -> list[str]:
    """Return every step of a guided start that is filled in, a draft of a template, and a migration."""
    store_shipped()
    draft = begin(user, project.portfolio)
    idea = {"name": "Peilbeheer op afstand", "kind": "application", "goal": "Stuwen op één scherm."}
    method = published().get(key="flemish-application")
    answers = {"idee": idea, "omvang": {"months": "10", "person_days": "300"}}
    answers |= {"methode": {"template": str(method.pk)}, "planning": {"starts_on": today().isoformat()}}
    StartDraft.objects.filter(pk=draft.pk).update(answers=answers)
    copied = copy_to_draft(user, method)
    return [
        *(f"/portefeuille/ASN/nieuw-project/{draft.pk}/{step}/" for step in STEPS),
        f"/methodes/{method.pk}/",
        f"/methodes/{copied.pk}/bewerken/",
        f"/portefeuille/ASN/project/{project.code}/methode/{published().get(key='pm2-application').pk}/",
    ]


def meeting_pages(user: User, project: Project) -> list[str]:
    """Return the pages of a meeting that is being held, with a decision, a gate and an item of its own."""
    at = datetime(2026, 12, 11, 14, tzinfo=timezone.get_default_timezone())
    own = {"portfolio": project.portfolio, "kind": "portfolio_board", "title": "Stuurgroep"}
    meeting = plan_meeting(user, Meeting(body="Stuurgroep", at=at, secretary=user.person, **own))
    accept_proposals(user, meeting)
    add_item(user, meeting, AgendaItem(title="Rondvraag", project=project))
    for target in ("invited", "running"):
        meeting.refresh_from_db()
        lead_meeting(user, meeting, target, meeting.version)
    items = list(meeting.items.all())
    here = f"/vergadering/{meeting.pk}/"
    return [
        *(f"{here}?punt={item.pk}" for item in items),
        *(f"{here}toon/?punt={item.pk}&open=beslis" for item in items),
        f"{here}toon/?open=toetsen",
        f"{here}toon/?open=actie",
        f"{here}verslag/",
        f"{here}wijzigen/",
    ]


@pytest.mark.parametrize("part", range(3))
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(visit, everything, part):
    """All rules of WCAG 2.2 AA that a machine can judge, in light; those on colours in dark, too.

    At 320 px, which is 1280 px at 400 %, everything reflows; only a plan may scroll in its own box. No page
    has a style attribute.
    """
    user, records = everything
    window = visit("light", 1280)
    window.page.goto(f"{window.address}/aanmelden/")
    found, too_wide = look(window, "/aanmelden/")
    window.log_in(user.email)
    for path in (*PAGES, *records)[part::3]:
        window.go(path)
        expect(window.page.locator("[data-plan-space][aria-busy]")).to_have_count(0)
        named, wide = look(window, path)
        found |= named
        too_wide |= wide

    assert found == {}
    assert too_wide == {}


@pytest.fixture
def procurements() -> tuple[User, list[str]]:
    """Return somebody who may see everything, and the addresses of procurements in all their states."""
    project = factories.project(factories.portfolio("ASN"), "P-001", name="Sluisbediening op afstand")
    factories.revision(project, factories.plan(n_tasks=12))
    project.refresh_from_db()
    user = factories.user(Role.PORTFOLIO_MANAGER)
    return user, procurement_pages(user, project)


def test_axe_finds_nothing_on_pages_of_procurements_and_none_scrolls_sideways(visit, procurements):
    """As on every other page."""
    user, paths = procurements
    window = visit("light", 1280)
    window.log_in(user.email)
    found, too_wide = {}, {}
    for path in paths:
        window.go(path)
        named, wide = look(window, path)
        found |= named
        too_wide |= wide

    assert found == {}
    assert too_wide == {}


def test_a_table_that_is_too_wide_scrolls_in_its_own_box(visit, everything):
    """Its words for screen readers lie beyond its edge, and the page does not follow them."""
    user, _records = everything
    create_token(user, "Rekenblad", today() + timedelta(days=90))
    window = visit(width=1280)
    window.log_in(user.email)
    window.go("/mijn-account/toegangssleutels/")
    cell = window.page.locator("main tbody td.code")
    cell.evaluate("one => { one.textContent = 'x'.repeat(150); }")

    box = window.page.locator("main .table-box")
    assert box.evaluate("one => one.scrollWidth > one.clientWidth")
    assert window.page.evaluate(OVERFLOW) == 0


def look(window, path: str) -> tuple[dict, dict]:
    """Return what axe finds on the page that stands open, and how far it is too wide, by theme and width."""
    page, too_wide = window.page, {}
    assert page.locator("[style]:not(.plan-box *)").count() == 0, path  # a script places its rows
    found = {("light", path): violations(window)}
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        too_wide[path, width] = page.evaluate(OVERFLOW)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(
        "document.documentElement.dataset.theme = 'dark'"
    )  # as the page is answered with the cookie
    found["dark", path] = violations(window, COLOUR_RULES)
    return (
        {place: named for place, named in found.items() if named},
        {place: over for place, over in too_wide.items() if over > 0},
    )


def violations(window, rules: list[str] = RULES) -> list[str]:
    """Return what axe finds, as rule and first element.

    A page that was looked at before has axe already, and what is judged on colours alone needs no style
    sheets read ahead: half a megabyte of script and all styles, for each page.
    """
    options = {"runOnly": rules, "resultTypes": ["violations"], "iframes": False, "preload": rules is RULES}
    if not window.page.evaluate("'axe' in window"):
        window.page.evaluate(AXE_SCRIPT)
    return window.page.evaluate(RUN_AXE, options)
