"""The plan page: what its table says, what is drawn, what a reader can ask of it."""

from __future__ import annotations

import json
import re
from datetime import date, datetime

import pytest
from django.utils.translation import override as language
from web import factories

from stuurbord.plan import (
    BaselineRow,
    Constraint,
    DependencyKind,
    DependencyRow,
    Plan,
    PlanDraft,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.calendar import DAY, day_number
from stuurbord.web.accounts.models import Role
from stuurbord.web.look.gantt import Bar, Timescale, row_drawing
from stuurbord.web.projects.plans import forecast_schedule
from stuurbord.web.steering.date_reasons import LONGEST_CHAIN, date_reason
from stuurbord.web.steering.plan_request import BLOCK, PlanRequest
from stuurbord.web.steering.plan_table import FIRST_BLOCKS, PAPER, PlanTable
from stuurbord.web.steering.task_facts import closed_days
from stuurbord.web.steering.work_packages import packages_before, unfinished_before

HOURS = 3600
MONDAY = instant(datetime.fromisoformat("2027-01-04T08:00"))
TODAY = date(2027, 1, 4)


def made(tasks: list[TaskRow], links: list[DependencyRow] | None = None) -> Plan:
    """Return a plan that starts on Monday 4 January 2027."""
    return freeze(PlanDraft(start=MONDAY, tasks=tasks, dependencies=links or []))[0]


def two_phases() -> Plan:
    """Return two phases: the first critical towards gate G4, the second with room."""
    late = TaskRow(3, "Bouwen", 2, duration=10 * 8 * HOURS)
    late.baselines = {0: BaselineRow(MONDAY, MONDAY + 4 * DAY, 5 * 8 * HOURS)}
    return made(
        [
            TaskRow(1, "Realisatie", 1),
            TaskRow(2, "Ontwerp", 2, duration=5 * 8 * HOURS),
            late,
            TaskRow(4, "Begeleiding", 1),
            TaskRow(5, "Opleiding", 2, duration=8 * HOURS),
            TaskRow(6, "Ingebruikname", 1, is_milestone=True, gate="G4"),
        ],
        [DependencyRow(2, 3), DependencyRow(3, 6)],
    )


def table(plan: Plan, **asked: object) -> PlanTable:
    return PlanTable(plan, forecast_schedule(plan), PlanRequest(**asked), TODAY)


def reason(plan: Plan, idx: int):
    return date_reason(plan, forecast_schedule(plan), idx)


# What the table says ------------------------------------------------------------------------------


def test_a_row_says_in_text_what_its_bar_draws():
    """Dates, deviation from the baseline, float and criticality are all in words."""
    rows = table(two_phases()).rows(0)

    assert (rows[2].start, rows[2].finish) == ("11/01/27", "22/01/27")
    assert "+14" in rows[2].deviation
    assert rows[2].room.startswith("0")
    assert rows[2].is_critical
    assert rows[4].room.startswith("14")
    assert not rows[4].is_critical


def test_a_summary_has_no_float_of_its_own_and_knows_its_parts():
    """The summary unfolds; its float is that of its parts, so none is written."""
    rows = table(two_phases()).rows(0)

    assert rows[0].kind == "summary"
    assert rows[0].has_parts
    assert rows[0].room == ""
    assert [row.level for row in rows] == [1, 2, 2, 1, 2, 1]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"query": "opleid"}, ["Begeleiding", "Opleiding"]),
        ({"query": "1.2"}, ["Realisatie", "Bouwen"]),
        ({"only": "critical"}, ["Realisatie", "Ontwerp", "Bouwen", "Ingebruikname"]),
        ({"only": "milestones"}, ["Ingebruikname"]),
        ({"only": "late"}, ["Realisatie", "Bouwen"]),
        ({"query": "bestaat niet"}, []),
    ],
)
def test_a_filter_keeps_what_it_finds_under_its_summaries(asked: dict, expected: list[str]):
    """A row that is found never stands without the summaries above it."""
    rows = table(two_phases(), **asked).rows(0)

    assert [row.name for row in rows] == expected


