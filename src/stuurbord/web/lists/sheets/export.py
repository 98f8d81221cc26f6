"""Registers out: the lines a list shows as a workbook that comes back unchanged, or changed on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.utils import timezone

from stuurbord.exchange.workbook.page import yes_no
from stuurbord.exchange.workbook.register_write import Cell, RegisterPage, write_registers
from stuurbord.web.accounts.models import Person
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.lists.sheets.declaration import RegisterSheet
from stuurbord.web.lists.sheets.related import Related
from stuurbord.web.lists.sheets.sheet_fields import SheetField
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader

SCHEMA = 1
"""Of the hidden sheet and the hidden column; a newer one is read with a warning."""


@dataclass(frozen=True, slots=True)
class Content:
    """The lines of one register, as rows of cells, with ``line:version`` of each."""

    sheet: RegisterSheet
    rows: Sequence[Sequence[Cell]]
    keys: Sequence[str]


def workbook_of(user: Any, chosen: Sequence[tuple[Register, QuerySet[Any]]]) -> bytes:
    """Return a workbook with a sheet per register, in the reader's language.

    Parameters
    ----------
    chosen
        Each register with its lines, which the user may see.
    """
    language, related = reader().code, Related(user)
    contents = [_content(RegisterSheet(register, language), lines, related) for register, lines in chosen]
    facts = {"export": uuid4(), "at": timezone.now().isoformat(timespec="seconds"), "by": user}
    return written(contents, related, facts, language)


def written(contents: Sequence[Content], related: Related, facts: Mapping[str, Any], language: str) -> bytes:
    """Return the workbook with these contents."""
    lists = _Lists(related, language)
    pages = [lists.page(content) for content in contents]
    sheets = ";".join(f"{one.sheet.register.slug}={one.sheet.page_name}" for one in contents)
    return write_registers(pages, lists.made, {"schema": SCHEMA, "sheets": sheets, **facts}, language)


def whole_register(register: Register, user: Any, projects: QuerySet[Project] | None = None) -> QuerySet[Any]:
    """Return all lines of a register, closed ones too, by project and name: what a whole export holds."""
    lines = register.lines(user).order_by("project__code", *register.identity, "pk")
    return lines if projects is None else lines.filter(project__in=projects)


def _content(sheet: RegisterSheet, lines: QuerySet[Any], related: Related) -> Content:
    fields = list(sheet.fields.values())
    writers = [field.writer(related, sheet.language) for field in fields]
    # Every field of every line by name would make ten thousand models; the columns are all it takes.
    stored = lines.values_list("pk", "version", *(field.attname for field in fields))
    rows, keys = [], []
    for pk, version, *values in _in_parts(stored):
        rows.append([write(value) for write, value in zip(writers, values, strict=True)])
        keys.append(f"{pk}:{version}")
    return Content(sheet, rows, keys)


def _in_parts(rows: Any) -> Iterator[Any]:
    return iter(rows.iterator(chunk_size=2_000))


class _Lists:
    """The lists that the cells of a workbook offer, each written once."""

    def __init__(self, related: Related, language: str) -> None:
        self.related, self.language = related, language
        self.made: dict[str, Sequence[str]] = {}

    def page(self, content: Content) -> RegisterPage:
        sheet = content.sheet
        names = {name: self._name(sheet, field) for name, field in sheet.fields.items()}
        is_open = frozenset(name for name, field in sheet.fields.items() if field.target is not None)
        return RegisterPage(
            sheet.page_name,
            sheet.sheet,
            content.rows,
            content.keys,
            sheet.fixed,
            sheet.added,
            {name: of for name, of in names.items() if of},
            is_open,
        )

    def _name(self, sheet: RegisterSheet, field: SheetField) -> str:
        """Return the name of the list a field chooses from, empty if it has none; make it if need be."""
        name, choices = "", ()
        if field.target is not None:
            name = f"{field.target._meta.app_label}_{field.target._meta.model_name}"
            choices = self._words(field)
        elif field.labels:
            name = f"{sheet.register.slug.replace('-', '_')}_{field.name}"
            choices = field.labels.values()
        elif field.kind == "yes_no":
            name, choices = "ja_nee", (yes_no(True, self.language), yes_no(False, self.language))
        if name:
            self.made.setdefault(name, list(choices))
        return name

    def _words(self, field: SheetField) -> Iterable[str]:
        words = self.related.words_of(field.target)
        listed = dict.fromkeys(words.codes if field.is_line else words.of.values())
        return sorted(listed) if field.target in (Person, Project) else listed


def asked_registers(named: str) -> list[Register]:
    """Return the registers that an address names: slugs with commas between, or ``all``."""
    if named == "all":
        return list(REGISTERS.values())
    return [REGISTERS[slug] for slug in dict.fromkeys(named.split(",")) if slug in REGISTERS]
