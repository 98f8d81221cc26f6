"""The columns of a foreign table, mapped once by hand and remembered."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stuurbord.errors import UnreadableFile, errors_in
from stuurbord.exchange.foreign_table import Mapping as TableMapping
from stuurbord.exchange.foreign_table import Table, from_toml, to_toml
from stuurbord.web.imports import actions
from stuurbord.web.imports.column_choices import (
    chosen_mapping,
    foreign_columns,
    is_shown_otherwise,
    preview,
    shown_as,
    target_choices,
)
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.imports.queries import import_for
from stuurbord.web.imports.reading import TABLE, table_of
from stuurbord.web.imports.summaries import findings_of


@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the columns with a choice for each; read the file through them once a person agrees."""
    one = import_for(request.user, pk)
    if one.content is None or one.reader != TABLE:
        return redirect("import", one.pk)
    base = from_toml(one.mapping)
    table = _table(request, one, base)
    if request.method != "POST":
        return _page(request, one, table, base, 200)
    try:
        mapping = chosen_mapping(request.POST, table, base)
        if request.POST.get("action") != "read" or is_shown_otherwise(request.POST, table):
            return _page(request, _not_saved(one, mapping), table, mapping, 200)
        one = actions.map_columns(request.user, one, to_toml(mapping))
    except ValueError:
        return _page(request, one, table, base, 422, _("These choices do not go together. Nothing was read."))
    except UnreadableFile as error:
        return _page(request, one, table, base, 422, " ".join(each.message(_) for each in error.findings))
    if one.state == ImportState.NEEDS_MAPPING:
        return _page(request, one, table, mapping, 422)
    return redirect("import", one.pk)


def _not_saved(one: Import, mapping: TableMapping) -> Import:
    """Return the import as the page shows it before anything is decided: not saved, no findings of before."""
    one.mapping, one.findings = to_toml(mapping), []
    return one


def _table(request: HttpRequest, one: Import, base: TableMapping) -> Table:
    """Return the table at the sheet and header row that are asked for."""
    names = request.POST if request.method == "POST" else request.GET
    content = bytes(one.content or b"")
    asked = str(names.get("sheet", "")) or base.sheet
    table = table_of(content, one.file_name)
    if asked in table.sheet_names and asked != table.sheet:
        table = table_of(content, one.file_name, asked)
    row = str(names.get("header_row", ""))
    if row.isdecimal() and len(row) < 10 and 1 <= int(row) <= min(len(table.cells), 1_000):
        table = table.with_header(int(row))
    return table


def _page(
    request: HttpRequest, one: Import, table: Table, mapping: TableMapping, status: int, trouble: str = ""
) -> HttpResponse:
    findings = findings_of(one)
    context = {
        "one": one,
        "portfolio": one.portfolio,
        "breadcrumbs": [
            (one.portfolio.name, reverse("portfolio", args=[one.portfolio.key])),
            (_("Import"), reverse("imports", args=[one.portfolio.key])),
            (one.file_name, ""),
        ],
        "conclusion": _("Say once which column is which; tables with these columns are then read at once."),
        "trouble": trouble,
        "errors": errors_in(findings),
        "table": table,
        "mapping": mapping,
        "columns_of": shown_as(table, mapping.target),
        "targets": target_choices(mapping.target),
        "columns": foreign_columns(table, mapping, errors_in(findings)),
        "preview": preview(table, replace(mapping, header_row=table.header_row), one.file_name),
        "n_rows": len(table.rows),
    }
    return render(request, "pages/import_mapping.html", context, status=status)
