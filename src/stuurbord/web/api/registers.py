"""The operations of one register, made from its declaration: the same for all, each with its own types.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Body, Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field, create_model

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.api.cursor import LIMIT, MOST, after, aware, cursor_of, refuse_unknown
from stuurbord.web.api.field_types import Id
from stuurbord.web.api.line_types import LineTypes
from stuurbord.web.api.problems import Refusal, form_errors
from stuurbord.web.api.repeats import once
from stuurbord.web.api.versions import asked_version, late, unless_known, with_version
from stuurbord.web.lists.actions import Sent, archive_lines, editable_projects, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.known_choices import KnownChoices
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.lists.list_request import ListRequest, asked_condition, open_condition
from stuurbord.web.lists.register import Register
from stuurbord.web.projects.models import Project

LinePath = Annotated[Id, Path(description="Number of the line.")]


def register_router(register: Register) -> Router:
    """Return the operations of a register: list, read, create, change, archive, restore, bulk change."""
    types = LineTypes(register)
    router = Router(tags=[register.slug])
    one, many, name = str(register.one).lower(), str(register.title).lower(), types.name
    asked_type = _query_type(register, name)

    def lines(request: HttpRequest, asked: Query[asked_type]):
        return _page(request, types, asked)

    def create(request: HttpRequest, sent: Body[types.new]):
        return once(request, lambda: _create(request, types, sent))

    def read(request: HttpRequest, line: LinePath):
        return unless_known(request, types.row(found_line(request, register, line, archived=True)))

    def change(request: HttpRequest, line: LinePath, sent: Body[types.changed]):
        return _change(request, types, line, types.typed(sent, request.user))

    def archive(request: HttpRequest, line: LinePath):
        _archive(request, register, line, archive=True)
        return HttpResponse(status=204)

    def restore(request: HttpRequest, line: LinePath):
        return with_version(types.row(_archive(request, register, line, archive=False)))

    def bulk(request: HttpRequest, sent: Body[types.bulk]):
        return once(request, lambda: _bulk(request, types, sent.changes))

    def add(path: str, method: str, view: Any, response: Any, named: str, told: str) -> None:
        router.add_api_operation(
            path, [method], view, response=response, operation_id=named.format(name), summary=told
        )

    add("", "GET", lines, types.page, "list{}", f"List {many}")
    add("", "POST", create, {201: types.out}, "create{}", f"Add {one}")
    add("/bulk", "POST", bulk, types.page, "change{}Bulk", f"Change several {many}, all or none")
    add("/{line}", "GET", read, types.out, "read{}", f"Read {one}")
    add("/{line}", "PATCH", change, types.out, "change{}", f"Change {one}")
    add("/{line}", "DELETE", archive, {204: None}, "archive{}", f"Archive {one}")
    add("/{line}/restore", "POST", restore, types.out, "restore{}", f"Bring {one} back")
    if register.states:
        _add_transition(router, types, one)
    return router


def found_line(request: HttpRequest, register: Register, pk: int, archived: bool = False) -> Any:
    """Return a line that the person may see, or 404."""
    lines = register.every_line(request.user) if archived else register.lines(request.user)
    line = lines.filter(pk=pk).first()
    if line is None:
        raise Http404
    return line


def _add_transition(router: Router, types: LineTypes, one: str) -> None:
    machine = types.register.states
    field = types.register.model._meta.get_field(machine.field)
    values = tuple(value for value, _label in field.flatchoices if value)
    moved = create_model(
        f"{types.name}Transition",
        __config__=ConfigDict(extra="forbid"),
        state=(Literal[values], Field(description="The state it goes to, by the table of states.")),
    )

    def move(request: HttpRequest, line: LinePath, sent: Body[moved]):
        return _change(request, types, line, {machine.field: sent.state})

    router.add_api_operation(
        "/{line}/state",
        ["POST"],
        move,
        response=types.out,
        operation_id=f"move{types.name}",
        summary=f"Move {one} to another state",
    )


class Asked(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=100, description="Words that occur in the line.")
    portfolio: str = Field("", max_length=40, description="Key of a portfolio.")
    project: str = Field("", max_length=40, description="Code of a project.")
    view: str = Field("", max_length=60, description="One of the register's own views.")
    is_open: bool | None = Field(None, description="Only lines that still ask for something.")
    archived: bool = Field(False, description="Archived lines too.")
    changed_since: datetime | None = Field(
        None, description="Only lines changed at or after this moment, in the order of their change."
    )
    cursor: str = Field("", max_length=200, description="`next` of the page before.")
    limit: int = Field(LIMIT, ge=1, le=MOST)


def _query_type(register: Register, name: str) -> type[Asked]:
    """Return what a list takes, the register's own filters included."""
    own = {
        one.name: (str, Field("", max_length=200, description=str(one.label)))
        for one in register.filters
        if one.name not in Asked.model_fields
    }
    return create_model(f"Asked{name}", __base__=Asked, **own)


def _page(request: HttpRequest, types: LineTypes, asked: Asked) -> JsonResponse:
    refuse_unknown(request, type(asked))
    register = types.register
    lines = _asked(register, request.user, asked)
    by_change = asked.changed_since is not None
    if by_change:
        lines = lines.filter(changed_at__gte=aware(asked.changed_since, "changed_since"))
    rows = types.rows(after(lines, asked.cursor, by_change)[: asked.limit + 1])
    more = len(rows) > asked.limit
    rows = rows[: asked.limit]
    return JsonResponse({"items": rows, "next": cursor_of(rows[-1], by_change) if more else None})


