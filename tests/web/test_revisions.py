"""Revisions and baselines: listed, compared, promised by name, looked back at, and their trend."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook
from web import factories

from stuurbord.engine.editing import Insert, Link, Place, Resize, SetFacts, Unlink, edited
from stuurbord.errors import NotPermitted
from stuurbord.plan import Plan, PlanDraft, TaskRow, freeze, moment
from stuurbord.plan.changes import difference
from stuurbord.plan.document import digest
from stuurbord.web.accounts.models import Role
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.look.charts.trend import SHAPES, TrendChart, TrendLine, mark
from stuurbord.web.planning import revision_figures
from stuurbord.web.planning.actions import Refused, accept
from stuurbord.web.planning.baselines import propose_baseline
from stuurbord.web.planning.change_words import ChangeWords
from stuurbord.web.planning.columns import columns
from stuurbord.web.planning.models import NamedBaseline, RevisionFigures
from stuurbord.web.planning.revision_figures import revisions_with_figures
from stuurbord.web.planning.trend import chosen, conclusion, trends_of
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of, schedule_of

pytestmark = pytest.mark.django_db
WORKDAY = 8 * 3600


@pytest.fixture
def project() -> Project:
    """A project with two revisions: in the second the last task takes twenty days instead of five."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    first = factories.revision(made).pk
    factories.revision(made, with_(plan_of(first), Resize([4], 20 * WORKDAY)))
    made.refresh_from_db()
    return made


def with_(plan: Plan, *edits) -> Plan:
    return edited(plan, edits, forecast_schedule)


