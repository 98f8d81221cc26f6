"""The next free number of a line that the product writes by itself."""

from __future__ import annotations

from typing import Any

from stuurbord.web.lists import line_forms
from stuurbord.web.lists.register import Register
from stuurbord.web.projects.models import Project


def next_code(register: Register, project: Project) -> str:
    """Return the number after the highest of a project."""
    lines: Any = register.model._default_manager.filter(project=project)
    return line_forms.next_code(lines.values_list("code", flat=True)) or f"{register.prefix}001"
