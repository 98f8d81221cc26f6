"""Read a method template strictly: an unknown, missing or repeated key is an error with its file and line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from stuurbord.errors import N_, Finding, InvalidRulePack, Severity, Where
from stuurbord.rulebooks.methods.checks import contradictions_in
from stuurbord.rulebooks.methods.criteria import criteria_of
from stuurbord.rulebooks.methods.model import (
    BODIES,
    FIELD_KINDS,
    NEEDS,
    SIZES,
    STAGES,
    TARGETS,
    UNITS,
    Check,
    CustomField,
    Gate,
    Product,
    Role,
    Stage,
    StakeholderHint,
    Template,
    TemplateTask,
    Tolerance,
)
from stuurbord.rulebooks.methods.reading_rows import Rows
from stuurbord.rulebooks.rule_pack.toml_lines import Place, deep_line, toml_lines
from stuurbord.rulebooks.rule_pack.toml_words import in_words

InvalidTemplate = InvalidRulePack
LARGEST: Final = 500_000
"""Characters; ten times what comes with the product."""


def _choice(values: Iterable[str]) -> str:
    return f"choice:{'|'.join(values)}"


_SIZED: Final = dict.fromkeys(SIZES, _choice(NEEDS))
TOP: Final[Mapping[str, str]] = {
    "key": "name",
    "version": "text",
    "title": "texts",
    "method": "name",
    "kind": "name",
    "summary": "texts",
    "fits": "texts",
    "credit": "texts",
    "reference_class": "text",
}
_NEEDED_TOP: Final = frozenset({"key", "version", "title", "method", "kind"})
TABLES: Final[Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]]] = {
    # table → keys it must have, keys it may have: each with the kind of its value
    "stage": ({"code": _choice(STAGES), "title": "texts"}, {"purpose": "texts"}),
    "gate": (
        {
            "code": "name",
            "title": "texts",
            "body": _choice(BODIES),
            "body_title": "texts",
            "opens": _choice(STAGES),
        },
        {"decides": "texts", "repeatable": "flag", "optional": "flag"},
    ),
    "product": (
        {"key": "name", "title": "texts", "gate": "name", **_SIZED},
        {"purpose": "texts", "role": "name", "evidence": "text"},
    ),
    "role": ({"key": "name", "title": "texts"}, {"duties": "texts", "account": "name"}),
    "tolerance": (
        {"target": _choice(TARGETS), "unit": _choice(UNITS)},
        {"note": "texts", **dict.fromkeys(SIZES, "number")},
    ),
    "task": (
        {"code": "name", "title": "texts", "stage": _choice(STAGES)},
        {
            "low": "number",
            "likely": "number",
            "high": "number",
            "after": "words",
            "role": "name",
            "units": "number",
            "gate": "name",
            "elapsed": "flag",
            "scales": "flag",
            "sizes": f"words:{'|'.join(SIZES)}",
            "source": "text",
        },
    ),
    "check": ({"key": "name", "gate": "name", "title": "texts"}, {}),
    "stakeholder": (
        {"key": "name", "title": "texts"},
        {"why": "texts", "influence": "grade", "interest": "grade"},
    ),
    "field": (
        {"key": "name", "kind": _choice(FIELD_KINDS), "label": "texts"},
        {"choices": "words", "required_at": "name", "help": "texts"},
    ),
}
OF_RULES: Final = ("fact", "value", "rule", "derive")
"""These tables are read as a rule pack reads them."""
IDENTITY: Final[Mapping[str, str]] = {
    "stage": "code",
    "gate": "code",
    "product": "key",
    "role": "key",
    "tolerance": "target",
    "task": "code",
    "check": "key",
    "stakeholder": "key",
    "field": "key",
    "fact": "name",
    "value": "name",
    "rule": "id",
}
"""What one line of a table is called by."""
_RENAMED: Final = {"repeatable": "is_repeatable", "optional": "is_optional", "elapsed": "is_elapsed"}


@lru_cache(maxsize=256)
def read_template(text: str, file: str) -> Template:
    """Return the template that a TOML text declares.

    Parameters
    ----------
    file
        How the errors call it.

    Raises
    ------
    InvalidRulePack
        With every error and the line where it stands.
    """
    rows = Rows(_told(text, file), file, toml_lines(text))
    template = _TemplateText(rows, text).template()
    if not rows.findings:
        for place, sentence, fields in contradictions_in(template):
            rows.refuse(place, sentence, **fields)
    if rows.findings:
        raise InvalidTemplate(*rows.findings)
    return template


def _told(text: str, file: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        sentence = N_("The template is longer than {most} characters.")
        raise InvalidTemplate(_unreadable(sentence, file, None, most=LARGEST))
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        sentence = N_("Its lists or tables stand too deep inside each other; it is refused.")
        raise InvalidTemplate(_unreadable(sentence, file, deep_line(text))) from error
    except ValueError as error:  # a TOMLDecodeError, or a number or a day that Python cannot hold
        found = re.search(r" \(at line (\d+), column \d+\)", str(error))
        # A text that breaks off is wrong at its end.
        line = int(found[1]) if found else text.count("\n") + 1
        problem = str(error).replace(found[0], "") if found else str(error)
        sentence, fields = in_words(problem[:200], text.split("\n")[line - 1])
        raise InvalidTemplate(_unreadable(sentence, file, line, **fields)) from error


def _unreadable(sentence: str, file: str, line: int | None, **fields: Any) -> Finding:
    where = Where(file=file, line=line)
    return Finding("method_template_unreadable", sentence, Severity.ERROR, where, fields)


class _TemplateText:
    """One text on its way to a `Template`."""

    def __init__(self, rows: Rows, text: str) -> None:
        self.rows, self.text = rows, text

    def template(self) -> Template:
        rows, told = self.rows, self.rows.told
        known = frozenset({*TOP, *TABLES, *OF_RULES, "reporting", "scale"})
        for key in sorted(told.keys() - known):
            place: Place = ("", 0, key) if ("", 0, key) in rows.lines else (key, 0, "")
            rows.refuse(place, N_("the key {key} is not known here."), key=key)
        for key in sorted(_NEEDED_TOP - told.keys()):
            rows.refuse(("", 0, key), N_("the key {key} is missing."), key=key)
        head = {key: rows.value(("", 0, key), kind, told[key]) for key, kind in TOP.items() if key in told}
        fields = self._each("field", CustomField)
        made = Template(
            **{"key": "", "version": "", "title": {}, "method": "", "kind": "", **head},
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            stages=self._each("stage", Stage),
            gates=self._each("gate", Gate),
            products=self._each("product", _product),
            roles=self._each("role", Role),
            tolerances=self._each("tolerance", _tolerance),
            tasks=self._each("task", TemplateTask),
            checks=self._each("check", Check),
            stakeholders=self._each("stakeholder", StakeholderHint),
            fields=fields,
            reporting={size: int(days) for size, days in self._by_size("reporting").items()},
            scale=self._by_size("scale"),
            lines=self._places(),
        )
        return self._with_criteria(made)

    def _with_criteria(self, made: Template) -> Template:
        if self.rows.findings or not self.rows.told.get("rule"):
            return made
        try:
            return criteria_of(made, self.text, self.rows.file)
        except InvalidRulePack as error:
            self.rows.findings.extend(error.findings)
            return made

    def _each(self, table: str, made: Callable[..., Any]) -> tuple[Any, ...]:
        found = self.rows.told.get(table, [])
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            self.rows.refuse((table, 0, ""), N_("[[{key}]] stands between double brackets."), key=table)
            return ()
        needed, allowed = TABLES[table]
        complete = []
        for index, row in enumerate(found):
            self.rows.keys((table, index, ""), row, frozenset(needed), frozenset(allowed))
            kinds = {**needed, **allowed}
            values = {
                _RENAMED.get(key, key): self.rows.value((table, index, key), kinds[key], value)
                for key, value in row.items()
                if key in kinds
            }
            if needed.keys() <= row.keys():
                complete.append(made(**values))
        return tuple(complete)

    def _by_size(self, table: str) -> dict[str, Any]:
        found = self.rows.told.get(table, {})
        if not isinstance(found, dict):
            self.rows.refuse((table, 0, ""), N_("[{key}] is a table."), key=table)
            return {}
        self.rows.keys((table, 0, ""), found, frozenset(), frozenset(SIZES))
        return {
            size: self.rows.value((table, 0, size), "number", found[size]) for size in SIZES if size in found
        }

    def _places(self) -> dict[str, int]:
        places = {}
        for table, key in IDENTITY.items():
            found = self.rows.told.get(table, [])
            for index, row in enumerate(found if isinstance(found, list) else []):
                if isinstance(row, dict) and isinstance(row.get(key), str):
                    places[f"{table}:{row[key]}"] = self.rows.lines.get((table, index, ""), 0)
        return places


def _product(**values: Any) -> Product:
    need = {size: values.pop(size) for size in SIZES}
    return Product(need=need, **values)


def _tolerance(**values: Any) -> Tolerance:
    limit: dict[str, Decimal] = {size: values.pop(size) for size in SIZES if size in values}
    return Tolerance(limit=limit, **values)