def page(client, project: Project, name: str, query: str = "") -> str:
    """The text of a page of the project."""
    answer = client.get(f"{reverse(name, args=[project.portfolio.key, project.code])}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def reading(client):
    """A browser of somebody who may look."""
    client.force_login(factories.user(Role.READER))
    return client


def test_the_list_tells_how_far_each_revision_moved_the_finish(project, reading):
    """Twenty days instead of five: three weeks later."""
    text = page(reading, project, "plan_revisions")

    assert "+21" in text
    assert "plan.xml" in text
    assert [one.kept_figures.n_changes for one in revisions_with_figures(project)] == [None, 1]


def test_a_new_revision_computes_only_itself(project, django_assert_max_num_queries, monkeypatch):
    """What was kept stays; the newest one is added to it."""
    revisions_with_figures(project)
    factories.revision(
        project, with_(plan_of(project.current_revision_id), SetFacts([1], {"name": "Anders"}))
    )
    computed = []
    original = revision_figures._figures
    monkeypatch.setattr(
        revision_figures, "_figures", lambda one, former: computed.append(one.number) or original(one, former)
    )
    revisions_with_figures(project)
    with django_assert_max_num_queries(1):
        revisions_with_figures(project)

    assert computed == [3]
    assert RevisionFigures.objects.count() == 3


def test_a_comparison_tells_what_moved_in_a_sentence_and_in_rows(project, reading):
    """The task that grew, the gate that waits for it; each a link to the Gantt."""
    text = page(reading, project, "plan_compare")

    assert "Taak 4" in text
    assert "G4 Ingebruikname" in text
    assert "Taak 2" not in text
    assert "21" in text
    assert "?task=4" in text
    assert "<style" not in text


def test_one_kind_can_be_chosen(project, reading):
    """A new task is among the new, not among the moved."""
    base = plan_of(project.current_revision_id)
    factories.revision(project, with_(base, Insert(50, 3, "Proefdraaien", outline_level=2)))
    new = page(reading, project, "plan_compare", "?van=1&tot=3&soort=nieuw")
    moved = page(reading, project, "plan_compare", "?van=1&tot=3&soort=verschoven")

    assert "Proefdraaien" in new
    assert "G4 Ingebruikname" not in new
    assert "Proefdraaien" not in moved
    assert "G4 Ingebruikname" in moved


def test_the_baseline_can_be_one_of_the_two(project, reading):
    """What was promised against the revision that counts."""
    text = page(reading, project, "plan_compare", "?van=b0&tot=2")

    assert "Taak 4" in text
    assert "+21" in text


@pytest.mark.parametrize(
    "query", ["?van=99", "?tot=b7", "?van=x", "?van=b", "?tot=-1", "?van=9999999999999", "?van=²"]
)
def test_a_version_that_is_not_there_is_not_found(project, reading, query):
    """Nor is nonsense."""
    address = reverse("plan_compare", args=[project.portfolio.key, project.code])

    assert reading.get(f"{address}{query}").status_code == 404


def test_the_workbook_holds_the_same_rows(project, reading):
    """A formula in a name stays text."""
    base = plan_of(project.current_revision_id)
    factories.revision(project, with_(base, SetFacts([2], {"name": "=HYPERLINK(1)"})))
    address = reverse("plan_compare_file", args=[project.portfolio.key, project.code])
    answer = reading.get(f"{address}?van=1&tot=3")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()

    assert [row[1] for row in rows[1:]] == ["=HYPERLINK(1)", "Taak 4", "G4 Ingebruikname"]
    assert rows[2][7] == 21


def test_the_revision_of_a_past_day_is_found(project, reading):
    """The first one counted until the second came; before it there was none."""
    first, second = project.revisions.order_by("number")
    long_ago = timezone.make_aware(datetime(2026, 5, 4, 10))  # noqa: DTZ001 - made aware here
    PlanRevision.objects.filter(pk=first.pk).update(created_at=long_ago)
    PlanRevision.objects.filter(pk=second.pk).update(created_at=long_ago + timedelta(days=60))

    assert (
        "?revisie=1" in page(reading, project, "plan_revisions", "?op=2026-06-01").split('role="status"')[1]
    )
    assert "van=2&amp;tot=2" in page(reading, project, "plan_revisions", "?op=2026-07-03")
    assert "van=1&amp;tot=2" not in page(reading, project, "plan_revisions", "?op=2026-05-03")
    assert 'aria-invalid="true"' in page(reading, project, "plan_revisions", "?op=gisteren")


def test_an_interim_baseline_is_the_planners_own(project):
    """Accepted it stands in the plan, to the byte what was proposed, and has its name."""
    planner = factories.user(Role.PROJECT_MANAGER)
    base = project.current_revision
    proposal = propose_baseline(planner, project, base, 3, "Na herziening", "Nieuwe raming")
    revision = accept(planner, proposal, proposal.version)
    plan, schedule = plan_of(revision.pk), schedule_of(base.pk)
    named = NamedBaseline.objects.get(project=project)

    assert plan.baselines[3].finish.tolist() == schedule.finish.tolist()
    assert plan.baselines[0] == plan_of(base.pk).baselines[0]
    assert (named.slot, named.name, named.reason, named.revision) == (
        3,
        "Na herziening",
        "Nieuwe raming",
        base,
    )
    assert named.made_by == planner
    assert digest(plan_of(base.pk)) == base.sha256
    assert AuditEntry.objects.filter(action="baseline.set", subject=project.subject).exists()


def test_the_promise_that_counts_is_decided_by_somebody_else(project):
    """Not by the planner, and not by the owner who proposes it himself."""
    planner, owner = factories.user(Role.PROJECT_MANAGER), factories.user(Role.PROJECT_OWNER)
    proposal = propose_baseline(planner, project, project.current_revision, 0, "Herijking", "Meer werk")
    with pytest.raises(NotPermitted):
        accept(planner, proposal, proposal.version)
    accept(owner, proposal, proposal.version)

    assert NamedBaseline.objects.get(project=project).made_by == owner


def test_also_the_first_promise_is_decided(project):
    """A plan without a baseline: the planner promises nothing alone."""
    planner = factories.user(Role.PROJECT_MANAGER)
    other = factories.project(project.portfolio, "P-002")
    bare = with_(plan_of(project.current_revision_id))
    factories.revision(other, replace(bare, baselines={}))
    other.refresh_from_db()
    proposal = propose_baseline(planner, other, other.current_revision, 0, "Eerste", "Start")

    with pytest.raises(NotPermitted):
        accept(planner, proposal, proposal.version)


def test_a_number_is_set_again_only_under_another_name(project, reading):
    """The former promise stays in the list with its revision."""
    owner, planner = factories.user(Role.PROJECT_OWNER), factories.user(Role.PROJECT_MANAGER)
    first = propose_baseline(planner, project, project.current_revision, 0, "Herijking", "Meer werk")
    accept(owner, first, first.version)
    project.refresh_from_db()
    current = plan_of(project.current_revision_id)
    factories.revision(project, with_(current, Resize([4], 25 * WORKDAY)))
    project.refresh_from_db()
    with pytest.raises(Refused, match="Herijking"):
        propose_baseline(planner, project, project.current_revision, 0, "Herijking", "Nog meer")
    second = propose_baseline(planner, project, project.current_revision, 0, "Herijking 2", "Nog meer")
    accept(owner, second, second.version)
    text = page(reading, project, "plan_revisions")

    assert [one.name for one in NamedBaseline.objects.filter(project=project)] == ["Herijking 2", "Herijking"]
    assert "Herijking 2" in text
    assert text.index("Herijking 2") < text.rindex("Herijking")


@pytest.mark.parametrize(
    ("number", "name", "reason", "status"),
    [
        ("0", "Herijking", "Meer werk", 302),
        ("0", " ", "Meer werk", 422),
        ("0", "Herijking", "", 422),
        ("11", "Herijking", "x", 422),
        ("²", "Herijking", "x", 422),
        ("0", "x" * 121, "x", 422),
    ],
)
def test_the_form_asks_a_number_a_name_and_a_reason(project, client, number, name, reason, status):
    """What is missing is told, what was written stays."""
    client.force_login(factories.user(Role.PROJECT_MANAGER))
    address = reverse("baseline_propose", args=[project.portfolio.key, project.code])
    sent = {"number": number, "name": name, "reason": reason}
    answer = client.post(address, sent)

    assert answer.status_code == status
    assert project.proposals.count() == (status == 302)
    if status == 422:
        assert 'role="alert"' in answer.content.decode()


def test_the_same_schedule_is_not_promised_twice(project):
    """Nothing would change."""
    planner, owner = factories.user(Role.PROJECT_MANAGER), factories.user(Role.PROJECT_OWNER)
    first = propose_baseline(planner, project, project.current_revision, 0, "Herijking", "Meer werk")
    accept(owner, first, first.version)
    project.refresh_from_db()

    with pytest.raises(Refused):
        propose_baseline(planner, project, project.current_revision, 0, "Nog eens", "Zomaar")


def test_the_trend_tells_which_gate_moved_most(project, reading):
    """In a sentence, in a chart with a label, in a table with the same numbers."""
    trends = chosen(trends_of(revisions_with_figures(project)), ())
    text = page(reading, project, "plan_trend")

    assert [(one.gate, one.days, one.n_shifts) for one in trends] == [("G4", 21, 1)]
    assert "G4" in conclusion(trends)
    assert "21" in conclusion(trends)
    assert "mta-line strong" in text
    assert "G4 Ingebruikname" in text
    days = [moment(int(schedule_of(one.pk).finish[-1])) for one in project.revisions.order_by("number")]
    assert all(f"<td>{day:%d/%m/%Y}" in text for day in days)
    assert len(set(days)) == 2


def test_a_plan_without_revisions_says_so(reading):
    """Every page opens, and leads to the import."""
    bare = factories.project(factories.portfolio("LEEG"), "P-009")

    for name in ("plan_revisions", "plan_compare", "plan_trend"):
        assert "empty" in page(reading, bare, name)


def test_a_plan_in_which_nothing_takes_part_is_a_revision_too(project, reading):
    """It has no milestones; the pages open."""
    idle = TaskRow(1, "Niet", duration=WORKDAY, is_active=False)
    factories.revision(
        project, freeze(PlanDraft(start=plan_of(project.current_revision_id).start, tasks=[idle]))[0]
    )
    newest = revisions_with_figures(project)[-1].kept_figures

    assert newest.milestones == []
    for name in ("plan_revisions", "plan_compare", "plan_trend"):
        page(reading, project, name)


def test_lines_of_the_trend_differ_in_shape_and_are_named():
    """Also on a phone, where a gate has room for its code alone."""
    line = [(0, 100), (30, 130)]
    lines = [
        TrendLine(line, f"Poort G{at} met een lange naam +30 d", f"G{at} +30 d", shape, True)
        for at, shape in enumerate(SHAPES)
    ]
    told = TrendChart(lines, "x", "y", "z", "zin")
    widest, narrowest = (
        str(told.svg()).split(f"chart w{width}")[1].split("</svg>")[0] for width in (920, 272)
    )

    assert all(f">Poort G{at} met een lange naam +30 d<" in widest for at in range(len(SHAPES)))
    assert all(f">G{at} +30 d<" in narrowest for at in range(len(SHAPES)))
    assert "lange naam" not in narrowest
    assert widest.count("<circle") == 2  # one of the six shapes, at two points
    assert len({mark(shape, 0, 0, "m") for shape in SHAPES}) == len(SHAPES)


def test_every_kind_of_change_has_its_sentence(project):
    """No column is told by its bare name in a sentence of a planner's everyday changes."""
    before = plan_of(project.current_revision_id)
    after = with_(
        before,
        Insert(50, 3, "Proef", outline_level=2),
        Link(2, 4, lag=2 * WORKDAY),
        Unlink(1, 2),
        SetFacts([2], {"name": "Anders", "cost": 5000}),
        Place(50, 1),
    )
    words = ChangeWords(before, after)
    told = [words.sentence(one) for one in difference(before, after)]

    assert any("Anders" in one and "+2" in one for one in told)
    assert any("Taak 2 → Anders" in one for one in told)
    assert all("_" not in one for one in told)


def test_the_plan_as_columns_says_where_the_progress_line_passes(project):
    """One task is finished, the others need not have begun: straight along the status date."""
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)

    assert columns(plan, schedule)["progress_at"] == [plan.status_date] * len(plan.tasks)
