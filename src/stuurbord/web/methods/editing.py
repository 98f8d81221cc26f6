"""The PMO edits templates: a copy to a draft, its text changed and judged, then published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import N_, Finding, Severity, VersionConflict, Where
from stuurbord.rulebooks.methods.model import Template, said
from stuurbord.rulebooks.methods.read import InvalidTemplate, read_template
from stuurbord.rulebooks.methods.write import row_written, value_written
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.methods.models import MethodTemplate, TemplateState

_VERSION: Final = re.compile(r'^version\s*=\s*".*?"\s*$', re.MULTILINE)
_HEADER: Final = re.compile(r"^\s*\[")


@transaction.atomic
def copy_to_draft(actor: Any, source: MethodTemplate) -> MethodTemplate:
    """Return a draft with the text of a version, under the next version of its key."""
    require(actor, Permission.MANAGE_METHODS)
    version = next_version(source)
    text = _VERSION.sub(f"version = {value_written(version)}", source.text, count=1)
    made = MethodTemplate.objects.create(
        **_told(read_template(text, f"{source.key}.toml")),
        text=text,
        made_from=source,
        created_by_id=actor.pk,
    )
    record(actor, "method.copy", made.subject, {"name": made.title, "from": source.version})
    return made


@transaction.atomic
def save_draft(actor: Any, draft: MethodTemplate, text: str, revision: int) -> MethodTemplate:
    """Give a draft another text, if it can be read and nobody was first.

    Raises
    ------
    InvalidRulePack
        With each error and its line: nothing is saved.
    VersionConflict
        If somebody else saved the draft, or it is no draft any more.
    """
    require(actor, Permission.MANAGE_METHODS)
    text = text.replace("\r\n", "\n")
    template = read_template(text, f"{draft.key}.toml")
    _keep_its_name(draft, template)
    stored = _locked_draft(draft, revision)
    for name, value in (_told(template) | {"text": text}).items():
        setattr(stored, name, value)
    stored.revision += 1
    stored.save()
    record(actor, "method.edit", stored.subject, {"name": stored.title, "sha256": stored.sha256})
    return stored


@transaction.atomic
def publish(actor: Any, draft: MethodTemplate, revision: int) -> MethodTemplate:
    """Let new projects follow a draft from now on; running projects keep what they follow."""
    require(actor, Permission.MANAGE_METHODS)
    stored = _locked_draft(draft, revision)
    others = MethodTemplate.objects.filter(key=stored.key).exclude(state=TemplateState.DRAFT)
    if others.filter(version=stored.version).exists():
        text = _("Version {version} was published before. Give the draft another one.")
        raise VersionConflict(text.format(version=stored.version))
    others.filter(state=TemplateState.PUBLISHED).update(state=TemplateState.RETIRED)
    stored.state, stored.published_at = TemplateState.PUBLISHED, timezone.now()
    stored.published_by_id = actor.pk
    stored.revision += 1
    stored.save()
    record(actor, "method.publish", stored.subject, {"name": stored.title, "sha256": stored.sha256})
    return stored


@transaction.atomic
def discard_draft(actor: Any, draft: MethodTemplate, revision: int) -> None:
    """Throw a draft away; what was published stays."""
    require(actor, Permission.MANAGE_METHODS)
    stored = _locked_draft(draft, revision)
    record(actor, "method.discard", stored.subject, {"name": stored.title})
    stored.delete()


def with_row(text: str, table: str, row: Mapping[str, Any]) -> str:
    """Return a template with one more line in a table: a criterion, a custom field."""
    return f"{text.rstrip()}\n\n{row_written(table, row)}\n"


def with_title(text: str, line: int, title: Mapping[str, str]) -> str:
    """Return a template with another title for what stands at a line (counted from 1)."""
    lines = text.splitlines()
    for number in range(line, len(lines)):
        if _HEADER.match(lines[number]):
            break
        if lines[number].startswith("title"):
            lines[number] = f"title = {value_written(dict(title))}"
            break
    return "\n".join(lines) + "\n"


def next_version(source: MethodTemplate) -> str:
    """Return the version after the highest of a key: ``2026.2`` after ``2026.1``."""
    taken = set(MethodTemplate.objects.filter(key=source.key).values_list("version", flat=True))
    found = re.fullmatch(r"(.*?)(\d+)", source.version)
    head, number = (found[1], int(found[2])) if found else (f"{source.version}.", 0)
    while f"{head}{number + 1}" in taken:
        number += 1
    return f"{head}{number + 1}"


def _keep_its_name(draft: MethodTemplate, template: Template) -> None:
    if (template.key, template.method, template.kind) != (draft.key, draft.method, draft.kind):
        text = N_("key, method and kind of a draft stay as they are: {key}, {method}, {kind}.")
        fields = {"key": draft.key, "method": draft.method, "kind": draft.kind}
        where = Where(file=f"{draft.key}.toml", line=1)
        raise InvalidTemplate(Finding("method_template_renamed", text, Severity.ERROR, where, fields))


def _locked_draft(draft: MethodTemplate, revision: int) -> MethodTemplate:
    stored = MethodTemplate.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if stored is None or stored.state != TemplateState.DRAFT or stored.revision != revision:
        raise VersionConflict(_("Somebody else saved this record in the meantime; nothing was overwritten."))
    return stored


def _told(template: Template) -> dict[str, Any]:
    return {
        "key": template.key,
        "version": template.version,
        "title": said(template.title, "nl")[:200],
        "method": template.method,
        "kind": template.kind,
        "sha256": template.sha256,
    }
