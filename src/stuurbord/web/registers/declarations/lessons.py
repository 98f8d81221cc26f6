"""Lessons: written down once, found again when a project starts."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stuurbord.web.lists.register import Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, Transition, from_each
from stuurbord.web.registers.declarations.usual import (
    MINE,
    NUMBER,
    OF_STATE,
    OWNER,
    PROJECT,
    STATE,
    USUAL,
    WITH_OWNER,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.models import Lesson
from stuurbord.web.registers.telling import counted

LESSON_STATES = StateMachine(
    "proposed",
    (
        Transition("proposed", "adopted", "A", guard=known("recommendation", "category")),
        *from_each(("proposed", "adopted"), "dropped", "V"),
        *from_each(("adopted", "dropped"), "proposed", "H"),
    ),
)
_LESSONS = ngettext_lazy("{n} lesson is written down.", "{n} lessons are written down.", "number")
_ADOPTED = ngettext_lazy("{n} is adopted.", "{n} are adopted.", "number")
_EMPTY = ngettext_lazy(
    "{n} recommends nothing yet and helps nobody.", "{n} recommend nothing yet and help nobody.", "number"
)

LESSONS = Register(
    slug="lessen",
    title=_("Lessons"),
    one=_("Lesson"),
    model=Lesson,
    prefix="L-",
    columns=(
        NUMBER,
        Column("title", _("Lesson"), "name", "title"),
        PROJECT,
        Column("get_category_display", _("Category"), "choice", "category"),
        Column("get_project_kind_display", _("For which projects"), "choice", "project_kind"),
        Column("recommendation", _("Recommendation"), "text"),
        Column("learned_on", _("Learned on"), "date", "learned_on"),
        OWNER,
        STATE,
    ),
    facts=(
        Column("get_category_display", _("Category"), "choice"),
        Column("get_project_kind_display", _("For which projects"), "choice"),
        Column("learned_on", _("Learned on"), "date"),
    ),
    sections=(
        Section(_("What happened"), ("code", "title", "what_happened", "cause", "learned_on")),
        Section(_("What to do next time"), ("recommendation", "category", "project_kind", "owner", "state")),
    ),
    search=("code", "title", "what_happened", "recommendation"),
    order=("-learned_on", "code"),
    views=(
        View("adopted", _("Adopted"), lambda user: Q(state="adopted")),
        View("no-recommendation", _("Without recommendation"), lambda user: Q(recommendation="")),
        MINE,
    ),
    filters=(
        Filter("category", _("Category"), "category"),
        Filter("kind", _("For which projects"), "project_kind"),
        OF_STATE,
    ),
    closed_states=("dropped",),
    states=LESSON_STATES,
    related=WITH_OWNER,
    empty=_("No lessons yet. Write down what you would do otherwise next time, while you still know it."),
    conclusion=lambda lines: counted(
        lines, _LESSONS, (_ADOPTED, Q(state="adopted")), (_EMPTY, Q(recommendation=""))
    ),
    family=Family.QUALITY,
    is_main=True,
    help=USUAL
    | {
        "recommendation": _("What the next project does otherwise, as an order: “Ask for …”, “Never …”."),
        "project_kind": _("Empty: for every kind of project."),
    },
)