def test_folding_to_a_level_hides_deeper_rows_but_sends_them():
    """A script can unfold what is there; without one the level is chosen anew."""
    rows = table(two_phases(), depth=1).rows(0)

    assert [row.is_hidden for row in rows] == [False, True, True, False, True, False]
    assert not rows[0].is_unfolded


def test_only_the_critical_links_are_drawn_unless_asked():
    """The driving link between critical tasks is marked; other links come with ``all``."""
    plan = two_phases()
    plan_with_more = made(
        [TaskRow(uid, f"Taak {uid}", 1, duration=(4 - uid) * 8 * HOURS) for uid in (1, 2, 3)],
        [DependencyRow(1, 2), DependencyRow(1, 3, DependencyKind.SS)],
    )

    assert [(line[0], line[2], line[4]) for line in table(plan).outline()["links"]] == [(1, 2, 1), (2, 5, 1)]
    assert len(table(plan_with_more).outline()["links"]) == 1
    assert len(table(plan_with_more, links="all").outline()["links"]) == 2
    assert table(plan_with_more, links="none").outline()["links"] == []


def test_a_large_plan_is_sent_in_part():
    """Four blocks are filled, the rest are fetched; everything comes when asked for paper."""
    plan = made([TaskRow(uid, f"Taak {uid}", 1, duration=8 * HOURS) for uid in range(1, 1001)])
    blocks = table(plan).blocks()

    assert [block.rows is not None for block in blocks] == [True] * FIRST_BLOCKS + [False] * 6
    assert table(plan).next_first() == FIRST_BLOCKS * BLOCK
    assert table(plan, first=900).next_first() is None
    assert all(block.rows for block in table(plan, everything=True).blocks())


def test_for_paper_the_whole_plan_fits_the_page():
    """However long the plan, its drawing is as wide as the page leaves room for."""
    short, long = (made([TaskRow(1, "Taak", 1, duration=days * 8 * HOURS)]) for days in (5, 2000))

    assert table(short, everything=True).scale.width == PAPER
    assert table(long, everything=True).scale.width == PAPER


@pytest.mark.parametrize(
    "asked",
    [
        {"zoom": "eeuw", "only": "x", "links": "y", "depth": "-3", "first": "abc", "task": "1e9"},
        {"depth": "9" * 40, "first": "9" * 40, "task": "²"},
    ],
)
def test_an_address_that_asks_nonsense_gets_the_defaults(asked: dict):
    """Nothing in an address can break the page."""
    request = PlanRequest.from_query(asked)

    assert (request.zoom, request.only, request.links) == ("", "", "critical")
    assert (request.depth, request.first, request.task_uid) == (0, 0, None)


# What is drawn ------------------------------------------------------------------------------------


def test_a_scale_is_true():
    """Equal times are equal widths, whichever the zoom."""
    for zoom in ("day", "week", "month", "quarter"):
        scale = Timescale.at_zoom(MONDAY, MONDAY + 200 * DAY, zoom, 1000)
        steps = {round(scale.x(MONDAY + (n + 1) * DAY) - scale.x(MONDAY + n * DAY), 6) for n in range(100)}

        assert len(steps) == 1
        assert scale.x(MONDAY + 200 * DAY) <= scale.width


def test_a_scale_chooses_the_finest_zoom_that_fits():
    """A short plan is drawn in days, a long one in quarters."""

    def zoom_of(days: int) -> str:
        return Timescale.at_zoom(MONDAY, MONDAY + days * DAY, "", 1000).zoom

    assert [zoom_of(days) for days in (20, 90, 400, 3000)] == ["day", "week", "month", "quarter"]


