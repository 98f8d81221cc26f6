"""One sentence over a file: what it would change, or why it was not read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.errors import Finding, errors_in
from stuurbord.web.imports.change_lines import field_line
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.reader import reader


def conclusion(one: Import) -> str:
    """Return the sentence that stands under the file's name."""
    if one.state == ImportState.REFUSED:
        n_errors = len(errors_in(findings_of(one)))
        text = ngettext(
            "{n} error: correct it and bring the file in anew.",
            "{n} errors: correct them and bring the file in anew.",
            n_errors,
        )
        return text.format(n=reader().count_at_start(n_errors))
    if one.state == ImportState.NEEDS_MAPPING:
        return _("Stuurbord does not know these columns yet: say once which is which.")
    if not one.n_lines:
        return _("This file changes nothing: all it holds is stored already.")
    return _plan_sentence(one.changes) or _line_sentence(one.n_new, one.n_changed)


def _line_sentence(n_new: int, n_changed: int) -> str:
    new = ngettext("{n} line is new", "{n} lines are new", n_new).format(n=reader().number(n_new))
    changed = ngettext("{n} line changes", "{n} lines change", n_changed)
    changed = changed.format(n=reader().number(n_changed))
    if n_new and n_changed:
        return _("{first} and {second}.").format(first=new, second=changed)
    return f"{new if n_new else changed}."


def _plan_sentence(changes: list[dict[str, Any]]) -> str:
    """Return what one plan does to its project's finish; empty if the file is more than one plan."""
    plans = [change for change in changes if change["entity"] == "plan"]
    if len(plans) != 1 or len(changes) - 1 > sum(one["entity"] == "project" for one in changes):
        return ""
    lines = {name: field_line("plan", name, old, new) for name, old, new in plans[0]["fields"]}
    code, finish = plans[0]["key"], lines.get("finish")
    if plans[0]["action"] == "create":
        text = _("First plan of {project}: {n} tasks, finish {day}.")
        return text.format(project=code, n=lines["tasks"].new, day=finish.new if finish else "–")
    revision = lines["revision"].new
    if finish is None:
        return _("Revision {n} of {project}: the finish stays.").format(n=revision, project=code)
    text = _("Revision {n} of {project}: the finish moves from {old} to {new} ({days} days).")
    days = reader().signed(finish.days or 0)
    return text.format(n=revision, project=code, old=finish.old, new=finish.new, days=days)


def findings_of(one: Import) -> list[Finding]:
    """Return the stored findings, errors first."""
    order = {"error": 0, "warning": 1, "info": 2}
    found = [Finding.from_record(record) for record in one.findings]
    return sorted(found, key=lambda finding: order[finding.severity])
