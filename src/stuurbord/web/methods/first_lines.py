"""The first lines of a project in its registers: estimates, products, people, tolerances, lessons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from stuurbord.rulebooks.methods.model import Product as TemplateProduct
from stuurbord.rulebooks.methods.model import Template, said
from stuurbord.web.accounts.models import Person
from stuurbord.web.audit.chain import record
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import new_form
from stuurbord.web.lists.link_ends import end_of
from stuurbord.web.lists.links import add_link
from stuurbord.web.lists.register import REGISTERS, register_of
from stuurbord.web.methods.queries import MANAGER_ROLE, OWNER_ROLE, language
from stuurbord.web.methods.starting import FirstPlan, Start
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import (
    ActionItem,
    Lesson,
    Product,
    RaciAssignment,
    Stakeholder,
    TaskEstimate,
)
from stuurbord.web.registers.uncertainty import EstimateQuantity, EstimateShape, EstimateUnit

_LIMIT_FIELDS: Final = {"quality": "limit_number", "scope": "limit_number", "benefits": "limit_fraction"}


def write_estimates(actor: Any, project: Project, plan: FirstPlan) -> None:
    """Write the three points of each task whose duration is uncertain."""
    made = [
        TaskEstimate(
            project=project,
            task=str(one.uid),
            quantity=EstimateQuantity.DURATION,
            shape=EstimateShape.PERT,
            unit=EstimateUnit.DAYS,
            low=Decimal(one.low),
            likely=Decimal(one.likely),
            high=Decimal(one.high),
        )
        for one in plan.tasks.values()
        if one.low < one.high and not one.task.is_elapsed
    ]
    TaskEstimate.objects.bulk_create(made)
    record(
        actor,
        "project.estimate",
        project.subject,
        {"n": len(made), "source": "template"},
        portfolio_id=project.portfolio_id,
        project_id=project.pk,
    )


def write_products(actor: Any, project: Project, start: Start, template: Template, plan: FirstPlan) -> None:
    people = _people(start)
    asked = template.products_for(start.size)
    lines = [_product(number, one, start, people, plan) for number, one in enumerate(asked, 1)]
    _save(actor, project, Product, lines)
    duties = [
        {"product": f"PR-{number:03}", "person": person.pk, "role": duty}
        for number, one in enumerate(asked, 1)
        for duty, person in _duties(one, people)
    ]
    _save(actor, project, RaciAssignment, [{"code": f"RA-{n:03}", **one} for n, one in enumerate(duties, 1)])


def _product(
    number: int, one: TemplateProduct, start: Start, people: Mapping[str, Person], plan: FirstPlan
) -> dict[str, Any]:
    is_short = one.needed(start.size) == "short"
    maker = people.get(one.role)
    approver = start.owner if start.owner != maker else None
    return {
        "code": f"PR-{number:03}",
        "title": said(one.title, language()),
        "purpose": said(one.purpose, language()) if one.purpose else "",
        "quality_criteria": _("The short form is enough for a project of this size.") if is_short else "",
        "due": plan.gate_on(one.gate),
        "owner": maker.pk if maker else None,
        "approver": approver.pk if approver else None,
    }


def _duties(one: TemplateProduct, people: Mapping[str, Person]) -> list[tuple[str, Person]]:
    """Return who makes a product and who answers for it, as far as they are known."""
    maker, owner = people.get(one.role), people.get(OWNER_ROLE)
    duties = [("accountable", owner)] if owner else []
    if maker and maker != owner:
        duties.append(("responsible", maker))
    return duties


def write_stakeholders(actor: Any, project: Project, start: Start) -> None:
    lines = [
        {
            "code": f"BH-{number:03}",
            "name": one.name,
            "expectation": one.why,
            "influence": one.influence,
            "interest": one.interest,
        }
        for number, one in enumerate(start.stakeholders, 1)
    ]
    _save(actor, project, Stakeholder, lines)


def write_tolerances(actor: Any, project: Project, start: Start, template: Template) -> None:
    """Write what was agreed beside time and cost, which stand with the project itself."""
    register = REGISTERS.get("toleranties")
    if register is None:
        return
    lines = []
    for one in template.tolerances:
        if one.target in ("time", "cost"):
            continue
        line: dict[str, Any] = {"code": f"T-{len(lines) + 1:03}", "target": one.target, "level": "project"}
        limit = start.tolerances.get(one.target)
        if one.target == "risk" and limit is not None and start.budget is not None:
            line["limit_euro"] = (limit * start.budget).quantize(Decimal("0.01"))
        elif one.target in _LIMIT_FIELDS and limit is not None:
            line[_LIMIT_FIELDS[one.target]] = int(limit) if one.unit == "number" else limit
        line["criterion"] = said(one.note, language()) if one.note else ""
        if one.target == "risk" and limit is not None and start.budget is None:
            # An amount cannot be told yet; what was chosen is not lost meanwhile.
            told = _("{share} of the budget, once that is known.")
            line["criterion"] = told.format(share=reader().percent(float(limit)))
        lines.append(line | {"source": f"{start.template.key} {start.template.version}"})
    _save(actor, project, register.model, lines)


def write_lessons(actor: Any, project: Project, start: Start, plan: FirstPlan) -> None:
    """Make an action of each lesson taken along, linked to where it was learned."""
    lessons_register = register_of(Lesson)
    lessons = list(lessons_register.lines(actor).filter(pk__in=start.lessons).order_by("pk"))
    due = plan.gate_on("G2")
    lines = [
        {
            "code": f"A-{number:03}",
            "title": one.title[:300],
            "description": one.recommendation,
            "source": f"{one.project.code} {one.code}",
            "owner": start.manager.pk if start.manager else None,
            "due": due,
        }
        for number, one in enumerate(lessons, 1)
    ]
    made = _save(actor, project, ActionItem, lines)
    for line, lesson in zip(made, lessons, strict=True):
        add_link(actor, register_of(ActionItem), line, end_of(lessons_register, lesson))


def _people(start: Start) -> dict[str, Person]:
    own = {OWNER_ROLE: start.owner, MANAGER_ROLE: start.manager}
    return dict(start.roles) | {role: person for role, person in own.items() if person}


def _save(actor: Any, project: Project, model: Any, lines: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Save new lines of a register through its own form; one that is not valid is our mistake."""
    register = register_of(model)
    sent = []
    for line in lines:
        values = {name: value for name, value in line.items() if value is not None}
        form = new_form(register, actor, _defaults(register) | values | {"project": project.pk})
        if not form.is_valid():
            raise ValueError(f"{register.slug}: {form.errors.as_json()}")
        sent.append(Sent(form))
    return save_lines(actor, register, sent) if sent else []


def _defaults(register: Any) -> dict[str, Any]:
    """Return what a new line begins with: the first state, and what the model says."""
    made = {}
    for name in register.form_fields:
        field = register.model._meta.get_field(name)
        if field.has_default() and not callable(field.default):
            made[name] = field.default
    return {name: value for name, value in made.items() if value not in (False, None)}
