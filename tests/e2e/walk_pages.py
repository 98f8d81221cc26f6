"""What people of an office do at the pages of a project's gates, each in a window of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from web.walk_world import CISO, MANAGER, OWNER, Office

from stuurbord.exchange import mspdi
from stuurbord.plan import NONE, Plan
from stuurbord.plan.model import Baseline
from stuurbord.web.clock import today
from stuurbord.web.gates.judging import Dossier, Group
from stuurbord.web.gates.models import Evidence
from stuurbord.web.gates.queries import dossier
from stuurbord.web.imports.models import Import
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of

ANSWERS = {
    "high_risk_processing": "no",
    "uses_ai": "no",
    "is_procured": "no",
    "handles_sensitive_information": "yes",
    "is_public_facing": "no",
}
"""What the project is: the last but one makes the CISO answer too."""
SIGNS = {"project_manager": MANAGER, "ciso": CISO}
"""Who attests for which role; the project owner for all others."""
COMPUTED = "BER"


class Walk:
    """One project of an office, in the browser."""

    def __init__(self, office: Office, open_window: Callable[..., Any]) -> None:
        self.office, self._open = office, open_window
        self._windows: dict[str, Any] = {}
        self.code = ""

    def as_(self, name: str) -> Any:
        """Return the window of somebody, logged in."""
        if name not in self._windows:
            self._windows[name] = self._open()
            self._windows[name].log_in(self.office.account(name).email)
        return self._windows[name]

    @property
    def project(self) -> Project:
        found = Project.objects.select_related("portfolio", "owner", "manager", "current_revision")
        return found.get(portfolio=self.office.portfolio, code=self.code)

    @property
    def address(self) -> str:
        return f"/portefeuille/ASN/project/{self.code}/"

    def dossier(self, gate: str) -> Dossier:
        found = dossier(self.project, gate, today())
        assert found is not None
        return found

    def at_gate(self, name: str, gate: str) -> Any:
        """Open the dossier of a gate as somebody; return the page."""
        window = self.as_(name)
        window.go(f"{self.address}poort/{gate}/")
        return window.page

    # -- what people do ----------------------------------------------------------------------------------

    def send(self, page: Any, within: str) -> None:
        """Press the button of a form and wait for the page that comes."""
        with page.expect_navigation():
            page.click(f"{within} button[type=submit], {within} button[name=do]")

    def answer_questions(self, gate: str) -> None:
        """Let the project manager say what the project is."""
        page = self.at_gate(MANAGER, gate)
        for name, answer in ANSWERS.items():
            form = f"form:has(input[name=about]):has(input[name=rule][value={name}])"
            if page.locator(f"{form} button").is_visible():  # not asked, or answered already
                page.check(f"{form} input[name=answer][value={answer}]")
                self.send(page, form)

    def bring_evidence(self, gate: str, kind: str, file: Path, valid_until: str = "") -> Evidence:
        """Let the project manager add a file, to be looked at by the project owner."""
        window = self.as_(MANAGER)
        window.go(f"{self.address}poort/{gate}/bewijs/?kind={kind}")
        page = window.page
        page.fill("#title", f"Stuk {kind}")
        page.set_input_files("#file", str(file))
        page.select_option("#reviewer", label=_option(page, OWNER))
        if valid_until:
            page.fill("#valid_until", valid_until)
        self.send(page, "main form.paper-form")
        return Evidence.objects.filter(project=self.project, kind=kind).latest("pk")

    def approve_evidence(self, gate: str, evidence: Evidence) -> None:
        page = self.at_gate(OWNER, gate)
        form = page.locator(f"form[action$='/bewijs/{evidence.pk}/nazicht/']").first
        with page.expect_navigation():
            form.locator("button[value=approve]").click()

    def attest(self, name: str, gate: str, rule: str, answer: str = "yes") -> None:
        page = self.at_gate(name, gate)
        form = f"form:has(input[name=rule][value='{rule}'])"
        if page.locator(f"{form} button").is_hidden():
            page.click(f"details:has(input[name=rule][value='{rule}']) summary")
        page.check(f"{form} input[name=answer][value={answer}]")
        page.fill(f"{form} input[name=reason]", "Nagekeken op de stukken.")
        self.send(page, form)

    def complete(self, gate: str, file: Path) -> None:
        """Bring whatever the dossier asks of people."""
        self.answer_questions(gate)
        for criterion in self.dossier(gate).criteria:
            rule = criterion.rule
            if criterion.group == Group.MET:
                continue
            for kind in rule.evidence:
                if kind != COMPUTED:
                    self.approve_evidence(gate, self.bring_evidence(gate, kind, file))
            if rule.is_attested:
                self.attest(SIGNS.get(rule.role, OWNER), gate, rule.id)

    def submit(self, gate: str) -> None:
        page = self.at_gate(MANAGER, gate)
        self.send(page, "form[action$='/indienen/']")

    def decide(self, name: str, gate: str, verdict: str, **told: str) -> None:
        """Let somebody with the mandate decide; ``told`` are further fields of the form."""
        page = self.at_gate(name, gate)
        page.check(f"input[name=verdict][value={verdict}]")
        if told and "condition_text_1" in told and page.locator("#condition_text_1").is_hidden():
            page.click(".g-decide details summary")
        for field, value in told.items():
            if field.startswith("condition_owner"):
                page.select_option(f"#{field}", label=value)
            else:
                page.fill(f"[name={field}]", value)
        self.send(page, "form.g-decide")

    def pass_gate(self, gate: str, who: str, file: Path) -> None:
        """Complete, submit, go."""
        self.complete(gate, file)
        self.submit(gate)
        self.decide(who, gate, "go")

    def import_plan(self, plan: Plan, folder: Path) -> None:
        """Let the project manager bring a plan in as a file, and accept it."""
        path = folder / f"{self.code}.xml"
        path.write_bytes(mspdi.write(plan))
        window = self.as_(MANAGER)
        window.go(f"{self.address}invoer/")
        window.page.set_input_files("input[name=files]", str(path))
        self.send(window.page, "form[enctype]")
        received = Import.objects.latest("pk")
        window.go(f"/invoer/{received.pk}/")
        self.send(window.page, f"form[action='/invoer/{received.pk}/aanvaarden/']")

    def write_line(self, name: str, address: str, **fields: str | bool) -> None:
        """Let somebody fill in the form of a line of a register."""
        window = self.as_(name)
        window.go(address)
        page, form = window.page, "main form:has(input[name=version], [name=project])"
        for field, value in fields.items():
            place = page.locator(f"{form} [name={field}]")
            if isinstance(value, bool):
                place.set_checked(value)
            elif place.evaluate("one => one.tagName") == "SELECT":
                place.select_option(value)
            else:
                place.fill(value)
        with page.expect_navigation():
            page.click(f"{form} button.primary")

    # -- plans -------------------------------------------------------------------------------------------

    def promised_plan(self) -> Plan:
        """Return the project's plan with its own dates as baseline."""
        number = self.project.current_revision_id
        plan, schedule = plan_of(number), schedule_of(number)
        unknown = np.full(len(plan.tasks), NONE, dtype=np.int64)
        promise = Baseline(schedule.start, schedule.finish, plan.tasks.duration, unknown, unknown)
        return dataclasses.replace(plan, baselines={**plan.baselines, 0: promise})

    def later_plan(self, factor: int) -> Plan:
        """Return the project's plan with the longest work before its goal taking so many times as long."""
        number = self.project.current_revision_id
        plan, schedule = plan_of(number), schedule_of(number)
        goal = list(plan.tasks.gate).index(self.project.goal_gate)
        is_before = (schedule.finish <= schedule.finish[goal]) & schedule.is_critical
        duration = np.array(plan.tasks.duration)
        longest = np.argmax(duration * (is_before & ~plan.tasks.is_summary))
        duration[longest] *= factor
        tasks = dataclasses.replace(plan.tasks, duration=duration)
        return dataclasses.replace(plan, tasks=tasks)


def _option(page: Any, name: str) -> str:
    """Return the whole label of an option of the reviewers that begins with a name."""
    labels = page.locator("#reviewer option").all_text_contents()
    return next(one for one in labels if one.startswith(name))