def test_a_century_is_drawn_within_bounds():
    """One wrong date makes no picture of a mile."""
    scale = Timescale.at_zoom(MONDAY, MONDAY + 400 * 366 * DAY, "quarter", 1000)

    assert scale.width < 15_000
    assert scale.x(MONDAY + 400 * 366 * DAY) == scale.width


def test_critical_work_is_thicker_and_not_only_darker():
    """Who sees no colours sees the thickness."""
    scale = Timescale.at_zoom(MONDAY, MONDAY + 30 * DAY, "week", 1000)
    plain = row_drawing(scale, Bar("task", MONDAY, MONDAY + 9 * DAY))
    critical = row_drawing(scale, Bar("task", MONDAY, MONDAY + 9 * DAY, is_critical=True))

    assert 'height="8"' in plain
    assert 'height="11"' in critical


def test_text_of_users_in_a_drawing_is_only_text():
    """A label cannot close its element."""
    scale = Timescale.at_zoom(MONDAY, MONDAY + 30 * DAY, "week", 1000)
    drawn = row_drawing(scale, Bar("gate", MONDAY, MONDAY, label="</text><script>"))

    assert "<script>" not in drawn


def test_closures_are_those_of_the_project_calendar():
    """From Monday to the next Sunday, only the weekends are closed."""
    monday = day_number(TODAY)
    found = closed_days(two_phases(), monday, monday + 13)

    assert [(one.first_day - monday, one.last_day - monday) for one in found] == [(5, 6), (12, 13)]


# Why this date ------------------------------------------------------------------------------------


def test_a_reason_follows_the_driving_chain_to_its_origin():
    """The gate waits for building, that for design, and design starts with the project."""
    why = reason(two_phases(), 5)

    assert [step.name for step in why.chain] == ["Ingebruikname", "Bouwen", "Ontwerp"]
    assert "Bouwen" in why.reason
    assert why.origin
    assert not why.is_longer


def test_a_summary_is_explained_by_its_last_part():
    """The part that finishes last sets the finish."""
    why = reason(two_phases(), 0)

    assert [step.name for step in why.chain] == ["Realisatie", "Bouwen", "Ontwerp"]
    assert "Bouwen" in why.reason


def test_a_fixed_date_is_named_as_such():
    """A constraint is told with its date."""
    fixed = TaskRow(1, "Vergunning", 1, duration=8 * HOURS)
    fixed.constraint, fixed.constraint_date = Constraint.SNET, MONDAY + 7 * DAY

    assert "11/01/2027" in reason(made([fixed]), 0).reason


def test_a_lag_is_told_with_its_unit():
    """Three working days after the predecessor."""
    tasks = [TaskRow(uid, f"Taak {uid}", 1, duration=8 * HOURS) for uid in (1, 2)]
    link = DependencyRow(1, 2, DependencyKind.FS, 3 * 8 * HOURS)
    why = reason(made(tasks, [link]), 1)

    assert re.search(r"\b3\sw?d", why.reason)
    assert re.search(r"\b3\sw?d", why.chain[1].link)


def test_a_long_chain_is_cut_and_says_so():
    """More than a dozen steps are not listed at once."""
    tasks = [TaskRow(uid, f"Taak {uid}", 1, duration=8 * HOURS) for uid in range(1, 40)]
    why = reason(made(tasks, [DependencyRow(uid, uid + 1) for uid in range(1, 39)]), 38)

    assert len(why.chain) == LONGEST_CHAIN
    assert why.is_longer


