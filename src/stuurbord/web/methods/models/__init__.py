"""What is stored of methods: templates with their text, what a project follows, and a start in the making."""

from stuurbord.web.methods.models.project_method import ProjectBrief, ProjectData, ProjectMethod, ProjectRole
from stuurbord.web.methods.models.start import StartDraft
from stuurbord.web.methods.models.template import MethodTemplate, TemplateState

__all__ = [
    "MethodTemplate",
    "ProjectBrief",
    "ProjectData",
    "ProjectMethod",
    "ProjectRole",
    "StartDraft",
    "TemplateState",
]
