"""What belongs to a line of any register: history, versions, remarks, files, links.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Body, Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from stuurbord.web.api.field_types import Id, text_type
from stuurbord.web.api.problems import Refusal
from stuurbord.web.api.registers import found_line
from stuurbord.web.api.repeats import once
from stuurbord.web.lists.attachments import attachments_of
from stuurbord.web.lists.comments import LONGEST, add_comment, comments_of, withdraw_comment
from stuurbord.web.lists.history import history, unseen_projects
from stuurbord.web.lists.link_ends import End
from stuurbord.web.lists.links import add_link, links_of, remove_link
from stuurbord.web.lists.models import Comment, LineRevision, Link
from stuurbord.web.lists.register import Register

REVISIONS_A_PAGE = 100


class FieldChangeOut(BaseModel):
    field: str = Field(description="What people call it, in the reader's language.")
    before: str
    after: str


class HistoryOut(BaseModel):
    at: datetime
    actor: str
    verb: str
    changes: list[FieldChangeOut]
    version: int | None = Field(description="Of the line, after it.")
    said: str = Field(description="In words, where it is no change of fields.")
    hash: str = Field(description="Of its entry in the audit log.")


class HistoryList(BaseModel):
    items: list[HistoryOut]


class RevisionOut(BaseModel):
    version: int
    at: datetime
    actor: int | None = Field(description="Number of the account; null where a program did it.")
    values: dict[str, Any] = Field(description="Field → raw value; related records by number.")


class RevisionList(BaseModel):
    items: list[RevisionOut]
    next: int | None = Field(description="Take it as `before` for the next page; null on the last.")


class CommentOut(BaseModel):
    id: int
    at: datetime
    author: str
    text: str = Field(description="Empty if it was withdrawn.")
    is_withdrawn: bool


class CommentList(BaseModel):
    items: list[CommentOut]


class NewComment(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[text_type(LONGEST), Field(min_length=1, description="`@name` calls somebody to it.")]


class AttachmentOut(BaseModel):
    id: int
    file_name: str
    media_type: str
    size: int = Field(description="Bytes.")
    sha256: str
    scan: Literal["not_scanned", "clean", "infected"]
    added_by: str
    at: datetime


class AttachmentList(BaseModel):
    items: list[AttachmentOut]


class LinkOut(BaseModel):
    id: int
    kind: str = Field(description="What the line is to the other, in the reader's language.")
    other: str = Field(description="`risicos:12`, `project:3` or `taak:3:42`.")
    called: str
    title: str
    project: str
    is_archived: bool


class LinkList(BaseModel):
    items: list[LinkOut]


class NewLink(BaseModel):
    model_config = ConfigDict(extra="forbid")

    to: Annotated[
        str,
        Field(
            max_length=100,
            pattern=r"^[a-z-]+(:[0-9]{1,18}){1,2}$",
            description="Slug and number of a line, `project:3`, or `taak:3:42`: a project and a task of it.",
        ),
    ]
    kind: Literal["relates", "causes", "solves", "replaces", "blocks"] = "relates"


def line_router(registers: dict[str, Register]) -> Router:
    """Return the operations on what belongs to a line."""
    router = Router(tags=["lines"])
    slug_type = Annotated[Literal[tuple(registers)], Path(description="Slug of the register.")]
    line_type = Annotated[Id, Path(description="Number of the line.")]

    @router.get("/{slug}/{line}/history", response=HistoryList, operation_id="listHistory")
    def line_history(request: HttpRequest, slug: slug_type, line: line_type):
        """What happened to a line, the latest first, in words."""
        register_, found = _found(request, slug, line)
        return JsonResponse({"items": [_history_row(one) for one in history(register_, found, request.user)]})

    @router.get("/{slug}/{line}/revisions", response=RevisionList, operation_id="listRevisions")
    def line_revisions(
        request: HttpRequest,
        slug: slug_type,
        line: line_type,
        before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    ):
        """The versions of a line that were kept, the latest first."""
        register_, found = _found(request, slug, line)
        kept = LineRevision.objects.filter(register=register_.slug, line_id=found.pk).order_by("-version")
        if before is not None:
            kept = kept.filter(version__lt=before)
        rows = list(kept[: REVISIONS_A_PAGE + 1])
        more, rows = len(rows) > REVISIONS_A_PAGE, rows[:REVISIONS_A_PAGE]
        hidden = unseen_projects(request.user, found, (one.values.get("project") for one in rows))
        items = [_revision_row(one) for one in rows if one.values.get("project") not in hidden]
        return JsonResponse({"items": items, "next": rows[-1].version if more else None})

    @router.get("/{slug}/{line}/comments", response=CommentList, operation_id="listComments")
    def line_comments(request: HttpRequest, slug: slug_type, line: line_type):
        """The remarks on a line, the oldest first."""
        register_, found = _found(request, slug, line)
        shown = comments_of(request.user, register_, found)
        return JsonResponse({"items": [_comment_row(one.comment) for one in shown]})

    @router.post("/{slug}/{line}/comments", response={201: CommentOut}, operation_id="createComment")
    def line_comment(request: HttpRequest, slug: slug_type, line: line_type, sent: Body[NewComment]):
        """Say something of a line."""
        register_, found = _found(request, slug, line, archived=False)

        def said() -> HttpResponse:
            try:
                made = add_comment(request.user, register_, found, sent.text)
            except ValidationError as error:
                raise _wrong("text", error) from None
            return JsonResponse(_comment_row(made), status=201)

        return once(request, said)

    @router.delete("/{slug}/{line}/comments/{comment}", response={204: None}, operation_id="withdrawComment")
    def line_comment_withdraw(
        request: HttpRequest, slug: slug_type, line: line_type, comment: Annotated[Id, Path()]
    ):
        """Withdraw one's own remark."""
        register_, found = _found(request, slug, line)
        try:
            withdraw_comment(request.user, register_, found, comment)
        except Comment.DoesNotExist:
            raise Http404 from None
        return HttpResponse(status=204)

    @router.get("/{slug}/{line}/attachments", response=AttachmentList, operation_id="listAttachments")
    def line_attachments(request: HttpRequest, slug: slug_type, line: line_type):
        """The files at a line; their bytes come from the page of the line."""
        register_, found = _found(request, slug, line)
        files = attachments_of(register_, found).filter(is_archived=False)
        return JsonResponse({"items": [_attachment_row(one) for one in files]})

    @router.get("/{slug}/{line}/links", response=LinkList, operation_id="listLinks")
    def line_links(request: HttpRequest, slug: slug_type, line: line_type):
        """What a line is linked to, as far as one may see it."""
        register_, found = _found(request, slug, line)
        return JsonResponse({"items": [_link_row(one) for one in links_of(request.user, register_, found)]})

    @router.post("/{slug}/{line}/links", response={201: LinkOut}, operation_id="createLink")
    def line_link(request: HttpRequest, slug: slug_type, line: line_type, sent: Body[NewLink]):
        """Link a line to another line, a project or a task."""
        register_, found = _found(request, slug, line, archived=False)

        def linked() -> HttpResponse:
            try:
                made = add_link(request.user, register_, found, End.read(sent.to), sent.kind)
            except ValidationError as error:
                raise _wrong("to", error) from None
            shown = links_of(request.user, register_, found)
            row = next(_link_row(one) for one in shown if one.link.pk == made.pk)
            return JsonResponse(row, status=201)

        return once(request, linked)

    @router.delete("/{slug}/{line}/links/{link}", response={204: None}, operation_id="removeLink")
    def line_link_remove(request: HttpRequest, slug: slug_type, line: line_type, link: Annotated[Id, Path()]):
        """Take a link away, from either end."""
        register_, found = _found(request, slug, line, archived=False)
        try:
            remove_link(request.user, register_, found, link)
        except Link.DoesNotExist:
            raise Http404 from None
        return HttpResponse(status=204)

    def _found(request: HttpRequest, slug: str, pk: int, archived: bool = True) -> tuple[Register, Any]:
        return registers[slug], found_line(request, registers[slug], pk, archived=archived)

    return router


