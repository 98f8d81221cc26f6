"""From records to what they change: compared with what is stored, listed line by line, applied at once.

An empty cell changes nothing, a row that is absent is left alone: a file adds and corrects, it never erases.
The same preparation serves the dry run and the application, so what was reviewed is what happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils import timezone

from stuurbord.errors import N_, Finding, Where
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.exchange.tabular.invisible import visible
from stuurbord.web.accounts.models import Person
from stuurbord.web.imports.announced import Announced
from stuurbord.web.imports.changes import Change, Operation, Preparation
from stuurbord.web.imports.checks import problems_of
from stuurbord.web.imports.entities import ENTITIES, PEOPLE, PROJECTS, Entity
from stuurbord.web.imports.names import Names
from stuurbord.web.imports.plan_arrivals import PlanArrival, says_the_same
from stuurbord.web.imports.plan_changes import plan_fields
from stuurbord.web.imports.state_steps import refused_step, state_field
from stuurbord.web.lists.actions import LineChange, copied, finish, logged
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.projects.models import Portfolio, Programme, Project
from stuurbord.web.registers.models import Milestone, MilestoneReport

EMPTY = ("", None)
_NONE: Mapping[str, Announced] = MappingProxyType({})


def prepare(
    portfolio: Portfolio,
    records: PortfolioRecords,
    arrivals: Sequence[PlanArrival] = (),
    announced: Mapping[str, Announced] = _NONE,
) -> Preparation:
    """Compare records and plans with a portfolio and return what they would change; nothing is written.

    Parameters
    ----------
    announced
        Projects that waiting files bring: they count as if they were there.
    """
    made = Preparation()
    stored_projects = {
        project.code: project
        for project in portfolio.projects.select_related("owner", "manager", "programme", "current_revision")
        .defer("current_revision__document", "current_revision__findings")
    }  # fmt: skip
    own = set(stored_projects) | {record.code for record in records.projects}
    to_come = {code: project for code, project in announced.items() if code not in own}
    known = own | set(to_come)
    people = {person.name.casefold(): person for person in Person.objects.all()}
    for record in records.people:
        _compare(made, PEOPLE, record, "", people.get(record.name.casefold()))
    for record in records.projects:
        _compare(made, PROJECTS, record, record.code, stored_projects.get(record.code))
    for entity in ENTITIES:
        rows = [row for row in getattr(records, entity.records) if _is_known(made, row, known)]
        stored = _stored(entity, portfolio) if rows else {}
        for row in rows:
            key = (row.project, *(_text(getattr(row, name)) for name in entity.key))
            _compare(made, entity, row, row.project, stored.get(key))
    _prepare_named(made, portfolio, people)
    _prepare_reports(made, portfolio, records, known)
    for arrival in arrivals:
        code = arrival.project_code
        _prepare_plan(made, arrival, stored_projects.get(code), known, to_come.get(code))
    made.awaited = {code: to_come[code] for code in sorted(made.project_codes & to_come.keys())}
    return made


def _prepare_plan(
    made: Preparation,
    arrival: PlanArrival,
    project: Project | None,
    known: set[str],
    to_come: Announced | None,
) -> None:
    """Add the revision a plan would become, unless it can have no dates or says nothing new."""
    code = arrival.project_code
    if code not in known:
        text = N_(
            "Project “{project}” does not exist in this portfolio nor in this file; its plan is ignored."
        )
        where = Where(project=code)
        made.findings.append(Finding("unknown_project", text, where=where, fields={"project": code}))
        return
    if problems := arrival.problems():
        made.findings += problems
        return
    current = project.current_revision if project else None
    if current is not None and says_the_same(arrival, current):
        return
    named = project or to_come
    title = named.name if named else arrival.plan.name
    action = "change" if current else "create"
    made.plans.append((Change("plan", code, title, action, plan_fields(arrival, current)), arrival))


def _prepare_named(made: Preparation, portfolio: Portfolio, people: dict[str, Person]) -> None:
    """Add the people and programmes that rows name and nobody knows yet."""
    known = set(people) | {one.email.casefold() for one in people.values() if one.email}
    persons = (one.values for one in made.operations if one.model is Person)
    known |= {str(values["name"]).casefold() for values in persons if "name" in values}
    programmes = set(portfolio.programmes.values_list("name", flat=True))
    for operation in list(made.operations):
        for field in ("owner", "manager"):
            name = operation.values.get(field)
            if isinstance(name, str) and name.casefold() not in known:
                known.add(name.casefold())
                values = {"name": name, "email": name if "@" in name else ""}
                change = Change("person", name, name, "create")
                made.operations.append(Operation(change, Person, "", values, None))
        programme = operation.values.get("programme")
        if isinstance(programme, str) and programme not in programmes:
            programmes.add(programme)
            change = Change("programme", programme, programme, "create")
            values = {"name": programme, "portfolio": portfolio}
            made.operations.append(Operation(change, Programme, "", values, None))


def _is_known(made: Preparation, record: Any, known: set[str]) -> bool:
    if record.project in known:
        return True
    text = N_("Project “{project}” is neither in this portfolio nor in this file; the row is ignored.")
    made.findings.append(
        Finding("unknown_project", text, where=record.where, fields={"project": record.project})
    )
    return False


def _stored(entity: Entity, portfolio: Portfolio) -> dict[tuple[str, ...], models.Model]:
    rows = entity.model._default_manager.filter(project__portfolio=portfolio).select_related(
        "project__portfolio", *entity.people
    )
    return {(row.project.code, *(_text(getattr(row, name)) for name in entity.key)): row for row in rows}


def _compare(
    made: Preparation, entity: Entity, record: Any, project_code: str, instance: models.Model | None
) -> None:
    """Add the operation that makes the stored row say what the record says, if it does not yet."""
    given = {
        name: _seen(getattr(record, name)) for name in entity.fields if getattr(record, name) not in EMPTY
    }
    if instance is None:
        values = given | {name: _seen(getattr(record, name)) for name in entity.key}
        fields = tuple((name, "", _text(value)) for name, value in given.items())
        action = "create"
    else:
        old = {name: _text(getattr(instance, name)) for name in given}
        values = {name: value for name, value in given.items() if not _same(old[name], value, instance, name)}
        register = _register_of(entity.model) if values else None
        if refused := refused_step(register, record, instance, values):
            made.findings.append(refused)
            del values[state_field(register)]
        if not values:
            return
        fields = tuple((name, old[name], _text(value)) for name, value in values.items())
        action = "change"
    number = " ".join(_text(getattr(record, name)) for name in entity.key).strip()
    key = number if entity in (PROJECTS, PEOPLE) else f"{project_code} {number}"
    title = _text(values.get(entity.title) or getattr(record, entity.title, ""))
    made.findings += problems_of(entity, record, values)
    change = Change(entity.name, key, title, action, fields)
    made.operations.append(Operation(change, entity.model, project_code, values, instance))


def _same(old: str, value: Any, instance: models.Model, name: str) -> bool:
    if old == _text(value):
        return True
    stored = getattr(instance, name)
    if isinstance(stored, Person):
        return _text(value).casefold() in (stored.name.casefold(), stored.email.casefold())
    try:
        return stored not in EMPTY and stored == value
    except TypeError:
        return False


def _text(value: Any) -> str:
    """Return a value as a dry run shows and compares it."""
    if value in EMPTY:
        return ""
    if isinstance(value, models.Model):
        return str(getattr(value, "name", value))
    if hasattr(value, "normalize"):  # 2.00 and 2 are one amount
        return f"{value.normalize():f}"
    return visible(str(value))


def _seen(value: Any) -> Any:
    """Return a value without what nobody sees in it, as every form leaves it out."""
    return visible(value) if type(value) is str else value


def _prepare_reports(
    made: Preparation, portfolio: Portfolio, records: PortfolioRecords, known: set[str]
) -> None:
    if not records.milestone_reports:
        return
    stored = {
        (project, code, reported_on): forecast
        for project, code, reported_on, forecast in MilestoneReport.objects.filter(
            milestone__project__portfolio=portfolio
        ).values_list("milestone__project__code", "milestone__code", "reported_on", "forecast")
    }
    milestones = set(
        Milestone.objects.filter(project__portfolio=portfolio).values_list("project__code", "code")
    ) | {(record.project, record.code) for record in records.milestones}
    for record in records.milestone_reports:
        key = (record.project, record.milestone, record.reported_on)
        if not _is_known(made, record, known):
            continue
        fields = {"milestone": record.milestone, "project": record.project}
        if key[:2] not in milestones:
            text = N_("Milestone {milestone} of {project} does not exist; its report is ignored.")
            made.findings.append(Finding("unknown_milestone", text, where=record.where, fields=fields))
        elif key not in stored:
            made.reports.append((*key, record.forecast))
        elif stored[key] != record.forecast:
            text = N_("The report on {milestone} of {project} was made before and is not changed.")
            made.findings.append(Finding("report_is_final", text, where=record.where, fields=fields))


def carry_out(actor: Any, portfolio: Portfolio, preparation: Preparation) -> dict[str, Project]:
    """Make all changes, within the caller's transaction; return code → project of those touched.

    Lines of registers end as every change of theirs does: in the audit log, with a revision, told to search.
    """
    names = Names(portfolio)
    touched: dict[str, Project] = {}
    for model in (Person, Programme, Project, *(entity.model for entity in ENTITIES)):
        operations = [one for one in preparation.operations if one.model is model]
        _carry_out_one_kind(actor, model, operations, names)
        if model in (Programme, Project):
            names.load()
        for operation in operations:
            if operation.project_code:
                touched[operation.project_code] = names.projects[operation.project_code]
    if preparation.reports:
        milestones = {
            (milestone.project.code, milestone.code): milestone
            for milestone in Milestone.objects.filter(project__portfolio=portfolio).select_related("project")
        }
        MilestoneReport.objects.bulk_create(
            MilestoneReport(milestone=milestones[project, code], reported_on=on, forecast=forecast)
            for project, code, on, forecast in preparation.reports
        )
        touched |= {project: names.projects[project] for project, *_ in preparation.reports}
    return touched


def _carry_out_one_kind(
    actor: Any, model: type[models.Model], operations: list[Operation], names: Names
) -> None:
    created, changed, changed_fields, done = [], [], set(), []
    for operation in operations:
        values, before = names.resolved(operation), None
        if operation.instance is None:
            line = model(**values)
            created.append(line)
        else:
            line, before = operation.instance, copied(operation.instance)
            written = values
            if hasattr(line, "version"):
                written = values | {"version": line.version + 1, "changed_at": timezone.now()}
            for name, value in written.items():
                setattr(line, name, value)
            changed_fields |= written.keys()
            changed.append(line)
        fields = {name: [logged(before, name), logged(line, name)] for name in values}
        done.append(LineChange(before, line, "change" if before else "create", fields))
    model._default_manager.bulk_create(created, batch_size=500)
    if changed:
        model._default_manager.bulk_update(changed, sorted(changed_fields), batch_size=200)
    if register := _register_of(model):
        finish(actor, register, done)


def _register_of(model: type[models.Model]) -> Register | None:
    return next((one for one in REGISTERS.values() if one.model is model), None)
