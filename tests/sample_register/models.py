"""Permits of a project: six fields, a table of states, and everything the pattern gives for that."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.lists.columns import Ask, Column, Filter, Section, View
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.register_item import RegisterItem
from stuurbord.web.lists.states import StateMachine, Transition
from stuurbord.web.projects.models import Project


class PermitState(models.TextChoices):
    ASKED = "asked", "aangevraagd"
    GRANTED = "granted", "verleend"
    REFUSED = "refused", "geweigerd"


class Permit(RegisterItem):
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name="Project")
    title = models.CharField("Vergunning", max_length=300)
    fee = models.DecimalField("Retributie, euro", max_digits=14, decimal_places=2, null=True, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="Eigenaar")
    due = models.DateField("Uiterste datum", null=True, blank=True)
    state = models.CharField("Status", max_length=12, choices=PermitState, default=PermitState.ASKED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="permit_code_in_project")]


PERMITS = Register(
    slug="proef",
    title="Vergunningen",
    one="Vergunning",
    model=Permit,
    columns=(
        Column("code", "Nr.", "code", "code"),
        Column("title", "Vergunning", "name", "title"),
        Column("project", "Project", "project", "project__code"),
        Column("fee", "Retributie", "euro", "fee", has_total=True),
        Column("owner", "Eigenaar", "person", "owner__name"),
        Column("due", "Uiterste datum", "date", "due"),
        Column("get_state_display", "Status", "choice", "state"),
    ),
    sections=(Section("Vergunning", ("code", "title", "fee", "owner", "due", "state")),),
    search=("code", "title", "owner__name"),
    order=("due", "code"),
    views=(View("late", "Te laat", lambda user: Q(due__lt=today())),),
    filters=(Filter("owner", "Eigenaar", "owner__name"), Filter("state", "Status", "state")),
    closed_states=(PermitState.GRANTED, PermitState.REFUSED),
    states=StateMachine("asked", tuple(Transition("asked", one) for one in ("granted", "refused"))),
    related=("project__portfolio", "owner"),
    asks=(Ask("permit", "Opvolgen", lambda person: Q(owner=person)),),
)
