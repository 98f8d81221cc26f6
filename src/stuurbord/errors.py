"""What can go wrong, and how it is told.

    StuurbordError
    ├── UnreadableFile        the bytes cannot be read as what they claim to be; carries its findings
    │   └── FileRefused       too large, too deep, encrypted: refused before or while reading
    ├── InvalidPlan           a plan that contradicts itself; carries its findings
    ├── InvalidRiskModel      uncertainty that contradicts itself or the plan; carries its findings
    ├── InvalidRulePack       a rule book that cannot be read or contradicts itself; carries its findings
    ├── NotPermitted          the person may not do this; says who may
    ├── VersionConflict       somebody else changed the record first
    ├── DamagedFile           a file kept at an approval is no longer what was approved
    ├── Stopped               somebody asked long work to stop, and it did
    └── WorkersFailed         the processes or machines that compute cannot; carries its findings

A caller's mistake is a ``ValueError``. Something wrong in a user's file or data is a `Finding`; all of
them are collected. A legitimate "no" is a status in a result. Only what cannot continue raises one of
the errors above, and one translator per edge (exit code, HTTP problem, Dutch sentence) tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark an English sentence for the catalogue; the edge translates it."""
    return text


class Severity(StrEnum):
    """How much a finding matters: an error stops the import, the others only tell."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Where:
    """The place in a user's file that a finding speaks of; empty parts are left out."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int | None = None
    task: str = ""
    project: str = ""

    def as_text(self, translate: Callable[[str], str] = str) -> str:
        """Return the place for people: ``plan.xlsx, sheet Planning, cell C12``."""
        named = (
            (N_("sheet {}"), self.sheet),
            (N_("cell {}"), self.cell),
            (N_("line {}"), self.line),
            (N_("project {}"), self.project),
            (N_("task {}"), self.task),
        )
        places = [translate(label).format(value) for label, value in named if value not in ("", None)]
        return ", ".join([self.file, *places] if self.file else places)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something read, changed, ignored or doubtful in a user's file or data.

    ``text`` is the English sentence with ``{fields}``; it is translated at the edge and is never the
    key that code decides on: that is ``code``.
    """

    code: str
    text: str
    severity: Severity = Severity.WARNING
    where: Where = field(default_factory=Where)
    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def message(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence for people, in the language of ``translate``."""
        return translate(self.text).format(**self.fields)

    def as_json(self, translate: Callable[[str], str] = str) -> dict[str, str]:
        """Return ``{"code", "severity", "message", "where"}`` as the command line and the API print it."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message(translate),
            "where": self.where.as_text(translate),
        }

    def to_record(self) -> dict[str, Any]:
        """Return plain data to store; the sentence stays untranslated."""
        place = {
            name: getattr(self.where, name)
            for name in ("file", "sheet", "cell", "line", "task", "project")
            if getattr(self.where, name) not in ("", None)
        }
        return {
            "code": self.code,
            "text": self.text,
            "severity": self.severity.value,
            "where": place,
            "fields": dict(self.fields),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Finding:
        """Return the finding that `to_record` stored."""
        return cls(
            code=record["code"],
            text=record["text"],
            severity=Severity(record["severity"]),
            where=Where(**record.get("where", {})),
            fields=record.get("fields", {}),
        )


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop an import."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


class StuurbordError(Exception):
    """Cannot continue. The message is an English sentence; ``code`` names the case for programs."""

    code = "error"


class _WithFindings(StuurbordError):
    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(" ".join(finding.message() for finding in findings))


class UnreadableFile(_WithFindings):
    """The file cannot be read as what it claims to be."""

    code = "unreadable_file"


class FileRefused(UnreadableFile):
    """The file is refused for safety: too large, too deep, entities, encrypted."""

    code = "file_refused"


class InvalidPlan(_WithFindings):
    """The plan contradicts itself (a cycle, an unknown task, an unknown calendar)."""

    code = "invalid_plan"


class InvalidRiskModel(_WithFindings):
    """What is said about uncertainty contradicts itself or the plan (a probability above 1, no such task)."""

    code = "invalid_risk_model"


class InvalidRulePack(_WithFindings):
    """The rule book cannot be read or contradicts itself (an unknown key, a fact that nobody declared)."""

    code = "invalid_rule_pack"


class NotPermitted(StuurbordError):
    """The person may not do this."""

    code = "not_permitted"

    def __init__(self, permission: str, text: str = "") -> None:
        self.permission = permission
        super().__init__(text or f"Permission {permission} is missing.")


class VersionConflict(StuurbordError):
    """Somebody else changed the record since it was read."""

    code = "version_conflict"
    lines: tuple[int, ...] = ()
    """Numbers of the records that somebody else changed, where there were several."""


class DamagedFile(StuurbordError):
    """A file that was kept at an approval was changed since."""

    code = "damaged_file"


class Stopped(StuurbordError):
    """Long work was asked to stop before it was done."""

    code = "stopped"


class WorkersFailed(_WithFindings):
    """The processes or machines that compute cannot: lost, out of reach, of another version."""

    code = "workers_failed"