def test_each_step_on_the_way_tells_whether_it_can_be_shorter():
    """Work can, a period at its legal minimum cannot, one above it can down to that; a date is fixed."""
    start = TaskRow(1, "Vergunning", 1, duration=8 * HOURS)
    start.constraint, start.constraint_date = Constraint.SNET, MONDAY + 7 * DAY
    law = {"is_elapsed": True, "legal_basis": "art. 36"}
    tasks = [
        start,
        TaskRow(2, "Offertes", 1, duration=40 * DAY, legal_minimum=30, **law),
        TaskRow(3, "Onderzoek", 1, duration=5 * 8 * HOURS),
        TaskRow(4, "Wachttermijn", 1, duration=15 * DAY, legal_minimum=15, legal_is_unverified=True, **law),
        TaskRow(5, "Bezwaar", 1, duration=8 * DAY, **law),
        TaskRow(6, "Poort", 1, is_milestone=True, gate="G3"),
    ]
    with language("en"):
        why = reason(made(tasks, [DependencyRow(uid, uid + 1) for uid in range(1, 6)]), 5)

    assert [step.leeway.replace("\u00a0", " ") for step in why.chain] == [
        "",
        "Undetermined: the law sets this period (art. 36), and the plan does not hold its minimum.",
        "Cannot be shorter: by law at least 15 d (art. 36). That minimum was not checked against the law.",
        "Can be shorter: it takes 5 wd.",
        "Can be shorter: 40 d, by law at least 30 d (art. 36).",
        "Can be shorter: it takes 1 wd. Fixed: its start was given.",
    ]


def test_what_a_plan_adds_to_a_legal_period_is_not_hatched():
    """Thirty days are the law's; the ten after them are work of the plan, critical like the rest."""

    def drawn(minimum: int) -> list[tuple[str, float]]:
        law = {"is_elapsed": True, "legal_basis": "art. 36", "legal_minimum": minimum}
        row = table(made([TaskRow(1, "Offertes", 1, duration=40 * DAY, **law)])).rows(0)[0]
        found = re.findall(r'class="(g-legal|g-crit)"[^>]*width="([\d.]+)"', row.drawing)
        return [(kind, float(width)) for kind, width in found]

    (whole,) = drawn(40)
    (legal, more) = drawn(30)
    assert (whole[0], legal[0], more[0]) == ("g-legal", "g-legal", "g-crit")
    assert legal[1] + more[1] == pytest.approx(whole[1], abs=0.2)
    assert 0.7 < legal[1] / whole[1] < 0.8


def test_nothing_is_said_of_a_length_that_does_not_count():
    """Where only the start of a task holds the next one, or where it is done, nothing is to be gained."""
    done = TaskRow(1, "Intake", 1, duration=8 * HOURS, percent_complete=1.0)
    done.actual_start, done.actual_finish = MONDAY, MONDAY + 9 * HOURS
    tasks = [
        done,
        TaskRow(2, "Bouwen", 1, duration=40 * HOURS),
        TaskRow(3, "Toezicht", 1, duration=8 * HOURS),
    ]
    with language("en"):
        why = reason(made(tasks, [DependencyRow(1, 2), DependencyRow(2, 3, DependencyKind.SS)]), 2)

    assert [step.leeway.replace("\u00a0", " ") for step in why.chain] == [
        "Can be shorter: it takes 1 wd.",
        "",
        "Cannot be shorter: it is done.",
    ]


# A plan in a few lines ----------------------------------------------------------------------------


def test_packages_before_the_goal_are_unfinished_and_start_before_it():
    """What is done, and what starts after the goal, is left out."""
    done = TaskRow(1, "Intake", 1, duration=8 * HOURS, percent_complete=1.0)
    done.actual_start, done.actual_finish = MONDAY, MONDAY + 9 * HOURS
    tasks = [
        done,
        TaskRow(2, "Bouwen", 1, duration=8 * HOURS),
        TaskRow(3, "Doel", 1, is_milestone=True, gate="G4"),
        TaskRow(4, "Nazorg", 1, duration=8 * HOURS),
    ]
    plan = made(tasks, [DependencyRow(1, 2), DependencyRow(2, 3), DependencyRow(3, 4)])
    found = packages_before(plan, forecast_schedule(plan), "G4")

    assert [plan.tasks.name[idx] for idx in found] == ["Bouwen"]