def _asked(register: Register, user: Any, asked: Asked) -> Any:
    sent = {
        one.name: str(getattr(asked, one.name)) for one in register.filters if getattr(asked, one.name, "")
    }
    fixed = {"q": asked.q, "portfolio": asked.portfolio, "project": asked.project, "view": asked.view}
    request = ListRequest.from_query(
        {name: value for name, value in (sent | fixed).items() if value}, register
    )
    unknown = [name for name in sent if name not in request.chosen]
    if asked.view and not request.view:
        unknown.append("view")
    if unknown:
        told = _("This value is not possible here.")
        raise Refusal(422, errors=[{"field": name, "code": "unknown", "message": told} for name in unknown])
    lines = register.every_line(user) if asked.archived else register.lines(user)
    lines = lines.filter(asked_condition(register, user, replace(request, everything=True)))
    if asked.is_open is None or not register.can_close:
        return lines
    still_open = open_condition(register)
    if asked.is_open:
        return lines.filter(still_open)
    return lines.exclude(pk__in=lines.filter(still_open).order_by().values("pk"))


def _create(request: HttpRequest, types: LineTypes, sent: BaseModel) -> HttpResponse:
    register = types.register
    if not editable_projects(request.user, register).exists():
        require(request.user, register.permission)
    values = _with_defaults(register, types.typed(sent, request.user))
    _refuse_where_one_only_reads(request, register, values)
    form = new_form(register, request.user, values)
    line = _saved(request, register, [Sent(form)])[0]
    return with_version(types.row(line), 201, f"{request.path.rstrip('/')}/{line.pk}")


def _refuse_where_one_only_reads(request: HttpRequest, register: Register, values: dict[str, Any]) -> None:
    """Say 403, not 422, for a project that the person sees and may not edit."""
    project = values.get("project")
    if project and not editable_projects(request.user, register).filter(pk=project).exists():
        require(request.user, register.permission, Project.objects.get(pk=project).scopes)


def _with_defaults(register: Register, values: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent, with the model's defaults and the next free number for what was not."""
    made = {}
    for name in register.form_fields:
        field = register.model._meta.get_field(name)
        if field.has_default():
            made[name] = field.get_default()
    made |= values
    if register.identity == ("code",) and not made.get("code") and made.get("project"):
        made["code"] = _next_code(register, made["project"])
    return {name: value for name, value in made.items() if value is not None and value is not False}


def _next_code(register: Register, project: int) -> str:
    """Return the next free number in a project, or the first."""
    codes = register.model._default_manager.filter(project=project).values_list("code", flat=True)
    return next_code(codes) or f"{register.prefix}001"


def _change(request: HttpRequest, types: LineTypes, pk: int, changes: dict[str, Any]) -> HttpResponse:
    register = types.register
    line = found_line(request, register, pk)
    require(request.user, register.permission, line.project.scopes)
    version = asked_version(request, line.version)
    _refuse_where_one_only_reads(request, register, changes)
    form = changed_form(register, request.user, line, changes)
    try:
        saved = _saved(request, register, [Sent(form, version)])[0]
    except VersionConflict:
        raise late(found_line(request, register, pk).version) from None
    return with_version(types.row(saved))


def _archive(request: HttpRequest, register: Register, pk: int, archive: bool) -> Any:
    line = found_line(request, register, pk, archived=not archive)
    require(request.user, register.permission, line.project.scopes)
    version = asked_version(request, line.version)
    try:
        archive_lines(request.user, register, [(line, version)], archive)
    except VersionConflict:
        raise late(found_line(request, register, pk, archived=True).version) from None
    return line


def _bulk(request: HttpRequest, types: LineTypes, changes: list[Any]) -> HttpResponse:
    register = types.register
    asked = {one.id: one for one in changes}
    if len(asked) != len(changes):
        told = _("A line stands here twice.")
        raise Refusal(422, errors=[{"field": "changes", "message": told}])
    lines = {line.pk: line for line in register.lines(request.user).filter(pk__in=asked)}
    if len(lines) != len(asked):
        raise Http404
    for line in lines.values():
        require(request.user, register.permission, line.project.scopes)
    sent, known = [], KnownChoices()
    for pk, one in asked.items():
        values = types.typed(one.set, request.user, pk)
        form = changed_form(register, request.user, lines[pk], values, known=known)
        form.is_valid()  # judged before the next is made: they share their fields
        sent.append(Sent(form, one.version))
    saved = _saved(request, register, sent)
    manager = register.model._default_manager
    rows = types.rows(manager.filter(pk__in=[line.pk for line in saved]).order_by("pk"))
    return JsonResponse({"items": rows, "next": None})


def _saved(request: HttpRequest, register: Register, sent: list[Sent]) -> list[Any]:
    """Return the saved lines.

    Raises
    ------
    Refusal
        422 with what is wrong, a field at a time; 409 if its name was taken at that moment.
    """
    errors = [error for one in sent for error in form_errors(one.form, one.form.instance.pk)]
    if errors:
        raise Refusal(422, errors=errors)
    try:
        with transaction.atomic():
            return save_lines(request.user, register, sent)
    except IntegrityError:
        raise Refusal(409, _("There is a line with this name in this project already.")) from None
