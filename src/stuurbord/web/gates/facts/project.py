"""Who and what the project is."""

from __future__ import annotations

from stuurbord.web.gates.facts.subject import Asked


def take(asked: Asked) -> None:
    for project, facts in asked.each():
        facts["has_owner"] = project.owner_id is not None
        facts["has_manager"] = project.manager_id is not None
        facts["has_goal"] = bool(project.description.strip())
        facts["kind"] = project.kind or None
