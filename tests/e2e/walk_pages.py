"""What people of an office do at the pages of a project's gates, each in a window of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from web.walk_world import CISO, MANAGER, OWNER, Office

from stuurbord.exchange import mspdi
from stuurbord.plan import NONE, Plan
from stuurbord.plan.model import Baseline
from stuurbord.web.clock import today
from stuurbord.web.gates.adding import NewEvidence, add_evidence
from stuurbord.web.gates.attesting import attest
from stuurbord.web.gates.judging import INCOMPLETE, Dossier, Group
from stuurbord.web.gates.models import Evidence, GateCondition, GateDecision
from stuurbord.web.gates.queries import dossier
from stuurbord.web.gates.reviewing import review_evidence
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


def condition(text: str, days: int = 60) -> dict[str, str]:
    """Return the fields of a condition for the project manager, due in so many days."""
    due = (today() + timedelta(days=days)).isoformat()
    return {"condition_text_1": text, "condition_owner_1": MANAGER, "condition_due_1": due}


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

    def complete(self, gate: str, file: Path, waiting: str = "") -> None:
        """Bring whatever the dossier asks of people, on its pages.

        Parameters
        ----------
        waiting
            A kind of evidence that is left as it is: somebody still looks at it.
        """
        self.answer_questions(gate)
        self._fill(gate, waiting, lambda kind: self._prove(gate, kind, file), partial(self.attest, gate=gate))

    def complete_quickly(self, gate: str, waiting: str = "") -> None:
        """Bring the same without a browser: its pages were gone through at earlier gates."""
        self._fill(gate, waiting, self._prove_quickly, partial(self._attest_quickly, gate=gate))

    def _fill(self, gate: str, waiting: str, prove: Callable[..., Any], sign: Callable[..., Any]) -> None:
        for criterion in self.dossier(gate).criteria:
            rule = criterion.rule
            if criterion.group == Group.MET:
                continue
            for kind in rule.evidence:
                if kind not in (COMPUTED, waiting):
                    prove(kind)
            if rule.is_attested:
                sign(SIGNS.get(rule.role, OWNER), rule=rule.id)

    def _prove(self, gate: str, kind: str, file: Path) -> None:
        self.approve_evidence(gate, self.bring_evidence(gate, kind, file))

    def _prove_quickly(self, kind: str) -> None:
        reviewer = str(self.office.person(OWNER).pk)
        sent = NewEvidence(kind, f"Stuk {kind}", reference="Dossier 12", reviewer=reviewer)
        made = add_evidence(self.office.account(MANAGER), self.project, sent)
        review_evidence(self.office.account(OWNER), made, True, "", made.version)

    def _attest_quickly(self, name: str, gate: str, rule: str) -> None:
        attest(self.office.account(name), self.project, gate, rule, "yes", "Nagekeken op de stukken.")

    def is_held_up(self, gate: str, decider: str = OWNER) -> bool:
        """Return whether the rules say incomplete and the page offers neither to submit nor to go on."""
        forms = "form[action$='/indienen/'], input[name=verdict][value^=go]"
        offered = [self.at_gate(name, gate).locator(forms).count() for name in (MANAGER, decider)]
        return self.dossier(gate).proposal == INCOMPLETE and not any(offered)

    def submit(self, gate: str) -> None:
        page = self.at_gate(MANAGER, gate)
        self.send(page, "form[action$='/indienen/']")
        assert self.dossier(gate).state == "submitted"

    def decide(self, name: str, gate: str, verdict: str, **told: str) -> GateDecision:
        """Let somebody with the mandate decide; ``told`` are further fields of the form."""
        before = GateDecision.objects.filter(project=self.project).count()
        page = self.at_gate(name, gate)
        page.check(f"input[name=verdict][value={verdict}]")
        if "condition_text_1" in told and page.locator("#condition_text_1").is_hidden():
            page.click(".g-decide details summary")
        for field, value in told.items():
            if field.startswith("condition_owner"):
                page.select_option(f"#{field}", label=value)
            else:
                page.fill(f"[name={field}]", value)
        self.send(page, "form.g-decide")
        told_back = page.locator(".message").all_inner_texts()
        decisions = GateDecision.objects.filter(project=self.project).order_by("number")
        assert decisions.count() == before + 1, told_back
        made = decisions[before]
        assert (made.gate, made.verdict, made.by_name) == (gate, verdict, name)
        return made

    def follow_proposal(self, name: str, gate: str) -> None:
        """Submit, and decide what the rules propose; what is still open becomes a condition."""
        self.submit(gate)
        proposal = self.dossier(gate).proposal
        told = condition("Afwerken wat nog openstaat") if proposal == "go_with_conditions" else {}
        self.decide(name, gate, proposal, **told)

    def meet_conditions(self) -> None:
        """Let who owns the open conditions report them, and the project owner confirm that they are met."""
        for one in GateCondition.objects.filter(project=self.project, state="open"):
            edit = f"/registers/voorwaarden/{one.pk}/wijzigen/"
            self.write_line(MANAGER, edit, state="reported", outcome="Gedaan.")
            self.write_line(OWNER, edit, state="met")
            one.refresh_from_db()
            assert one.state == "met"

    def import_plan(self, plan: Plan, folder: Path) -> None:
        """Let the project manager bring a plan in; beyond what was agreed the project owner accepts."""
        path = folder / f"{self.code}.xml"
        path.write_bytes(mspdi.write(plan))
        window = self.as_(MANAGER)
        window.go(f"{self.address}invoer/")
        window.page.set_input_files("input[name=files]", str(path))
        self.send(window.page, "form[enctype]")
        received = Import.objects.latest("pk")
        window.go(f"/invoer/{received.pk}/")
        accept = f"form[action='/invoer/{received.pk}/aanvaarden/']"
        if window.page.locator(accept).count():
            self.send(window.page, accept)
            return
        self.send(window.page, f"form[action='/invoer/{received.pk}/voorstellen/']")
        proposal = self.project.proposals.latest("number")
        owner = self.as_(OWNER)
        owner.go(f"{self.address}planning/voorstellen/{proposal.number}/")
        self.send(owner.page, f"form[action$='/voorstellen/{proposal.number}/aanvaarden/']")

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
