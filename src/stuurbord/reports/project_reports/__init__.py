"""Reports of one project: facts of one day, completed by a person, as one document per kind."""

from stuurbord.reports.project_reports.build import KINDS, Kind, Section, build
from stuurbord.reports.project_reports.cover import Cover
from stuurbord.reports.project_reports.facts import ReportFacts

__all__ = ["KINDS", "Cover", "Kind", "ReportFacts", "Section", "build"]