def test_a_gate_waits_for_the_work_its_links_lead_to():
    """Work without a link to the gate is not counted; the last to finish comes first."""
    plan = two_phases()
    found = unfinished_before(plan, forecast_schedule(plan), "G4")

    assert [plan.tasks.name[idx] for idx in found] == ["Bouwen", "Ontwerp"]


# The page -----------------------------------------------------------------------------------------


@pytest.fixture
def reader(client, db):
    """Return a client logged in as a reader of everything, with a project that has a plan."""
    client.force_login(factories.user(Role.READER))
    project = factories.project(factories.portfolio("PF"), "P-1")
    factories.revision(project, factories.plan(late_days=3))
    return client


ADDRESS = "/portefeuille/PF/project/P-1/planning/tabel/"


def test_the_plan_is_a_treegrid_with_levels_and_positions(reader):
    """Every row says its level and its place among all rows."""
    text = reader.get(ADDRESS).content.decode()
    rows = re.findall(r'<tr aria-level="(\d)" aria-rowindex="(\d+)"', text)

    assert 'role="treegrid"' in text
    assert f'aria-rowcount="{len(rows) + 1}"' in text
    assert [int(index) for _level, index in rows] == list(range(2, len(rows) + 2))
    assert rows[0][0] == "1"


def test_the_page_has_no_inline_style_and_only_data_in_scripts(reader):
    """The strict content security policy holds."""
    text = reader.get(ADDRESS).content.decode()
    scripts = re.findall(r"<script([^>]*)>", text)

    assert " style=" not in text
    assert "<style" not in text
    assert all("src=" in one or 'type="application/json"' in one for one in scripts)


def test_rows_and_reasons_come_in_parts(reader):
    """What the script fetches is the same rows and the same explanation as on the page."""
    rows = reader.get(ADDRESS, {"part": "rows", "first": "0"}).content.decode()
    why = reader.get(ADDRESS, {"part": "why", "task": "2"}).content.decode()

    assert rows.count("<tr") == 6
    assert "<html" not in rows + why
    assert "Taak 2" in why


def test_the_goal_is_explained_until_another_task_is_chosen(reader):
    """The gate's reason stands beside the plan; closing it leaves the plan alone."""
    goal = reader.get(ADDRESS).context["why"]
    closed = reader.get(ADDRESS, {"task": ""}).context["why"]

    assert goal.name == "G4 Ingebruikname"
    assert closed is None


def test_the_outline_for_the_script_is_plain_data(reader):
    """Levels of all rows, also those not sent yet."""
    text = reader.get(ADDRESS).content.decode()
    outline = json.loads(re.search(r'id="plan-outline" type="application/json">(.*?)</script>', text)[1])

    assert outline["levels"] == [1, 2, 2, 2, 2, 2]


def test_the_plan_page_asks_the_database_little(reader, django_assert_max_num_queries):
    """However many tasks, the number of queries stays the same."""
    reader.get(ADDRESS)
    with django_assert_max_num_queries(22):
        answer = reader.get(ADDRESS)

    assert answer.status_code == 200


def test_a_project_without_a_plan_shows_the_first_step(client, db):
    """The empty page leads to the import."""
    client.force_login(factories.user(Role.READER))
    factories.project(factories.portfolio("PF"), "P-1")
    text = client.get(ADDRESS).content.decode()

    assert 'class="empty"' in text
    assert "/portefeuille/PF/project/P-1/invoer/" in text


def test_a_plan_without_active_tasks_is_no_error(client, db):
    """A task that takes no part has a row without dates and without a bar."""
    client.force_login(factories.user(Role.READER))
    project = factories.project(factories.portfolio("PF"), "P-1")
    plan = made([TaskRow(1, "Later misschien", 1, duration=8 * HOURS, is_active=False)])
    factories.revision(project, plan)
    answers = [client.get(ADDRESS), client.get("/portefeuille/PF/project/P-1/")]
    row = table(plan).rows(0)[0]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert (row.start, row.finish, row.room, row.drawing) == ("", "", "", "")
    assert not row.is_active
