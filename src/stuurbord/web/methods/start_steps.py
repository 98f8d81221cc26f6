"""The steps of the guided start: their order, what each needs, and the whole as a `Start`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stuurbord.rulebooks.methods.model import Template, said
from stuurbord.rulebooks.methods.proposal import proposed_method
from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.methods import start_forms
from stuurbord.web.methods.actions import next_project_code
from stuurbord.web.methods.look_alike import FittingLesson, fitting_lessons
from stuurbord.web.methods.models import MethodTemplate, StartDraft
from stuurbord.web.methods.queries import kind_of_template, language, read
from stuurbord.web.methods.sizing import Sized, sized
from stuurbord.web.methods.starting import FirstPlan, Start, StartStakeholder
from stuurbord.web.methods.storing import published
from stuurbord.web.projects.models import Programme

STEPS: Final[Mapping[str, Promise]] = {
    "idee": gettext_lazy("Idea"),
    "omvang": gettext_lazy("Size"),
    "methode": gettext_lazy("Method"),
    "toleranties": gettext_lazy("Tolerances"),
    "planning": gettext_lazy("First plan"),
    "mensen": gettext_lazy("People"),
    "lessen": gettext_lazy("Lessons"),
    "nazicht": gettext_lazy("Look over"),
}
"""Address → title, in their order."""
_NEEDED: Final = ("idee", "omvang", "methode", "planning")
"""Without these there is nothing to make."""
_SLUGS: Final = tuple(STEPS)


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step as the column at the left shows it."""

    slug: str
    title: str
    is_done: bool
    is_current: bool
    is_open: bool
    """Whether what it needs is there."""


class Guide:
    """One guided start: what was answered so far, and what follows from that."""

    def __init__(self, draft: StartDraft, user: Any) -> None:
        self.draft, self.user = draft, user

    def answers(self, step: str) -> dict[str, Any]:
        """Return what was filled in at a step."""
        found: dict[str, Any] = self.draft.answers.get(step, {})
        return found

    def has(self, step: str) -> bool:
        """Return whether a step was answered and its answer still holds."""
        if step == "methode":
            return self.stored_template is not None
        return step in self.draft.answers

    def links(self, current: str) -> list[StepLink]:
        return [
            StepLink(slug, str(title), self.has(slug), slug == current, self.is_open(slug))
            for slug, title in STEPS.items()
        ]

    def is_open(self, step: str) -> bool:
        """Return whether a step can be opened: everything before it that is needed is there."""
        before = _SLUGS[: _SLUGS.index(step)]
        return all(self.has(one) for one in before if one in _NEEDED)

    def first_open(self) -> str:
        """Return where to go on: the first step that was not answered."""
        return next((one for one in STEPS if not self.has(one)), _SLUGS[-1])

    @property
    def missing(self) -> list[str]:
        """Titles of the steps without which nothing can be made."""
        return [str(STEPS[one]) for one in _NEEDED if not self.has(one)]

    @property
    def kind(self) -> str:
        return str(self.answers("idee").get("kind", ""))

    @property
    def name(self) -> str:
        return str(self.answers("idee").get("name", ""))

    @cached_property
    def sized(self) -> Sized:
        """The size that follows from what is known."""
        known = self.answers("omvang")
        return sized(_decimal(known.get("months")), _decimal(known.get("person_days")), today())

    @cached_property
    def templates(self) -> list[MethodTemplate]:
        """What a project of this kind can follow; the proposed one first."""
        found = list(published().filter(kind=kind_of_template(self.kind)))
        return sorted(found, key=lambda one: (one.method != self.proposal[0], one.title))

    @cached_property
    def proposal(self) -> tuple[str, str]:
        """The method proposed, and why."""
        method, why = proposed_method(kind_of_template(self.kind), self.sized.size or "medium")
        return method, said(why, language())

    @cached_property
    def stored_template(self) -> MethodTemplate | None:
        """What was chosen, as long as it fits the kind and is published."""
        chosen = str(self.answers("methode").get("template", ""))
        return next((one for one in self.templates if str(one.pk) == chosen), None)

    @cached_property
    def template(self) -> Template:
        return read(self.stored_template or self.templates[0])

    @property
    def tolerances(self) -> dict[str, Decimal]:
        """Target → limit: what was agreed, else what the template proposes."""
        proposed = start_forms.TolerancesForm.proposed(self.template, self.sized.size)
        agreed = self.answers("toleranties") or proposed
        found = {target: _decimal(value) for target, value in agreed.items() if target in proposed}
        return {target: value for target, value in found.items() if value is not None}

    def plan(self, starts_on: date | None = None, days: Mapping[str, int] | None = None) -> FirstPlan:
        """Return the first plan as answered, or with another start or other durations."""
        known = self.answers("planning")
        start = starts_on or (date.fromisoformat(known["starts_on"]) if "starts_on" in known else today())
        chosen = {
            name.removeprefix("days-"): int(value)
            for name, value in known.items()
            if name.startswith("days-") and value
        }
        return FirstPlan(self.template, self.sized.size or "medium", start, self.name, dict(days or chosen))

    @cached_property
    def lessons(self) -> list[FittingLesson]:
        """Lessons of other projects that fit this one."""
        idea = self.answers("idee")
        return fitting_lessons(
            self.user, self.draft.portfolio, self.name, self.kind, str(idea.get("goal", "")), self.sized.size
        )

    def form(self, step: str, data: Any = None) -> forms.Form:
        """Return the form of a step with what was answered, else with what is proposed."""
        if data is not None:
            return self._made(step, data)
        initial = self._proposed(step) | start_forms.initial_of(lambda: self._made(step), self.answers(step))
        return self._made(step, initial=initial)

    def start(self) -> Start:
        """Return the whole; every needed step was answered."""
        idea, size, people = self.answers("idee"), self.answers("omvang"), self.answers("mensen")
        plan = self.plan()
        if self.stored_template is None:
            raise ValueError("a start without a method is not complete")
        return Start(
            name=self.name,
            kind=self.kind,
            goal=str(idea.get("goal", "")),
            why_now=str(idea.get("why_now", "")),
            owner=_found(Person, idea.get("owner")),
            manager=_found(Person, idea.get("manager")),
            programme=_found(Programme, idea.get("programme")),
            template=self.stored_template,
            starts_on=plan.starts_on,
            days=plan.days,
            size=self.sized.size,
            months=_decimal(size.get("months")),
            person_days=_decimal(size.get("person_days")),
            budget=_decimal(size.get("budget")),
            tolerances=self.tolerances,
            roles=self._roles(people),
            stakeholders=tuple(self._stakeholders(people)),
            lessons=tuple(self.answers("lessen").get("lessons", ())),
            reference_class=str(self.answers("planning").get("reference_class", "")),
            code=str(self.answers("nazicht").get("code", "")),
        )

    def _made(self, step: str, data: Any = None, initial: Any = None) -> forms.Form:
        made: dict[str, Any] = {
            "idee": lambda: start_forms.IdeaForm(self.draft.portfolio, data, initial=initial),
            "omvang": lambda: start_forms.SizeForm(data, initial=initial),
            "methode": lambda: start_forms.MethodForm(self.templates, data, initial=initial),
            "toleranties": lambda: start_forms.TolerancesForm(self.template, data, initial=initial),
            "planning": lambda: start_forms.PlanForm(self.plan(), data, initial=initial),
            "mensen": lambda: start_forms.PeopleForm(self.template, data, initial=initial),
            "lessen": lambda: start_forms.LessonsForm(
                [(one.lesson.pk, one.lesson.title) for one in self.lessons], data, initial=initial
            ),
            "nazicht": lambda: start_forms.ReviewForm(data, initial=initial),
        }
        form: forms.Form = made[step]()
        return form

    def _proposed(self, step: str) -> dict[str, Any]:
        if step == "methode":
            return {"template": str(self.templates[0].pk)}
        if step == "toleranties":
            return start_forms.TolerancesForm.proposed(self.template, self.sized.size)
        if step == "planning":
            return {"starts_on": today(), "reference_class": self.template.reference_class}
        if step == "mensen":
            return {"hints": [one.key for one in self.template.stakeholders]}
        if step == "nazicht":
            return {"code": next_project_code(self.draft.portfolio)}
        return {}

    def _roles(self, people: Mapping[str, Any]) -> dict[str, Person]:
        named = {role.key: people.get(f"role-{role.key}") for role in self.template.roles}
        found = Person.objects.in_bulk([one for one in named.values() if one])
        return {role: found[pk] for role, pk in named.items() if pk in found}

    def _stakeholders(self, people: Mapping[str, Any]) -> list[StartStakeholder]:
        chosen = people.get("hints", [])
        made = [
            StartStakeholder(
                said(one.title, language()),
                said(one.why, language()) if one.why else "",
                one.influence,
                one.interest,
            )
            for one in self.template.stakeholders
            if one.key in chosen
        ]
        own = (people.get(f"own-{number}") for number in range(1, start_forms.N_OWN_STAKEHOLDERS + 1))
        return made + [StartStakeholder(name) for name in own if name]


