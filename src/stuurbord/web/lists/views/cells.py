"""Cells of a list: how one is edited, and the change of one or of a thousand, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.permissions import require
from stuurbord.web.lists.actions import editable_projects
from stuurbord.web.lists.cell_changes import MOST_LINES, Outcome, archive_cells, change_cells
from stuurbord.web.lists.cell_editors import editable_fields, editor
from stuurbord.web.lists.columns_chosen import column_names, columns_of
from stuurbord.web.lists.list_page import lines_by_number, row_writer
from stuurbord.web.lists.list_request import ListRequest, asked_lines
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.views.found import line_or_404, register_or_404
from stuurbord.web.look import figures
from stuurbord.web.reader import reader

_MOST_SHOWN = 200
_LARGEST = 2**62


class BadRequest(Exception):
    """What was sent is no request that our own pages make."""


@require_http_methods(["GET", "POST"])
def cells(request: HttpRequest, slug: str) -> JsonResponse:
    """GET: how a cell is edited (``line``, ``field``), or rows as they stand (``rows``). POST: a change."""
    found = register_or_404(slug)
    if request.method == "POST":
        return answered(lambda: _change(request, found))
    if "rows" in request.GET:
        numbers = [number(one) for one in request.GET["rows"].split(",")[:_MOST_SHOWN]]
        return JsonResponse({"lines": rows(request, found, numbers, request.GET.get("kol", ""))})
    return answered(lambda: _editor(request, found))


def _editor(request: HttpRequest, found: Register) -> JsonResponse:
    """Return how a cell is edited, to who may: what can be chosen names people and other lines."""
    line = line_or_404(request, found, number(request.GET["line"])) if request.GET.get("line") else None
    if line is not None or not editable_projects(request.user, found).exists():
        require(request.user, found.permission, line.project.scopes if line else ())
    try:
        made = editor(found, request.user, request.GET.get("field", ""), line, request.GET.get("q", "")[:100])
    except KeyError:
        raise Http404 from None
    return JsonResponse(asdict(made) | {"version": line.version if line else None})


def answered(answer: Any) -> JsonResponse:
    """Return the answer, or the sentence with which an action refuses."""
    try:
        return answer()
    except BadRequest as error:
        return JsonResponse({"said": str(error)}, status=400)
    except NotPermitted as error:
        return JsonResponse({"said": str(error)}, status=403)
    except VersionConflict as error:
        return JsonResponse({"said": str(error)}, status=409)


def number(text: Any) -> int:
    """Return the number of a record; what is none names nothing."""
    if isinstance(text, int) and not isinstance(text, bool) and 0 < text < _LARGEST:
        return text
    if not isinstance(text, str) or not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


def sent_json(request: HttpRequest) -> dict[str, Any]:
    """Return what a page sent.

    Raises
    ------
    BadRequest
        If it is not an object.
    """
    try:
        sent = json.loads(request.body)
        is_text = _can_be_shown(sent)
    except (ValueError, RecursionError):
        sent, is_text = None, False
    if not isinstance(sent, dict) or not is_text:
        raise BadRequest(_("This request cannot be read. Load the page again."))
    return sent


def _can_be_shown(sent: Any) -> bool:
    """Tell whether every text can be stored and shown: no zero, no half of a character."""
    if isinstance(sent, str):
        return "\x00" not in sent and not any("\ud800" <= letter <= "\udfff" for letter in sent)
    if isinstance(sent, dict):
        return all(_can_be_shown(one) for pair in sent.items() for one in pair)
    return not isinstance(sent, list) or all(map(_can_be_shown, sent))


def pairs(sent: Any) -> list[tuple[int, int]]:
    """Return lines with their versions, from ``[{"pk", "version"}]`` or ``[[pk, version]]``."""
    if not isinstance(sent, list) or not sent:
        raise BadRequest(_("This request cannot be read. Load the page again."))
    made = {}
    for one in sent:
        values = [one.get("pk"), one.get("version")] if isinstance(one, Mapping) else one
        if not isinstance(values, list) or len(values) != 2:
            raise BadRequest(_("This request cannot be read. Load the page again."))
        made[number(values[0])] = number(values[1])
    _limit(len(made))
    return list(made.items())


def rows(request: HttpRequest, found: Register, numbers: list[int], chosen: Any) -> list[dict[str, Any]]:
    """Return lines as their rows stand now."""
    names = column_names(found, {"kol": chosen if isinstance(chosen, str) else ""})
    columns = columns_of(found, names)
    writer = row_writer(found, columns)
    lines = lines_by_number(found, request.user, numbers[:_MOST_SHOWN], columns)
    return [{"pk": one.pk, "version": one.version, "cells": writer.written(one)} for one in lines]


@dataclass(frozen=True)
class _Change:
    lines: list[tuple[int, int]]
    changes: dict[str, str]
    archive: bool


def _change(request: HttpRequest, found: Register) -> JsonResponse:
    sent = sent_json(request)
    asked = _asked(request, found, sent)
    if asked.archive:
        outcome = archive_cells(request.user, found, asked.lines)
    else:
        outcome = change_cells(request.user, found, asked.lines, asked.changes)
    if outcome.clashes:
        return _clashed(request, found, outcome, sent)
    if outcome.errors:
        return _refused(found, outcome)
    numbers = [] if asked.archive else [line.pk for line in outcome.saved]
    return JsonResponse(
        {
            "lines": rows(request, found, numbers, sent.get("kol", "")),
            "gone": [line.pk for line in outcome.saved] if asked.archive else [],
            "undo": outcome.done,
            "said": _said(found, asked, outcome),
        }
    )


def _asked(request: HttpRequest, found: Register, sent: dict[str, Any]) -> _Change:
    lines = _found_lines(request, found, sent) if "found" in sent else pairs(sent.get("lines"))
    if sent.get("archive") is True:
        return _Change(lines, {}, True)
    changes = sent.get("changes")
    is_readable = isinstance(changes, dict) and all(isinstance(one, str) for one in changes.values())
    if not is_readable or not changes or not set(changes) <= editable_fields(found):
        raise BadRequest(_("This request cannot be read. Load the page again."))
    return _Change(lines, changes, False)


def _found_lines(request: HttpRequest, found: Register, sent: dict[str, Any]) -> list[tuple[int, int]]:
    """Return all lines that an address finds, if they are as many as the reader was told."""
    asked = ListRequest.from_query(QueryDict(str(sent["found"])), found)
    lines = asked_lines(found, request.user, asked).values_list("pk", "version")
    made = [(pk, version) for pk, version, *_rest in lines[: MOST_LINES + 1]]
    _limit(len(made))
    if len(made) != sent.get("count"):
        raise VersionConflict(_("The list changed in the meantime; nothing was saved. Load the page again."))
    if not made:
        raise BadRequest(_("There is no line to change."))
    return made


def _limit(n_lines: int) -> None:
    if n_lines > MOST_LINES:
        told = _("At most {n} lines can be changed at once. Filter first, or use the workbook.")
        raise BadRequest(told.format(n=reader().number(MOST_LINES)))


def _said(found: Register, asked: _Change, outcome: Outcome) -> str:
    n = len(outcome.done)
    if asked.archive:
        return ngettext("{n} line archived", "{n} lines archived", n).format(n=reader().number(n))
    if len(outcome.saved) == 1:
        [line] = outcome.saved
        label = found.label_of(next(iter(asked.changes)))
        return _("{code}: {field} saved").format(code=found.called(line), field=label.lower())
    return ngettext("{n} line changed", "{n} lines changed", n).format(n=reader().number(n))


def _refused(found: Register, outcome: Outcome) -> JsonResponse:
    """Tell per line and per field why nothing was saved."""
    refused = [
        {"pk": pk, "called": outcome.called.get(pk, ""), "errors": _labelled(found, errors)}
        for pk, errors in outcome.errors.items()
    ]
    first = next(iter(outcome.errors.values()))
    said = ngettext(
        "{n} line cannot be changed like this; nothing was saved.",
        "{n} lines cannot be changed like this; nothing was saved.",
        len(refused),
    ).format(n=reader().number(len(refused)))
    return JsonResponse({"errors": first, "refused": refused, "said": said}, status=422)


def _labelled(found: Register, errors: dict[str, list[str]]) -> list[str]:
    names = {name: found.label_of(name) for name in errors if name in found.form_fields}
    return [
        f"{names[name]}: {one}" if name in names else one for name, told in errors.items() for one in told
    ]


def _clashed(request: HttpRequest, found: Register, outcome: Outcome, sent: dict[str, Any]) -> JsonResponse:
    clashes = [
        {
            "pk": one.pk,
            "called": one.called,
            "field": one.name,
            "label": one.label,
            "mine": one.mine,
            "theirs": one.theirs,
            "who": one.who,
            "when": figures.moment(one.when) if one.when else "",
        }
        for one in outcome.clashes
    ]
    for one in clashes:
        told = _("{who} saved {code} at {when}. Your value {mine}, their value {theirs}.")
        one["said"] = told.format(code=one["called"], **one)
    said = _("Somebody else saved this record in the meantime; nothing was overwritten.")
    shown = rows(request, found, [one.pk for one in outcome.clashes], sent.get("kol", ""))
    return JsonResponse({"clashes": clashes, "lines": shown, "said": said}, status=409)
