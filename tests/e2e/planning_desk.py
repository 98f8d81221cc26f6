"""A plan of ten rows, and a planner at it in a browser: what he presses, sees and hears."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect
from web import factories

from stuurbord.plan import (
    AssignmentRow,
    BaselineRow,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.web.accounts.models import Role, User
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of

WORKDAY = 8 * 3600
START = instant(datetime.fromisoformat("2026-11-30T08:00"))
PLAN = "/portefeuille/ASN/project/P-001/planning/"
ALL_COLUMNS = ["wbs", "name", "duration", "start", "finish", "total_float", "percent", "predecessors"]
ALL_COLUMNS += ["people", "deadline", "constraint", "constraint_date"]


def desk_plan(*, promised: bool = False) -> Plan:
    """Return ten rows: two phases of work, what waits for what, one task with float, a gate at the end.

    ``promised`` gives the gate a baseline; the project of `desk_project` tolerates 30 days.
    """
    tasks = [
        TaskRow(1, "Sluisproject", 1),
        TaskRow(2, "Ontwerp", 2),
        TaskRow(3, "Behoeften", 3, duration=5 * WORKDAY),
        TaskRow(4, "Bestek", 3, duration=5 * WORKDAY),
        TaskRow(5, "Bouw", 2),
        TaskRow(6, "Fundering", 3, duration=10 * WORKDAY),
        TaskRow(7, "Bediening", 3, duration=5 * WORKDAY),
        TaskRow(8, "Kabels", 3, duration=5 * WORKDAY),
        TaskRow(9, "Opleiding", 3, duration=3 * WORKDAY),
        TaskRow(10, "G4 Ingebruikname", 2, is_milestone=True, gate="G4"),
    ]
    if promised:
        end = instant(datetime.fromisoformat("2027-01-01T17:00"))
        tasks[-1].baselines = {0: BaselineRow(end, end, 0)}
    draft = PlanDraft(
        start=START,
        status_date=instant(datetime.fromisoformat("2026-11-20T17:00")),
        tasks=tasks,
        dependencies=[DependencyRow(*ends) for ends in ((3, 4), (4, 6), (6, 7), (7, 10))],
        resources=[ResourceRow(1, "An Aerts"), ResourceRow(2, "Bob Bogaert")],
        assignments=[AssignmentRow(1, 4, 1, work=5 * WORKDAY)],
    )
    return freeze(draft)[0]


def desk_project(*, promised: bool = False) -> tuple[User, Project]:
    """Return a project manager, and the project with the plan."""
    project = factories.project(factories.portfolio("ASN"), "P-001", name="Sluisbediening")
    user = factories.user(Role.PROJECT_MANAGER, name="Tine Planner")
    project.manager = user.person
    project.save()
    factories.revision(project, desk_plan(promised=promised))
    project.refresh_from_db()
    return user, project


def plan_now(project: Project) -> Plan:
    """Return the plan that counts, as it is stored."""
    project.refresh_from_db()
    return plan_of(project.current_revision_id)


def said(sentence: str, **fields: Any) -> str:
    """Return what the page says to a Dutch reader; the script fills in ``{n}`` and the like."""
    with override("nl"):
        found = gettext(sentence)
    return found.format(**fields) if fields else found


class Desk:
    """The planning page, used with the keyboard; rows go by the name of their task."""

    def __init__(self, window: Any, query: str = "", columns: list[str] | None = None) -> None:
        self.window = window
        self.page: Page = window.page
        if columns:
            kept = json.dumps(json.dumps({"columns": columns}))
            self.page.add_init_script(f"localStorage.setItem('planning-view', {kept})")
        self.open(query)

    def open(self, query: str = "") -> None:
        """Open the page, and wait until the plan is there."""
        self.window.go(PLAN + query)
        expect(self.rows.first).to_be_visible()

    @property
    def rows(self) -> Locator:
        return self.page.locator("[data-plan-rows] [role=row]:visible")

    @property
    def live(self) -> Locator:
        return self.page.locator("[data-live]")

    @property
    def band(self) -> Locator:
        return self.page.locator("[data-consequences]")

    @property
    def names(self) -> list[str]:
        """Return the names of the visible rows, from top to bottom."""
        return self.page.evaluate(
            "() => [...document.querySelectorAll('[data-plan-rows] [role=row]:not([hidden])')]"
            ".sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)"
            ".map(row => row.querySelector('[role=rowheader]').textContent)"
        )

    def row(self, name: str) -> Locator:
        exact = re.compile(f"^{re.escape(name)}$")
        return self.rows.filter(has=self.page.locator("[role=rowheader]").filter(has_text=exact))

    def cell(self, name: str, field: str) -> Locator:
        return self.row(name).locator(f"> .pw-{field}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def enter(self) -> None:
        """Reach the grid with Tab, from the tools before it."""
        self.page.locator("[data-plan-tools] summary").last.focus()
        self.press("Tab")
        for _step in range(3):
            if self.page.evaluate("document.activeElement.closest('[role=treegrid]') !== null"):
                return
            self.press("Tab")
        raise AssertionError("Tab does not reach the grid")

    def stand(self, name: str, field: str = "") -> None:
        """Walk to a row, and to a cell in it, with the arrows."""
        if not self.page.evaluate("document.activeElement.closest('[data-plan-rows]') !== null"):
            self.enter()
        while self.focus[1]:
            self.press("Home", "ArrowLeft")
        self.press("Home")
        for _step in range(60):
            if self.focus[0] == name:
                break
            self.press("ArrowDown")
        while field and self.focus[1] != field:
            self.press("ArrowRight")
        assert self.focus == (name, field)

    @property
    def focus(self) -> tuple[str, str]:
        """Return the name of the row that has the focus, and the column, empty where it is the row itself."""
        name, field = self.page.evaluate(
            "() => { const at = document.activeElement, row = at.closest('[role=row]');"
            "return [row?.querySelector('[role=rowheader]')?.textContent ?? at.tagName,"
            "at === row ? '' : at.className.replace(/^pw-/, '')] }"
        )
        return name, field

    def type_in(self, name: str, field: str, text: str, key: str = "F2", end: str = "Enter") -> None:
        """Change a cell: open it, type over what it holds, leave it."""
        self.stand(name, field)
        self.press(key)
        expect(self.page.locator(".cell-input")).to_be_focused()
        self.press("Control+a")
        self.page.keyboard.type(text)
        self.press(end)
        expect(self.page.locator(".cell-input")).to_have_count(0)

    def select(self, first: str, n: int = 1) -> None:
        """Select a row and those below it, with Shift and the arrow."""
        self.stand(first)
        self.press("Space") if n == 1 else self.press(*["Shift+ArrowDown"] * (n - 1))
        expect(self.page.locator("[role=row][aria-selected=true]")).to_have_count(n)

    def selected_nothing(self) -> None:
        self.press("Escape")
        expect(self.page.locator("[role=row][aria-selected=true]")).to_have_count(0)

    def was_refused(self, status: int = 422) -> None:
        """The browser complained of an answer that was expected; any other complaint stays one."""
        expected = f"the server responded with a status of {status}"
        kept = [one for one in self.window.complaints if expected not in one]
        assert len(kept) < len(self.window.complaints), self.window.complaints
        self.window.complaints[:] = kept

    def expect_text(self, name: str, field: str, text: str | re.Pattern[str]) -> None:
        expect(self.cell(name, field)).to_have_text(text)