def _wrong(field: str, error: ValidationError) -> Refusal:
    return Refusal(422, errors=[{"field": field, "message": " ".join(error.messages)}])


def _link_row(one: Any) -> dict[str, Any]:
    other = one.other
    told = {name: str(getattr(other, name)) for name in ("called", "title", "project")}
    row = {"id": one.link.pk, "kind": one.kind, "other": other.end.value, **told}
    return row | {"is_archived": other.is_archived}


def _history_row(one: Any) -> dict[str, Any]:
    changes = [{"field": each.label, "before": each.before, "after": each.after} for each in one.changes]
    told = {name: getattr(one, name) for name in ("at", "actor", "verb", "version", "said", "hash")}
    return {**told, "changes": changes}


def _revision_row(one: LineRevision) -> dict[str, Any]:
    return {"version": one.version, "at": one.at, "actor": one.actor_id, "values": one.values}


def _comment_row(one: Comment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "at": one.at,
        "author": one.author.name,
        "text": "" if one.is_withdrawn else one.text,
        "is_withdrawn": one.is_withdrawn,
    }


def _attachment_row(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "file_name": one.file_name,
        "media_type": one.media_type,
        "size": one.content.size,
        "sha256": one.content.sha256,
        "scan": one.scan,
        "added_by": one.added_by.name,
        "at": one.at,
    }
