"""What a record says that cannot be stored: told with its place before anything is written."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from stuurbord.errors import N_, Finding, Severity
from stuurbord.exchange.workbook.declaration import sheet
from stuurbord.web.imports.entities import Entity

_SEVERAL_PEOPLE_LENGTH = 200


def problems_of(entity: Entity, record: Any, values: dict[str, Any]) -> list[Finding]:
    """Return an error for each value that the stored row cannot hold."""
    found = [_finding(entity, record, *one) for one in _invalid(entity, values)]
    found += [
        _finding(entity, record, name, ValidationError("", code="null_characters"))
        for name, value in values.items()
        if isinstance(value, str) and "\0" in value
    ]
    code = values.get("code")
    if isinstance(code, str) and ("/" in code or not code.strip(".")):
        text = N_("“{value}” cannot be a code: it has a slash, or nothing but dots.")
        found.append(Finding("bad_code", text, Severity.ERROR, record.where, {"value": code[:40]}))
    return found


def _invalid(entity: Entity, values: dict[str, Any]) -> list[tuple[str, ValidationError]]:
    """Return field and error of what the model's own fields refuse; related rows are named by text here."""
    found = []
    for name, value in values.items():
        field = entity.model._meta.get_field(name)
        if value is None or field.is_relation or (field.blank and value in field.empty_values):
            continue
        try:
            field.clean(value, None)  # as `clean_fields` does, without making a row to ask it
        except ValidationError as error:
            found += [(name, one) for one in error.error_list]
    if found:
        return found
    names = [name for name in (*entity.people, "programme") if name in values]
    too_long = ValidationError("", code="max_length", params={"limit_value": _SEVERAL_PEOPLE_LENGTH})
    return [(name, too_long) for name in names if len(str(values[name])) > _SEVERAL_PEOPLE_LENGTH]


def _finding(entity: Entity, record: Any, name: str, error: ValidationError) -> Finding:
    fields: dict[str, Any] = {"column": _label(entity, name)}
    if error.code == "max_length":
        text = N_("“{column}” holds at most {limit} characters.")
        fields["limit"] = (error.params or {}).get("limit_value")
    else:
        text = N_("“{value}” is not possible in “{column}”.")
        fields["value"] = str(getattr(record, name, ""))[:60]
    return Finding("value_not_possible", text, Severity.ERROR, record.where, fields)


def _label(entity: Entity, name: str) -> str:
    """Return how the workbook calls the field."""
    return sheet(entity.records).column(name).label("nl")