def next_step(step: str) -> str:
    """Return the step after a step; the last is followed by itself."""
    return _SLUGS[min(_SLUGS.index(step) + 1, len(_SLUGS) - 1)]


def step_before(step: str) -> str:
    """Return the step before a step; empty for the first."""
    position = _SLUGS.index(step)
    return _SLUGS[position - 1] if position else ""


def help_of(step: str) -> list[str]:
    """Return what the column at the right says of a step."""
    texts: dict[str, list[str]] = {
        "idee": [
            _("Write the goal for somebody who does not know the organisation."),
            _("The kind decides which template, which first plan and which lessons are proposed."),
            _("Owner and manager may follow later; at gate G0 somebody must own it."),
        ],
        "omvang": [
            _("The size decides how much goes on paper: the smaller, the less."),
            _("An estimate is enough. What you leave empty stays undetermined and counts as medium-sized."),
        ],
        "methode": [
            _("A template gives stages, gates, products, tolerances and a first plan. All of it can change."),
            _("A running project keeps its version until somebody migrates it after a preview."),
        ],
        "toleranties": [
            _("Within these limits the project manager decides; beyond them an exception raises itself."),
            _("What stands there comes from the template for this size."),
        ],
        "planning": [
            _("Change the likely working days where you know better; the other two points follow."),
            _(
                "The durations are estimates out of planning experience, not measured. The dates follow from "
                "the links and the closing days of the Flemish administration."
            ),
        ],
        "mensen": [
            _("Roles say who attests what at the gates. They give no access: an administrator does."),
            _("Untick who has no stake here. Their influence and interest can be changed later."),
        ],
        "lessen": [
            _("What you take along becomes an action before gate G2, linked to where it was learned."),
        ],
        "nazicht": [
            _("Nothing was made so far. One press of the button makes everything, or nothing."),
            _("Afterwards the project is an idea: gate G0 decides whether it starts."),
        ],
    }
    return texts[step]


def _found(model: Any, pk: Any) -> Any:
    return model.objects.filter(pk=pk).first() if pk else None


def _decimal(value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
